/** Whom a person should reach first: by the danger, the country, and the area there. Pure; reads the directory only. */
import type { Danger } from '../message.ts'
import { firstReach } from './contact-line.ts'
import type { Contact, Country, Knowledge } from './schema.ts'

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
 * general ones, the ambulance when life is at risk, then the central lines. `mission` is the post in charge of the
 * person's area, when that is known: it stands before every other mission. Where nobody approved the country's
 * order, the police stand behind all the others (care: whom to send people to).
 */
export function contactsFor(danger: Danger | null, code: string | null, book: ContactBook, mission: string | null = null): Contact[] {
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
  const contacts = [...new Set(missionFirst(ids, mission, book))].flatMap((id) => {
    const contact = book.contacts.get(id)
    return contact && firstReach(contact) !== null ? [contact] : []
  })
  if (country === undefined || country.first_call_approved_by !== null) return contacts
  return [...contacts.filter((contact) => contact.kind !== 'police'), ...contacts.filter((contact) => contact.kind === 'police')]
}

/** Puts the post before the first mission of the list, so that an ambulance that leads still leads. */
function missionFirst(ids: readonly string[], mission: string | null, book: ContactBook): readonly string[] {
  if (mission === null) return ids
  const at = ids.findIndex((id) => book.contacts.get(id)?.kind === 'mission')
  return at < 0 ? [mission, ...ids] : [...ids.slice(0, at), mission, ...ids.slice(at)]
}

function ambulance(danger: Danger | null, country: Country): string[] {
  const lifeAtRisk = danger === 'medical' || danger === 'self-harm' || danger === 'violence'
  return lifeAtRisk && country.ambulance !== null ? [country.ambulance] : []
}

/** The longest name of an area, in words ("kuala terengganu", "ho chi minh"). */
const LONGEST_AREA = 3

/**
 * The post in charge of the area that these words name ("johor" → the consulate there), by id of contacts.yaml; the
 * longest name wins, then the first. Null when the country is unknown or no area of it is named.
 */
export function missionOfArea(words: readonly string[], code: string | null, book: ContactBook): string | null {
  const posts = (code === null ? undefined : book.countries.get(code))?.posts ?? []
  const inCharge = new Map<string, string>()
  for (const post of posts) for (const area of post.areas) if (!inCharge.has(area)) inCharge.set(area, post.contact)
  for (let length = LONGEST_AREA; length >= 1; length--)
    for (let i = 0; i + length <= words.length; i++) {
      const contact = inCharge.get(words.slice(i, i + length).join(' '))
      if (contact !== undefined) return contact
    }
  return null
}

/** The post to name for a whole country: the one its first calls put in front, else the one for the capital. Null without any. */
export function missionOfCountry(code: string | null, book: ContactBook): string | null {
  const country = code === null ? undefined : book.countries.get(code)
  if (country === undefined) return null
  const firstCalled = country.first_call.default.find((id) => book.contacts.get(id)?.kind === 'mission')
  return firstCalled ?? country.posts[0]?.contact ?? null
}
