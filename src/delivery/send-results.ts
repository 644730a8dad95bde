/** What becomes of an outbox row after a send, or after a crash in the middle of one: pure, from the result to the writes. */
import type { Channel, SendResult } from '../channels/channel.ts'
import type { ChannelName } from '../message.ts'
import type { Database, Write } from '../store/database.ts'
import type { OutboxTable } from '../store/schema.ts'
import { statement, write } from '../store/writes.ts'
import { traceOf } from './traces.ts'

/** With the waits below this is about a day. */
const ATTEMPTS = 60
const SAFETY_RETRY = 2_000
export const FIRST_RETRY = 2_000
const LAST_RETRY = 30 * 60_000
const CHANNEL_DOWN_RETRY = 3_000
/** Asking costs two commits a row: what has waited long for a channel asks more seldom, up to this. Danger asks at the shortest. */
const CHANNEL_DOWN_LAST_RETRY = 30_000
/** A crash longer ago than this: a second copy would only confuse. */
const RESEND_WITHIN = 5 * 60_000

/** Whether the channel names its messages itself, so that a second attempt cannot show twice. */
export function idempotent(channel: Channel | null): boolean {
  return channel !== null && (channel.newProviderId() !== null || channel.name === 'web' || channel.name === 'terminal')
}

/**
 * A row that a crash left between "sending" and its result. Where the transport knows our id it goes again; a
 * safety reply goes again everywhere; another reply once more, saying so, if the crash was just now, after the time
 * that word of it may take where the transport tells.
 */
export function interruptedWrite(
  db: Database['db'],
  row: OutboxTable,
  at: number,
  channel: Channel | null,
): { write: Write; retryAt: number } {
  const sameIdAgain = idempotent(channel)
  const retryAt = at + (row.kind === 'safety' ? 0 : (channel?.reportsWithin ?? 0))
  const again = sameIdAgain || row.kind === 'safety' || at - row.created_at < RESEND_WITHIN
  const update = db.updateTable('outbox').where('id', '=', row.id).where('state', '=', 'sending')
  const settled = write(
    again
      ? update.set({ state: 'waiting', next_at: retryAt, error: sameIdAgain ? 'interrupted' : 'ambiguous' })
      : update.set({ state: 'ambiguous', error: 'interrupted', sealed_bubble: null }),
  )
  return { write: settled, retryAt }
}

const markSent = statement<{ id: string; at: number; providerId: string | null; traces: string | null }>((db, v) =>
  db
    .updateTable('outbox')
    .set({ state: 'sent', sent_at: v.at, sealed_bubble: null, error: null, provider_id: v.providerId, traces: v.traces })
    .where('id', '=', v.id)
    .where('state', '=', 'sending'),
)
const noteLastOut = statement<{ id: string; at: number }>((db, v) =>
  db.updateTable('conversations').set({ last_out_at: v.at }).where('id', '=', v.id),
)

/** Their ids of messages hold the person's address, and nothing comes back by which a message must be found: not kept. */
const NAMED_BY_ADDRESS: readonly ChannelName[] = ['telegram', 'web']

function tracesOf(row: OutboxTable, providerIds: readonly string[]): string | null {
  const traces = providerIds.map((id) => traceOf(row.channel, id, 'ours')).filter((trace) => trace !== null)
  return traces.length === 0 ? null : traces.join(',')
}

/**
 * `reportsWithin`: see Channel; somebody in danger does not wait for it.
 * `retryAt`: when the row is due again, milliseconds since 1970; null when it is done with.
 */
export function resultWrites(
  db: Database['db'],
  row: OutboxTable,
  result: SendResult,
  at: number,
  reportsWithin = 0,
): { writes: Write[]; retryAt: number | null } {
  const update = db.updateTable('outbox').where('id', '=', row.id).where('state', '=', 'sending')
  const backoff = Math.min(FIRST_RETRY * 2 ** Math.min(row.attempts - 1, 12), row.priority === 0 ? 60_000 : LAST_RETRY)
  const again = (wait: number, reason: string, counts: boolean): { writes: Write[]; retryAt: number | null } => {
    if (counts && row.attempts >= ATTEMPTS)
      return { writes: [write(update.set({ state: 'failed', error: reason, sealed_bubble: null }))], retryAt: null }
    const retryAt = at + wait
    return {
      writes: [write(update.set({ state: 'waiting', next_at: retryAt, error: reason, ...(counts ? {} : { attempts: row.attempts - 1 }) }))],
      retryAt,
    }
  }
  switch (result.status) {
    case 'sent':
      return {
        writes: [
          markSent(db, {
            id: row.id,
            at,
            providerId: NAMED_BY_ADDRESS.includes(row.channel) ? row.provider_id : (result.providerIds.at(-1) ?? row.provider_id),
            traces: tracesOf(row, result.providerIds),
          }),
          noteLastOut(db, { id: row.conversation_id, at }),
        ],
        retryAt: null,
      }
    case 'retry':
      return again(
        Math.max(result.afterMilliseconds, row.priority === 0 ? SAFETY_RETRY : Math.min(backoff, LAST_RETRY)),
        result.reason,
        true,
      )
    case 'ambiguous':
      // At least once: it goes again, and the second time says so. A third time it is left to staff.
      return row.error === 'ambiguous' && row.kind !== 'safety' && row.provider_id === null
        ? { writes: [write(update.set({ state: 'ambiguous', error: result.reason, sealed_bubble: null }))], retryAt: null }
        : again(row.priority === 0 ? SAFETY_RETRY : Math.max(backoff, reportsWithin), 'ambiguous', true)
    case 'withdrawn':
      // Waiting again: the next claim settles it by what now stands in the conversation.
      return again(0, 'withdrawn', false)
    case 'unavailable':
      return again(
        row.priority === 0
          ? CHANNEL_DOWN_RETRY
          : Math.min(CHANNEL_DOWN_LAST_RETRY, Math.max(CHANNEL_DOWN_RETRY, (at - row.created_at) / 4)),
        result.reason,
        false,
      )
    case 'refused':
      return {
        writes: [
          write(update.set({ state: 'failed', error: result.reason, sealed_bubble: null })),
          ...(result.blocked ? [write(db.updateTable('conversations').set({ blocked_at: at }).where('id', '=', row.conversation_id))] : []),
        ],
        retryAt: null,
      }
  }
}
