/** Web chat as a channel: one page under `/chat`, whole without a script, nothing left in the browser. */
import type { Hono } from 'hono'
import type { Channel, ChannelContext } from './channel.ts'
import { createInHand } from './in-hand.ts'
import type { Wait } from './wait.ts'
import { waitByTimer } from './wait.ts'
import { createWebChatLimits } from './web-chat-limits.ts'
import { createMailboxes } from './web-chat-mailbox.ts'
import { createWebChatRoutes } from './web-chat-routes.ts'
import { createSessionTokens, isSessionId } from './web-chat-session.ts'

const STOP_MILLISECONDS = 5000

export interface WebChatOptions {
  /** Signs the session cookies; at least 32 bytes, the same after a restart. */
  readonly key: Uint8Array
  /** Where the request comes from; used for limits only, and kept as a salted hash. */
  readonly clientAddress: (request: Request) => string
  /** Lets a message through every limit. When it throws, the message counts as danger. */
  readonly isDanger: (text: string) => boolean
  /** Shown when a dangerous message could not be stored. May be empty. */
  readonly safetyFromMemory: (text: string) => string
  /** First words above the conversation: who answers, that it is free, what never to send. */
  readonly intro: string
  /** Title of the tab. Neutral; default "Tanya". */
  readonly title?: string
  /** Where "Keluar cepat" leads. Default: a search page. */
  readonly exitUrl?: string
  /** Whether the browser came by https, also behind a proxy. Default: by the request's address. */
  readonly secure?: (request: Request) => boolean
  /** Default: the system clock. Must agree with the clock given at start. */
  readonly now?: () => number
  readonly wait?: Wait
}

/** What tells a person that they are erased is still to be read. */
const RECEIPT_BUBBLES = 2

export interface WebChatChannel extends Channel {
  /** Mount with `app.route('/chat', channel.routes)`. */
  readonly routes: Hono
  /** Drops what the session's page shows, for good; its browser starts a new session. */
  forget(address: string): void
}

/** Throws when the key is too short. */
export function createWebChatChannel(options: WebChatOptions): WebChatChannel {
  const { now = Date.now, wait = waitByTimer } = options
  const mailboxes = createMailboxes(now, wait)
  const closing = new AbortController()
  const inHand = createInHand()
  let context: ChannelContext | null = null
  let lastMessageInAt: number | null = null
  let lastMessageOutAt: number | null = null

  const routes = createWebChatRoutes({
    mailboxes,
    limits: createWebChatLimits(now),
    tokens: createSessionTokens(options.key, now),
    context: () => context,
    isDanger: options.isDanger,
    safetyFromMemory: options.safetyFromMemory,
    clientAddress: options.clientAddress,
    secure: options.secure ?? ((request) => new URL(request.url).protocol === 'https:'),
    title: options.title ?? 'Tanya',
    intro: options.intro,
    exitUrl: options.exitUrl ?? 'https://www.google.com/',
    closing: closing.signal,
    track: inHand.track,
  })

  return {
    name: 'web',
    routes,
    forget: (address) => mailboxes.end(address),
    personErased(address) {
      for (const { number } of mailboxes.entriesAfter(address, 0).slice(0, -RECEIPT_BUBBLES)) mailboxes.remove(address, number)
    },

    async start(given) {
      context = {
        ...given,
        async receive(batch) {
          await given.receive(batch)
          lastMessageInAt = given.now()
        },
      }
    },

    async stop() {
      context = null
      closing.abort()
      await inHand.settle(STOP_MILLISECONDS)
    },

    /** `sent` once it lies in the session's mailbox; a session of before a restart gets a new one. */
    async send(message) {
      if (closing.signal.aborted) return { status: 'unavailable', reason: 'stopped' }
      const { address, bubble } = message
      if (!isSessionId(address)) return { status: 'refused', reason: 'not a web chat session', blocked: false }
      // Nobody can open this page again: the person left it by the quick exit.
      if (mailboxes.isEnded(address)) return { status: 'refused', reason: 'the person left', blocked: true }
      const { choices = [], page } = bubble
      const text = page?.caption ?? bubble.text
      const twin = mailboxes.entriesAfter(address, 0).find((entry) => entry.key === message.id)
      const entry = twin ?? mailboxes.add(address, { from: 'assistant', text, choices, key: message.id, page })
      lastMessageOutAt = now()
      return { status: 'sent', providerIds: [`${address}:${entry.number}`] }
    },

    async typing() {},
    async markRead() {},
    newProviderId: () => null,

    health() {
      const state = closing.signal.aborted ? 'stopped' : context ? 'up' : 'starting'
      return { state, detail: '', lastMessageInAt, lastMessageOutAt }
    },
  }
}
