/** The web chat with an inbox that records and can be told to fail, and browsers that keep their cookie. */
import { Hono } from 'hono'
import type { WebChatChannel, WebChatOptions } from '../../src/channels/web-chat.ts'
import { createWebChatChannel } from '../../src/channels/web-chat.ts'
import type { Bubble, IncomingMessage } from '../../src/message.ts'

export const ORIGIN = 'http://chat.example'
/** Sent by the page's own script. */
export const AS_SCRIPT: Readonly<Record<string, string>> = { origin: ORIGIN, accept: 'application/json' }
export const SAFETY = 'Hubungi nomor ini:\n+62 800 000 0000'

export interface Visitor {
  cookie: string
  get(path?: string): Promise<Response>
  page(): Promise<string>
  post(fields: Record<string, string>, headers?: Readonly<Record<string, string>>): Promise<Response>
}

export interface WebChatHarness {
  channel: WebChatChannel
  app: Hono
  /** The clock. Milliseconds since 1970. */
  at: number
  stored: IncomingMessage[]
  /** While true the inbox refuses every message. */
  failing: boolean
  /** What the assistant says to each message, before it counts as received. */
  reply: Bubble | null
  /** Stops the channel and starts a new one, as after a restart. */
  restart(more?: Partial<WebChatOptions>): Promise<void>
  say(address: string, bubble: Bubble): ReturnType<WebChatChannel['send']>
  visitor(clientAddress?: string): Visitor
  /** Where the first message came from. */
  address(): string
  texts(): readonly string[]
}

/** Danger is what holds "dipukul". Waiting takes no time and brings nothing. */
export async function createWebChatHarness(): Promise<WebChatHarness> {
  let outgoing = 0
  const build = (more: Partial<WebChatOptions>) =>
    createWebChatChannel({
      key: Buffer.alloc(32, 7),
      clientAddress: (request) => request.headers.get('x-client') ?? '',
      isDanger: (text) => text.includes('dipukul'),
      safetyFromMemory: () => SAFETY,
      intro: 'Tanya gratis. Yang menjawab ini mesin.',
      now: () => chat.at,
      wait: async () => undefined,
      ...more,
    })
  const start = async () => {
    chat.app = new Hono().route('/chat', chat.channel.routes)
    await chat.channel.start({
      now: () => chat.at,
      delivered: async () => undefined,
      report: () => undefined,
      async receive(batch) {
        if (chat.failing) throw new Error('disk full')
        chat.stored.push(...batch)
        for (const one of batch) if (chat.reply) await chat.say(one.addresses[0], chat.reply)
      },
    })
  }
  const chat: WebChatHarness = {
    channel: undefined as never,
    app: new Hono(),
    at: 1_800_000_000_000,
    stored: [],
    failing: false,
    reply: null,
    async restart(more = {}) {
      await chat.channel.stop()
      chat.channel = build(more)
      await start()
    },
    say(address, bubble) {
      outgoing += 1
      const message = {
        id: `out-${outgoing}`,
        providerId: null,
        address,
        bubble,
        safety: false,
        attempt: 1,
        stillAllowed: async () => true,
      }
      return chat.channel.send(message, new AbortController().signal)
    },
    visitor: (clientAddress = '10.0.0.1') => createVisitor(chat, clientAddress),
    address: () => chat.stored[0]?.addresses[0] ?? '',
    texts: () => chat.stored.map(({ content }) => (content.kind === 'text' ? content.text : content.kind)),
  }
  chat.channel = build({})
  await start()
  return chat
}

function createVisitor(chat: WebChatHarness, clientAddress: string): Visitor {
  const send = async (path: string, init: RequestInit, headers: Readonly<Record<string, string>> = {}) => {
    const all = { 'x-client': clientAddress, cookie: visitor.cookie, ...headers }
    const response = await chat.app.request(`${ORIGIN}${path}`, { ...init, headers: all })
    const given = response.headers.get('set-cookie')?.split(';')[0]
    if (given !== undefined) visitor.cookie = given
    return response
  }
  const visitor: Visitor = {
    cookie: '',
    get: (path = '/chat') => send(path, {}),
    page: async () => (await visitor.get()).text(),
    post: (fields, headers = { origin: ORIGIN }) => send('/chat/kirim', { method: 'POST', body: new URLSearchParams(fields) }, headers),
  }
  return visitor
}
