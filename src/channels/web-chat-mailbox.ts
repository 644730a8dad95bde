/** What each browser shows: kept in memory only, bounded, and gone with the session. */
import type { Choice, Page } from '../message.ts'
import type { Wait } from './wait.ts'

export interface Entry {
  /** Grows within a session, also over a restart. */
  readonly number: number
  readonly from: 'person' | 'assistant'
  readonly text: string
  readonly choices: readonly Choice[]
  /** Of the person's messages: tells a form sent twice. */
  readonly key: string | null
  /** A file that this session alone can fetch. */
  readonly page?: Page
}

const ENTRIES_PER_SESSION = 100
/** UTF-16 units over all sessions: at most 64 MB. */
const UNITS_IN_ALL = 32_000_000
const SESSIONS = 5000
const ENDED_SESSIONS = 10_000
/** Browsers held waiting: a few tabs each, and so many in all that the process keeps breathing. */
const WAITING_PER_SESSION = 3
const WAITING_IN_ALL = 2000

interface Mailbox {
  readonly entries: Entry[]
  units: number
  lastNumber: number
}

export interface NewEntry {
  readonly from: Entry['from']
  readonly text: string
  readonly choices?: readonly Choice[]
  readonly key?: string
  readonly page?: Page | undefined
}

export interface Mailboxes {
  add(session: string, entry: NewEntry): Entry
  /** Takes back an entry that could not be stored elsewhere. */
  remove(session: string, number: number): void
  entriesAfter(session: string, number: number): readonly Entry[]
  /**
   * Entries after `number`, waiting up to `milliseconds` until one is by `from`. Comes back early, maybe
   * with none, when `stop` aborts, the session ends, or too many wait.
   */
  waitForEntries(
    session: string,
    number: number,
    from: Entry['from'] | 'anybody',
    milliseconds: number,
    stop: AbortSignal,
  ): Promise<readonly Entry[]>
  /** Drops everything of the session; it takes nothing any more. */
  end(session: string): void
  isEnded(session: string): boolean
}

export function createMailboxes(now: () => number, wait: Wait): Mailboxes {
  /** Least recently used first. */
  const boxes = new Map<string, Mailbox>()
  const ended = new Set<string>()
  const waiting = createWaiting()
  let unitsInAll = 0

  const grow = (box: Mailbox, units: number) => {
    box.units += units
    unitsInAll += units
  }
  const touch = (session: string, box: Mailbox) => {
    boxes.delete(session)
    boxes.set(session, box)
  }
  const drop = (session: string) => {
    const box = boxes.get(session)
    if (box) grow(box, -box.units)
    boxes.delete(session)
  }
  const entriesAfter = (session: string, number: number) => {
    const box = boxes.get(session)
    if (!box) return []
    touch(session, box)
    return box.entries.filter((entry) => entry.number > number)
  }

  return {
    entriesAfter,
    isEnded: (session) => ended.has(session),
    add(session, { from, text, choices = [], key = null, page }) {
      const box = boxes.get(session) ?? { entries: [], units: 0, lastNumber: 0 }
      touch(session, box)
      const entry: Entry = { number: Math.max(box.lastNumber + 1, now()), from, text, choices, key, ...(page && { page }) }
      box.lastNumber = entry.number
      box.entries.push(entry)
      const oldest = box.entries.length > ENTRIES_PER_SESSION ? box.entries.shift() : undefined
      grow(box, unitsOf(entry) - (oldest ? unitsOf(oldest) : 0))
      for (const other of boxes.keys()) {
        if (other === session || (boxes.size <= SESSIONS && unitsInAll <= UNITS_IN_ALL)) break
        drop(other)
      }
      waiting.wake(session)
      return entry
    },
    remove(session, number) {
      const box = boxes.get(session)
      const at = box?.entries.findIndex((entry) => entry.number === number) ?? -1
      const removed = at < 0 ? undefined : box?.entries.splice(at, 1)[0]
      if (box && removed) grow(box, -unitsOf(removed))
    },
    async waitForEntries(session, number, from, milliseconds, stop) {
      const fits = () => entriesAfter(session, number).some((entry) => from === 'anybody' || entry.from === from)
      const enough = new AbortController()
      const look = () => {
        if (ended.has(session) || fits() || stop.aborted) enough.abort()
      }
      look()
      const leave = enough.signal.aborted ? null : waiting.join(session, look, () => enough.abort())
      if (!leave) return entriesAfter(session, number)
      stop.addEventListener('abort', look)
      await wait(milliseconds, enough.signal)
      stop.removeEventListener('abort', look)
      leave()
      return entriesAfter(session, number)
    },
    end(session) {
      drop(session)
      ended.add(session)
      const oldest = ended.size > ENDED_SESSIONS ? ended.values().next().value : undefined
      if (oldest !== undefined) ended.delete(oldest)
      waiting.wake(session)
    },
  }
}

function unitsOf({ text, page }: Entry): number {
  return text.length + (page?.parts ?? []).reduce((sum, part) => sum + part.label.length + part.text.length, 0)
}

interface Waiter {
  readonly look: () => void
  readonly giveUp: () => void
}

/** Who waits for which session. */
function createWaiting() {
  const bySession = new Map<string, Set<Waiter>>()
  let inAll = 0
  return {
    wake(session: string): void {
      for (const waiter of bySession.get(session) ?? []) waiter.look()
    },
    /** Null when too many wait already; the oldest of too many of one session gives up its place. Call the result to leave. */
    join(session: string, look: () => void, giveUp: () => void): (() => void) | null {
      if (inAll >= WAITING_IN_ALL) return null
      const waiters = bySession.get(session) ?? new Set<Waiter>()
      const [oldest] = waiters.size >= WAITING_PER_SESSION ? waiters : []
      if (oldest) {
        waiters.delete(oldest)
        oldest.giveUp()
      }
      const waiter = { look, giveUp }
      waiters.add(waiter)
      bySession.set(session, waiters)
      inAll += 1
      return () => {
        inAll -= 1
        waiters.delete(waiter)
        if (waiters.size === 0 && bySession.get(session) === waiters) bySession.delete(session)
      }
    },
  }
}
