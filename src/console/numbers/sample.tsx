/** A daily sample of all conversations, drawn by chance and read to the end: only so is danger found that nothing flagged. */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Write } from '../../store/database.ts'
import type { SampleResult } from '../../store/schema.ts'
import { failure, formText, seeOther } from '../answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { dayOf } from './days.ts'
import { SAMPLE_RESULTS, wilson } from './queries.ts'
import { SamplePage } from './sample-page.tsx'

/** Conversations read a day. */
const SAMPLE_SIZE = 20
/** The rate is that of the last so many days. */
const RATE_DAYS = 30

/** `GET /angka/sampel`: yesterday's sample, and the rate. */
export async function showSample(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const yesterday = dayOf(parts.now()) - 1
  const [frame, rows, results, wrote] = await Promise.all([
    frameOf(context, parts),
    parts.reader
      .selectFrom('daily_samples as d')
      .leftJoin('conversations as c', 'c.id', 'd.conversation_id')
      .leftJoin('people as p', 'p.id', 'c.person_id')
      .leftJoin('staff as s', 's.id', 'd.staff_id')
      .select(['d.conversation_id', 'd.result', 'd.at', 'p.pseudonym', 's.name', 'c.channel', 'c.rank'])
      .where('d.day', '=', yesterday)
      .orderBy('d.position')
      .execute(),
    parts.reader
      .selectFrom('daily_samples')
      .select((is) => ['result', is.fn.countAll<number>().as('count')])
      .where('day', '>=', yesterday - RATE_DAYS + 1)
      .where('result', 'is not', null)
      .groupBy('result')
      .execute(),
    parts.reader
      .selectFrom('person_days')
      .select((is) => is.fn.count<number>('conversation_id').distinct().as('count'))
      .where('day', '=', yesterday)
      .executeTakeFirstOrThrow(),
  ])
  const countOf = (result: SampleResult): number => results.find((row) => row.result === result)?.count ?? 0
  const read = SAMPLE_RESULTS.reduce((sum, result) => sum + countOf(result), 0)
  return context.html(
    <SamplePage
      frame={frame}
      day={yesterday}
      rows={rows}
      wrote={wrote.count}
      read={read}
      days={RATE_DAYS}
      missed={countOf('missed-danger')}
      urgent={countOf('missed-urgent')}
      rate={wilson(countOf('missed-danger'), read)}
    />,
  )
}

/** `POST /angka/sampel/undi`: draws yesterday's, once. */
export async function drawSample(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const day = dayOf(parts.now()) - 1
  const drawn = await parts.store.db.selectFrom('daily_samples').select('day').where('day', '=', day).limit(1).executeTakeFirst()
  if (drawn) return seeOther(context, '/angka/sampel')
  const rows = await parts.reader.selectFrom('person_days').select('conversation_id').where('day', '=', day).distinct().execute()
  const ids = rows.map((row) => row.conversation_id)
  // Fisher and Yates: each is as likely to be among the first as any other.
  for (let i = 0; i < Math.min(SAMPLE_SIZE, ids.length); i++) {
    const other = randomInt(i, ids.length)
    const [one = '', two = ''] = [ids[i], ids[other]]
    ids[i] = two
    ids[other] = one
  }
  const writes: Write[] = ids.slice(0, SAMPLE_SIZE).map((conversationId, position) => ({
    query: parts.store.db
      .insertInto('daily_samples')
      .values({ day, conversation_id: conversationId, position, result: null, staff_id: null, at: null })
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
  }))
  if (writes.length > 0) {
    const detail = { rows: writes.length }
    await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'sample-drawn', subject: null, detail }, writes)
  }
  return seeOther(context, '/angka/sampel')
}

/** `POST /angka/sampel/:id`: what somebody who read it to the end found. Judged again, the last counts. */
export async function judgeSample(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const typed = await formText(context, 'hasil')
  const result = SAMPLE_RESULTS.find((known) => known === typed)
  const day = dayOf(parts.now()) - 1
  const row = await parts.store.db
    .selectFrom('daily_samples')
    .select('day')
    .where('day', '=', day)
    .where('conversation_id', '=', id)
    .executeTakeFirst()
  if (!row || result === undefined) return failure(context, parts, 'notFound')
  const query = parts.store.db
    .updateTable('daily_samples')
    .set({ result, staff_id: staffId, at: parts.now() })
    .where('day', '=', day)
    .where('conversation_id', '=', id)
    .compile()
  const writes: Write[] = [{ query, expectChanges: 1 }]
  // Danger that nobody saw goes where danger stands: on top of the inbox, and it waits for staff.
  if (result !== 'fine')
    writes.push({
      query: parts.store.db
        .updateTable('conversations')
        .set((is) => ({
          rank: is.fn<number>('min', ['rank', is.val(result === 'missed-danger' ? 0 : 1)]),
          waiting_since: sql<number>`coalesce(waiting_since, ${parts.now()})`,
        }))
        .where('id', '=', id)
        .compile(),
    })
  await parts.audit.record({ staffId, action: 'sample-read', subject: id, detail: { result } }, writes)
  return seeOther(context, '/angka/sampel')
}
