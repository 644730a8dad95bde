/** By what a deposit and a family's report of the same person are recognised, in one form however it was written. */
import { plainWords } from '../plain-words.ts'

/** One or two letters and six or seven digits, as Indonesian passports have them, also spaced. */
const PASSPORT = /(?<![a-z0-9])([a-z]{1,2})[ .-]?(\d(?:[ .-]?\d){5,6})(?![a-z0-9])/giu
const DAY_FIRST = /\b(\d{1,2}) (\d{1,2}|[a-z]{3,}) ((?:19|20)\d\d)\b/gu
const YEAR_FIRST = /\b((?:19|20)\d\d) (\d{1,2}) (\d{1,2})\b/gu
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des'] as const
/** English, and what people write for the Indonesian names. */
const OTHER_MONTHS: Readonly<Record<string, (typeof MONTHS)[number]>> = {
  may: 'mei',
  aug: 'agu',
  ags: 'agu',
  agt: 'agu',
  oct: 'okt',
  nop: 'nov',
  dec: 'des',
}

/** Every number in the text that looks like a passport's: "X1234567". */
export function passportsIn(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(PASSPORT)].map(
    ([, letters = '', digits = '']) => letters.toUpperCase() + digits.replace(/\D/gu, ''),
  )
}

/** Name and day of birth together, as alone neither tells two people apart; null when the day cannot be read in one way. */
export function personMark(name: string, born: string): string | null {
  const day = birthDay(born)
  const words = plainWords(name)
  return day === null || words === '' ? null : `${words}|${day}`
}

/** "Cilacap, 3 Mei 1999", "03-05-1999", "1999-05-03" as "1999-5-3"; the day stands before the month, as in Indonesia. */
function birthDay(text: string): string | null {
  const words = plainWords(text)
  const found = [...words.matchAll(DAY_FIRST)].map(([, day, month, year]) => dayOf(year, month, day))
  const [one, ...more] = [...found, ...[...words.matchAll(YEAR_FIRST)].map(([, year, month, day]) => dayOf(year, month, day))]
  return one === undefined || more.length > 0 ? null : one
}

function dayOf(year = '', month = '', day = ''): string | null {
  const short = month.slice(0, 3)
  const number = /^\d/u.test(month) ? Number(month) : MONTHS.indexOf(OTHER_MONTHS[short] ?? (short as (typeof MONTHS)[number])) + 1
  return number >= 1 && number <= 12 && Number(day) >= 1 && Number(day) <= 31 ? `${year}-${number}-${Number(day)}` : null
}
