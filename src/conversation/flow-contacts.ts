/** The numbers that guided questions give: of the person's place, and for the danger that the questions are about. */
import type { Flow } from '../knowledge/flows.ts'
import { contactLines } from '../knowledge/contact-line.ts'
import { contactsFor } from '../knowledge/first-call.ts'
import { directContacts } from './direct-contacts.ts'
import type { Understood } from './step.ts'

const SHOWN = 2

/** Two contacts, the one to try first in front; empty when the directory could not be loaded. */
export function flowContacts({ parts, country, mission, speaks }: Understood, { after_help: [danger] }: Flow): string {
  if (danger === undefined) return directContacts(parts.knowledge, country, mission, speaks)
  return contactsFor(danger, country, parts.knowledge, mission)
    .slice(0, SHOWN)
    .flatMap((contact) => contactLines(contact, speaks) ?? [])
    .join('\n\n')
}
