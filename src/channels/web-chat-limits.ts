/** How much one visitor may write. Danger is let through by whoever asks; it still counts. */
import { createHmac, randomBytes } from 'node:crypto'

export interface Buckets {
  /** Takes one. Returns 0 when there was one, else the milliseconds until there is. */
  take(key: string): number
}

/** A bucket of `burst` that gains one every `refillMilliseconds`. Remembers at most `most` keys, forgetting the one unused longest. */
export function createBuckets(burst: number, refillMilliseconds: number, most: number, now: () => number): Buckets {
  /** When each bucket will be full again, the one used last at the end. */
  const fullAt = new Map<string, number>()
  return {
    take(key) {
      const at = now()
      const full = Math.max(fullAt.get(key) ?? at, at)
      const over = full + refillMilliseconds - (at + burst * refillMilliseconds)
      if (over > 0) return over
      fullAt.delete(key)
      fullAt.set(key, full + refillMilliseconds)
      const oldest = fullAt.size > most ? fullAt.keys().next().value : undefined
      if (oldest !== undefined) fullAt.delete(oldest)
      return 0
    },
  }
}

export interface WebChatLimits {
  /** 0 when the message may pass, else how long to wait. `isNew`: the first message of this session. */
  check(session: string, address: string, isNew: boolean): number
}

/**
 * 10 messages at once and one every 3 seconds a session; six times as much an address, since a shelter or a dormitory
 * shares one; 60 new sessions a minute over all. Addresses are kept as salted hashes only, for as long
 * as the process runs.
 */
export function createWebChatLimits(now: () => number): WebChatLimits {
  const salt = randomBytes(32)
  const sessions = createBuckets(10, 3000, 10_000, now)
  const addresses = createBuckets(60, 500, 10_000, now)
  const newcomers = createBuckets(60, 1000, 1, now)
  return {
    check(session, address, isNew) {
      const hashed = createHmac('sha256', salt).update(address).digest('base64url')
      return Math.max(sessions.take(session), addresses.take(hashed), isNew ? newcomers.take('all') : 0)
    },
  }
}
