/** Keeps the account connected: connects, links, reconnects by the reason of each end, and stops when only a person can go on. */
import { initAuthCreds, type AuthenticationCreds } from '@whiskeysockets/baileys'
import { backoffMilliseconds, closingFor, type Backoff, type Closing } from './whatsapp-web-closing.ts'
import { createCredentialSaver, isLinked, loadCredentials } from './whatsapp-web-credentials.ts'
import { waitByTimer } from './wait.ts'
import type { StaffEvent } from './whatsapp-web-health.ts'
import { createPairingBoard, type WhatsAppPairing } from './whatsapp-web-pairing.ts'
import { openSocket, type SocketHandlers, type WhatsAppSocket } from './whatsapp-web-socket.ts'
import type { SignalKeys } from './whatsapp-web-keys.ts'
import type { WhatsAppStore } from './whatsapp-web-store.ts'

/** A connection that lasted this long was a good one: the next pause starts small again. */
const GOOD_CONNECTION_MILLISECONDS = 60_000

/** The code with which Baileys ends when no QR is left to show. */
const QR_RAN_OUT = 408

/** How long stopping waits for credentials that are not saved yet. */
const LAST_SAVE_MILLISECONDS = 2000

export type LinkState = 'starting' | 'connecting' | 'open' | 'unlinked' | 'stopped-by-whatsapp' | 'stopped'

export interface LinkParts {
  readonly store: WhatsAppStore
  readonly keys: SignalKeys
  readonly url: string | undefined
  readonly reconnect: Backoff
  readonly storeRetry: Backoff
  readonly lateSocketMilliseconds: number
  readonly random: () => number
  readonly now: () => number
  readonly showQr: (qr: string) => void
  /** Something that staff must know, in our words. */
  readonly event: (kind: StaffEvent) => void
  /** WhatsApp ended the connection, and only a person can go on. */
  readonly stopped: (kind: string, text: string) => void
  readonly handlers: Omit<SocketHandlers, 'qr' | 'opened' | 'credentialsChanged' | 'closed'>
  /** The connection ended, for whatever reason. */
  readonly ended: () => void
}

export interface Link extends WhatsAppPairing {
  readonly state: LinkState
  /** For staff, when the state is `stopped-by-whatsapp`. */
  readonly stopText: string
  readonly credentials: AuthenticationCreds | null
  /** The connection, when messages can go over it. */
  readonly socket: WhatsAppSocket | null
  start(): Promise<void>
  stop(): Promise<void>
  /** The connection looks dead: a new one, with an event for staff. */
  renew(reason: StaffEvent): void
}

export function createLink(parts: LinkParts): Link {
  const { store, event, reconnect, random } = parts
  const board = createPairingBoard(parts.now)
  const stopping = new AbortController()
  const savingEnds = new AbortController()
  const saver = createCredentialSaver(store, parts.storeRetry, random, savingEnds.signal)
  let state: LinkState = 'starting'
  let stopText = ''
  let credentials: AuthenticationCreds | null = null
  let socket: WhatsAppSocket | null = null
  let attempt = 0
  let openedAt: number | null = null
  let linkEnded = false
  let leaving = false
  let watch: NodeJS.Timeout | undefined
  let waiting = new AbortController()

  const connect = (): void => {
    if (stopping.signal.aborted || !credentials) return
    waiting.abort()
    socket?.close()
    const mine = credentials
    openedAt = null
    state = 'connecting'
    if (!isLinked(mine)) board.set({ state: 'waiting' })
    socket = openSocket({
      store,
      keys: parts.keys,
      credentials: mine,
      url: parts.url,
      handlers: {
        ...parts.handlers,
        qr(qr) {
          board.showQr(qr)
          if (board.status.state === 'qr') parts.showQr(qr)
        },
        opened() {
          state = 'open'
          openedAt = performance.now()
          board.set({ state: 'paired' })
        },
        credentialsChanged: () => saver.changed(mine),
        closed,
      },
    })
  }

  const connectLater = async (): Promise<void> => {
    const milliseconds = backoffMilliseconds(reconnect, attempt, random)
    attempt += 1
    waiting = new AbortController()
    const mine = waiting.signal
    await waitByTimer(milliseconds, mine)
    if (!mine.aborted) connect()
  }

  const closed = (statusCode: number | undefined): void => {
    const wasShowing = board.status.state === 'qr' || board.status.state === 'code'
    const lasted = openedAt === null ? 0 : performance.now() - openedAt
    if (lasted > GOOD_CONNECTION_MILLISECONDS) attempt = 0
    socket = null
    parts.ended()
    if (leaving) return
    if (credentials && !isLinked(credentials)) {
      // Half-made keys would make the next try log in as nobody.
      credentials = initAuthCreds()
      if (wasShowing && statusCode === QR_RAN_OUT) return pairingEnded()
    }
    follow(closingFor(statusCode))
  }

  const follow = (closing: Closing): void => {
    state = 'connecting'
    if (closing.action === 'at-once' && attempt === 0) {
      attempt = 1
      connect()
    } else if (closing.action !== 'stop') {
      void connectLater()
    } else {
      state = 'stopped-by-whatsapp'
      stopText = closing.text
      linkEnded = closing.linkEnded
      if (linkEnded) board.set({ state: 'unpaired' })
      parts.stopped(closing.kind, closing.text)
    }
  }

  const pairingEnded = (): void => {
    state = 'unlinked'
    board.set({ state: 'unpaired' })
    event('pairing-ended')
  }

  const link = (): void => {
    linkEnded = false
    attempt = 0
    credentials = initAuthCreds()
    connect()
  }

  const drop = (): void => {
    socket?.close()
    socket = null
    parts.ended()
  }

  const renew = (reason: StaffEvent): void => {
    if (!socket) return
    event(reason)
    drop()
    state = 'connecting'
    void connectLater()
  }

  const checkSilence = (): void => {
    const waitsForPhone = board.status.state === 'qr' || board.status.state === 'code'
    const late = socket !== null && performance.now() - socket.lastFrameAt > parts.lateSocketMilliseconds
    if (late && !waitsForPhone) renew('silent')
  }

  return {
    get state() {
      return state
    },
    get stopText() {
      return stopText
    },
    get credentials() {
      return credentials
    },
    get socket() {
      return state === 'open' ? socket : null
    },
    renew,
    async start() {
      credentials = await loadCredentials(store)
      if (isLinked(credentials)) board.set({ state: 'paired' })
      watch = setInterval(checkSilence, parts.lateSocketMilliseconds / 3)
      connect()
    },
    async stop() {
      stopping.abort()
      waiting.abort()
      clearInterval(watch)
      drop()
      state = 'stopped'
      await Promise.race([saver.settled(), waitByTimer(LAST_SAVE_MILLISECONDS, savingEnds.signal)])
      savingEnds.abort()
    },
    pairing: () => board.status,
    subscribePairing: (listener) => board.subscribe(listener),
    async requestPairingCode(phone) {
      const digits = phone.replace(/\D/g, '')
      if (!socket || board.status.state !== 'qr') throw new Error('a code can be asked for only while a QR is shown')
      const code = await socket.sock.requestPairingCode(digits)
      board.set({ state: 'code', code })
      return code
    },
    async startPairing() {
      const linked = credentials !== null && isLinked(credentials)
      if ((linked && !linkEnded) || stopping.signal.aborted) return
      if (linked) await store.forget()
      link()
    },
    async logout() {
      const open = state === 'open' ? socket : null
      waiting.abort()
      // Staff asked for it: the end that follows is no event.
      leaving = true
      await open?.sock.logout().catch(() => {})
      drop()
      leaving = false
      await saver.settled()
      await store.forget()
      credentials = initAuthCreds()
      state = 'unlinked'
      board.set({ state: 'unpaired' })
    },
    async restart() {
      if (stopping.signal.aborted) return
      attempt = 0
      stopText = ''
      connect()
    },
  }
}
