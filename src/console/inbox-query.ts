/**
 * The inbox list: by rank, those who wait first and longest, then the newest. Pages go by the sort key of the last row,
 * so that page 1,000 costs what page 1 does. The expression is that of the index `conversations_by_wait`.
 */
import { sql, type Kysely } from 'kysely'
import {
  CHANNELS,
  LANGUAGES,
  OUTCOMES,
  TOPICS,
  URGENCIES,
  type ChannelName,
  type Language,
  type Outcome,
  type Topic,
  type Urgency,
} from '../message.ts'
import type { ConversationsTable, MessagesTable, Tables } from '../store/schema.ts'

export interface InboxFilters {
  readonly channel: ChannelName | null
  readonly topic: Topic | null
  readonly country: string | null
  readonly language: Language | null
  readonly urgency: Urgency | null
  readonly outcome: Outcome | null
  readonly unread: boolean
}

/** Place in the list: rank, waiting key, id. */
export interface InboxCursor {
  readonly rank: number
  readonly key: number
  readonly id: string
}

export type InboxRow = Pick<
  ConversationsTable,
  | 'id'
  | 'channel'
  | 'rank'
  | 'urgency'
  | 'danger'
  | 'crisis_since'
  | 'topic'
  | 'country'
  | 'hold'
  | 'paused_until'
  | 'blocked_at'
  | 'waiting_since'
  | 'wants_person'
  | 'last_in_at'
> & {
  readonly pseudonym: string
  readonly key: number
  readonly unread: 0 | 1
  /** The newest message of the person, else the newest of ours; null when there is none. */
  readonly text: MessagesTable['text'] | null
  readonly kind: string | null
}

const PAGE = 40

/** One page of the inbox; `next` is null on the last. */
export async function inboxPage(
  db: Kysely<Tables>,
  filters: InboxFilters,
  after: InboxCursor | null,
): Promise<{ rows: InboxRow[]; next: InboxCursor | null }> {
  const rows = await rowsAfter(db, filters, after)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return { rows: page, next: rows.length > PAGE && last ? { rank: last.rank, key: last.key, id: last.id } : null }
}

/** In two steps, because one comparison of all three columns would read the whole rank: SQLite seeks only by its first column. */
async function rowsAfter(db: Kysely<Tables>, filters: InboxFilters, after: InboxCursor | null): Promise<InboxRow[]> {
  const ordered = filtered(db, filters).orderBy('c.rank').orderBy(WAIT_KEY).orderBy('c.id')
  if (!after) return ordered.limit(PAGE + 1).execute()
  const sameRank = await ordered
    .where('c.rank', '=', after.rank)
    .where(WAIT_KEY, '>=', after.key)
    .where((is) => is.or([is(WAIT_KEY, '>', after.key), is('c.id', '>', after.id)]))
    .limit(PAGE + 1)
    .execute()
  if (sameRank.length > PAGE) return sameRank
  const later = await ordered
    .where('c.rank', '>', after.rank)
    .limit(PAGE + 1 - sameRank.length)
    .execute()
  return [...sameRank, ...later]
}

const WAIT_KEY = sql<number>`coalesce(c.waiting_since, 9000000000000000 - coalesce(c.last_in_at, 0))`
const IS_UNREAD = sql<0 | 1>`coalesce(c.last_in_at > coalesce(c.staff_read_at, 0), 0)`
const NEWEST_MESSAGE = sql<string>`coalesce(
  (select id from messages where conversation_id = c.id and direction = 'in' order by id desc limit 1),
  (select id from messages where conversation_id = c.id order by id desc limit 1))`

function filtered(db: Kysely<Tables>, filters: InboxFilters) {
  let query = db
    .selectFrom('conversations as c')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .leftJoin('messages as m', (join) => join.on('m.id', '=', NEWEST_MESSAGE))
    .select([
      'c.id',
      'c.channel',
      'c.rank',
      'c.urgency',
      'c.danger',
      'c.crisis_since',
      'c.topic',
      'c.country',
      'c.hold',
      'c.paused_until',
      'c.blocked_at',
    ])
    .select(['c.waiting_since', 'c.wants_person', 'c.last_in_at', 'p.pseudonym', 'm.text', 'm.kind'])
    .select([WAIT_KEY.as('key'), IS_UNREAD.as('unread')])
  if (filters.channel) query = query.where('c.channel', '=', filters.channel)
  if (filters.topic) query = query.where('c.topic', '=', filters.topic)
  if (filters.country) query = query.where('c.country', '=', filters.country)
  if (filters.language) query = query.where('c.language', '=', filters.language)
  if (filters.urgency) query = query.where('c.urgency', '=', filters.urgency)
  if (filters.outcome) query = query.where('c.outcome', '=', filters.outcome)
  return filters.unread ? query.where(IS_UNREAD, '=', 1) : query
}

/** How many conversations have an open emergency: counted up to `limit`, never further. */
export async function openEmergencies(db: Kysely<Tables>, limit: number): Promise<number> {
  const rows = await db.selectFrom('conversations').select('id').where('rank', '=', 0).limit(limit).execute()
  return rows.length
}

/** Filters from a query string; what is not one of the known words is left out. */
export function readFilters(query: URLSearchParams): InboxFilters {
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    allowed.find((value) => value === query.get(name)) ?? null
  const country = query.get('negara') ?? ''
  return {
    channel: oneOf('kanal', CHANNELS),
    topic: oneOf('topik', TOPICS),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    language: oneOf('isi', LANGUAGES),
    urgency: oneOf('keadaan', URGENCIES),
    outcome: oneOf('hasil', OUTCOMES),
    unread: query.get('baru') === '1',
  }
}

export function writeCursor(cursor: InboxCursor): string {
  return `${cursor.rank}.${cursor.key}.${cursor.id}`
}

/** The place a page starts after; null for the first page and for anything that is not a cursor of ours. */
export function readCursor(text: string | null): InboxCursor | null {
  const match = /^(\d)\.(\d{1,16})\.([\w-]{1,64})$/.exec(text ?? '')
  if (!match) return null
  const [, rank = '', key = '', id = ''] = match
  return { rank: Number(rank), key: Number(key), id }
}
