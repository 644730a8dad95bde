/**
 * What waits, in memory: one line for each conversation, emergencies before the rest, then by arrival.
 * The tables are the truth; this is filled from them at start and by whoever commits a row.
 */
export interface QueuedRow {
  readonly id: string
  readonly conversationId: string
  /** 0 is an emergency. */
  readonly priority: number
  /** Not before this time, milliseconds since 1970; at once when left out. */
  readonly notBefore?: number
}

export interface ConversationQueue {
  /** Adding an id twice is harmless. */
  add(row: QueuedRow): void
  /** Up to `limit` conversations that may be worked on now, each with its rows in order. They stay taken until `release`. */
  take(limit: number, rowsEach: number): { readonly conversationId: string; readonly ids: readonly string[] }[]
  /** Gives a conversation back; `done` ids leave it. Those that were taken and are not done wait until `notBefore` (milliseconds since 1970). */
  release(conversationId: string, done: readonly string[], notBefore?: number): void
  /** What is known of a row has changed: it waits no longer. */
  hurry(id: string): void
  /** Whether `take` would give something. */
  isReady(): boolean
  /** How many rows wait. */
  size(): number
  /** How many of this conversation do, those that are taken included. */
  waits(conversationId: string): number
  /** When the next conversation that waits for a time may go on; null when none does. */
  nextAt(): number | null
}

interface Line {
  rows: QueuedRow[]
  taken: readonly string[] | null
  /** Rows that failed wait for their time; a row in front of them does not. */
  readonly notBefore: Map<string, number>
}

/** Milliseconds that somebody in danger waits at most for the next attempt of what they wrote before. */
const DANGER_WAITS = 1_000

/** Each conversation keeps its order; between conversations an emergency goes first. */
export function createConversationQueue(now: () => number): ConversationQueue {
  const lines = new Map<string, Line>()
  /** Conversations ready to be taken, by priority; a Set keeps the order of arrival. */
  const ready = [new Set<string>(), new Set<string>()] as const
  const delayed = new Set<string>()
  const known = new Set<string>()

  const waitsUntil = (line: Line): number => line.notBefore.get(line.rows[0]?.id ?? '') ?? 0

  const offer = (conversationId: string, line: Line): void => {
    if (line.taken || line.rows.length === 0) return
    if (waitsUntil(line) > now()) {
      delayed.add(conversationId)
      return
    }
    delayed.delete(conversationId)
    const urgent = line.rows.some((row) => row.priority === 0)
    ready[urgent ? 0 : 1].add(conversationId)
    if (urgent) ready[1].delete(conversationId)
  }

  const wakeDelayed = (): void => {
    for (const conversationId of delayed) {
      const line = lines.get(conversationId)
      if (line && waitsUntil(line) <= now()) offer(conversationId, line)
    }
  }

  return {
    add(row) {
      if (known.has(row.id)) return
      known.add(row.id)
      let line = lines.get(row.conversationId)
      if (!line) {
        line = { rows: [], taken: null, notBefore: new Map() }
        lines.set(row.conversationId, line)
      }
      // Rows come nearly sorted; two that were committed side by side may arrive swapped.
      const at = line.rows.findLastIndex((other) => other.id < row.id)
      line.rows.splice(at + 1, 0, row)
      if (row.notBefore !== undefined) line.notBefore.set(row.id, row.notBefore)
      // Somebody in danger does not wait for the next attempt of what they wrote before.
      if (row.priority === 0) for (const other of line.rows) if (other.priority !== 0) line.notBefore.delete(other.id)
      offer(row.conversationId, line)
    },
    take(limit, rowsEach) {
      if (delayed.size > 0) wakeDelayed()
      const taken: { conversationId: string; ids: readonly string[] }[] = []
      for (const level of ready) {
        for (const conversationId of level) {
          if (taken.length >= limit) return taken
          level.delete(conversationId)
          const line = lines.get(conversationId)
          if (!line || line.taken || line.rows.length === 0) continue
          line.taken = line.rows.slice(0, rowsEach).map((row) => row.id)
          taken.push({ conversationId, ids: line.taken })
        }
      }
      return taken
    },
    release(conversationId, done, notBefore = 0) {
      const line = lines.get(conversationId)
      if (!line) return
      const taken = line.taken ?? []
      line.taken = null
      for (const id of done) {
        known.delete(id)
        line.notBefore.delete(id)
      }
      line.rows = line.rows.filter((row) => !done.includes(row.id))
      if (line.rows.length === 0) {
        lines.delete(conversationId)
        delayed.delete(conversationId)
        return
      }
      // Only for what stands behind: a safety reply that the platform told to wait does wait.
      const dangerBehind = line.rows.some((row) => row.priority === 0) && line.rows[0]?.priority !== 0
      const until = dangerBehind ? Math.min(notBefore, now() + DANGER_WAITS) : notBefore
      for (const row of line.rows) if (taken.includes(row.id) && notBefore > 0) line.notBefore.set(row.id, until)
      offer(conversationId, line)
    },
    hurry(id) {
      if (!known.has(id)) return
      for (const conversationId of delayed) {
        const line = lines.get(conversationId)
        if (line?.notBefore.delete(id) === true) offer(conversationId, line)
      }
    },
    isReady() {
      if (delayed.size > 0) wakeDelayed()
      return ready[0].size + ready[1].size > 0
    },
    size: () => known.size,
    waits: (conversationId) => lines.get(conversationId)?.rows.length ?? 0,
    nextAt() {
      let earliest: number | null = null
      for (const conversationId of delayed) {
        const line = lines.get(conversationId)
        const at = line ? waitsUntil(line) : 0
        if (earliest === null || at < earliest) earliest = at
      }
      return earliest
    },
  }
}
