/** How a channel that calls a service over http starts, sends and stops: what Telegram and the Cloud API have in common. */
import { setMaxListeners } from 'node:events'
import type { OutgoingMessage, SendResult } from './channel.ts'
import { createInHand } from './in-hand.ts'
import { withEither } from './wait.ts'

/** `waiting` ends the waiting for a turn, `cut` the call under way. */
type Send = (message: OutgoingMessage, waiting: AbortSignal, cut: AbortSignal) => Promise<SendResult>

export interface RunningCalls {
  /** Aborted first: no more polls, no more waiting for a turn. */
  readonly closing: AbortSignal
  /** Aborted last: calls under way are cut. */
  readonly cut: AbortSignal
  /** Returns `work` itself; stopping waits for it. */
  track<T>(work: Promise<T>): Promise<T>
  /** `send` is null before the channel was started. */
  send(send: Send | null, message: OutgoingMessage, stop: AbortSignal): Promise<SendResult>
  /** Waits at most `milliseconds` for what is under way, cuts the rest, then calls `stopped`. Once, however often it is asked. */
  stop(milliseconds: number, stopped: () => void): Promise<void>
}

export function createRunningCalls(): RunningCalls {
  const closing = new AbortController()
  const cut = new AbortController()
  // Each call under way listens, and many are at once: that is no leak.
  setMaxListeners(0, closing.signal, cut.signal)
  const { track, settle } = createInHand()
  let stopping: Promise<void> | null = null
  return {
    closing: closing.signal,
    cut: cut.signal,
    track,
    async send(send, message, stop) {
      if (send === null || closing.signal.aborted) return { status: 'unavailable', reason: 'stopped' }
      return track(withEither(closing.signal, stop, (waiting) => send(message, waiting, cut.signal)))
    },
    stop(milliseconds, stopped) {
      stopping ??= (async () => {
        closing.abort()
        await settle(milliseconds)
        cut.abort()
        stopped()
      })()
      return stopping
    },
  }
}
