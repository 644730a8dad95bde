/** The outside of each channel, alike for whoever breaks things: people write, see replies, and the transport keeps its log. */
import { createServer } from 'node:net'
import { startCloudEmulator, PHONE_NUMBER_ID } from '../support/cloud-emulator.ts'
import { startTelegramEmulator } from '../support/telegram-emulator.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import type { Settings } from './orders.ts'

export const WORLDS = ['telegram', 'whatsapp', 'cloud'] as const
export type WorldName = (typeof WORLDS)[number]

export interface World {
  readonly name: WorldName
  readonly settings: Settings
  /** Whether the product has introduced itself: before that, nobody can write. */
  ready(): boolean
  write(person: number, text: string): Promise<void>
  /** What the person's phone shows, oldest first. */
  seen(person: number): readonly string[]
  /** How many messages of people the transport counts as taken by the product. */
  accepted(): number
  /** What the product's process says. */
  told(message: { readonly qr?: string }): void
  /** Called the moment the transport has accepted a reply, before it answers. */
  onReply(listener: () => void): void
  /** Scripts trouble for the next replies. */
  trouble(kind: Trouble, times: number): void
  /** From now on messages come twice. */
  duplicate(): void
  close(): Promise<void>
}

export const TROUBLES = ['429', '500', 'lost answer', 'broken connection'] as const
export type Trouble = (typeof TROUBLES)[number]

export function openWorld(name: WorldName): Promise<World> {
  return { telegram: openTelegram, whatsapp: openWhatsApp, cloud: openCloud }[name]()
}

async function openTelegram(): Promise<World> {
  const emulator = await startTelegramEmulator()
  const users = new Map<number, ReturnType<typeof emulator.user>>()
  const userOf = (person: number) => {
    const known = users.get(person) ?? emulator.user(person)
    users.set(person, known)
    return known
  }
  let written = 0
  let reply = () => {}
  let twice = false
  const show = emulator.state.show.bind(emulator.state)
  emulator.state.show = (...given) => {
    const shown = show(...given)
    if (given[1] === 'bot') reply()
    return shown
  }
  const faults = {
    '429': { kind: 'error', code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 },
    '500': { kind: 'error', code: 500, description: 'Internal Server Error' },
    'lost answer': { kind: 'reset-after-accept' },
    'broken connection': { kind: 'reset' },
  } as const
  return {
    name: 'telegram',
    settings: { channel: 'telegram', token: emulator.token, apiRoot: emulator.url },
    ready: () => true,
    async write(person, text) {
      written++
      userOf(person).write(text)
      // The same update again, as after an answer that Telegram did not get.
      const last = emulator.state.pending.at(-1)
      if (twice && last) emulator.state.pending.push(last)
    },
    seen: (person) => userOf(person).hears(),
    accepted: () => written - new Set(emulator.state.pending.map(({ update_id }) => update_id)).size,
    told: () => {},
    onReply: (listener) => (reply = listener),
    trouble: (kind, times) => emulator.fail('sendMessage', faults[kind], times),
    duplicate: () => (twice = true),
    close: () => emulator.close(),
  }
}

async function openCloud(): Promise<World> {
  const emulator = await startCloudEmulator({ webhookRetryMilliseconds: 50, longestRetryMilliseconds: 200 })
  const users = new Map<number, ReturnType<typeof emulator.user>>()
  const userOf = (person: number) => {
    const known = users.get(person) ?? emulator.user(`62811000${String(person).padStart(5, '0')}`)
    users.set(person, known)
    return known
  }
  const port = await freePort()
  const { token, appSecret, verifyToken, url } = emulator
  emulator.pusher.url = `http://127.0.0.1:${port}/whatsapp`
  const faults = {
    '429': { kind: 'error', httpStatus: 400, code: 130429 },
    '500': { kind: 'error', httpStatus: 500, code: 131000 },
    'lost answer': { kind: 'reset-after-accept' },
    'broken connection': { kind: 'reset' },
  } as const
  return {
    name: 'cloud',
    settings: { channel: 'cloud', apiRoot: url, token, appSecret, verifyToken, phoneNumberId: PHONE_NUMBER_ID, port },
    ready: () => true,
    write: async (person, text) => void userOf(person).write(text),
    seen: (person) => userOf(person).hears(),
    accepted: () => emulator.state.written.filter(({ taken }) => taken).length,
    told: () => {},
    onReply: (listener) => (emulator.state.onShown = listener),
    trouble: (kind, times) => emulator.fail(faults[kind], times),
    duplicate: () => (emulator.pusher.duplicateEvery = 1),
    close: () => emulator.close(),
  }
}

async function openWhatsApp(): Promise<World> {
  const double = await new WhatsAppDouble().listen()
  double.directory.leastPreKeys = 0
  const users = new Map<number, ReturnType<typeof double.directory.addUser>>()
  const userOf = (person: number) => {
    const known = users.get(person) ?? double.directory.addUser(person)
    users.set(person, known)
    return known
  }
  let twice = false
  let linked = false
  return {
    name: 'whatsapp',
    settings: { channel: 'whatsapp', url: double.url },
    ready: () => (linked ||= double.online),
    async write(person, text) {
      const id = await double.send(userOf(person), text)
      if (twice && double.online) double.redeliver(id)
    },
    seen: (person) => double.seenBy(userOf(person)),
    accepted: () => double.incoming.length - double.mailbox.size,
    told({ qr }) {
      if (qr !== undefined) double.scanQr(qr)
    },
    onReply: (listener) => void double.on('outgoing', listener),
    trouble(kind) {
      if (kind === 'broken connection' || kind === 'lost answer') double.drop()
      else {
        double.ackError = kind === '429' ? '429' : '503'
        setTimeout(() => (double.ackError = null), 300)
      }
    },
    duplicate: () => (twice = true),
    close: () => double.close(),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
