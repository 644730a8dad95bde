/** Consent as staff see it: asked of the person for each recipient, and a queue of what was taken back, with its deadline. */
import { isOnHold } from '../conversation/hold.ts'
import { CONSENT } from '../conversation/consent.ts'
import { numbered } from '../conversation/numbered.ts'
import { spokenLast } from '../conversation/reply-language.ts'
import { readState } from '../conversation/state.ts'
import { textVersion } from '../conversation/text-version.ts'
import { wording } from '../conversation/wording.ts'
import type { Bubble } from '../message.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { ConversationsTable } from '../store/schema.ts'
import { WriteRefusedError } from '../store/write-refused.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { LONGEST_RECIPIENT } from './answering-limits.ts'
import { readCase } from './cases-query.ts'
import { casePage } from './case-answers.tsx'
import { withdrawnConsents, waitingErasures } from './consents-query.ts'
import { isSafeHour } from './contact-plan.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { ConsentsPage } from './pages/consents-page.tsx'
import { frameOf } from './pages/frame.tsx'
import type { Write } from '../store/database.ts'

/** `GET /izin` */
export async function showConsents(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [frame, withdrawn, erasures] = await Promise.all([
    frameOf(context, parts),
    withdrawnConsents(parts.reader),
    waitingErasures(parts.reader),
  ])
  return context.html(<ConsentsPage frame={frame} withdrawn={withdrawn} erasures={erasures} now={parts.now()} />)
}

/** `POST /izin/:id/selesai`: what was passed on was stopped, as far as it can be. */
export async function settleWithdrawal(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const query = parts.store.db
    .updateTable('consents')
    .set({ done_at: parts.now(), done_by: staffId })
    .where('id', '=', id)
    .where('due_at', 'is not', null)
    .where('done_at', 'is', null)
    .compile()
  // A deposit rests on nothing but that yes.
  const deposit = parts.store.db
    .deleteFrom('deposits')
    .where('conversation_id', 'in', (of) =>
      of.selectFrom('consents').select('conversation_id').where('id', '=', id).where('about', '=', 'deposit'),
    )
    .compile()
  try {
    await parts.audit.record({ staffId, action: 'withdrawal-settled', subject: id }, [{ query, expectChanges: 1 }, { query: deposit }])
  } catch (error) {
    if (error instanceof WriteRefusedError) return failure(context, parts, 'notFound')
    throw error
  }
  return seeOther(context, '/izin')
}

/** `POST /kasus/:id/minta-izin`: `penerima` is read by the person as it is typed. */
export async function askConsent(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const recipient = (await formText(context, 'penerima')).replace(/\s+/gu, ' ').trim().slice(0, LONGEST_RECIPIENT)
  const row = await readCase(parts.store.db, id)
  if (row === null || row.conversation_id === null || row.closed_at !== null) return failure(context, parts, 'notFound')
  if (recipient === '') return casePage(context, parts, { problem: 'recipient', typed: {} })
  const conversation = await parts.store.db.selectFrom('conversations').selectAll().where('id', '=', row.conversation_id).executeTakeFirst()
  if (!conversation) return failure(context, parts, 'notFound')
  if (isOnHold(conversation, parts.now())) return casePage(context, parts, { problem: 'held', typed: {} })
  if (!(await isSafeHour(parts, conversation))) return casePage(context, parts, { problem: 'hour', typed: {} })
  const { writes, outboxId } = asking(parts, { caseId: id, conversation, staffId, recipient })
  await parts.audit.record({ staffId, action: 'consent-asked', subject: id }, writes)
  parts.queueReply({ id: outboxId, conversationId: conversation.id, priority: 1 })
  return seeOther(context, `/kasus/${id}`)
}

interface Asking {
  readonly caseId: string
  readonly conversation: ConversationsTable
  readonly staffId: string
  readonly recipient: string
}

/** Recorded with the very words that go out. */
function asking(parts: ConsoleParts, { caseId, conversation, staffId, recipient }: Asking): { writes: Write[]; outboxId: string } {
  const { db } = parts.store
  const at = parts.now()
  const [id, outboxId, eventId] = [parts.newId(), parts.newId(), parts.newId()]
  const say = wording(spokenLast(readState(conversation.state)))
  const text = say.consentAsk(recipient)
  const bubble: Bubble = { text, choices: numbered(`${CONSENT}${id}`, say.CONSENT_CHOICES) }
  const reason: ReplyReason = { topic: null, confidence: null, topics: [], cards: [], triage: null, source: 'staff' }
  const queries = [
    db.insertInto('consents').values({
      id,
      conversation_id: conversation.id,
      case_id: caseId,
      about: 'recipient',
      recipient,
      text_version: textVersion(text),
      staff_id: staffId,
      asked_at: at,
    }),
    db.insertInto('case_events').values({
      id: eventId,
      case_id: caseId,
      at,
      kind: 'consent-asked',
      staff_id: staffId,
      sealed_text: parts.seal.seal(recipient, `case_events:${eventId}`),
      detail: '{}',
    }),
    db.insertInto('outbox').values({
      id: outboxId,
      conversation_id: conversation.id,
      channel: conversation.channel,
      inbox_id: null,
      kind: 'staff',
      dedupe_key: `consent:${id}`,
      sealed_bubble: parts.seal.seal(JSON.stringify(bubble), `outbox:${outboxId}`),
      state: 'waiting',
      priority: 1,
      attempts: 0,
      next_at: at,
      created_at: at,
      question_at: at,
    }),
    db.insertInto('messages').values({
      id: parts.newId(),
      conversation_id: conversation.id,
      channel: conversation.channel,
      direction: 'out',
      author: 'staff',
      staff_id: staffId,
      kind: 'text',
      text: parts.redact(text),
      at,
      outbox_id: outboxId,
      reason: JSON.stringify(reason),
    }),
  ]
  return { writes: queries.map((query) => ({ query: query.compile() })), outboxId }
}
