/**
 * WhatsApp through a linked device (Baileys). Import this file only when it is asked for: it loads Baileys and
 * libsignal, which is under the GPL.
 */
import { randomBytes } from 'node:crypto'
import type { WACallEvent, WAMessage } from '@whiskeysockets/baileys'
import { safeError, type Logger } from '../log.ts'
import type { Channel, ChannelContext, ChannelHealth, DeliveryReport, MediaLimits, MediaResult } from './channel.ts'
import { createInHand } from './in-hand.ts'
import { createAckWaiter } from './whatsapp-web-acks.ts'
import type { Backoff } from './whatsapp-web-closing.ts'
import { guardConsole } from './whatsapp-web-console-guard.ts'
import { createChatEraser, DISAPPEARS_AFTER } from './whatsapp-web-erase.ts'
import { healthOf, STAFF_TEXTS, type StaffEvent } from './whatsapp-web-health.ts'
import { createWebIntake } from './whatsapp-web-intake.ts'
import { createSignalKeys } from './whatsapp-web-keys.ts'
import { createLink, type Link } from './whatsapp-web-link.ts'
import { downloadMedia, MEDIA_ORIGIN } from './whatsapp-web-media.ts'
import { fromCall, personAddress, toIncoming } from './whatsapp-web-message.ts'
import { DEFAULT_PACE, type PaceOptions } from './whatsapp-web-pace.ts'
import type { WhatsAppPairing } from './whatsapp-web-pairing.ts'
import { createSender, type Sender } from './whatsapp-web-send.ts'
import { accountOf } from './whatsapp-web-socket.ts'
import type { WhatsAppStore } from './whatsapp-web-store.ts'

export interface WhatsAppWebOptions {
  readonly store: WhatsAppStore
  readonly logger: Pick<Logger, 'info' | 'warn'>
  /** Whether a person has ever written from this address. We only answer. */
  readonly hasWritten: (address: string) => Promise<boolean>
  /** The QR as text, each time it changes; for the terminal. */
  readonly showQr?: (qr: string) => void
  readonly pace?: Partial<PaceOptions>
  readonly reconnect?: Backoff
  readonly storeRetry?: Backoff
  /** No frame at all for so long: the connection is taken for dead. */
  readonly lateSocketMilliseconds?: number
  /** How long the server may take to accept a message. */
  readonly ackMilliseconds?: number
  readonly random?: () => number
  /** Another server and another host for files: for tests. */
  readonly waWebSocketUrl?: string
  readonly mediaOrigin?: string
}

export interface WhatsAppWebChannel extends Channel, WhatsAppPairing {
  readonly downloadMedia: (handle: string, limits: MediaLimits) => Promise<MediaResult>
}

const DEFAULT_RECONNECT: Backoff = { firstMilliseconds: 1000, largestMilliseconds: 300_000 }
const DEFAULT_STORE_RETRY: Backoff = { firstMilliseconds: 1000, largestMilliseconds: 30_000 }
const LATE_SOCKET_MILLISECONDS = 90_000
const ACK_MILLISECONDS = 30_000
const STOP_MILLISECONDS = 5000
const LONGEST_GAP_MILLISECONDS = 500
/** Our own among the types of keys: chats whose messages go by themselves, with the seconds after which they do. */
const DISAPPEARING = 'disappearing'

const userOf = (address: string): string => address.split('@')[0] ?? ''

export function createWhatsAppWebChannel(options: WhatsAppWebOptions): WhatsAppWebChannel {
  guardConsole()
  const { store, logger, random = Math.random } = options
  const storeRetry = options.storeRetry ?? DEFAULT_STORE_RETRY
  const acks = createAckWaiter()
  const stopping = new AbortController()
  const sending = createInHand()
  let context: ChannelContext | null = null
  let restricted = false
  let lastOut: number | null = null

  const now = (): number => context?.now() ?? 0

  const report = (kind: string, text: string): void => {
    logger.warn({ event: 'whatsapp', kind })
    context?.report({ channel: 'whatsapp', kind, text })
  }

  /** Called while a frame is being read, which waits for nothing. */
  const delivered = (word: DeliveryReport): void => {
    context?.delivered(word).catch((error: unknown) => logger.warn({ event: 'whatsapp-delivery-report', ...safeError(error) }))
  }

  const event = (kind: StaffEvent): void => report(kind, STAFF_TEXTS[kind])

  const restrict = (): void => {
    if (!restricted) event('restricted')
    restricted = true
  }

  const intake = createWebIntake({
    receive: (batch) => context?.receive(batch) ?? Promise.reject(new Error('not started')),
    now,
    retry: storeRetry,
    random,
    stop: stopping.signal,
    failed: () => event('store-failed'),
  })

  const keys = createSignalKeys({
    store,
    retry: storeRetry,
    random,
    commitFailed: (attempt) => {
      if (attempt === 0) event('store-failed')
    },
  })

  const account = () => (link.credentials ? accountOf(link.credentials) : { jid: '', lid: '' })

  const link: Link = createLink({
    store,
    keys,
    url: options.waWebSocketUrl,
    reconnect: options.reconnect ?? DEFAULT_RECONNECT,
    storeRetry,
    lateSocketMilliseconds: options.lateSocketMilliseconds ?? LATE_SOCKET_MILLISECONDS,
    random,
    now,
    showQr: options.showQr ?? (() => {}),
    event,
    stopped: report,
    ended: () => acks.connectionClosed(),
    handlers: {
      stored: intake.stored,
      messages(messages: readonly WAMessage[], backlog) {
        const incoming = messages.map((message) => toIncoming(message, account(), backlog))
        void intake.take(incoming.filter((message) => message !== null))
      },
      ack(id, error) {
        if (acks.arrived(id, error)) return
        const state = error === undefined ? 'accepted' : 'refused'
        const reason = error === undefined ? null : `ack-${error}`
        delivered({ channel: 'whatsapp', providerId: id, state, reason })
      },
      receipt(ids, state) {
        for (const providerId of ids) delivered({ channel: 'whatsapp', providerId, state, reason: null })
      },
      call(call: WACallEvent) {
        if (!call.offline) link.socket?.sock.rejectCall(call.id, call.from).catch(() => {})
        const incoming = call.isGroup ? null : fromCall(call, account())
        if (incoming) void intake.take([incoming])
      },
      restricted: restrict,
    },
  })

  const newId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`
  const socket = () => {
    if (restricted) return { unavailable: 'restricted' }
    return (stopping.signal.aborted ? null : link.socket) ?? { unavailable: link.state }
  }
  const ackMilliseconds = options.ackMilliseconds ?? ACK_MILLISECONDS
  const pace = { ...DEFAULT_PACE, ...options.pace }

  const eraser = createChatEraser({
    acks,
    socket,
    newId,
    ackMilliseconds,
    gapMilliseconds: Math.min(pace.shortestMilliseconds, LONGEST_GAP_MILLISECONDS),
    stop: stopping.signal,
    remember: (address) => store.commit({ keys: [{ type: DISAPPEARING, id: userOf(address), value: String(DISAPPEARS_AFTER) }] }),
  })

  const send: Sender = createSender({
    acks,
    pace,
    random,
    now,
    ackMilliseconds,
    lasts: async (address) => {
      const user = userOf(address)
      const known = (await store.readKeys(DISAPPEARING, [user])).get(user)
      return known === undefined ? null : Number(known)
    },
    hasWritten: options.hasWritten,
    socket,
    restricted: restrict,
    silent: () => link.renew('no-ack'),
  })

  return {
    name: 'whatsapp',
    async start(given) {
      context = given
      await link.start()
    },
    async stop() {
      if (stopping.signal.aborted) return
      stopping.abort()
      await sending.settle(STOP_MILLISECONDS)
      await link.stop()
    },
    async send(message, stop) {
      const result = await sending.track(send(message, stop))
      if (result.status === 'sent') lastOut = now()
      return result
    },
    async typing(address) {
      const person = personAddress(address)
      if (person) await link.socket?.sock.sendPresenceUpdate('composing', person).catch(() => {})
    },
    async markRead(address, externalIds) {
      // Calls and unreadable messages have ids of our own making.
      const ids = externalIds.filter((id) => !id.includes(':'))
      const person = personAddress(address)
      if (!person || ids.length === 0) return
      const read = ids.map((id) => ({ remoteJid: person, id, fromMe: false }))
      await link.socket?.sock.readMessages(read).catch(() => {})
    },
    newProviderId: newId,
    eraseTraces: (address, traces) => eraser.revoke(address, traces),
    makeDisappearing: (address) => eraser.makeDisappearing(address),
    health: (): ChannelHealth => ({
      ...healthOf(link, restricted),
      lastMessageInAt: intake.lastAt,
      lastMessageOutAt: lastOut,
    }),
    downloadMedia: (handle, limits) =>
      downloadMedia(handle, limits, {
        origin: options.mediaOrigin ?? MEDIA_ORIGIN,
        stop: stopping.signal,
        askAgain: (message) => link.socket?.sock.updateMediaMessage(message) ?? Promise.reject(new Error('not connected')),
      }),
    pairing: link.pairing,
    subscribePairing: link.subscribePairing,
    requestPairingCode: link.requestPairingCode,
    startPairing: link.startPairing,
    logout: link.logout,
    async restart() {
      restricted = false
      await link.restart()
    },
  }
}
