/**
 * How a contact is written: who it is, the number alone on its line so that a tap dials it, and how old the number
 * is. One form for ordinary answers, a shorter one for danger; both are pure and need nothing but the contact.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Spoken } from '../message.ts'
import type { Contact } from './schema.ts'

const MONTHS: Readonly<Record<Spoken, readonly string[]>> = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
}
/** Cautions and places inside contacts.yaml are written in Indonesian, and stay so. */
const WORDS = {
  id: { seen: 'dilihat', onlyFrom: 'hanya dari', numberOf: 'nomor per', number: 'nomor' },
  en: { seen: 'seen', onlyFrom: 'only from', numberOf: 'number as of', number: 'number' },
} as const satisfies Record<Spoken, Readonly<Record<string, string>>>

/** A date of a source, as exact as the source tells it, and the day on which somebody looked at it. */
type Dated = Pick<Contact['source'], 'published' | 'looked_at'>

/** "2025-04-10" → "Apr 2025"; "2025" → "2025". */
export function shortDate(date: string, speaks: Spoken = 'id'): string {
  const [year = '', month] = date.split('-')
  return month === undefined ? year : `${MONTHS[speaks][Number(month) - 1] ?? ''} ${year}`.trim()
}

/** "Apr 2025", or "dilihat Nov 2026" for a page without a date: when we looked is not how old the fact is. */
export function sourceDate(source: Dated, speaks: Spoken = 'id'): string {
  return source.published === null ? `${WORDS[speaks].seen} ${shortDate(source.looked_at, speaks)}` : shortDate(source.published, speaks)
}

/** "+60321164000" → "+60 3-2116 4000": grouped the way the country writes it, and still dialled by a tap. */
export function readableNumber(e164: string): string {
  let readable = READABLE.get(e164)
  if (readable === undefined) {
    readable = parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
    READABLE.set(e164, readable)
  }
  return readable
}

/** Grouping takes a tenth of a millisecond; the directory holds a few hundred numbers. */
const READABLE = new Map<string, string>()

interface Reach {
  /** As it is stored: E.164, or the short number. */
  readonly number: string
  readonly how: 'chat' | 'call' | 'short'
}

/** The way to try first: WhatsApp where chat is taken, else the phone, else the short number. Null when there is none. */
export function firstReach(contact: Contact): Reach | null {
  if (contact.takes_chat && contact.whatsapp !== null) return { number: contact.whatsapp, how: 'chat' }
  if (contact.phone !== null) return { number: contact.phone, how: 'call' }
  if (contact.short_number !== null) return { number: contact.short_number.number, how: 'short' }
  return contact.whatsapp === null ? null : { number: contact.whatsapp, how: 'chat' }
}

/** That number as it is shown in an ordinary answer. Null when there is none. */
export function firstNumber(contact: Contact): string | null {
  const reach = firstReach(contact)
  if (reach === null) return null
  return reach.how === 'short' ? reach.number : readableNumber(reach.number)
}

/**
 * Several lines for an ordinary answer: name (WhatsApp) / number / "(nomor per Apr 2025)" or the contact's caution.
 * The name and the web address when it has no number; null when it has neither.
 */
export function contactLines(contact: Contact, speaks: Spoken = 'id'): string | null {
  const reach = firstReach(contact)
  const number = firstNumber(contact)
  if (reach === null || number === null) return contact.web === null ? null : `${contact.name}\n${contact.web}`
  const lines = [`${contact.name}${reach.how === 'chat' ? ' (WhatsApp)' : ''}:`, number]
  // A second way in, for those who cannot use the first.
  if (reach.how === 'chat' && contact.phone !== null && contact.phone !== contact.whatsapp) lines.push(readableNumber(contact.phone))
  const short = contact.short_number
  if (short) lines.push(reach.how === 'short' ? `(${WORDS[speaks].onlyFrom} ${short.inside})` : `${short.number} (${WORDS[speaks].onlyFrom} ${short.inside})`)
  lines.push(numberNote(contact, speaks))
  return lines.filter((line) => line !== '').join('\n')
}

/**
 * Two lines for somebody in danger: the name, cut to `longestName` characters, with the year of the number, and the
 * bare number. No other word about it (care: tone).
 */
export function dangerContactLines(contact: Contact, longestName: number, speaks: Spoken = 'id'): string {
  const note = yearNote(contact, speaks)
  return `${shortened(contact.name, longestName)}${note === '' ? '' : ` ${note}`}:\n${firstReach(contact)?.number ?? ''}`
}

/** How old a number is, in brackets; the contact's own caution wins; empty when a person verified it. */
function numberNote(contact: Contact, speaks: Spoken): string {
  if (contact.caution !== null) return `(${contact.caution})`
  if (contact.verified_by !== null) return ''
  return contact.source.published === null ? `(${sourceDate(contact.source, speaks)})` : `(${WORDS[speaks].numberOf} ${sourceDate(contact.source, speaks)})`
}

/** "(nomor 2024)", or "(dilihat 2026)" when the source has no date; empty once somebody has tried the number. */
function yearNote({ verified_by: verifiedBy, source }: Contact, speaks: Spoken): string {
  if (verifiedBy !== null) return ''
  return source.published === null ? `(${WORDS[speaks].seen} ${source.looked_at.slice(0, 4)})` : `(${WORDS[speaks].number} ${source.published.slice(0, 4)})`
}

function shortened(name: string, longest: number): string {
  const plain = name.split(/\s*[(,;–]/)[0] ?? name
  if (plain.length <= longest) return plain
  const cut = plain.slice(0, longest)
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 8)).trim()
}
