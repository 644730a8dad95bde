/** Builds the statements that other parts commit: rows of the inbox, the outbox and the transcript. */
import type { Compilable } from 'kysely'
import type { Write } from './database.ts'

/** A write from a Kysely builder. `expectChanges`: see Write. */
export function write(query: Compilable, expectChanges?: number): Write {
  return expectChanges === undefined ? { query: query.compile() } : { query: query.compile(), expectChanges }
}
