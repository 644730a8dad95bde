/** Full-text search over what was stored (already redacted), newest first, never ranked: ranking a million rows takes 200 ms. */
import { sql, type Kysely } from 'kysely'
import type { ConversationsTable, MessagesTable, Tables } from '../store/schema.ts'
import type { Viewer } from './deps.ts'

export interface SearchHit extends Pick<MessagesTable, 'id' | 'author' | 'at' | 'channel'>, Pick<ConversationsTable, 'rank' | 'country'> {
  readonly row: number
  readonly conversation_id: string
  readonly pseudonym: string
  /** Part of the text; hits stand between U+0002 and U+0003. */
  readonly snippet: string
}

export const HIT_START = '\u0002'
export const HIT_END = '\u0003'

const PAGE = 30
const LONGEST_QUERY = 200
const MOST_WORDS = 10
/** Shorter beginnings would match too much of the index to be quick. */
const SHORTEST_BEGINNING = 3

/** One page of hits before the message `before` (its row); `next` is null on the last. An expression of null has no hits. */
export async function searchPage(
  db: Kysely<Tables>,
  expression: string | null,
  before: number | null,
  viewer: Pick<Viewer, 'isOfRestrictedTeam'>,
): Promise<{ hits: SearchHit[]; next: number | null }> {
  if (expression === null) return { hits: [], next: null }
  const { rows } = await sql<SearchHit>`
    select f.rowid as row, snippet(messages_text, 0, ${HIT_START}, ${HIT_END}, '…', 24) as snippet,
      m.id, m.author, m.at, m.channel, m.conversation_id, c.rank, c.country, p.pseudonym
    from messages_text as f
    join messages as m on m."row" = f.rowid
    join conversations as c on c.id = m.conversation_id
    join people as p on p.id = c.person_id
    where messages_text match ${expression} and f.rowid < ${before ?? Number.MAX_SAFE_INTEGER}
      and (c.restricted = 0 or ${viewer.isOfRestrictedTeam ? 1 : 0} = 1)
    order by f.rowid desc
    limit ${PAGE + 1}
  `.execute(db)
  const hits = rows.slice(0, PAGE)
  return { hits, next: rows.length > PAGE ? (hits.at(-1)?.row ?? null) : null }
}

/**
 * What a person typed, as an FTS5 expression in which nothing has a special meaning: quoted words in a row as a phrase,
 * other words by their beginning. All must occur. Null when nothing is left to search for.
 */
export function searchExpression(typed: string): string | null {
  const parts = typed.slice(0, LONGEST_QUERY).matchAll(/"([^"]*)"?|([^\s"]+)/g)
  const terms: string[] = []
  for (const [, phrase, word] of parts) {
    const text = (phrase ?? word ?? '').replaceAll('\0', '').trim()
    if (!/[\p{L}\p{N}]/u.test(text)) continue
    const isBeginning = phrase === undefined && text.length >= SHORTEST_BEGINNING
    terms.push(`"${text}"${isBeginning ? '*' : ''}`)
  }
  return terms.length === 0 ? null : terms.slice(0, MOST_WORDS).join(' AND ')
}
