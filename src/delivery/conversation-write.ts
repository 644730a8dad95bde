/** What a turn changes in its conversation. */
import { isFromPerson } from '../conversation/receipt.ts'
import { isRestricted } from '../conversation/restricted.ts'
import type { Turn } from '../conversation/turn.ts'
import type { Updateable } from 'kysely'
import type { IncomingMessage, Urgency } from '../message.ts'
import type { Write } from '../store/database.ts'
import type { ConversationsTable, Flag } from '../store/schema.ts'
import { statement } from '../store/writes.ts'
import type { TurnRow, TurnWritesParts } from './turn-writes.ts'

/** What only ever rises is compared in the statement: a message of danger may have come in since the row was read. */
const changeConversation = statement<
  Updateable<ConversationsTable> & { id: string; newRank: number; newUrgency?: Urgency; waitingSince?: number }
>((db, { id, newRank, newUrgency, waitingSince, ...plain }) =>
  db
    .updateTable('conversations')
    .set((eb) => ({
      ...plain,
      rank: eb.fn<number>('min', ['rank', eb.val(newRank)]),
      ...(newUrgency === undefined
        ? {}
        : {
            urgency: eb
              .case()
              .when('urgency', '=', 'emergency')
              .then('emergency' as const)
              .else(newUrgency)
              .end(),
          }),
      ...(waitingSince === undefined ? {} : { waiting_since: eb.fn.coalesce('waiting_since', eb.val(waitingSince)) }),
    }))
    .where('id', '=', id),
)

/** `answerId`: the message with the answer from cards, if the turn gave one. */
export function conversationWrite(parts: TurnWritesParts, row: TurnRow, turn: Turn, answerId: string | null, now: number): Write {
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
  // A message that was on its way while the one before it asked for silence ends that silence too.
  const endsHold = fromPerson && conversation.hold === 1 && row.message.sentAt >= (conversation.hold_since ?? 0)
  return changeConversation(parts.store.db, {
    id: conversation.id,
    newRank: rank,
    ...(urgency === 'routine' ? {} : { newUrgency: urgency }),
    ...(needsStaff ? { waitingSince: row.receivedAt } : {}),
    state: JSON.stringify(state),
    ...(fromPerson ? { last_in_at: Math.max(row.receivedAt, conversation.last_in_at ?? 0) } : {}),
    ...(turn.topic === 'greeting' || turn.topic === 'thanks' ? {} : { topic: turn.topic, outcome: turn.outcome }),
    country: turn.country ?? conversation.country,
    language: turn.state.language ?? turn.language,
    ...(turn.verdict.danger === null ? {} : { danger: turn.verdict.danger, crisis_since: conversation.crisis_since ?? now }),
    wants_person: wantsPerson,
    disliked,
    unsure,
    ...(effects.pauseUntil === undefined ? {} : { paused_until: effects.pauseUntil }),
    ...(fromPerson ? { blocked_at: null } : {}),
    ...(effects.blocked === undefined ? {} : { blocked_at: effects.blocked ? now : null }),
    ...(fromPerson && wasWrittenAfterCatchUp(conversation, row.message, row.receivedAt) ? { catch_up_at: null } : {}),
    ...(endsHold ? { hold: 0 as const } : {}),
    ...(effects.contactPlan?.quietAfter === undefined ? {} : { hold_at: holdAt(row, effects.contactPlan.quietAfter) }),
    ...(isRestricted(turn.redacted, turn.verdict.danger) ? { restricted: 1 as const } : {}),
    ...(effects.hold ? { hold: 1 as const, hold_reason: effects.hold, hold_since: row.message.sentAt } : {}),
  })
}

/** When the person's last message is so many minutes ago; null when they set no limit. */
function holdAt(row: TurnRow, minutes: number | null): number | null {
  return minutes === null ? null : Math.min(row.message.sentAt, row.receivedAt) + minutes * 60_000
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
