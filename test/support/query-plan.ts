/** How SQLite would run a query, to hold that none reads a growing table from end to end. */
import SqliteDatabase from 'better-sqlite3'
import type { Compilable, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Database } from '../../src/store/database.ts'
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

export interface WatchedStatements {
  /** How many different statements were run. */
  seen(): number
  /** The statements that scan a growing table without an end, each with the step of its plan that does. */
  scans(db: Kysely<Tables>): Promise<string[]>
}

/** Notes every statement that runs from now on: what `readers` read, and what is committed to `store`. */
export function watchStatements(readers: readonly Kysely<Tables>[], store: Pick<Database, 'commit'>): WatchedStatements {
  const noted = new Map<string, readonly unknown[]>()
  for (const reader of readers) {
    const executor = reader.getExecutor()
    const read = executor.executeQuery.bind(executor)
    executor.executeQuery = (query) => {
      noted.set(query.sql, query.parameters)
      return read(query)
    }
  }
  const { commit } = store
  Object.assign(store, {
    commit: ((writes, lane) => {
      for (const { query } of writes) noted.set(query.sql, query.parameters)
      return commit(writes, lane)
    }) satisfies Database['commit'],
  })
  return {
    seen: () => noted.size,
    async scans(db) {
      const { rows } = await sql<{ file: string }>`select file from pragma_database_list`.execute(db)
      const raw = new SqliteDatabase(rows[0]!.file, { readonly: true })
      const partial = raw.prepare(`select name from sqlite_master where type = 'index' and sql like '% WHERE %'`).pluck().all() as string[]
      const found = [...noted].flatMap(([text, parameters]) => {
        const plan = raw.prepare(`explain query plan ${text}`).all(...parameters) as { detail: string }[]
        // Names that the statement gives to tables: "messages" as "m".
        const names = new Map([...text.matchAll(/"?(\w+)"? as "?(\w+)"?/g)].map(([, table = '', alias = '']) => [alias, table]))
        const isSorted = plan.some(({ detail }) => detail.includes('TEMP B-TREE'))
        return plan
          .map(({ detail }) => detail)
          .filter((detail) => {
            const name = /^SCAN (\w+)/.exec(detail)?.[1]
            const index = /USING (?:COVERING )?INDEX (\w+)/.exec(detail)?.[1]
            if (name === undefined || !GROWS.includes(names.get(name) ?? name) || partial.includes(index ?? '')) return false
            // In the order that is asked for, and only so many: it ends where the page ends.
            const outer = withoutBrackets(text)
            return isSorted || !/\blimit\b/i.test(outer) || /\bwhere\b/i.test(outer)
          })
          .map((detail) => `${detail}: ${text}`)
      })
      raw.close()
      return found
    },
  }
}

/** A statement without its subqueries and other brackets. */
function withoutBrackets(text: string): string {
  const shorter = text.replace(/\([^()]*\)/g, '')
  return shorter === text ? text : withoutBrackets(shorter)
}

/** Everything that gets longer by use; not what staff change in the knowledge, nor the test cases, which are exported whole. */
const GROWS = [
  ...GROWING,
  'addresses',
  'audit',
  'card_days',
  'case_events',
  'case_facts',
  'case_referrals',
  'case_tasks',
  'cases',
  'conversation_labels',
  'daily_samples',
  'erasures',
  'handovers',
  'login_attempts',
  'model_uses',
  'staff_events',
  'staff_links',
  'staff_sessions',
]
