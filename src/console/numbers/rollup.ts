/**
 * Counts what the session log holds, a few hundred rows at a time as it grows, so that no page has to read all of it.
 * Each step commits its counts together with how far it came: a step that is lost or done twice counts nothing twice.
 */
import { sql, type Kysely } from 'kysely'
import { safeError, type Logger } from '../../log.ts'
import type { ReplyReason } from '../../reply-reason.ts'
import type { Database, Write } from '../../store/database.ts'
import type { CardDaysTable, PersonDaysTable, RollupsTable, Tables } from '../../store/schema.ts'
import { WriteRefusedError } from '../../store/write-refused.ts'
import { dayOf } from './days.ts'

export interface RollupParts {
  readonly store: Pick<Database, 'db' | 'commit'>
  readonly now: () => number
}

export interface Rollup {
  /** Counts all that is old enough to be counted. */
  catchUp(): Promise<void>
  /** Catches up now and every minute. */
  start(): void
  stop(): void
}

/** So many upserts stay under the 20 ms that the serving thread may be held up. */
const ROWS_AT_ONCE = 200
/** Ids sort by when they were made; within this time whatever was made is committed. */
const SETTLED_AFTER = 60_000
const EVERY = 60_000

export function createRollup(parts: RollupParts, logger: Logger): Rollup {
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let running: Promise<void> | null = null
  const all = async (): Promise<void> => {
    for (const step of [countMessages, countFeedback]) while (!stopped && (await step(parts)));
  }
  const catchUp = (): Promise<void> => {
    running ??= all().finally(() => {
      running = null
    })
    return running
  }
  const keep = (): void => {
    catchUp().catch((error: unknown) => {
      // Another process that counts was faster, or the program is stopping.
      if (!stopped && !(error instanceof WriteRefusedError)) logger.error({ event: 'numbers-not-counted', ...safeError(error) })
    })
  }
  return {
    catchUp,
    start() {
      keep()
      timer = setInterval(keep, EVERY)
      timer.unref()
    },
    stop() {
      stopped = true
      if (timer) clearInterval(timer)
    },
  }
}

/** True when there may be more. */
async function countMessages({ store, now }: RollupParts): Promise<boolean> {
  const { db } = store
  const last = await lastCounted(db, 'messages')
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'conversation_id', 'channel', 'direction', 'author', 'at', 'inbox_id', 'reason'])
    .select(['topic', 'country', 'language', 'outcome'])
    .where('id', '>', last)
    .where('id', '<', newestSettled(now()))
    .orderBy('id')
    .limit(ROWS_AT_ONCE)
    .execute()
  if (rows.length === 0) return false
  const people = new Map<string, PersonDaysTable>()
  const cards = new Map<string, CardDaysTable>()
  // The bubbles of one reply follow each other and count once, also over the end of a step.
  let answered = await inboxIdOf(db, last)
  for (const row of rows) {
    if (row.direction === 'in' && row.author === 'person') {
      const { channel, conversation_id: id } = row
      const key = { day: dayOf(row.at), conversation_id: id, channel, topic: row.topic ?? ('' as const), country: row.country ?? '' }
      const whole = { ...key, language: row.language ?? '', outcome: row.outcome ?? ('' as const) }
      add(people, whole, 'messages')
    } else if (row.author === 'bot' && row.inbox_id !== answered) {
      answered = row.inbox_id
      for (const card of cardsOf(row.reason)) add(cards, { day: dayOf(row.at), card, liked: 0, disliked: 0 }, 'uses')
    }
  }
  const writes = [...[...people.values()].map((row) => addingPerson(db, row)), ...[...cards.values()].map((row) => addingCard(db, row))]
  await store.commit([...advancing(db, 'messages', last, rows.at(-1)?.id ?? last, now()), ...writes])
  return rows.length === ROWS_AT_ONCE
}

async function countFeedback({ store, now }: RollupParts): Promise<boolean> {
  const { db } = store
  const last = await lastCounted(db, 'feedback')
  const rows = await db
    .selectFrom('feedback as f')
    .leftJoin('messages as m', 'm.id', 'f.message_id')
    .select(['f.id', 'f.at', 'f.verdict', 'm.reason'])
    .where('f.id', '>', last)
    .where('f.id', '<', newestSettled(now()))
    .orderBy('f.id')
    .limit(ROWS_AT_ONCE)
    .execute()
  if (rows.length === 0) return false
  const cards = new Map<string, CardDaysTable>()
  for (const { at, verdict, reason } of rows)
    for (const card of cardsOf(reason))
      if (verdict === 'helpful') add(cards, { day: dayOf(at), card, uses: 0, disliked: 0 }, 'liked')
      else add(cards, { day: dayOf(at), card, uses: 0, liked: 0 }, 'disliked')
  const writes = [...cards.values()].map((row) => addingCard(db, row))
  await store.commit([...advancing(db, 'feedback', last, rows.at(-1)?.id ?? last, now()), ...writes])
  return rows.length === ROWS_AT_ONCE
}

/** Up to when the numbers are counted, milliseconds since 1970; null before the first time. */
export async function countedUntil(db: Kysely<Tables>): Promise<number | null> {
  const row = await db.selectFrom('rollups').select('at').where('name', '=', 'messages').executeTakeFirst()
  return row?.at ?? null
}

function add<Row extends object, Count extends keyof Row>(rows: Map<string, Row>, key: Omit<Row, Count>, count: Count): void {
  const name = JSON.stringify([key, count])
  const row = rows.get(name)
  rows.set(name, { ...key, [count]: Number(row?.[count] ?? 0) + 1 } as Row)
}

async function lastCounted(db: Kysely<Tables>, name: RollupsTable['name']): Promise<string> {
  const row = await db.selectFrom('rollups').select('last_id').where('name', '=', name).executeTakeFirst()
  return row?.last_id ?? ''
}

async function inboxIdOf(db: Kysely<Tables>, id: string): Promise<string | null> {
  const row = await db.selectFrom('messages').select(['inbox_id', 'author']).where('id', '=', id).executeTakeFirst()
  return row?.author === 'bot' ? row.inbox_id : null
}

/** An id made then would sort after all that is settled: ids begin with the time (store/ids.ts). */
function newestSettled(now: number): string {
  return (now - SETTLED_AFTER).toString(36).padStart(9, '0')
}

function cardsOf(reason: string | null): readonly string[] {
  const parsed = reason === null ? null : (JSON.parse(reason) as ReplyReason)
  return parsed?.source === 'card' ? [...new Set(parsed.cards)] : []
}

/** Refused when another process counted the same rows meanwhile. */
function advancing(db: Kysely<Tables>, name: RollupsTable['name'], from: string, to: string, at: number): Write[] {
  const begin = db
    .insertInto('rollups')
    .values({ name, last_id: '', at })
    .onConflict((conflict) => conflict.column('name').doNothing())
  const step = db.updateTable('rollups').set({ last_id: to, at }).where('name', '=', name).where('last_id', '=', from)
  return [{ query: begin.compile() }, { query: step.compile(), expectChanges: 1 }]
}

function addingPerson(db: Kysely<Tables>, row: PersonDaysTable): Write {
  const query = db
    .insertInto('person_days')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'conversation_id', 'channel', 'topic', 'country', 'language', 'outcome'])
        .doUpdateSet({ messages: sql<number>`person_days.messages + excluded.messages` }),
    )
  return { query: query.compile() }
}

function addingCard(db: Kysely<Tables>, row: CardDaysTable): Write {
  const query = db
    .insertInto('card_days')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['day', 'card']).doUpdateSet({
        uses: sql<number>`card_days.uses + excluded.uses`,
        liked: sql<number>`card_days.liked + excluded.liked`,
        disliked: sql<number>`card_days.disliked + excluded.disliked`,
      }),
    )
  return { query: query.compile() }
}
