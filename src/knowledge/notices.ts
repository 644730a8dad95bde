/** Notices pinned to a country: which of them are shown on a day, and their words. */
import { contactLines, sourceDate } from './contact-line.ts'
import type { Knowledge, Notice } from './schema.ts'

const DAY = 86_400_000
/** Jakarta keeps the same time all year. */
const JAKARTA_AHEAD = 7 * 3_600_000

/** Whether the day in Jakarta lies from `from` to `until`, both counted in. */
export function isShown(notice: Pick<Notice, 'from' | 'until'>, now: number): boolean {
  const local = now + JAKARTA_AHEAD
  return local >= Date.parse(notice.from) && local < Date.parse(notice.until) + DAY
}

/** What people in this country must read first, the newest notice in front; empty when there is nothing. */
export function noticesFor(country: string | null, knowledge: Knowledge, now: number): readonly string[] {
  if (country === null) return []
  return knowledge.notices
    .filter((notice) => notice.countries.includes(country) && isShown(notice, now))
    .sort((a, b) => b.from.localeCompare(a.from))
    .map((notice) => noticeText(notice, country, knowledge))
}

function noticeText(notice: Notice, country: string, knowledge: Knowledge): string {
  const name = knowledge.countries.get(country)?.names[0] ?? country
  const contact = knowledge.contacts.get(notice.contact ?? '')
  const lines = contact ? contactLines(contact) : null
  return [`Kabar penting, ${name}:`, notice.text, ...(lines === null ? [] : [lines]), `Sumber: ${notice.source.title}, ${sourceDate(notice.source)}`].join('\n')
}
