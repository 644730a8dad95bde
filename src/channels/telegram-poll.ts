/**
 * Long polling that never confirms what is not stored. Telegram forgets an update when a later offset is
 * asked for, so the offset moves only after `takeIn` resolved; after a crash the same updates come again.
 */
import type { TelegramClient, TelegramFailure } from './telegram-api.ts'
import type { ChannelStatus } from './channel-status.ts'
import { TROUBLE } from './telegram-status.ts'
import { ALLOWED_UPDATES } from './telegram-update.ts'
import type { Wait } from './wait.ts'
import { backoff } from './wait.ts'

/** Telegram hands out at most 100 at a time. */
const BATCH = 100
/** Above the long poll itself: what the network may take. */
const POLL_MARGIN_MILLISECONDS = 15_000
/**
 * While the store is down the batch is tried on the way up from 1 s to 30 s, but new arrivals are looked for this often:
 * danger among them is answered from memory by whoever receives, and that must not wait 30 s.
 */
const LOOK_AGAIN_MILLISECONDS = 2000
const CONFLICT_WAIT_MILLISECONDS = 30_000
const TOKEN_WAIT_MILLISECONDS = 300_000

export interface PollParts {
  readonly client: TelegramClient
  readonly status: ChannelStatus
  readonly wait: Wait
  readonly now: () => number
  /** How long Telegram holds a poll open when there is nothing. */
  readonly pollSeconds: number
  /** Resolves when all of the batch is stored; rejects when it is not. */
  readonly takeIn: (updates: readonly unknown[]) => Promise<void>
}

/** A batch that could not be stored. */
interface Refused {
  readonly upTo: number
  readonly failures: number
  readonly retryAt: number
}

/** Runs until `stop` aborts. Never rejects. */
export async function pollUpdates(parts: PollParts, stop: AbortSignal): Promise<void> {
  const { client, status, wait, now } = parts
  const deadline = parts.pollSeconds * 1000 + POLL_MARGIN_MILLISECONDS
  let offset = 0
  let networkFailures = 0
  let refused = null as Refused | null

  while (!stop.aborted) {
    const asked = { offset, limit: BATCH, timeout: parts.pollSeconds, allowed_updates: ALLOWED_UPDATES }
    const result = await client.run((api, signal) => api.getUpdates(asked, signal), stop, deadline)
    if (stop.aborted) return
    if (!result.ok) {
      networkFailures += 1
      await recover(parts, result.failure, networkFailures, stop)
      continue
    }
    networkFailures = 0
    const last = result.value.at(-1)
    if (!last) {
      status.up()
      continue
    }
    if (refused?.upTo === last.update_id && now() < refused.retryAt) {
      await wait(Math.min(LOOK_AGAIN_MILLISECONDS, refused.retryAt - now()), stop)
      continue
    }
    try {
      await parts.takeIn(result.value)
      offset = last.update_id + 1
      refused = null
    } catch {
      // An early try for a new arrival does not lengthen the wait.
      const inTurn = refused === null || now() >= refused.retryAt
      const failures = (refused?.failures ?? 0) + (inTurn ? 1 : 0)
      refused = { upTo: last.update_id, failures, retryAt: now() + backoff(failures) }
      await wait(Math.min(LOOK_AGAIN_MILLISECONDS, backoff(failures)), stop)
    }
  }
}

async function recover(parts: PollParts, failure: TelegramFailure, failures: number, stop: AbortSignal): Promise<void> {
  const { client, status, wait } = parts
  switch (failure.kind) {
    case 'flood':
      return wait(failure.afterMilliseconds, stop)
    case 'conflict':
      if (failure.webhook) {
        await client.run((api, signal) => api.deleteWebhook({}, signal), stop)
        return wait(backoff(failures), stop)
      }
      status.incident('conflict', 'degraded', TROUBLE.conflict)
      return wait(CONFLICT_WAIT_MILLISECONDS, stop)
    case 'token':
      status.incident('token-refused', 'down', TROUBLE.token)
      return wait(TOKEN_WAIT_MILLISECONDS, stop)
    case 'forbidden':
    case 'bad-request':
    case 'server':
    case 'not-sent':
    case 'unanswered':
      status.trouble('down', TROUBLE.unreachable)
      return wait(backoff(failures), stop)
  }
}
