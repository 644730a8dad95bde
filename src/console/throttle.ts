/**
 * Slows down guessing of passwords without ever locking anybody out: the wait grows with the failures of the last
 * hours and always ends. Three counters, so that an attacker elsewhere can make the true owner wait only a little:
 * account and address together (strict), address alone, account alone (mild).
 */
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { Seal } from '../store/seal.ts'

interface Limit {
  readonly free: number
  readonly longestWait: number
}

type Limits = Readonly<Record<'both' | 'address' | 'account', Limit>>

const LIMITS: Readonly<Record<ThrottledStep, Limits>> = {
  password: {
    both: { free: 3, longestWait: 15 * 60_000 },
    address: { free: 15, longestWait: 15 * 60_000 },
    account: { free: 15, longestWait: 30_000 },
  },
  // Only who has the password gets here: the true owner loses nothing by a long wait, and a million codes are few.
  code: {
    both: { free: 3, longestWait: 15 * 60_000 },
    address: { free: 15, longestWait: 15 * 60_000 },
    account: { free: 5, longestWait: 15 * 60_000 },
  },
}
const REMEMBERED_MILLISECONDS = 6 * 3_600_000
const FIRST_WAIT_MILLISECONDS = 2_000
/** Failures beyond this number do not lengthen the wait any more. */
const COUNTED = 40
const SWEPT_AT_ONCE = 100

export type ThrottleAnswer =
  | { readonly allowed: true; /** Forgets the failures of this account from this address. */ succeeded(): Promise<void> }
  | { readonly allowed: false; readonly waitMilliseconds: number }

/** What is guessed: the password, or the code of the second factor. Each is counted by itself. */
export type ThrottledStep = 'password' | 'code'

export interface Throttle {
  /** Counts one attempt as failed until `succeeded` is called. One that is not allowed does not count. */
  attempt(account: string, address: string, step?: ThrottledStep): Promise<ThrottleAnswer>
}

export function createThrottle(deps: {
  store: Pick<Database, 'db' | 'commit'>
  seal: Pick<Seal, 'hash'>
  now: () => number
  newId: NewId
}): Throttle {
  const { store, seal, now, newId } = deps
  const { db } = store

  const waitFor = async (keyHash: string, mine: string, limit: Limit): Promise<number> => {
    const earlier = await db
      .selectFrom('login_attempts')
      .select('at')
      .where('key_hash', '=', keyHash)
      .where('at', '>', now() - REMEMBERED_MILLISECONDS)
      .where('id', '<', mine)
      .orderBy('at', 'desc')
      .limit(COUNTED)
      .execute()
    const newest = earlier[0]
    if (!newest || earlier.length < limit.free) return 0
    const wait = Math.min(FIRST_WAIT_MILLISECONDS * 2 ** (earlier.length - limit.free), limit.longestWait)
    return Math.max(0, newest.at + wait - now())
  }

  return {
    async attempt(account, address, step = 'password') {
      const name = account.trim().toLowerCase()
      const prefix = step === 'password' ? 'sign-in' : 'sign-in-code'
      const keys = [
        { hash: seal.hash(`${prefix}:both:${name}:${address}`), limit: LIMITS[step].both },
        { hash: seal.hash(`${prefix}:address:${address}`), limit: LIMITS[step].address },
        { hash: seal.hash(`${prefix}:account:${name}`), limit: LIMITS[step].account },
      ]
      const mine = keys.map(({ hash }) => ({ id: newId(), key_hash: hash, at: now() }))
      const oldest = db.selectFrom('login_attempts').select('id').orderBy('id').limit(SWEPT_AT_ONCE)
      const sweep = db
        .deleteFrom('login_attempts')
        .where('at', '<', now() - REMEMBERED_MILLISECONDS)
        .where('id', 'in', oldest)
      // Stored before the count, so that attempts made at the same time see each other.
      await store.commit([{ query: sweep.compile() }, { query: db.insertInto('login_attempts').values(mine).compile() }])
      const first = mine[0]?.id ?? ''
      const waits = await Promise.all(keys.map(({ hash, limit }) => waitFor(hash, first, limit)))
      const waitMilliseconds = Math.max(...waits)
      const forget = db.deleteFrom('login_attempts').where(
        'id',
        'in',
        mine.map((row) => row.id),
      )
      if (waitMilliseconds > 0) {
        await store.commit([{ query: forget.compile() }])
        return { allowed: false, waitMilliseconds }
      }
      const both = keys[0]?.hash ?? ''
      const clear = sql`delete from login_attempts where key_hash = ${both}`.compile(db)
      return {
        allowed: true,
        async succeeded() {
          await store.commit([{ query: forget.compile() }, { query: clear }])
        },
      }
    },
  }
}
