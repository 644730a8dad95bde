/** One message out: who may get it, how fast, and what the server says to it. */
import type { OutgoingMessage, SendResult } from './channel.ts'
import type { AckWaiter } from './whatsapp-web-acks.ts'
import { bubbleText, personAddress } from './whatsapp-web-message.ts'
import { createPace, typingMilliseconds, type PaceOptions } from './whatsapp-web-pace.ts'
import { waitByTimer } from './wait.ts'
import type { WhatsAppSocket } from './whatsapp-web-socket.ts'

export interface SenderParts {
  readonly acks: AckWaiter
  readonly pace: PaceOptions
  readonly random: () => number
  readonly now: () => number
  /** How long the server may take to accept a message. */
  readonly ackMilliseconds: number
  /** After how many seconds what is written in this chat goes by itself; null: it stays. */
  readonly lasts: (address: string) => Promise<number | null>
  /** Whether a person has ever written from this address: we only answer. */
  readonly hasWritten: (address: string) => Promise<boolean>
  /** The open connection, or why there is none. */
  readonly socket: () => WhatsAppSocket | { readonly unavailable: string }
  /** The server refused us as an account: nothing more goes out. */
  readonly restricted: () => void
  /** The server said nothing to a message: the connection may be dead. */
  readonly silent: () => void
}

export type Sender = (message: OutgoingMessage, stop: AbortSignal) => Promise<SendResult>

/** A shorter wait is sat out; a longer one goes back to the outbox. */
const PATIENCE_MILLISECONDS = 5000
const RETRY_MILLISECONDS = 60_000

const RESTRICTED = '463'
/** The stanza did not please the server, mostly because our list of the person's devices was old. */
const STALE = '479'

export function createSender(parts: SenderParts): Sender {
  const { acks, now, random } = parts
  const pace = createPace(parts.pace)

  /** Milliseconds to come back after, or 0 when the message may go. */
  const takeTurn = async (id: string, stop: AbortSignal): Promise<number> => {
    const wait = pace.reserve(id, now())
    if (wait === 0 || wait > PATIENCE_MILLISECONDS) return wait
    await waitByTimer(wait, stop)
    return 0
  }

  const attempt = async (
    socket: WhatsAppSocket,
    { address, text, id, lasts }: { address: string; text: string; id: string; lasts: number | null },
    stop: AbortSignal,
  ): Promise<SendResult | 'stale'> => {
    const answer = acks.wait(id, parts.ackMilliseconds, stop)
    try {
      // In such a chat a message says itself how long it lasts, or it stays.
      const content = lasts === null ? { conversation: text } : { extendedTextMessage: { text, contextInfo: { expiration: lasts } } }
      await withoutWaitingLonger(socket.sock.relayMessage(address, content, { messageId: id }), answer)
    } catch (error) {
      acks.forget(id)
      return failure(error)
    }
    const ack = await answer
    if (ack.kind === 'accepted') return { status: 'sent', providerIds: [id] }
    if (ack.kind === 'silence') {
      if (ack.reason === 'timeout') parts.silent()
      return { status: 'ambiguous', reason: `no-ack-${ack.reason}` }
    }
    if (ack.code === RESTRICTED) {
      parts.restricted()
      return { status: 'unavailable', reason: 'restricted' }
    }
    if (ack.code === STALE) return 'stale'
    if (ack.code === '429' || ack.code.startsWith('5')) {
      return { status: 'retry', afterMilliseconds: RETRY_MILLISECONDS, reason: `ack-${ack.code}` }
    }
    return { status: 'refused', reason: `ack-${ack.code}`, blocked: false }
  }

  return async (message, stop) => {
    const address = personAddress(message.address)
    const id = message.providerId
    if (!address || !id) return { status: 'refused', reason: 'address', blocked: false }
    if (!(await parts.hasWritten(address))) {
      return { status: 'refused', reason: 'never-wrote', blocked: false }
    }
    const text = bubbleText(message.bubble)
    const lasts = await parts.lasts(address)
    const before = parts.socket()
    if ('unavailable' in before) return { status: 'unavailable', reason: before.unavailable }
    if (!message.safety) {
      const wait = await takeTurn(id, stop)
      if (wait > 0) return { status: 'retry', afterMilliseconds: wait, reason: 'pace' }
      if (!(await message.stillAllowed())) return { status: 'withdrawn' }
      await before.sock.sendPresenceUpdate('composing', address).catch(() => {})
      await waitByTimer(typingMilliseconds(text.length, parts.pace, random), stop)
      if (stop.aborted) return { status: 'unavailable', reason: 'stopped' }
    }
    const socket = parts.socket()
    if ('unavailable' in socket) return { status: 'unavailable', reason: socket.unavailable }
    // The last look before the socket: a request for silence may have come during the pause.
    if (!(await message.stillAllowed())) return { status: 'withdrawn' }
    const first = await attempt(socket, { address, text, id, lasts }, stop)
    if (first !== 'stale') return first
    await socket.sock.getUSyncDevices([address], false, false).catch(() => {})
    if (!(await message.stillAllowed())) return { status: 'withdrawn' }
    const second = await attempt(socket, { address, text, id, lasts }, stop)
    return second === 'stale' ? { status: 'refused', reason: `ack-${STALE}`, blocked: false } : second
  }
}

/** The library may wait for minutes on a query; the answer or its deadline ends that. */
async function withoutWaitingLonger(sending: Promise<unknown>, answer: Promise<unknown>): Promise<void> {
  // The loser of the race may still reject later.
  sending.catch(() => {})
  await Promise.race([sending, answer])
}

/** Nothing was written: Baileys throws before or instead of the send. */
function failure(error: unknown): SendResult {
  const reason = error instanceof Error ? error.name : 'error'
  const output: unknown = error instanceof Error ? Reflect.get(error, 'output') : undefined
  const code: unknown = output instanceof Object ? Reflect.get(output, 'statusCode') : undefined
  if (code === 428) return { status: 'unavailable', reason: 'closed' }
  return { status: 'retry', afterMilliseconds: RETRY_MILLISECONDS, reason: `send-${reason}` }
}
