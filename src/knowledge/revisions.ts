/**
 * What staff changed over the shipped files, without touching them. A revision stands for a whole card
 * (`cards/<topic>/<id>.md`), or for one entry of a list (`contacts.yaml#<id>`, `notices.yaml#<id>`).
 */
import type { z } from 'zod'
import { problem } from './front-matter.ts'
import { parseList } from './read-file.ts'
import type { KnowledgeProblem } from './schema.ts'

/** The text that is served instead of the shipped one, by path. */
export type Revisions = Readonly<Record<string, string>>

export const CONTACTS = 'contacts.yaml'
export const NOTICES = 'notices.yaml'
const PATH = /^(?:cards\/[a-z0-9-]+\/[a-z0-9-]+\.md|(?:contacts|notices)\.yaml#[a-z0-9-]+)$/

/** Whether a revision may have this path: nothing outside of cards, contacts and notices. */
export function isRevisable(path: string): boolean {
  return PATH.test(path)
}

/** Cards that revisions change or add, by path. */
export function revisedCards(revisions: Revisions): string[] {
  return Object.keys(revisions).filter((path) => path.startsWith('cards/') && isRevisable(path))
}

/** The entries of a list with those that revisions change or add; one that does not fit the schema leaves the shipped one. */
export function withRevisedEntries<Entry extends { readonly id: string }>(
  shipped: readonly Entry[],
  list: typeof CONTACTS | typeof NOTICES,
  schema: z.ZodType<Entry>,
  revisions: Revisions,
  problems: KnowledgeProblem[],
): readonly Entry[] {
  const entries = new Map(shipped.map((entry) => [entry.id, entry]))
  for (const [path, text] of Object.entries(revisions)) {
    if (!path.startsWith(`${list}#`)) continue
    const [entry] = parseList(text, path, schema, problems)
    if (entry && path === `${list}#${entry.id}`) entries.set(entry.id, entry)
    else if (entry) problems.push(problem(path, null, `the entry has the id ${entry.id}`, 'undo this revision'))
  }
  return [...entries.values()]
}
