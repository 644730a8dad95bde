/** By what a deposit and a family's report of the same person are recognised, in one form however it was written. */
import { plainWords } from '../plain-words.ts'

/** One or two letters and six or seven digits, as Indonesian passports have them, also spaced. */
const PASSPORT = /(?<![a-z0-9])([a-z]{1,2})[ .-]?(\d(?:[ .-]?\d){5,6})(?![a-z0-9])/giu
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des'] as const
/** English, and what people write for the Indonesian names. */
const OTHER_MONTHS: Readonly<Record<string, (typeof MONTHS)[number]>> = {
  may: 'mei',
  aug: 'agu',
  ags: 'agu',
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

/** "3 Mei 1999", "03-05-1999", "1999-05-03" as "1999-5-3"; the day stands before the month, as in Indonesia. */
function birthDay(text: string): string | null {
  const [first = '', second = '', third = '', ...rest] = (plainWords(text).match(/\d+|[a-z]{3,}/gu) ?? []).filter(
    (part) => part !== 'tanggal' && part !== 'lahir',
  )
  if (rest.length > 0) return null
  const [day, month, year] = first.length === 4 ? [third, second, first] : [first, second, third]
  const short = month.slice(0, 3)
  const named = MONTHS.indexOf(OTHER_MONTHS[short] ?? (short as (typeof MONTHS)[number])) + 1
  const number = /^\d{1,2}$/u.test(month) ? Number(month) : named
  const isDay = /^\d{1,2}$/u.test(day) && Number(day) >= 1 && Number(day) <= 31
  return isDay && number >= 1 && number <= 12 && /^(?:19|20)\d\d$/u.test(year) ? `${year}-${number}-${Number(day)}` : null
}
