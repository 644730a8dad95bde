/** The time of day where a person is, and whether it is one at which they may be written to. */

export const DEFAULT_ZONE = 'Asia/Jakarta'
const MINUTES_OF_DAY = 24 * 60

/** Countries that lie in one time zone, or nearly all of whose Indonesian workers do. */
export const ZONE_OF_COUNTRY: Readonly<Record<string, string>> = {
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
  return minuteInZone(now, ZONE_OF_COUNTRY[country ?? ''] ?? DEFAULT_ZONE)
}

/** Minutes after midnight now in an IANA zone. */
export function minuteInZone(now: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).formatToParts(now)
  const part = (type: 'hour' | 'minute'): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  return part('hour') * 60 + part('minute')
}

/** Minutes after midnight in the person's time; null: not known. They may run over midnight: from 22.00 until 05.00. */
export interface SafeHours {
  readonly safe_from: number | null
  readonly safe_until: number | null
}

export function isWithin({ safe_from: from, safe_until: until }: SafeHours, minute: number): boolean {
  if (from === null || until === null || from === until) return true
  return from < until ? minute >= from && minute < until : minute >= from || minute < until
}

/** Milliseconds until the safe hours begin; 0 within them. */
export function untilSafe(hours: SafeHours, minute: number): number {
  if (hours.safe_from === null || isWithin(hours, minute)) return 0
  return ((hours.safe_from - minute + MINUTES_OF_DAY) % MINUTES_OF_DAY) * 60_000
}
