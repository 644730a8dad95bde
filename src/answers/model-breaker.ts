/** Stops calling a server that does not answer, and tries again with one call after a while. */

export interface Breaker {
  /** Whether a call may be made now. After the pause one may; the rest wait for how it ends. */
  mayCall(): boolean
  succeeded(): void
  /** `waitFor`: milliseconds that the server asked to be left alone. */
  failed(waitFor: number | null): void
  /** A call ended without telling anything about the server. */
  ended(): void
  /** Until when no call is made, milliseconds since 1970; null while calls are made. */
  openUntil(): number | null
}

/** So many failures in a row open it. */
const FAILURES = 3
/** The first pause; each further failure doubles it. Milliseconds. */
const FIRST_PAUSE = 30_000
const LONGEST_PAUSE = 10 * 60_000

export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let openUntil: number | null = null
  let trying = false
  return {
    mayCall() {
      if (openUntil === null) return true
      if (now() < openUntil || trying) return false
      trying = true
      return true
    },
    succeeded() {
      failures = 0
      openUntil = null
      trying = false
    },
    failed(waitFor) {
      failures++
      trying = false
      const pause = failures < FAILURES ? 0 : Math.min(FIRST_PAUSE * 2 ** (failures - FAILURES), LONGEST_PAUSE)
      const wanted = Math.max(pause, Math.min(waitFor ?? 0, LONGEST_PAUSE))
      if (wanted > 0) openUntil = now() + wanted
    },
    ended() {
      trying = false
    },
    openUntil: () => (openUntil !== null && (trying || now() < openUntil) ? openUntil : null),
  }
}
