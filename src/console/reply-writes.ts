/**
 * What staff do with a conversation, as guarded writes: each is refused by the store when the conversation is no longer as
 * the page showed it, so that two never answer at once and nothing goes out past a hold.
 */
import { sql, type RawBuilder } from 'kysely'
import { newConversation, readState } from '../conversation/state.ts'
import type { Write } from '../store/database.ts'
import type { ConversationsTable } from '../store/schema.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { ConsoleParts, QueuedReply, Viewer } from './deps.ts'

/** The bot stays silent for this long after a member of staff last wrote; then it answers again, so that nobody is forgotten. */
const PAUSE_MILLISECONDS = 12 * 3_600_000
/** Where a conversation stands at least while staff have it: what the person writes waits for them, not among the rest. */
const RANK_OF_ASSIGNED = 2

type Parts = Pick<ConsoleParts, 'store' | 'now' | 'newId' | 'seal' | 'redact'>

/** Takes the conversation for `staffId`; refused when it is no longer `from`'s (null: nobody's). */
export function takingOver(parts: Parts, conversationId: string, staffId: string, from: string | null): Write {
  const query = parts.store.db
    .updateTable('conversations')
    .set((is) => ({
      assigned_to: staffId,
      assigned_at: parts.now(),
      paused_until: parts.now() + PAUSE_MILLISECONDS,
      rank: is.fn<number>('min', ['rank', is.val(RANK_OF_ASSIGNED)]),
    }))
    .where('id', '=', conversationId)
    .where('assigned_to', from === null ? 'is' : '=', from)
    .compile()
  return { query, expectChanges: 1 }
}

/** The bot answers again; refused when somebody else has the conversation. */
export function handingBack(parts: Parts, conversationId: string, staffId: string): Write {
  const query = parts.store.db
    .updateTable('conversations')
    .set({ assigned_to: null, assigned_at: null, paused_until: null })
    .where('id', '=', conversationId)
    .where('assigned_to', '=', staffId)
    .compile()
  return { query, expectChanges: 1 }
}

export interface StaffReply {
  readonly conversation: Pick<ConversationsTable, 'id' | 'channel' | 'assigned_at'>
  readonly text: string
  /** Id of the newest message that the writer saw; null: there was none. */
  readonly seen: string | null
  /** Names the form, so that sending it twice counts once. */
  readonly nonce: string
}

/**
 * A reply as it goes out: a neutral first line with the duty alias, which is all that a locked screen shows; the first one
 * after taking over also says that a person writes.
 */
export function replyText(viewer: Pick<Viewer, 'alias'>, text: string, first: boolean): string {
  return `Ini ${viewer.alias}.\n${text}${first ? '\n\n(Ditulis petugas, bukan mesin.)' : ''}`
}

/**
 * The writes of a reply and its row for the door. Refused when the conversation is on hold, blocked or somebody else's, or
 * when the person or another member of staff wrote what the writer has not seen.
 */
export async function replying(parts: Parts, viewer: Viewer, reply: StaffReply): Promise<{ writes: Write[]; row: QueuedReply }> {
  const { db } = parts.store
  const { conversation } = reply
  const at = parts.now()
  const id = parts.newId()
  const earlier = await db
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversation.id)
    .where('staff_id', '=', viewer.staffId)
    .where('at', '>=', conversation.assigned_at ?? at)
    .limit(1)
    .executeTakeFirst()
  const text = replyText(viewer, reply.text, earlier === undefined)
  const reason: ReplyReason = { topic: null, confidence: null, topics: [], cards: [], triage: null, source: 'staff' }
  const guard = db
    .updateTable('conversations')
    .set({ paused_until: at + PAUSE_MILLISECONDS, waiting_since: null, staff_read_at: at })
    .where('id', '=', conversation.id)
    .where('assigned_to', '=', viewer.staffId)
    .where('hold', '=', 0)
    .where((is) => is.or([is('hold_at', 'is', null), is('hold_at', '>', at)]))
    .where('blocked_at', 'is', null)
    .where(nothingNewer(conversation.id, reply.seen, viewer.staffId))
    .compile()
  const outbox = db
    .insertInto('outbox')
    .values({
      id,
      conversation_id: conversation.id,
      channel: conversation.channel,
      inbox_id: null,
      kind: 'staff',
      dedupe_key: `staff:${viewer.staffId}:${reply.nonce}`,
      sealed_bubble: parts.seal.seal(JSON.stringify({ text }), `outbox:${id}`),
      state: 'waiting',
      priority: 1,
      attempts: 0,
      next_at: at,
      created_at: at,
      question_at: at,
    })
    .compile()
  const message = db
    .insertInto('messages')
    .values({
      id: parts.newId(),
      conversation_id: conversation.id,
      channel: conversation.channel,
      direction: 'out',
      author: 'staff',
      staff_id: viewer.staffId,
      kind: 'text',
      text: parts.redact(text),
      at,
      outbox_id: id,
      reason: JSON.stringify(reason),
    })
    .compile()
  return {
    writes: [{ query: guard, expectChanges: 1 }, { query: outbox }, { query: message }],
    row: { id, conversationId: conversation.id, priority: 1 },
  }
}

/** Nothing goes out by any path until the person writes again, or staff lift it with a reason. */
export function holding(parts: Parts, conversationId: string): Write {
  const query = parts.store.db
    .updateTable('conversations')
    .set({ hold: 1, hold_reason: 'staff', hold_since: parts.now() })
    .where('id', '=', conversationId)
    .where('hold', '=', 0)
    .compile()
  return { query, expectChanges: 1 }
}

/** Refused for whoever does not have the conversation: the bot then stays silent, only its staff may write. */
export function liftingHold(parts: Parts, conversationId: string, staffId: string): Write {
  const query = parts.store.db
    .updateTable('conversations')
    .set({ hold: 0, hold_reason: null, hold_since: null, hold_at: null, paused_until: parts.now() + PAUSE_MILLISECONDS })
    .where('id', '=', conversationId)
    .where((is) => is.or([is('hold', '=', 1), is('hold_at', '<=', parts.now())]))
    .where('assigned_to', '=', staffId)
    .compile()
  return { query, expectChanges: 1 }
}

/**
 * Nothing is left to do: rank and danger are taken back, the bot answers again. Refused when something was written that the
 * closer has not seen, also when it is not handled yet: a new danger must not be closed with the old one.
 */
export function closing(parts: Parts, conversation: Pick<ConversationsTable, 'id' | 'state'>, seen: string | null, staffId: string): Write {
  const { crisis, crisisAt, doubt, lastWasUrgent } = newConversation
  const state = JSON.stringify({ ...readState(conversation.state), crisis, crisisAt, doubt, lastWasUrgent })
  const query = parts.store.db
    .updateTable('conversations')
    .set({
      state,
      rank: 5,
      urgency: 'routine',
      danger: null,
      crisis_since: null,
      waiting_since: null,
      wants_person: 0,
      disliked: 0,
      unsure: 0,
      assigned_to: null,
      assigned_at: null,
      paused_until: null,
      staff_read_at: parts.now(),
    })
    .where('id', '=', conversation.id)
    .where('state', '=', conversation.state)
    .where((is) => is.or([is('assigned_to', 'is', null), is('assigned_to', '=', staffId)]))
    .where(nothingNewer(conversation.id, seen, staffId))
    .where(sql<boolean>`not exists (select 1 from inbox where conversation_id = ${conversation.id} and state = 'waiting')`)
    .compile()
  return { query, expectChanges: 1 }
}

/** That neither the person nor another member of staff wrote after `seen`. */
function nothingNewer(conversationId: string, seen: string | null, staffId: string): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select 1 from messages where conversation_id = ${conversationId} and id > ${seen ?? ''}
      and (author = 'person' or (author = 'staff' and coalesce(staff_id, '') != ${staffId})))`
}
