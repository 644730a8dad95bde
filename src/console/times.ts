/** Times in the viewer's zone and language. */
import { ZONE_OF_COUNTRY } from '../conversation/local-time.ts'
import { momentFormat } from './formats.ts'
import type { Language, Words } from './words/words.ts'

/** Zones staff can choose: Indonesia's three and where most of the people they help work. */
export const ZONES = [
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'Asia/Singapore',
  'Asia/Kuala_Lumpur',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Seoul',
  'Asia/Tokyo',
  'Asia/Riyadh',
  'Asia/Dubai',
  'Europe/Istanbul',
  'Europe/Warsaw',
] as const

/** Countries offered as filters: where Indonesians work most. `XS` is at sea. */
export const FILTER_COUNTRIES = [...Object.keys(ZONE_OF_COUNTRY), 'ID', 'AU', 'NZ', 'US', 'XS']

export interface Times {
  /** "24 Nov 14.05"; with the year when it is another one than now. */
  moment(at: number): string
  /** "14.05" */
  clock(at: number): string
  /** "Senin, 24 November 2026" */
  day(at: number): string
  /** A date written YYYY-MM-DD, YYYY-MM or YYYY: "24 Nov 2026", "Nov 2026", "2026". */
  date(text: string): string
  /** How long ago: "12 mnt". */
  age(at: number): string
  /** The time of day in a country, now unless told otherwise; null when it has several. */
  clockIn(country: string, at?: number): string | null
}

export function createTimes(language: Language, zone: string, words: Words, now: number): Times {
  const locale = language === 'id' ? 'id-ID' : 'en-GB'
  const format = (options: Intl.DateTimeFormatOptions, timeZone = zone) => momentFormat(locale, { ...options, timeZone })
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const day = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const date = format({ day: 'numeric', month: 'short' })
  const dateWithYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const year = format({ year: 'numeric' })
  const thisYear = year.format(now)
  const monthWritten = format({ month: 'short', year: 'numeric' }, 'UTC')
  const dayWritten = format({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC')
  return {
    moment: (at) => `${(year.format(at) === thisYear ? date : dateWithYear).format(at)} ${clock.format(at)}`,
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
    date(text) {
      const at = Date.parse(text)
      if (Number.isNaN(at) || text.length < 7) return text
      return (text.length < 10 ? monthWritten : dayWritten).format(at)
    },
    age(at) {
      const minutes = Math.max(0, Math.floor((now - at) / 60_000))
      if (minutes < 1) return words.age.now
      if (minutes < 60) return words.age.minutes(minutes)
      const hours = Math.floor(minutes / 60)
      return hours < 48 ? words.age.hours(hours) : words.age.days(Math.floor(hours / 24))
    },
    clockIn(country, at = now) {
      const there = ZONE_OF_COUNTRY[country]
      return there === undefined ? null : format({ hour: '2-digit', minute: '2-digit' }, there).format(at)
    },
  }
}

/** A date and time as a form sends it ("2026-11-24T14:05") in an IANA zone, in milliseconds since 1970; null when it is none. */
export function readMoment(text: string, zone: string): number | null {
  const wanted = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  // 30 February would be taken for 2 March.
  if (Number.isNaN(wanted) || !new Date(wanted).toISOString().startsWith(text)) return null
  // The second step is for the hours around a change of the clocks.
  const first = wanted - offsetOf(wanted, zone)
  return wanted - offsetOf(first, zone)
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function offsetOf(at: number, timeZone: string): number {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  const parts = new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23', timeZone }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute')) - Math.floor(at / 60_000) * 60_000
}
