/** Times in the viewer's zone and language. */
import type { Language, Words } from './words/words.ts'

export const DEFAULT_ZONE = 'Asia/Jakarta'

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

/** Countries that lie in one time zone, or nearly all of whose Indonesian workers do. */
const ZONE_OF_COUNTRY: Readonly<Record<string, string>> = {
  MY: 'Asia/Kuala_Lumpur',
  SG: 'Asia/Singapore',
  BN: 'Asia/Brunei',
  HK: 'Asia/Hong_Kong',
  MO: 'Asia/Macau',
  TW: 'Asia/Taipei',
  CN: 'Asia/Shanghai',
  KR: 'Asia/Seoul',
  JP: 'Asia/Tokyo',
  TH: 'Asia/Bangkok',
  VN: 'Asia/Ho_Chi_Minh',
  PH: 'Asia/Manila',
  KH: 'Asia/Phnom_Penh',
  LA: 'Asia/Vientiane',
  MM: 'Asia/Yangon',
  SA: 'Asia/Riyadh',
  AE: 'Asia/Dubai',
  QA: 'Asia/Qatar',
  KW: 'Asia/Kuwait',
  BH: 'Asia/Bahrain',
  OM: 'Asia/Muscat',
  JO: 'Asia/Amman',
  LB: 'Asia/Beirut',
  EG: 'Africa/Cairo',
  TR: 'Europe/Istanbul',
  PL: 'Europe/Warsaw',
  HU: 'Europe/Budapest',
  RO: 'Europe/Bucharest',
  IT: 'Europe/Rome',
  DE: 'Europe/Berlin',
  GB: 'Europe/London',
}

/** Minutes after midnight now in a country; of Jakarta when it has several zones or is not known. */
export function minuteOfDay(now: number, country: string | null): number {
  const timeZone = ZONE_OF_COUNTRY[country ?? ''] ?? DEFAULT_ZONE
  const parts = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).formatToParts(now)
  const part = (type: 'hour' | 'minute'): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  return part('hour') * 60 + part('minute')
}

/** Countries offered as filters: where Indonesians work most. `XS` is at sea. */
export const FILTER_COUNTRIES = [...Object.keys(ZONE_OF_COUNTRY), 'ID', 'AU', 'NZ', 'US', 'XS']

export interface Times {
  /** "24 Nov 14.05"; with the year when it is another one than now. */
  moment(at: number): string
  /** "14.05" */
  clock(at: number): string
  /** "Senin, 24 November 2026" */
  day(at: number): string
  /** How long ago: "12 mnt". */
  age(at: number): string
  /** The time of day now in a country, or null when it has several. */
  localClock(country: string): string | null
}

export function createTimes(language: Language, zone: string, words: Words, now: number): Times {
  const locale = language === 'id' ? 'id-ID' : 'en-GB'
  const format = (options: Intl.DateTimeFormatOptions, timeZone = zone) => new Intl.DateTimeFormat(locale, { ...options, timeZone })
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const day = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const date = format({ day: 'numeric', month: 'short' })
  const dateWithYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const year = format({ year: 'numeric' })
  return {
    moment: (at) => `${(year.format(at) === year.format(now) ? date : dateWithYear).format(at)} ${clock.format(at)}`,
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
    age(at) {
      const minutes = Math.max(0, Math.floor((now - at) / 60_000))
      if (minutes < 1) return words.age.now
      if (minutes < 60) return words.age.minutes(minutes)
      const hours = Math.floor(minutes / 60)
      return hours < 48 ? words.age.hours(hours) : words.age.days(Math.floor(hours / 24))
    },
    localClock(country) {
      const there = ZONE_OF_COUNTRY[country]
      return there === undefined ? null : format({ hour: '2-digit', minute: '2-digit' }, there).format(now)
    },
  }
}
