/** How a contact is shown: its name, then the number alone on its line, with the date of a number nobody has verified. */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { Contact } from './schema.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des']

/** "2025-04-10" → "Apr 2025"; "2025" → "2025"; null → "tanggal tidak ada". */
export function shortDate(date: string | null): string {
  if (date === null) return 'tanggal tidak ada'
  const [year = '', month] = date.split('-')
  return month === undefined ? year : `${MONTHS[Number(month) - 1] ?? ''} ${year}`.trim()
}

/** "+60321164000" → "+60 3-2116 4000": grouped the way the country writes it, and still dialled by a tap. */
export function readableNumber(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

/** The first number to try: WhatsApp where chat is taken, else the phone, else the short number. Null when there is none. */
export function firstNumber(contact: Contact): { readonly text: string; readonly how: 'chat' | 'call' | 'short' } | null {
  if (contact.takes_chat && contact.whatsapp !== null) return { text: readableNumber(contact.whatsapp), how: 'chat' }
  if (contact.phone !== null) return { text: readableNumber(contact.phone), how: 'call' }
  if (contact.short_number !== null) return { text: contact.short_number.number, how: 'short' }
  if (contact.whatsapp !== null) return { text: readableNumber(contact.whatsapp), how: 'chat' }
  return null
}

/**
 * Several lines for an ordinary answer:
 * name (WhatsApp) / number / "nomor per Apr 2025, belum kami cek" or the caution. Null when the contact has no number.
 */
export function contactLines(contact: Contact): string | null {
  const number = firstNumber(contact)
  if (!number) return contact.web === null ? null : `${contact.name}\n${contact.web}`
  const how = number.how === 'chat' ? ' (WhatsApp)' : ''
  const lines = [`${contact.name}${how}:`, number.text]
  // A second way in, for those who cannot use the first.
  if (number.how === 'chat' && contact.phone !== null && contact.phone !== contact.whatsapp) lines.push(readableNumber(contact.phone))
  if (number.how === 'short' && contact.short_number) lines.push(`(hanya dari ${contact.short_number.inside})`)
  lines.push(numberNote(contact))
  return lines.filter((line) => line !== '').join('\n')
}

/** How old a number is, in brackets; the contact's own caution wins; empty when a person verified it. */
export function numberNote(contact: Contact): string {
  if (contact.caution !== null) return `(${contact.caution})`
  return contact.verified_by === null ? `(nomor per ${shortDate(contact.source.published ?? contact.source.looked_at)})` : ''
}
