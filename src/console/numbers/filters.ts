/** What the numbers are asked for: days, and one value of each thing that they are split by. */
import { CHANNELS, LANGUAGES, TOPICS, type ChannelName, type Language, type Topic } from '../../message.ts'
import { dayOf } from './days.ts'

export const RANGES = [7, 30, 90] as const

export interface NumberFilters {
  /** The first and the last day, both counted in. The last is today, as far as it is counted. */
  readonly from: number
  readonly until: number
  readonly days: (typeof RANGES)[number]
  readonly channel: ChannelName | null
  readonly topic: Topic | null
  readonly country: string | null
  readonly language: Language | null
}

export function readNumberFilters(query: URLSearchParams, now: number): NumberFilters {
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    allowed.find((value) => value === query.get(name)) ?? null
  const days = RANGES.find((known) => String(known) === query.get('hari')) ?? 30
  const country = query.get('negara') ?? ''
  const until = dayOf(now)
  return {
    from: until - days + 1,
    until,
    days,
    channel: oneOf('kanal', CHANNELS),
    topic: oneOf('topik', TOPICS),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    language: oneOf('isi', LANGUAGES),
  }
}
