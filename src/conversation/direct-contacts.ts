/** The numbers that can be called without anybody of ours: the mission of the country, then the central lines. */
import type { Knowledge } from '../knowledge/schema.ts'
import type { Spoken } from '../message.ts'
import { contactLines } from '../knowledge/contact-line.ts'
import { missionOfCountry } from '../knowledge/first-call.ts'

const CENTRAL = ['kp2mi-call-centre', 'kemlu-pwni']
const SHOWN = 2

/** Two contacts, each with its date, the post of the person's area first; empty when the directory could not be loaded. */
export function directContacts(knowledge: Knowledge, country: string | null, ofArea: string | null, speaks: Spoken): string {
  const post = ofArea ?? missionOfCountry(country, knowledge)
  const mission = post === null ? [] : [post]
  const lines: string[] = []
  for (const id of [...mission, ...(mission.length > 0 ? CENTRAL.toReversed() : CENTRAL)]) {
    const contact = knowledge.contacts.get(id)
    const text = contact ? contactLines(contact, speaks) : null
    if (text !== null && lines.length < SHOWN) lines.push(text)
  }
  return lines.join('\n\n')
}
