/** The real channel against the double, with what a test wants to see. */
import type { ChannelEvent, DeliveryReport, OutgoingMessage, SendResult } from '../../src/channels/channel.ts'
import { createWhatsAppWebChannel, type WhatsAppWebChannel, type WhatsAppWebOptions } from '../../src/channels/whatsapp-web.ts'
import type { WhatsAppStore } from '../../src/channels/whatsapp-web-store.ts'
import type { IncomingMessage } from '../../src/message.ts'
import type { WhatsAppDouble } from './whatsapp-double.ts'
import type { DoubleUser } from './whatsapp-double-user.ts'
import { until } from './whatsapp-double-wait.ts'

export const NOW = Date.UTC(2026, 10, 24, 3)

export interface Running {
  readonly channel: WhatsAppWebChannel
  readonly received: IncomingMessage[]
  readonly events: ChannelEvent[]
  readonly reports: DeliveryReport[]
  readonly qrs: string[]
  /** Sends a text to a person, as the outbox does. */
  send(user: DoubleUser, text: string, changes?: Partial<OutgoingMessage>): Promise<SendResult>
}

export interface RunningOptions extends Partial<WhatsAppWebOptions> {
  /** Decides whether `receive` works; it does unless this says no. */
  readonly canReceive?: () => boolean
}

/** Where a double is, be it in this process or another. */
export interface DoubleAddress {
  readonly url: string
  readonly media: { readonly origin: string }
}

/** Nothing waits longer than it must, and chance is always in the middle. */
export async function startChannel(
  double: DoubleAddress,
  store: WhatsAppStore,
  { canReceive = () => true, ...options }: RunningOptions = {},
): Promise<Running> {
  const received: IncomingMessage[] = []
  const events: ChannelEvent[] = []
  const reports: DeliveryReport[] = []
  const qrs: string[] = []
  const channel = createWhatsAppWebChannel({
    store,
    logger: { info() {}, warn() {} },
    hasWritten: async () => true,
    showQr: (qr) => qrs.push(qr),
    pace: { shortestMilliseconds: 0, longestMilliseconds: 0, messagesPerMinute: 10_000 },
    reconnect: { firstMilliseconds: 10, largestMilliseconds: 40 },
    storeRetry: { firstMilliseconds: 10, largestMilliseconds: 40 },
    random: () => 0.5,
    waWebSocketUrl: double.url,
    mediaOrigin: double.media.origin,
    ...options,
  })
  await channel.start({
    now: () => NOW,
    report: (event) => events.push(event),
    delivered: async (report) => void reports.push(report),
    receive: async (batch) => {
      if (!canReceive()) throw new Error('inbox is closed')
      received.push(...batch)
    },
  })
  return {
    channel,
    received,
    events,
    reports,
    qrs,
    send: (user, text, changes = {}) =>
      channel.send(
        {
          id: `outbox-${text}`,
          providerId: channel.newProviderId(),
          address: user.lidJid,
          bubble: { text },
          safety: false,
          attempt: 1,
          stillAllowed: async () => true,
          ...changes,
        },
        new AbortController().signal,
      ),
  }
}

/** Links by QR and waits until messages can go both ways. */
export async function linkByQr(double: WhatsAppDouble, running: Running): Promise<void> {
  await until('a QR is shown', () => running.qrs.length > 0)
  double.scanQr(running.qrs.at(-1) ?? '')
  await isUp(double, running)
}

export async function isUp(double: WhatsAppDouble, running: Running): Promise<void> {
  await until('the channel is up', () => double.online && running.channel.health().state === 'up')
}
