/** Transcripts as they leave: pseudonymised and redacted as stored, oldest first, page by page. */
import type { Kysely } from 'kysely'
import type { ChannelName, Danger, Language, Topic } from '../../message.ts'
import type { Tables } from '../../store/schema.ts'

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportFilters {
  /** Messages from then on, milliseconds since 1970. */
  readonly from: number
  /** Messages before then. */
  readonly until: number
  readonly channel: ChannelName | null
  /** Of the conversation, as are topic and language. */
  readonly country: string | null
  readonly topic: Topic | null
  readonly language: Language | null
}

/** Beside what only the restricted team reads, conversations in which these came up never leave in an export, not even once they are closed. */
const WITHHELD_DANGERS: readonly Danger[] = ['sexual-violence']
const WITHHELD_TOPICS: readonly Topic[] = ['pregnancy-and-family']

const COLUMNS = [
  'pseudonym',
  'channel',
  'at',
  'direction',
  'author',
  'kind',
  'text',
  'topic',
  'country',
  'language',
  'urgency',
  'danger',
  'outcome',
] as const

/** So few that turning a page to text does not hold up the thread. */
const PAGE = 500

export interface ExportPage {
  /** Messages as lines, each with its line end. */
  readonly text: string
  readonly messages: number
  /** When the last message that was looked at was stored, milliseconds since 1970; how far it has come. */
  readonly reached: number
}

/** The first line of a file. */
export function headOf(format: ExportFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n` : ''
}

export async function* transcriptPages(db: Kysely<Tables>, filters: ExportFilters, format: ExportFormat): AsyncGenerator<ExportPage, void> {
  // A message is stored after it was written: none of the wanted has an earlier id.
  let last = firstIdAt(filters.from)
  for (;;) {
    const rows = await pageAfter(db, filters, last)
    const withheld = await withheldOf(db, [...new Set(rows.map((row) => row.conversation_id))])
    const kept = rows.filter((row) => row.restricted === 0 && !withheld.has(row.conversation_id))
    const text = kept.map((row) => lineOf(row, format)).join('')
    last = rows.at(-1)?.id ?? last
    yield { text, messages: kept.length, reached: timeOfId(last) }
    if (rows.length < PAGE) return
  }
}

type Row = Awaited<ReturnType<typeof pageAfter>>[number]

function pageAfter(db: Kysely<Tables>, filters: ExportFilters, last: string) {
  let query = db
    .selectFrom('messages as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .select(['m.id', 'm.conversation_id', 'p.pseudonym', 'm.channel', 'm.at', 'm.direction', 'm.author', 'm.kind', 'm.text'])
    .select(['m.topic', 'm.country', 'm.language', 'm.urgency', 'm.danger', 'm.outcome', 'c.restricted'])
    .where('m.id', '>', last)
    .where('m.at', '>=', filters.from)
    .where('m.at', '<', filters.until)
  if (filters.channel !== null) query = query.where('m.channel', '=', filters.channel)
  if (filters.country !== null) query = query.where('c.country', '=', filters.country)
  if (filters.topic !== null) query = query.where('c.topic', '=', filters.topic)
  if (filters.language !== null) query = query.where('c.language', '=', filters.language)
  return query.orderBy('m.id').limit(PAGE).execute()
}

async function withheldOf(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const [dangers, topics] = await Promise.all([
    db
      .selectFrom('triage_events')
      .select('conversation_id')
      .distinct()
      .where('conversation_id', 'in', ids)
      .where('danger', 'in', WITHHELD_DANGERS)
      .execute(),
    db
      .selectFrom('messages')
      .select('conversation_id')
      .distinct()
      .where('conversation_id', 'in', ids)
      .where((is) => is.or([is('topic', 'in', WITHHELD_TOPICS), is('danger', 'in', WITHHELD_DANGERS)]))
      .execute(),
  ])
  return new Set([...dangers, ...topics].map((row) => row.conversation_id))
}

function lineOf(row: Row, format: ExportFormat): string {
  const record = { ...row, at: new Date(row.at).toISOString() }
  return format === 'csv'
    ? `${COLUMNS.map((column) => csvField(record[column])).join(',')}\r\n`
    : `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, record[column]])))}\n`
}

/** Quoted, and never taken for a formula by a spreadsheet. */
function csvField(value: string | null): string {
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** Ids begin with the time at which they were made (store/ids.ts): nine digits to the base of 36. */
function firstIdAt(time: number): string {
  return Math.max(0, time).toString(36).padStart(ID_TIME, '0')
}

function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, ID_TIME), 36)
}

const ID_TIME = 9
