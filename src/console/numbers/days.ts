/** Days of the numbers: counted since 1970 by the clock of Jakarta, which keeps the same time all year. */

export const DAY_MILLISECONDS = 86_400_000
const JAKARTA_AHEAD = 7 * 3_600_000

export function dayOf(at: number): number {
  return Math.floor((at + JAKARTA_AHEAD) / DAY_MILLISECONDS)
}

/** The first moment of a day, milliseconds since 1970. */
export function startOfDay(day: number): number {
  return day * DAY_MILLISECONDS - JAKARTA_AHEAD
}

/** "2026-11-24" */
export function dateOfDay(day: number): string {
  return new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10)
}

/** The day of a date written YYYY-MM-DD; null for anything else. */
export function dayOfDate(date: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) : Number.NaN
  return Number.isNaN(at) ? null : Math.round(at / DAY_MILLISECONDS)
}
