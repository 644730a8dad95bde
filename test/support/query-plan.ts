/** How SQLite would run a query, to hold that none reads a growing table from end to end. */
import SqliteDatabase from 'better-sqlite3'
import type { Compilable, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from '../../src/store/schema.ts'

/** Tables that grow with what people write. */
const GROWING = ['messages', 'conversations', 'people', 'inbox', 'outbox', 'triage_events', 'feedback', 'person_days', 'marks', 'notes']

/** Steps of the plan that read a growing table to the end: all of it, or an index of all of it; one of a few rows is no scan. `aliases`: names the query gives to tables. */
export async function fullScans(db: Kysely<Tables>, query: Compilable, aliases: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list`.execute(db)
  const raw = new SqliteDatabase(rows[0]!.file, { readonly: true })
  const compiled = query.compile()
  const plan = raw.prepare(`explain query plan ${compiled.sql}`).all(...compiled.parameters) as { detail: string }[]
  const partial = raw.prepare(`select name from sqlite_master where type = 'index' and sql like '% WHERE %'`).pluck().all() as string[]
  raw.close()
  return plan
    .map(({ detail }) => detail)
    .filter((detail) => {
      const name = /^SCAN (\w+)/.exec(detail)?.[1]
      const index = /USING (?:COVERING )?INDEX (\w+)/.exec(detail)?.[1]
      return name !== undefined && !partial.includes(index ?? '') && GROWING.includes(aliases[name] ?? name)
    })
}
