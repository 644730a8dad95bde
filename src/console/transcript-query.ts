/** One conversation as staff read it. */
import type { Kysely } from 'kysely'
import { mediaOf, type MediaView } from './media-query.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { ConversationsTable, FeedbackTable, MarksTable, MessagesTable, OutboxState, Tables } from '../store/schema.ts'

export type ConversationView = Omit<ConversationsTable, 'state'> & { readonly pseudonym: string }

export type MessageView = Pick<MessagesTable, 'id' | 'direction' | 'author' | 'kind' | 'text' | 'at' | 'outcome' | 'topic' | 'urgency'> & {
  /** Duty alias of the member of staff who wrote it. */
  readonly alias: string | null
  readonly delivery: OutboxState | null
  readonly reason: ReplyReason | null
  readonly feedback: readonly Pick<FeedbackTable, 'verdict' | 'text'>[]
  /** What reviewers said of it. */
  readonly marks: readonly MarkView[]
  readonly isTestCase: boolean
  /** The photo or voice note that it is; null: none is kept or noted. */
  readonly media: MediaView | null
}

export interface MarkView extends Pick<MarksTable, 'message_id' | 'staff_id' | 'verdict' | 'topic'> {
  readonly name: string | null
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
    .select(['m.id', 'm.direction', 'm.author', 'm.kind', 'm.text', 'm.at', 'm.reason', 'm.outcome', 'm.topic', 'm.urgency', 'm.inbox_id'])
    .select(['o.state as delivery', 's.alias'])
    .where('m.conversation_id', '=', conversationId)
  if (before !== null) query = query.where('m.id', '<', before)
  const rows = await query
    .orderBy('m.id', 'desc')
    .limit(PAGE + 1)
    .execute()
  const feedback = await db
    .selectFrom('feedback')
    .select(['message_id', 'verdict', 'text'])
    .where('conversation_id', '=', conversationId)
    .orderBy('id', 'desc')
    .limit(FEEDBACK_SHOWN)
    .execute()
  const ids = rows.map((row) => row.id)
  const [marks, cases, media] = await Promise.all([
    db
      .selectFrom('marks as k')
      .leftJoin('staff as s', 's.id', 'k.staff_id')
      .select(['k.message_id', 'k.staff_id', 'k.verdict', 'k.topic', 's.name'])
      .where('k.message_id', 'in', ids)
      .execute(),
    db.selectFrom('test_cases').select('message_id').where('message_id', 'in', ids).execute(),
    mediaOf(db, conversationId),
  ])
  const page = rows.slice(0, PAGE)
  const messages = page.reverse().map(({ inbox_id, ...row }) => ({
    ...row,
    reason: parseReason(row.reason),
    feedback: feedback.filter((mark) => mark.message_id === row.id),
    marks: marks.filter((mark) => mark.message_id === row.id),
    media: row.kind === 'photo' || row.kind === 'voice' ? (media.find((one) => one.inbox_id === inbox_id) ?? null) : null,
    isTestCase: cases.some((one) => one.message_id === row.id),
  }))
  return { messages, older: rows.length > PAGE ? (messages[0]?.id ?? null) : null }
}

export async function readLabels(db: Kysely<Tables>, conversationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('conversation_labels')
    .select('label')
    .where('conversation_id', '=', conversationId)
    .orderBy('label')
    .execute()
  return rows.map(({ label }) => label)
}

/** Who answers; null for nobody. */
export async function readAssignee(
  db: Kysely<Tables>,
  staffId: string | null,
): Promise<{ id: string; name: string; alias: string } | null> {
  if (staffId === null) return null
  const row = await db.selectFrom('staff').select(['id', 'name', 'alias']).where('id', '=', staffId).executeTakeFirst()
  return row ?? null
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
      ...(Array.isArray(reason.model?.used) ? { model: reason.model } : {}),
    }
  } catch {
    return null
  }
}
