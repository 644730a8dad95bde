/** What a person told in guided questions goes into the case whose number they were told, or the turn is tried again. */
import { sql } from 'kysely'
import { rawWrite } from '../store/writes.ts'
import type { Intake } from '../conversation/turn.ts'
import type { Write } from '../store/database.ts'
import type { Seal } from '../store/seal.ts'
import type { CaseWritesParts } from './case-writes.ts'

/** Where a sealed fact lies. */
export function factPlace(id: string): string {
  return `case_facts:${id}`
}

/**
 * Told anew, an earlier answer to the same question goes. A case of another number, opened a moment ago, makes `case_id`
 * null: the store refuses that, the turn rolls back, and the next attempt reads the number that is true then.
 */
export function caseFactWrites(
  parts: CaseWritesParts & { readonly seal: Seal },
  { conversationId, at }: { readonly conversationId: string; readonly at: number },
  { number, facts }: Intake,
): Write[] {
  const { store, seal, newId } = parts
  const itsCase = sql`(select id from cases where conversation_id = ${conversationId} and number = ${number} and closed_at is null)`
  return facts.flatMap(({ question, label, shown, full }) => {
    const id = newId()
    const sealed = full === null ? null : seal.seal(full, factPlace(id))
    return [
      sql`delete from case_facts where case_id = ${itsCase} and question = ${question}`,
      sql`insert into case_facts (id, case_id, question, label, shown, sealed_text, at)
        values (${id}, ${itsCase}, ${question}, ${label}, ${shown}, ${sealed}, ${at})`,
    ].map((query) => rawWrite(store.db, query))
  })
}
