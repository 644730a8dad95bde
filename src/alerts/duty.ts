/**
 * Whether a person reads, as far as it is known at this very moment: read from memory, because the first reply in danger
 * waits for nothing. What is not known, or known too long ago, is "none": no text may promise a person who is not there.
 */
import type { Presence } from '../conversation/texts.ts'
import { minuteInZone } from '../conversation/local-time.ts'
import type { Database } from '../store/database.ts'
import type { DutyHoursTable } from '../store/schema.ts'

/** Older than this, what was read of the store says nothing any more. */
const KNOWN_FOR = 2 * 60_000
const DAY = 24 * 3_600_000
/** Hours that nobody has kept for a week are a wish, no promise. */
const HOURS_ARE_KEPT_WITHIN = 7 * DAY
const ZONE_NAMES: Readonly<Record<string, string>> = { 'Asia/Jakarta': 'WIB', 'Asia/Makassar': 'WITA', 'Asia/Jayapura': 'WIT' }

export interface Duty {
  /** Reads who is on duty and which hours are kept. Rejects when the store does. */
  refresh(): Promise<void>
  presence(): Presence
  /** When the next duty begins after now; null when no hours are set. Milliseconds since 1970. */
  nextStart(): number | null
  /** Whether what is no emergency may ring: somebody is on duty, it is one of the hours, or none are set. */
  mayRing(): boolean
}

interface Known {
  readonly at: number
  readonly until: readonly number[]
  readonly lastOn: number | null
  readonly hours: readonly DutyHoursTable[]
}

/** `isReached`: whether alerts were accepted of late; without, nobody is told of what comes in. */
export function createDuty(store: Pick<Database, 'db'>, now: () => number, isReached: () => boolean): Duty {
  let known: Known | null = null

  const current = (): Known | null => (known !== null && now() - known.at <= KNOWN_FOR ? known : null)
  const isAnybodyOn = (): boolean => current()?.until.some((until) => until > now()) ?? false
  const nextStart = (): number | null => {
    const hours = current()?.hours ?? []
    return hours.length === 0 ? null : Math.min(...hours.map((one) => startAfter(one, now())))
  }

  return {
    async refresh() {
      const at = now()
      const [shifts, hours] = await Promise.all([
        store.db
          .selectFrom('on_duty')
          .innerJoin('staff', 'staff.id', 'on_duty.staff_id')
          .select(['on_duty.since', 'on_duty.until'])
          .where('staff.disabled_at', 'is', null)
          .execute(),
        store.db.selectFrom('duty_hours').selectAll().execute(),
      ])
      const begun = shifts.map(({ since, until }) => Math.max(since, Math.min(until, at)))
      known = { at, until: shifts.map(({ until }) => until), lastOn: begun.length === 0 ? null : Math.max(...begun), hours }
    },
    mayRing() {
      const hours = current()?.hours ?? []
      return hours.length === 0 || isAnybodyOn() || hours.some((one) => isHourOf(one, now()))
    },
    nextStart,
    presence() {
      const found = current()
      if (found === null || !isReached()) return { staff: 'none', back: null }
      if (isAnybodyOn()) return { staff: 'on-duty', back: null }
      const next = nextStart()
      const areKept = found.lastOn !== null && now() - found.lastOn <= HOURS_ARE_KEPT_WITHIN
      return next === null || !areKept
        ? { staff: 'none', back: null }
        : { staff: 'off-duty', back: inWords(next, found.hours[0]?.zone ?? 'Asia/Jakarta') }
    },
  }
}

function isHourOf({ weekday, starts, ends, zone }: DutyHoursTable, now: number): boolean {
  const minute = minuteInZone(now, zone)
  return weekdayIn(now, zone) === weekday && minute >= starts && minute < ends
}

/** When these hours begin next, strictly after `now`. */
function startAfter({ weekday, starts, zone }: DutyHoursTable, now: number): number {
  const minute = minuteInZone(now, zone)
  // The start of the running minute, so that what follows is whole.
  const midnight = now - (now % 60_000) - minute * 60_000
  for (let days = 0; days <= 7; days++) {
    const start = midnight + days * DAY + starts * 60_000
    if (start > now && weekdayIn(midnight + days * DAY + 12 * 3_600_000, zone) === weekday) return start
  }
  return now + 7 * DAY
}

/** 0 is Sunday. */
function weekdayIn(at: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone }).format(at)
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(name)
}

/** "25/11 08.00 WIB": the same in every language. */
function inWords(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(at)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('day')}/${part('month')} ${part('hour')}.${part('minute')} ${ZONE_NAMES[timeZone] ?? ''}`.trim()
}
