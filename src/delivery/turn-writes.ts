/** Everything a turn changes, as one list of writes that commits with "handled". */
import type { IncomingMessage } from '../message.ts'
import type { ReplyReason } from '../reply-reason.ts'
import { isFromPerson } from '../conversation/receipt.ts'
import type { Turn } from '../conversation/turn.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { ConversationsTable, Flag } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { write } from '../store/writes.ts'
import type { StoredTriage } from './inbox.ts'
import type { QueuedRow } from './queue.ts'

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
    write(
      db
        .updateTable('inbox')
        .set({ state: 'handled', handled_at: now, sealed_payload: null, error: null })
        .where('id', '=', row.inboxId)
        .where('state', '=', 'waiting'),
      // Somebody else handled it meanwhile: nothing of this turn may be stored.
      1,
    ),
  ]
  writes.push(...transcriptIn(parts, row, turn))
  const out = outWrites(parts, row, turn, now)
  writes.push(...out.writes)
  if (turn.verdict.urgency !== 'routine' && row.safetyOutboxId === null) {
    writes.push(
      write(
        db.insertInto('triage_events').values({
          id: newId(),
          conversation_id: conversationId,
          inbox_id: row.inboxId,
          at: now,
          urgency: turn.verdict.urgency,
          danger: turn.verdict.danger,
          rules: JSON.stringify(turn.verdict.rules),
          score: turn.verdict.score,
          about: turn.verdict.about,
          stage: 'turn',
        }),
      ),
    )
  }
  const { feedback, lateAnswers } = turn.effects
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
  const sends = [...out.sends]
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
  if (turn.effects.forgetExternalId !== undefined) writes.push(...forgetWrites(parts, row, turn.effects.forgetExternalId))
  writes.push(conversationWrite(parts, row, turn, out.answerId, now))
  return { writes, sends }
}

function transcriptIn(parts: TurnWritesParts, row: TurnRow, turn: Turn): Write[] {
  const { content } = row.message
  if (content.kind === 'membership' || content.kind === 'deleted' || content.kind === 'undecryptable') return []
  const fromStaff = content.kind === 'typed-on-phone'
  const shown = fromStaff
    ? content.text
    : content.kind === 'group-message'
      ? '[pesan di grup]'
      : turn.redacted === ''
        ? placeholder(row.message)
        : turn.redacted
  return [
    write(
      parts.store.db.insertInto('messages').values({
        id: parts.newId(),
        conversation_id: row.conversation.id,
        channel: row.message.channel,
        direction: fromStaff ? 'out' : 'in',
        author: fromStaff ? 'staff' : 'person',
        kind: content.kind,
        text: shown,
        at: row.message.sentAt,
        inbox_id: row.inboxId,
        reason: JSON.stringify(turn.reason),
        topic: turn.topic,
        country: turn.country,
        language: turn.language,
        urgency: turn.verdict.urgency,
        danger: turn.verdict.danger,
        outcome: turn.outcome,
      }),
    ),
  ]
}

/** What stands in the transcript for a message without words. */
function placeholder(message: IncomingMessage): string {
  const { content } = message
  switch (content.kind) {
    case 'choice':
      return `[tombol: ${content.value}]`
    case 'command':
      return `/${content.name}`
    case 'voice':
      return content.media?.seconds ? `[pesan suara, ${content.media.seconds} detik]` : '[pesan suara]'
    case 'photo':
      return '[foto]'
    case 'document':
      return '[berkas]'
    case 'location':
      return '[lokasi]'
    case 'contact':
      return '[kontak]'
    case 'reaction':
      return `[reaksi ${content.emoji}]`
    case 'unsupported':
      return content.what === 'call' ? '[panggilan]' : '[jenis pesan lain]'
    default:
      return '[kosong]'
  }
}

function outWrites(
  parts: TurnWritesParts,
  row: TurnRow,
  turn: Turn,
  now: number,
): { writes: Write[]; sends: QueuedRow[]; answerId: string | null } {
  const { store, seal, newId } = parts
  const { db } = store
  const writes: Write[] = []
  const sends: QueuedRow[] = []
  let answerId: string | null = null
  const said = (outboxId: string, text: string, kind: 'safety' | 'reply', reason: ReplyReason): Write =>
    write(
      db.insertInto('messages').values({
        id: newId(),
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
      }),
    )
  if (row.safetyOutboxId !== null && row.stored.safetyText !== null)
    writes.push(said(row.safetyOutboxId, row.stored.safetyText, 'safety', turn.reason))
  turn.bubbles.forEach((bubble, ordinal) => {
    const id = newId()
    const priority = turn.kind === 'safety' ? 0 : 1
    if (turn.reason.source === 'card') answerId = id
    writes.push(
      write(
        db.insertInto('outbox').values({
          id,
          conversation_id: row.conversation.id,
          channel: row.message.channel,
          inbox_id: row.inboxId,
          kind: turn.kind,
          dedupe_key: `${row.inboxId}:${ordinal}`,
          sealed_bubble: seal.seal(JSON.stringify(bubble), `outbox:${id}`),
          state: 'waiting',
          priority,
          attempts: 0,
          next_at: now,
          created_at: now,
          question_at: row.message.sentAt,
        }),
      ),
      said(id, bubble.text, turn.kind, turn.reason),
    )
    sends.push({ id, conversationId: row.conversation.id, priority })
  })
  return { writes, sends, answerId }
}

function conversationWrite(parts: TurnWritesParts, row: TurnRow, turn: Turn, answerId: string | null, now: number): Write {
  const { conversation } = row
  const { effects } = turn
  const wantsPerson: Flag = conversation.wants_person === 1 || effects.needsStaff === 'asked' ? 1 : 0
  const disliked: Flag = conversation.disliked === 1 || effects.feedback?.verdict === 'wrong' ? 1 : 0
  const unsure: Flag = turn.outcome === 'choices' || turn.outcome === 'unknown' ? 1 : conversation.unsure
  const rank = rankOf(turn)
  const needsStaff = Math.min(rank, conversation.rank) <= 3
  const { urgency } = turn.verdict
  const state = answerId === null ? turn.state : { ...turn.state, lastAnswerId: answerId }
  const fromPerson = isFromPerson(row.message.content)
  return write(
    parts.store.db
      .updateTable('conversations')
      // What only ever rises is compared in the statement: a message of danger may have come in since the row was read.
      .set((eb) => ({
        state: JSON.stringify(state),
        ...(fromPerson ? { last_in_at: Math.max(row.receivedAt, conversation.last_in_at ?? 0) } : {}),
        ...(turn.topic === 'greeting' || turn.topic === 'thanks' ? {} : { topic: turn.topic, outcome: turn.outcome }),
        country: turn.country ?? conversation.country,
        language: turn.state.language ?? turn.language,
        ...(urgency === 'emergency' ? { urgency } : {}),
        ...(urgency === 'urgent'
          ? {
              urgency: eb
                .case()
                .when('urgency', '=', 'emergency')
                .then('emergency' as const)
                .else(urgency)
                .end(),
            }
          : {}),
        ...(turn.verdict.danger === null ? {} : { danger: turn.verdict.danger, crisis_since: conversation.crisis_since ?? now }),
        rank: eb.fn<number>('min', ['rank', eb.val(rank)]),
        ...(needsStaff ? { waiting_since: eb.fn.coalesce('waiting_since', eb.val(row.receivedAt)) } : {}),
        wants_person: wantsPerson,
        disliked,
        unsure,
        ...(effects.pauseUntil === undefined ? {} : { paused_until: effects.pauseUntil }),
        ...(effects.blocked === undefined ? {} : { blocked_at: effects.blocked ? now : null }),
        ...(fromPerson && wasWrittenAfterCatchUp(conversation, row.message, row.receivedAt) ? { catch_up_at: null } : {}),
        // A message that was on its way while the one before it asked for silence ends that silence too.
        ...(fromPerson && conversation.hold === 1 && row.message.sentAt >= (conversation.hold_since ?? 0) ? { hold: 0 as const } : {}),
        ...(effects.hold ? { hold: 1 as const, hold_reason: effects.hold, hold_since: row.message.sentAt } : {}),
        ...(fromPerson && effects.blocked === undefined ? { blocked_at: null } : {}),
      }))
      .where('id', '=', conversation.id),
  )
}

/** The transport's clock and ours may differ by this much. */
const CLOCKS_DIFFER = 2 * 60_000

/** Whether a message can be the answer to the late-reply text: not one of those that had waited with it. */
export function wasWrittenAfterCatchUp(conversation: ConversationsTable, message: IncomingMessage, receivedAt: number): boolean {
  const askedAt = conversation.catch_up_at
  return askedAt !== null && receivedAt >= askedAt && message.sentAt >= askedAt - CLOCKS_DIFFER
}

/** Where a conversation stands in the staff's list: see ConversationsTable.rank. */
function rankOf(turn: Turn): number {
  if (turn.verdict.urgency === 'emergency') return 0
  if (turn.verdict.urgency === 'urgent' || turn.effects.needsStaff === 'unseen-media') return 1
  if (turn.effects.needsStaff !== undefined || turn.outcome === 'unknown') return 2
  if (turn.effects.feedback?.verdict === 'wrong') return 3
  return turn.outcome === 'choices' ? 4 : 5
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
