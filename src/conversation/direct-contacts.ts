/** The numbers that can be called without anybody of ours: the mission of the country, then the central lines. */
import type { Knowledge } from '../knowledge/schema.ts'
import { contactLines } from '../knowledge/contact-line.ts'

const CENTRAL = ['kp2mi-call-centre', 'kemlu-pwni']
const SHOWN = 2

/** Two contacts, each with its date; empty when the directory could not be loaded. */
export function directContacts(knowledge: Knowledge, country: string | null): string {
  const entry = country === null ? undefined : knowledge.countries.get(country)
  const mission = entry && country !== 'ID' ? entry.posts.slice(0, 1).map((post) => post.contact) : []
  const lines: string[] = []
  for (const id of [...mission, ...(mission.length > 0 ? CENTRAL.toReversed() : CENTRAL)]) {
    const contact = knowledge.contacts.get(id)
    const text = contact ? contactLines(contact) : null
    if (text !== null && lines.length < SHOWN) lines.push(text)
  }
  return lines.join('\n\n')
}
