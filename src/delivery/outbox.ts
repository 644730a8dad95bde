/** Sends what the outbox holds: each conversation in order, danger first, with bounded retries. Knows no channel's own types. */
import type { Channel, SendResult } from '../channels/channel.ts'
import type { ChannelName } from '../message.ts'
import type { Logger } from '../log.ts'
import { safeError } from '../log.ts'
import type { Database, Write } from '../store/database.ts'
import type { OutboxTable } from '../store/schema.ts'
import type { Claimed, Door } from './door.ts'
import type { Measure } from './measure.ts'
import { WINDOW_CLOSED } from './not-delivered.ts'
import type { People } from './people.ts'
import { createConversationQueue, type ConversationQueue, type QueuedRow } from './queue.ts'
import { FIRST_RETRY, interruptedWrite, resultWrites } from './send-results.ts'

export interface SenderParts {
  readonly store: Database
  readonly door: Door
  readonly people: People
  readonly now: () => number
  readonly logger: Logger
  readonly channel: (name: ChannelName) => Channel | null
  readonly measure: Measure
  /** Staff are told when a reply could not be delivered for good. */
  readonly onFailed: (channel: ChannelName, reason: string) => void
}

export interface Sender {
  add(rows: readonly QueuedRow[]): void
  /** Fills the queue from the table: after a start, and for a conversation whose old answers were released. */
  recover(conversationId?: string): Promise<void>
  /** The transport told of this row: what stands behind it in its conversation need not wait for its next attempt. */
  reported(id: string): void
  idle(): Promise<void>
  waiting(channel?: ChannelName): number
  stop(): Promise<void>
}

const SENDS_AT_ONCE = 64
const SEND_DEADLINE = 45_000
const FINISH_WITHIN = 4_000
const RECOVERY_PAGE = 2_000
const TWICE = 'Maaf kalau pesan ini terkirim dua kali.\n\n'

export function createSender(parts: SenderParts): Sender {
  const { store, door, now } = parts
  const { db } = store
  /** By priority. Danger has a queue of its own: it waits for no reply of the same conversation that keeps to its pace. */
  const queues = [createConversationQueue(now), createConversationQueue(now)] as const
  const queueOf = (priority: number): ConversationQueue => queues[priority === 0 ? 0 : 1]
  const enqueue = (row: QueuedRow): void => queueOf(row.priority).add(row)
  const waitingRows = (): number => queues[0].size() + queues[1].size()
  const stopping = new AbortController()
  /** Rows that this process has claimed and not finished: what else is "sending" was left behind by an earlier one. */
  const claimedHere = new Set<string>()
  let stopped = false
  let running = false
  let inHand = 0
  let timer: NodeJS.Timeout | null = null
  let idleWaiters: (() => void)[] = []

  const wake = (): void => {
    if (running || stopped) return
    running = true
    setImmediate(() => {
      void run()
    })
  }

  const run = async (): Promise<void> => {
    try {
      while (!stopped) {
        const queue = queues.find((candidate) => candidate.isReady())
        if (!queue) break
        const taken = queue.take(SENDS_AT_ONCE, 1)
        if (taken.length === 0) continue
        inHand += taken.length
        await claimAndSend(
          queue,
          taken.map((one) => ({ conversationId: one.conversationId, id: one.ids[0]! })),
        )
      }
    } finally {
      running = false
      settleIdle()
    }
  }

  const settleIdle = (): void => {
    const times = queues.map((queue) => queue.nextAt()).filter((time) => time !== null)
    const at = times.length === 0 ? null : Math.min(...times)
    if (at !== null && !stopped) {
      if (timer) clearTimeout(timer)
      timer = setTimeout(wake, Math.max(5, Math.min(at - now(), 60_000)))
      timer.unref()
    }
    if (waitingRows() === 0 && inHand === 0) {
      for (const resolve of idleWaiters) resolve()
      idleWaiters = []
    }
  }

  const finish = (queue: ConversationQueue, conversationId: string, id: string, isDone: boolean, notBefore?: number): void => {
    inHand--
    claimedHere.delete(id)
    queue.release(conversationId, isDone ? [id] : [], notBefore)
    wake()
    settleIdle()
  }

  const claimAndSend = async (queue: ConversationQueue, group: readonly { conversationId: string; id: string }[]): Promise<void> => {
    for (const one of group) claimedHere.add(one.id)
    try {
      const { claimed, settled, sends, later, closed } = await door.claim(
        group.map((one) => one.id),
        (row) => parts.channel(row.channel)?.newProviderId() ?? null,
      )
      for (const row of sends) enqueue(row)
      for (const name of closed) parts.onFailed(name, WINDOW_CLOSED)
      const claimedOf = new Map(claimed.map((one) => [one.row.id, one]))
      for (const { conversationId, id } of group) {
        const one = claimedOf.get(id)
        // Sends run side by side; the next group is claimed without waiting for a slow one.
        if (one) void sendOne(queue, one, conversationId)
        else finish(queue, conversationId, id, settled.includes(id), later.get(id))
      }
    } catch (error) {
      parts.logger.error({ event: 'outbox-not-claimed', ...safeError(error) })
      for (const one of group) finish(queue, one.conversationId, one.id, false, now() + FIRST_RETRY)
    }
  }

  /** `queueKey`: the conversation under which the row was queued; a merge may have moved the row to another one since. */
  const sendOne = async (queue: ConversationQueue, claimed: Claimed, queueKey: string): Promise<void> => {
    const { row } = claimed
    let result: SendResult
    const begun = performance.now()
    try {
      result = await transmit(claimed)
    } catch (error) {
      parts.logger.error({ event: 'send-threw', channel: row.channel, outbox: row.id, ...safeError(error) })
      result = { status: 'ambiguous', reason: (error as Error).name }
    }
    parts.measure.took('send', row.channel, performance.now() - begun)
    parts.measure.attempted(row.channel, row.kind, result.status)
    if (result.status === 'sent') parts.measure.answered(row.channel, row.kind, now() - row.created_at)
    const { writes, retryAt } = resultWrites(db, row, result, now(), parts.channel(row.channel)?.reportsWithin)
    if (!(await storeResult(row, writes))) {
      // The row stays "sending" in the table and is looked at again after the next start.
      finish(queue, queueKey, row.id, true)
      return
    }
    if (result.status === 'refused')
      parts.logger.warn({ event: 'reply-refused', channel: row.channel, outbox: row.id, reason: result.reason })
    if (retryAt === null && result.status !== 'sent' && result.status !== 'withdrawn' && !(result.status === 'refused' && result.blocked))
      parts.onFailed(row.channel, result.reason)
    if (retryAt === null) finish(queue, queueKey, row.id, true)
    else finish(queue, queueKey, row.id, false, retryAt)
  }

  /** What became of a message is not given up while the store is in trouble: else it would go twice, or never again. False when we stop. */
  const storeResult = async (row: OutboxTable, writes: readonly Write[]): Promise<boolean> => {
    for (;;) {
      try {
        await store.commit(writes, row.priority === 0 ? 'urgent' : 'ordinary')
        return true
      } catch (error) {
        parts.logger.error({ event: 'send-result-not-stored', outbox: row.id, ...safeError(error) })
        if (stopped) return false
        await pause(FIRST_RETRY, stopping.signal)
      }
    }
  }

  const transmit = async ({ row, bubble }: Claimed): Promise<SendResult> => {
    const channel = parts.channel(row.channel)
    if (!channel) return { status: 'unavailable', reason: 'channel-not-configured' }
    const to = await parts.people.address(row.conversation_id, channel.reaches)
    if (!to) return { status: 'refused', reason: 'person-gone', blocked: false }
    const deadline = AbortSignal.any([stopping.signal, AbortSignal.timeout(SEND_DEADLINE)])
    return await channel.send(
      {
        id: row.id,
        providerId: row.provider_id,
        address: to.address,
        bubble:
          row.error === 'ambiguous' && channel.newProviderId() === null && row.kind !== 'safety'
            ? { ...bubble, text: `${TWICE}${bubble.text}` }
            : bubble,
        safety: row.kind === 'safety',
        outsideWindow: row.kind === 'reopen',
        attempt: row.attempts,
        stillAllowed: () => door.stillAllowed(row),
      },
      deadline,
    )
  }

  const inHandOrUntil = async (until: number): Promise<void> => {
    while (inHand > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  return {
    add(rows) {
      for (const row of rows) enqueue(row)
      if (rows.length > 0) wake()
    },
    async recover(conversationId) {
      let last = ''
      for (;;) {
        const rows = await db
          .selectFrom('outbox')
          .selectAll()
          .where('state', 'in', ['waiting', 'sending'])
          .where('id', '>', last)
          .$if(conversationId !== undefined, (query) => query.where('conversation_id', '=', conversationId!))
          .orderBy('id')
          .limit(RECOVERY_PAGE)
          .execute()
        const interrupted = conversationId === undefined ? rows.filter((row) => row.state === 'sending' && !claimedHere.has(row.id)) : []
        const dueAt = new Map<string, number>()
        const writes = interrupted.map((row) => {
          const { write, retryAt } = interruptedWrite(db, row, now(), parts.channel(row.channel))
          dueAt.set(row.id, retryAt)
          return write
        })
        if (writes.length > 0) await store.commit(writes)
        for (const row of rows) {
          const notBefore = dueAt.get(row.id) ?? 0
          enqueue({ id: row.id, conversationId: row.conversation_id, priority: row.priority, ...(notBefore > now() ? { notBefore } : {}) })
        }
        const newest = rows.at(-1)
        if (!newest || rows.length < RECOVERY_PAGE) break
        last = newest.id
      }
      wake()
    },
    reported(id) {
      for (const queue of queues) queue.hurry(id)
      wake()
    },
    idle() {
      if (waitingRows() === 0 && inHand === 0) return Promise.resolve()
      return new Promise((resolve) => idleWaiters.push(resolve))
    },
    waiting: waitingRows,
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      // What is on its way may arrive; what has not within this time is cut off and looked at after the next start.
      await inHandOrUntil(performance.now() + FINISH_WITHIN)
      stopping.abort()
      await inHandOrUntil(performance.now() + 1_000)
    },
  }
}

/** Resolves after `milliseconds`, or at once when `stop` is aborted. */
function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    stop.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      stop.removeEventListener('abort', done)
      resolve()
    }
  })
}
