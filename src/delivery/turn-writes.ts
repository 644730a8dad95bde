/** Everything a turn changes, as one list of writes that commits with "handled". */
import type { Insertable } from 'kysely'
import type { IncomingMessage } from '../message.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { ToldPlan, Turn } from '../conversation/turn.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { ConversationsTable, OutboxTable } from '../store/schema.ts'
import { caseFactWrites } from '../cases/case-facts.ts'
import { identityConsentWrites } from '../cases/consent-writes.ts'
import { caseCallWrites, openCaseEventWrite } from '../cases/case-writes.ts'
import type { Seal } from '../store/seal.ts'
import { statement, write } from '../store/writes.ts'
import { familyWrites } from './family-writes.ts'
import type { StoredTriage } from './inbox.ts'
import type { QueuedRow } from './queue.ts'
import { isFromPerson } from '../conversation/receipt.ts'
import { conversationWrite, wasWrittenAfterCatchUp } from './conversation-write.ts'
import { storeLine } from './lines.ts'
import { mediaWrites } from './media-writes.ts'
import { ownWrites } from './own-writes.ts'
import { transcriptIn } from './transcript.ts'

export interface TurnRow {
  readonly inboxId: string
  readonly message: IncomingMessage
  readonly conversation: ConversationsTable
  readonly receivedAt: number
  readonly stored: StoredTriage
  readonly safetyOutboxId: string | null
}

export interface TurnWritesParts {
  readonly store: Database
  readonly seal: Seal
  readonly newId: NewId
}

const markHandled = statement<{ id: string; now: number }>((db, v) =>
  db
    .updateTable('inbox')
    .set({ state: 'handled', handled_at: v.now, sealed_payload: null, error: null })
    .where('id', '=', v.id)
    .where('state', '=', 'waiting'),
)
const storeReply = statement<Insertable<OutboxTable>>((db, values) => db.insertInto('outbox').values(values))

/** The writes of a turn and the outbox rows among them. */
export function turnWrites(
  parts: TurnWritesParts,
  row: TurnRow,
  turn: Turn,
  now: number,
): { readonly writes: Write[]; readonly sends: QueuedRow[] } {
  const { store, newId } = parts
  const { db } = store
  const conversationId = row.conversation.id
  const writes: Write[] = [
    // When somebody else handled it meanwhile, nothing of this turn may be stored.
    markHandled(db, { id: row.inboxId, now }, 1),
  ]
  writes.push(...transcriptIn(parts, row, turn))
  const out = outWrites(parts, row, turn, now)
  writes.push(...out.writes)
  if (turn.verdict.urgency !== 'routine' && row.safetyOutboxId === null) writes.push(dangerFound(parts, row, turn, now))
  const { feedback, lateAnswers, contactPlan } = turn.effects
  if (contactPlan) writes.push(contactPlanWrite(parts, conversationId, contactPlan, now))
  if (feedback)
    writes.push(
      write(
        db.insertInto('feedback').values({
          id: newId(),
          conversation_id: conversationId,
          message_id: feedback.answerId,
          verdict: feedback.verdict,
          text: feedback.text,
          at: now,
        }),
      ),
    )
  if (turn.effects.eraseTraces)
    writes.push(
      write(
        db.insertInto('erasures').values({
          id: newId(),
          conversation_id: conversationId,
          asked_at: now,
          attempts: 0,
          next_at: now,
          receipt: turn.effects.eraseAll?.receipt ?? null,
        }),
      ),
    )
  writes.push(...ownWrites(parts, conversationId, turn.effects, now))
  if (row.message.identityChanged) writes.push(openCaseEventWrite(parts, { conversationId, kind: 'phone-changed', at: now }))
  writes.push(...caseWrites(parts, row, turn, now), ...mediaWrites(parts, row, turn.effects, now))
  const family = turn.effects.family && familyWrites(parts, conversationId, turn.effects.family, now)
  writes.push(...(family?.writes ?? []))
  const sends = [...out.sends, ...(family?.sends ?? [])]
  if (lateAnswers) {
    const waiting = db.updateTable('outbox').where('conversation_id', '=', conversationId).where('state', '=', 'awaiting-yes')
    writes.push(
      write(
        lateAnswers === 'send'
          ? waiting.set({ state: 'waiting', question_at: row.message.sentAt, next_at: now })
          : waiting.set({ state: 'expired', sealed_bubble: null }),
      ),
    )
  }
  if (releasesStaffWords(row, turn))
    writes.push(
      write(
        db
          .updateTable('outbox')
          .set({ state: 'waiting', question_at: row.message.sentAt, next_at: now })
          .where('conversation_id', '=', conversationId)
          .where('state', '=', 'awaiting-yes')
          .where('kind', '=', 'staff'),
      ),
    )
  if (turn.effects.forgetExternalId !== undefined) writes.push(...forgetWrites(parts, row, turn.effects.forgetExternalId))
  writes.push(conversationWrite(parts, row, turn, out.answerId, now))
  return { writes, sends }
}

/** The same for what follows up on a message that was answered already: its line and its "handled" are stored. */
export function followUpWrites(
  parts: TurnWritesParts,
  row: TurnRow,
  turn: Turn,
  now: number,
): { readonly writes: Write[]; readonly sends: QueuedRow[] } {
  const out = outWrites(parts, row, turn, now, 'follow-up')
  return {
    writes: [
      ...out.writes,
      ...(turn.verdict.urgency === 'routine' ? [] : [dangerFound(parts, row, turn, now)]),
      conversationWrite(parts, row, turn, out.answerId, now),
    ],
    sends: out.sends,
  }
}

function dangerFound(parts: TurnWritesParts, row: TurnRow, turn: Turn, now: number): Write {
  return write(
    parts.store.db.insertInto('triage_events').values({
      id: parts.newId(),
      conversation_id: row.conversation.id,
      inbox_id: row.inboxId,
      at: now,
      urgency: turn.verdict.urgency,
      danger: turn.verdict.danger,
      rules: JSON.stringify(turn.verdict.rules),
      score: turn.verdict.score,
      about: turn.verdict.about,
      stage: 'turn',
    }),
  )
}

function outWrites(
  parts: TurnWritesParts,
  row: TurnRow,
  turn: Turn,
  now: number,
  effect: 'answer' | 'follow-up' = 'answer',
): { writes: Write[]; sends: QueuedRow[]; answerId: string | null } {
  const { store, seal, newId } = parts
  const { db } = store
  const writes: Write[] = []
  const sends: QueuedRow[] = []
  let answerId: string | null = null
  const said = (id: string, outboxId: string, text: string, kind: Turn['kind'], reason: ReplyReason): Write =>
    storeLine(db, {
      id,
      conversation_id: row.conversation.id,
      channel: row.message.channel,
      direction: 'out',
      author: 'bot',
      kind,
      text,
      at: now,
      inbox_id: row.inboxId,
      outbox_id: outboxId,
      reason: JSON.stringify(reason),
      topic: turn.topic,
      country: turn.country,
      urgency: turn.verdict.urgency,
      danger: turn.verdict.danger,
      outcome: turn.outcome,
    })
  if (row.safetyOutboxId !== null && row.stored.safetyText !== null)
    writes.push(said(newId(), row.safetyOutboxId, row.stored.safetyText, 'safety', turn.reason))
  turn.bubbles.forEach((bubble, ordinal) => {
    const id = newId()
    const messageId = newId()
    const priority = turn.kind === 'reply' ? 1 : 0
    if (turn.reason.source === 'card' || turn.reason.source === 'model') answerId = messageId
    writes.push(
      storeReply(db, {
        id,
        conversation_id: row.conversation.id,
        channel: row.message.channel,
        inbox_id: row.inboxId,
        kind: turn.kind,
        dedupe_key: effect === 'answer' ? `${row.inboxId}:${ordinal}` : `${row.inboxId}:${effect}:${ordinal}`,
        sealed_bubble: seal.seal(JSON.stringify(bubble), `outbox:${id}`),
        state: 'waiting',
        priority,
        attempts: 0,
        next_at: now,
        created_at: now,
        question_at: row.message.sentAt,
      }),
      said(messageId, id, bubble.kept ?? bubble.text, turn.kind, turn.reason),
    )
    sends.push({ id, conversationId: row.conversation.id, priority })
  })
  return { writes, sends, answerId }
}

/** An emergency, a wish for a person and the end of guided questions open a case, or join the open one; what the receipt opened is not opened again. */
function caseWrites(parts: TurnWritesParts, row: TurnRow, turn: Turn, now: number): Write[] {
  const call = { conversationId: row.conversation.id, inboxId: row.inboxId, country: turn.country, at: now }
  const { opensCase, intake } = turn.effects
  if (intake)
    return [
      ...caseCallWrites(parts, {
        ...call,
        kind: intake.kind,
        lane: turn.verdict.urgency === 'emergency' ? 'emergency' : intake.lane,
        isNews: true,
        number: intake.number,
      }),
      ...caseFactWrites(parts, call, intake),
      ...(intake.consent ? identityConsentWrites(parts, { ...call, number: intake.number }, intake.consent) : []),
    ]
  if (opensCase !== undefined)
    return caseCallWrites(parts, { ...call, kind: opensCase, lane: opensCase === 'person' ? 'today' : 'emergency', isNews: true })
  const { urgency, danger } = turn.verdict
  if (urgency !== 'emergency' || danger === null || row.safetyOutboxId !== null) return []
  // One more message about the danger that the open case is about already is none of its own.
  const isNews = row.conversation.crisis_since === null || row.conversation.danger !== danger
  return caseCallWrites(parts, { ...call, kind: danger, lane: 'emergency', isNews })
}

/** What the person told of how they may be written to; what staff wrote down about calls stays. */
function contactPlanWrite(parts: TurnWritesParts, conversationId: string, told: ToldPlan, now: number): Write {
  const values = {
    phone_owner: told.phoneOwner,
    ...(told.safeHours === undefined ? {} : { safe_from: told.safeHours?.[0] ?? null, safe_until: told.safeHours?.[1] ?? null }),
    ...(told.quietAfter === undefined ? {} : { quiet_after: told.quietAfter }),
    staff_id: null,
    at: now,
  }
  return write(
    parts.store.db
      .insertInto('contact_plans')
      .values({ conversation_id: conversationId, way: 'chat', ...values })
      .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(values)),
  )
}

/** What staff wrote while the platform let nothing through goes out as soon as the person writes anything but no. */
export function releasesStaffWords(row: Pick<TurnRow, 'conversation' | 'message' | 'receivedAt'>, turn: Turn): boolean {
  return (
    turn.effects.lateAnswers !== 'drop' &&
    isFromPerson(row.message.content) &&
    wasWrittenAfterCatchUp(row.conversation, row.message, row.receivedAt)
  )
}

/** The person deleted a message on their phone: its text goes here too. */
function forgetWrites(parts: TurnWritesParts, row: TurnRow, externalId: string): Write[] {
  const { db } = parts.store
  const hash = parts.seal.hash(`${row.message.channel}:${externalId}`)
  return [
    write(
      db
        .updateTable('messages')
        .set({ text: '[dihapus pengirim]' })
        .where('conversation_id', '=', row.conversation.id)
        .where('direction', '=', 'in')
        .where(
          'inbox_id',
          'in',
          db.selectFrom('inbox').select('inbox.id').where('inbox.channel', '=', row.message.channel).where('inbox.external_id', '=', hash),
        ),
    ),
  ]
}
