/** The real channel against the emulator, with an inbox that records and can be told to fail. */
import { vi } from 'vitest'
import type { ChannelEvent, OutgoingMessage } from '../../src/channels/channel.ts'
import type { TelegramChannel, TelegramOptions } from '../../src/channels/telegram.ts'
import { createTelegramChannel } from '../../src/channels/telegram.ts'
import type { Wait } from '../../src/channels/wait.ts'
import type { Bubble, IncomingMessage } from '../../src/message.ts'
import type { TelegramEmulator } from './telegram-emulator.ts'
import { startTelegramEmulator } from './telegram-emulator.ts'

export interface Harness {
  readonly emulator: TelegramEmulator
  readonly channel: TelegramChannel
  /** Committed messages in order, redeliveries included. */
  readonly stored: IncomingMessage[]
  /** Batches handed in, refused ones included. */
  readonly batches: (readonly IncomingMessage[])[]
  /** How long the channel had waited in all when each batch was handed in, in milliseconds. */
  readonly batchAt: number[]
  readonly events: ChannelEvent[]
  /** Every line given to the logger, as JSON. */
  readonly logged: string[]
  /** How long the channel wanted to wait, in order. */
  readonly waits: number[]
  /** While true the inbox refuses every batch. */
  failing: boolean
  start(): Promise<void>
  send(address: number, bubble: Bubble | string, more?: Partial<OutgoingMessage>): ReturnType<TelegramChannel['send']>
  close(): Promise<void>
}

/**
 * The clock stands still but for waits, which take no time: they move it and yield once. `emulator` lets a second channel
 * meet the same server, as after a restart; it is then not closed with the harness.
 */
export async function createHarness(options: Partial<TelegramOptions> = {}, shared?: TelegramEmulator): Promise<Harness> {
  const emulator = shared ?? (await startTelegramEmulator({ webhookRetryMilliseconds: 5 }))
  let ahead = 0
  const begun = Date.now()
  const now = () => begun + ahead
  const waits: number[] = []
  const wait: Wait = async (milliseconds, stop) => {
    if (stop.aborted) return
    waits.push(milliseconds)
    ahead += milliseconds
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const logged: string[] = []
  const log = (fields: object, event: string) => void logged.push(JSON.stringify({ event, ...fields }))
  const channel = createTelegramChannel({
    token: emulator.token,
    apiRoot: emulator.url,
    mode: { kind: 'poll', pollSeconds: 20 },
    wait,
    callMilliseconds: 10_000,
    logger: { warn: log, info: log },
    ...options,
  })
  const harness: Harness = {
    emulator,
    channel,
    stored: [],
    batches: [],
    batchAt: [],
    events: [],
    logged,
    waits,
    failing: false,
    start: () =>
      channel.start({
        now,
        delivered: async () => undefined,
        report: (event) => void harness.events.push(event),
        async receive(batch) {
          harness.batches.push(batch)
          harness.batchAt.push(ahead)
          if (harness.failing) throw new Error('disk full')
          harness.stored.push(...batch)
        },
      }),
    send(address, bubble, more = {}) {
      const content = typeof bubble === 'string' ? { text: bubble } : bubble
      const message = { id: 'out-1', providerId: null, address: String(address), safety: false, attempt: 1, stillAllowed: async () => true }
      return channel.send({ ...message, bubble: content, ...more }, new AbortController().signal)
    },
    async close() {
      await channel.stop()
      if (!shared) await emulator.close()
    },
  }
  return harness
}

/** An address on this machine where nothing listens any more. */
export async function closedAddress(): Promise<string> {
  const emulator = await startTelegramEmulator()
  await emulator.close()
  return emulator.url
}

/** Waits until the condition holds; fails after 15 s. */
export function until(condition: () => boolean): Promise<void> {
  const check = () => {
    if (!condition()) throw new Error(`Not yet: ${condition.toString()}`)
  }
  return vi.waitFor(check, { timeout: 15_000, interval: 5 })
}
