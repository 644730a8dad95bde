/** Which contacts help in a danger and in what order, and how one is written in a message. */
import type { Contact, Country, Knowledge } from '../knowledge/schema.ts'
import type { Danger } from '../message.ts'

/** What safety replies need of the knowledge base. */
export type ContactBook = Pick<Knowledge, 'contacts' | 'countries'>

export type Place = 'unknown' | 'abroad' | 'indonesia' | 'sea'

/** Lines that serve Indonesians anywhere, first to last, when a country says nothing. */
const CENTRAL = ['kemlu-pwni', 'kp2mi-call-centre']
const CENTRAL_AT_HOME = ['kp2mi-call-centre', 'kemlu-pwni']

export function placeOf(country: string | null): Place {
  if (country === null) return 'unknown'
  if (country === 'ID') return 'indonesia'
  return country === 'XS' ? 'sea' : 'abroad'
}

/**
 * Contacts with a number, the one to call first in front: those the country names for this danger, its
 * general ones, the ambulance when life is at risk, then the central lines. Where nobody approved the
 * country's order, the police stand behind all the others (care: whom to send people to).
 */
export function contactsFor(danger: Danger | null, code: string | null, book: ContactBook): Contact[] {
  const country = code === null ? undefined : book.countries.get(code)
  const central = code === 'ID' ? CENTRAL_AT_HOME : CENTRAL
  const ids = country
    ? [
        ...(danger === null ? [] : (country.first_call[danger] ?? [])),
        ...country.first_call.default,
        ...ambulance(danger, country),
        ...central,
      ]
    : central
  const contacts = [...new Set(ids)].flatMap((id) => {
    const contact = book.contacts.get(id)
    return contact && numberOf(contact) !== null ? [contact] : []
  })
  if (country === undefined || country.first_call_approved_by !== null) return contacts
  return [...contacts.filter((contact) => contact.kind !== 'police'), ...contacts.filter((contact) => contact.kind === 'police')]
}

function ambulance(danger: Danger | null, country: Country): string[] {
  const lifeAtRisk = danger === 'medical' || danger === 'self-harm' || danger === 'violence'
  return lifeAtRisk && country.ambulance !== null ? [country.ambulance] : []
}

/** The number to use: chat where the contact takes chat, else the phone, else the short one. Null when there is none. */
function numberOf(contact: Contact): string | null {
  if (contact.takes_chat && contact.whatsapp !== null) return contact.whatsapp
  return contact.phone ?? contact.short_number?.number ?? contact.whatsapp
}

/** Two lines: who it is with the age of the number, and the number alone, so that a tap dials it. */
export function contactLines(contact: Contact, longestName: number): string {
  const note = ageNote(contact)
  return `${shortened(contact.name, longestName)}${note === '' ? '' : ` ${note}`}:\n${numberOf(contact) ?? ''}`
}

/** "(nomor 2024)" until somebody has tried the number; in danger no other word about it (care: tone). */
function ageNote(contact: Contact): string {
  return contact.verified_by !== null ? '' : `(nomor ${(contact.source.published ?? contact.source.looked_at).slice(0, 4)})`
}

function shortened(name: string, longest: number): string {
  const plain = name.split(/\s*[(,;–]/)[0] ?? name
  if (plain.length <= longest) return plain
  const cut = plain.slice(0, longest)
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 8)).trim()
}
