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
import { isClosedTo, type Viewer } from './deps.ts'
import { readLabel } from './labels.ts'
import type { ConversationsTable, MessagesTable, Tables } from '../store/schema.ts'

export interface InboxFilters {
  readonly channel: ChannelName | null
  readonly topic: Topic | null
  readonly country: string | null
  readonly language: Language | null
  readonly urgency: Urgency | null
  readonly outcome: Outcome | null
  readonly label: string | null
  /** `mine`, `nobody` (of the staff has it) or `somebody`. */
  readonly assignee: Assignee | null
  /** Only who wrote since then, milliseconds since 1970. */
  readonly since: number | null
  readonly unread: boolean
}

export const ASSIGNEES = ['mine', 'nobody', 'somebody'] as const
export type Assignee = (typeof ASSIGNEES)[number]
/** How many days back `since` may begin. */
export const DAYS_BACK = [1, 7, 30] as const
const DAY = 86_400_000

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
  | 'hold_at'
  | 'paused_until'
  | 'blocked_at'
  | 'waiting_since'
  | 'wants_person'
  | 'last_in_at'
  | 'restricted'
> & {
  readonly pseudonym: string
  /** Name of the member of staff who has it. */
  readonly assignee: string | null
  readonly key: number
  readonly unread: 0 | 1
  /** The newest message of the person, else the newest of ours; null when there is none. */
  readonly text: MessagesTable['text'] | null
  readonly kind: string | null
}

type InboxViewer = Pick<Viewer, 'staffId' | 'isOfRestrictedTeam'>

const PAGE = 40

/** One page of the inbox; `next` is null on the last. */
export async function inboxPage(
  db: Kysely<Tables>,
  filters: InboxFilters,
  after: InboxCursor | null,
  viewer: InboxViewer,
): Promise<{ rows: InboxRow[]; next: InboxCursor | null }> {
  const rows = await rowsAfter(db, filters, after, viewer)
  const page = rows.slice(0, PAGE).map((row) => (isClosedTo(viewer, row) ? veiled(row) : row))
  const last = page.at(-1)
  return { rows: page, next: rows.length > PAGE && last ? { rank: last.rank, key: last.key, id: last.id } : null }
}

/** How urgent it is and how long it waits stays; what it is about goes. */
function veiled(row: InboxRow): InboxRow {
  return { ...row, danger: null, topic: null, text: null, kind: null }
}

/** Which conversations, then what to show of them: so the filters look at no more of a conversation than they ask for. */
async function rowsAfter(db: Kysely<Tables>, filters: InboxFilters, after: InboxCursor | null, viewer: InboxViewer): Promise<InboxRow[]> {
  const rareLabel = filters.label !== null && (await isRare(db, filters.label))
  const ids = await idsAfter(matching(db, filters, viewer, rareLabel), after)
  if (ids.length === 0) return []
  const rows = await shown(db, ids).execute()
  const places = new Map(ids.map((id, place) => [id, place]))
  return rows.toSorted((one, other) => places.get(one.id)! - places.get(other.id)!)
}

/** In two steps, because one comparison of all three columns would read the whole rank: SQLite seeks only by its first column. */
async function idsAfter(found: Matching, after: InboxCursor | null): Promise<string[]> {
  const ordered = found.orderBy('c.rank').orderBy(WAIT_KEY).orderBy('c.id')
  const take = async (query: typeof ordered, most: number): Promise<string[]> => (await query.limit(most).execute()).map(({ id }) => id)
  if (!after) return take(ordered, PAGE + 1)
  const sameRank = await take(
    ordered
      .where('c.rank', '=', after.rank)
      .where(WAIT_KEY, '>=', after.key)
      .where((is) => is.or([is(WAIT_KEY, '>', after.key), is('c.id', '>', after.id)])),
    PAGE + 1,
  )
  if (sameRank.length > PAGE) return sameRank
  return [...sameRank, ...(await take(ordered.where('c.rank', '>', after.rank), PAGE + 1 - sameRank.length))]
}

const WAIT_KEY = sql<number>`coalesce(c.waiting_since, 9000000000000000 - coalesce(c.last_in_at, 0))`
const IS_UNREAD = sql<0 | 1>`coalesce(c.last_in_at > coalesce(c.staff_read_at, 0), 0)`
const NEWEST_MESSAGE = sql<string>`coalesce(
  (select id from messages where conversation_id = c.id and direction = 'in' order by id desc limit 1),
  (select id from messages where conversation_id = c.id order by id desc limit 1))`

function shown(db: Kysely<Tables>, ids: readonly string[]) {
  return db
    .selectFrom('conversations as c')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .leftJoin('messages as m', (join) => join.on('m.id', '=', NEWEST_MESSAGE))
    .leftJoin('staff as s', 's.id', 'c.assigned_to')
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
      'c.hold_at',
      'c.paused_until',
      'c.blocked_at',
      'c.restricted',
    ])
    .select(['c.waiting_since', 'c.wants_person', 'c.last_in_at', 'p.pseudonym', 'm.text', 'm.kind', 's.name as assignee'])
    .select([WAIT_KEY.as('key'), IS_UNREAD.as('unread')])
    .where('c.id', 'in', ids)
}

/** Fewer conversations than this are all sorted for a page. */
const FEW = 2_000

async function isRare(db: Kysely<Tables>, label: string): Promise<boolean> {
  const some = await db.selectFrom('conversation_labels').select('label').where('label', '=', label).limit(FEW).execute()
  return some.length < FEW
}

function everyone(db: Kysely<Tables>) {
  return db.selectFrom('conversations as c').select('c.id')
}

/** A cross join, for which SQLite keeps the order written here: in the order of the list nothing of a rare label may come for long. */
function fewLabelled(db: Kysely<Tables>, label: string): Matching {
  return db
    .selectFrom('conversation_labels as l')
    .crossJoin('conversations as c')
    .select('c.id')
    .where('l.label', '=', label)
    .whereRef('c.id', '=', 'l.conversation_id')
}

function manyLabelled(db: Kysely<Tables>, label: string): Matching {
  return everyone(db).where((is) =>
    is.exists(
      is.selectFrom('conversation_labels as l').select('l.label').whereRef('l.conversation_id', '=', 'c.id').where('l.label', '=', label),
    ),
  )
}

type Matching = ReturnType<typeof everyone>

function matching(db: Kysely<Tables>, filters: InboxFilters, viewer: InboxViewer, rareLabel: boolean): Matching {
  const { label } = filters
  let query = label === null ? everyone(db) : rareLabel ? fewLabelled(db, label) : manyLabelled(db, label)
  if (filters.channel) query = query.where('c.channel', '=', filters.channel)
  if (filters.topic) query = query.where('c.topic', '=', filters.topic)
  if (filters.country) query = query.where('c.country', '=', filters.country)
  if (filters.language) query = query.where('c.language', '=', filters.language)
  if (filters.urgency) query = query.where('c.urgency', '=', filters.urgency)
  if (filters.outcome) query = query.where('c.outcome', '=', filters.outcome)
  // What it is about would show by the filter that finds it.
  if (!viewer.isOfRestrictedTeam && (filters.topic !== null || label !== null)) query = query.where('c.restricted', '=', 0)
  if (filters.assignee === 'mine') query = query.where('c.assigned_to', '=', viewer.staffId)
  if (filters.assignee === 'nobody') query = query.where('c.assigned_to', 'is', null)
  if (filters.assignee === 'somebody') query = query.where('c.assigned_to', 'is not', null)
  if (filters.since !== null) query = query.where('c.last_in_at', '>=', filters.since)
  return filters.unread ? query.where(IS_UNREAD, '=', 1) : query
}

/** Labels in use, for the filter; the first of them by name. */
export async function labelsInUse(db: Kysely<Tables>): Promise<string[]> {
  // One step of the index for each label, not for each row: a list of all rows would grow with them.
  const { rows } = await sql<{ label: string }>`
    with recursive used(label) as (
      select min(label) from conversation_labels
      union all
      select (select min(label) from conversation_labels where label > used.label) from used where used.label is not null
    )
    select label from used where label is not null limit ${MOST_LABELS}
  `.execute(db)
  return rows.map(({ label }) => label)
}

const MOST_LABELS = 100

/** How many conversations have an open emergency: counted up to `limit`, never further. */
export async function openEmergencies(db: Kysely<Tables>, limit: number): Promise<number> {
  const rows = await db.selectFrom('conversations').select('id').where('rank', '=', 0).limit(limit).execute()
  return rows.length
}

/** Filters from a query string; what is not one of the known words is left out. */
export function readFilters(query: URLSearchParams, now: number): InboxFilters {
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    allowed.find((value) => value === query.get(name)) ?? null
  const country = query.get('negara') ?? ''
  const days = DAYS_BACK.find((known) => String(known) === query.get('hari'))
  return {
    channel: oneOf('kanal', CHANNELS),
    topic: oneOf('topik', TOPICS),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    language: oneOf('isi', LANGUAGES),
    urgency: oneOf('keadaan', URGENCIES),
    outcome: oneOf('hasil', OUTCOMES),
    label: readLabel(query.get('label') ?? ''),
    assignee: oneOf('petugas', ASSIGNEES),
    since: days === undefined ? null : now - days * DAY,
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
