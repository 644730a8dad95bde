/** One conversation as staff read it. */
import type { Kysely } from 'kysely'
import type { ReplyReason } from '../reply-reason.ts'
import type { ConversationsTable, FeedbackTable, MessagesTable, OutboxState, Tables } from '../store/schema.ts'

export type ConversationView = Omit<ConversationsTable, 'state'> & { readonly pseudonym: string }

export type MessageView = Pick<MessagesTable, 'id' | 'direction' | 'author' | 'kind' | 'text' | 'at' | 'outcome'> & {
  /** Duty alias of the member of staff who wrote it. */
  readonly alias: string | null
  readonly delivery: OutboxState | null
  readonly reason: ReplyReason | null
  readonly feedback: readonly Pick<FeedbackTable, 'verdict' | 'text'>[]
}

export interface MessagesPage {
  /** Oldest first. */
  readonly messages: readonly MessageView[]
  /** Id to ask for older ones before; null at the start of the conversation. */
  readonly older: string | null
}

const PAGE = 60
const FEEDBACK_SHOWN = 200

export async function readConversation(db: Kysely<Tables>, id: string): Promise<ConversationView | null> {
  const row = await db
    .selectFrom('conversations as c')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .selectAll('c')
    .select('p.pseudonym')
    .where('c.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function readMessages(db: Kysely<Tables>, conversationId: string, before: string | null): Promise<MessagesPage> {
  let query = db
    .selectFrom('messages as m')
    .leftJoin('outbox as o', 'o.id', 'm.outbox_id')
    .leftJoin('staff as s', 's.id', 'm.staff_id')
    .select(['m.id', 'm.direction', 'm.author', 'm.kind', 'm.text', 'm.at', 'm.reason', 'm.outcome', 'o.state as delivery', 's.alias'])
    .where('m.conversation_id', '=', conversationId)
  if (before !== null) query = query.where('m.id', '<', before)
  const rows = await query
    .orderBy('m.id', 'desc')
    .limit(PAGE + 1)
    .execute()
  const marks = await db
    .selectFrom('feedback')
    .select(['message_id', 'verdict', 'text'])
    .where('conversation_id', '=', conversationId)
    .orderBy('id', 'desc')
    .limit(FEEDBACK_SHOWN)
    .execute()
  const page = rows.slice(0, PAGE)
  const messages = page.reverse().map((row) => ({
    ...row,
    reason: parseReason(row.reason),
    feedback: marks.filter((mark) => mark.message_id === row.id),
  }))
  return { messages, older: rows.length > PAGE ? (messages[0]?.id ?? null) : null }
}

/** Where to cut so that `messageId` is on the page with what followed it: an id to ask before, or null for the newest page. */
export async function cutAfter(db: Kysely<Tables>, conversationId: string, messageId: string): Promise<string | null> {
  const later = await db
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('id', '>', messageId)
    .orderBy('id')
    .limit(PAGE / 2)
    .execute()
  return later.length < PAGE / 2 ? null : (later.at(-1)?.id ?? null)
}

/** Null for none and for one that cannot be read: a transcript shows either way. */
export function parseReason(text: string | null): ReplyReason | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const reason = value as Partial<ReplyReason>
    return {
      topic: reason.topic ?? null,
      confidence: reason.confidence ?? null,
      topics: Array.isArray(reason.topics) ? reason.topics : [],
      cards: Array.isArray(reason.cards) ? reason.cards : [],
      triage: reason.triage ? { ...reason.triage, rules: Array.isArray(reason.triage.rules) ? reason.triage.rules : [] } : null,
      source: reason.source ?? 'conversation',
      ...(reason.note === undefined ? {} : { note: reason.note }),
    }
  } catch {
    return null
  }
}
