/** What staff record about a conversation and its messages: contact plan, notes, labels, marks, test cases. */
import { TOPICS, URGENCIES, type Topic } from '../message.ts'
import type { MessagesTable } from '../store/schema.ts'
import { MARKS } from './answering-limits.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { CONTACT_WAYS, PHONE_OWNERS, QUIET_AFTER, quietLimit, readTimeOfDay } from './contact-plan.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { readLabel } from './labels.ts'
import { noteWrite } from './notes.ts'
import { transcriptPage } from './transcript.tsx'

const LONGEST_NOTE = 4000
const LONGEST_IF_OTHER = 200

/** `POST /percakapan/:id/rencana` */
export async function saveContactPlan(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  if (!(await exists(parts, id))) return failure(context, parts, 'notFound')
  const [owner, way, from, until, ifOther, quiet] = await Promise.all(
    ['hp', 'cara', 'mulai', 'sampai-jam', 'orang-lain', 'diam'].map(async (name) => (await formText(context, name)).trim()),
  )
  const [safeFrom, safeUntil] = [readTimeOfDay(from ?? ''), readTimeOfDay(until ?? '')]
  const isWrong = (from !== '' && safeFrom === null) || (until !== '' && safeUntil === null) || (from === '') !== (until === '')
  if (isWrong) return transcriptPage(context, parts, { planProblem: true })
  const minutes = QUIET_AFTER.find((known) => String(known) === quiet)
  const quietAfter = typeof minutes === 'number' ? minutes : null
  const said = (ifOther ?? '').slice(0, LONGEST_IF_OTHER)
  const values = {
    phone_owner: PHONE_OWNERS.find((known) => known === owner) ?? ('unknown' as const),
    way: CONTACT_WAYS.find((known) => known === way) ?? ('unknown' as const),
    safe_from: safeFrom,
    safe_until: safeUntil,
    quiet_after: quietAfter,
    sealed_if_other: said === '' ? null : parts.seal.seal(said, `contact_plans:${id}`),
    staff_id: staffId,
    at: parts.now(),
  }
  const query = parts.store.db
    .insertInto('contact_plans')
    .values({ conversation_id: id, ...values })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(values))
    .compile()
  const limit = quietLimit(parts, id, quietAfter)
  await parts.audit.record({ staffId, action: 'contact-plan-changed', subject: id }, [{ query }, limit])
  return seeOther(context, `/percakapan/${id}#jawab`)
}

/** `POST /percakapan/:id/catatan` */
export async function addNote(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  if (!(await exists(parts, id))) return failure(context, parts, 'notFound')
  const text = (await formText(context, 'catatan')).trim()
  if (text === '' || text.length > LONGEST_NOTE) return transcriptPage(context, parts, { noteProblem: true, noteTyped: text })
  const { write, noteId } = noteWrite(parts, id, staffId, text)
  await parts.audit.record({ staffId, action: 'note-added', subject: id, detail: { note: noteId } }, [write])
  return seeOther(context, `/percakapan/${id}#catatan`)
}

/** `POST /percakapan/:id/label`: adds one, or with `hapus` takes it away. Labels stand in addresses, so they hold no long number. */
export async function changeLabel(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  if (!(await exists(parts, id))) return failure(context, parts, 'notFound')
  const [typed, removed] = await Promise.all([formText(context, 'label'), formText(context, 'hapus')])
  const { db } = parts.store
  if (removed !== '') {
    const query = db.deleteFrom('conversation_labels').where('conversation_id', '=', id).where('label', '=', removed).compile()
    await parts.audit.record({ staffId, action: 'label-removed', subject: id }, [{ query }])
    return seeOther(context, `/percakapan/${id}#label`)
  }
  const label = readLabel(typed)
  if (label === null) return transcriptPage(context, parts, { labelProblem: true, labelTyped: typed })
  const query = db
    .insertInto('conversation_labels')
    .values({ conversation_id: id, label, staff_id: staffId, at: parts.now() })
    .onConflict((conflict) => conflict.doNothing())
    .compile()
  await parts.audit.record({ staffId, action: 'label-added', subject: id }, [{ query }])
  return seeOther(context, `/percakapan/${id}#label`)
}

/** `POST /percakapan/:id/pesan/:pesan/nilai`: marking again replaces one's own mark. */
export async function markReply(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const message = await findMessage(context, parts, 'out')
  const asked = await formText(context, 'nilai')
  const verdict = MARKS.find((known) => known === asked)
  if (!message || message.author !== 'bot' || verdict === undefined) return failure(context, parts, 'notFound')
  const values = { verdict, topic: verdict === 'wrong-topic' ? readTopic(await formText(context, 'topik')) : null, at: parts.now() }
  const query = parts.store.db
    .insertInto('marks')
    .values({ id: parts.newId(), conversation_id: message.conversation_id, message_id: message.id, staff_id: staffId, ...values })
    .onConflict((conflict) => conflict.columns(['message_id', 'staff_id']).doUpdateSet(values))
    .compile()
  const entry = { staffId, action: 'reply-marked', subject: message.conversation_id, detail: { message: message.id, verdict } } as const
  await parts.audit.record(entry, [{ query }])
  return seeOther(context, `/percakapan/${message.conversation_id}?pesan=${message.id}#m-${message.id}`)
}

/** `POST /percakapan/:id/pesan/:pesan/kasus-uji`: what the person wrote, as redacted, with what would have been right. */
export async function makeTestCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const message = await findMessage(context, parts, 'in')
  // Test cases leave the store, what only the restricted team reads does not.
  const isRestricted = message !== undefined && (await restrictedNow(parts, message.conversation_id))
  if (!message || isRestricted || message.text === '' || message.kind === 'voice' || message.kind === 'photo')
    return failure(context, parts, 'notFound')
  const urgency = await formText(context, 'keadaan')
  const values = {
    topic: readTopic(await formText(context, 'topik')) ?? message.topic ?? ('out-of-scope' as const),
    urgency: URGENCIES.find((known) => known === urgency) ?? message.urgency ?? ('routine' as const),
    staff_id: staffId,
    at: parts.now(),
  }
  const row = {
    id: parts.newId(),
    message_id: message.id,
    text: message.text,
    country: message.country,
    language: message.language,
    triage: values.urgency === 'emergency' ? message.danger : null,
    ...values,
  }
  const query = parts.store.db
    .insertInto('test_cases')
    .values(row)
    .onConflict((conflict) => conflict.column('message_id').doUpdateSet({ ...values, triage: row.triage }))
    .compile()
  const entry = { staffId, action: 'test-case-made', subject: message.conversation_id, detail: { message: message.id } } as const
  await parts.audit.record(entry, [{ query }])
  return seeOther(context, `/percakapan/${message.conversation_id}?pesan=${message.id}#m-${message.id}`)
}

/** `GET /kasus-uji.jsonl`: all test cases, as `npm run eval` reads them. */
export async function exportTestCases(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const rows = await parts.reader.selectFrom('test_cases').selectAll().orderBy('id').execute()
  await parts.audit.record({
    staffId: viewerOf(context).staffId,
    action: 'test-cases-exported',
    subject: null,
    detail: { rows: rows.length },
  })
  const lines = rows.map(({ id, text, topic, country, urgency, triage, language }) =>
    JSON.stringify({ id, text, topic, also: [], country, urgency, triage, language: language ?? 'id' }),
  )
  return context.body(lines.map((line) => `${line}\n`).join(''), 200, {
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': 'attachment; filename="kasus-uji.jsonl"',
  })
}

function readTopic(text: string): Topic | null {
  return TOPICS.find((known) => known === text) ?? null
}

async function restrictedNow(parts: ConsoleParts, id: string): Promise<boolean> {
  const row = await parts.store.db.selectFrom('conversations').select('restricted').where('id', '=', id).executeTakeFirst()
  return row?.restricted === 1
}

async function exists(parts: ConsoleParts, id: string): Promise<boolean> {
  return (await parts.store.db.selectFrom('conversations').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

function findMessage(context: ConsoleContext, parts: ConsoleParts, direction: 'in' | 'out'): Promise<MessagesTable | undefined> {
  return parts.store.db
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', context.req.param('pesan') ?? '')
    .where('conversation_id', '=', context.req.param('id') ?? '')
    .where('direction', '=', direction)
    .executeTakeFirst() as Promise<MessagesTable | undefined>
}
