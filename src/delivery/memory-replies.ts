/** The first reply in danger straight from memory, while the store cannot take the message. */
import type { ReceiptAssessment } from '../conversation/receipt.ts'
import { safeError, type Logger } from '../log.ts'
import type { Bubble, IncomingMessage } from '../message.ts'
import type { CrisisState } from '../triage/crisis.ts'

/** A chat gets at most one reply from memory in this time. */
const EVERY = 10 * 60_000
const KEPT = 5_000

export interface MemoryReplyParts {
  readonly now: () => number
  readonly logger: Logger
  readonly assess: (message: IncomingMessage, known: { country: string | null; crisis: CrisisState | null }) => ReceiptAssessment
  /** Whether it went out: false where the channel cannot. */
  readonly sendFromMemory: (message: IncomingMessage, bubbles: readonly Bubble[]) => Promise<boolean>
}

export interface MemoryReplies {
  /** Answers those in danger: once for each message, and once a chat in ten minutes. Never rejects. */
  answer(batch: readonly IncomingMessage[]): Promise<void>
  /** Whether this message was answered so: then its stored reply must not go again. */
  hasAnswered(message: IncomingMessage): boolean
}

export function createMemoryReplies(parts: MemoryReplyParts): MemoryReplies {
  const { now } = parts
  const answered = new Map<string, number>()

  const answerOne = async (message: IncomingMessage): Promise<void> => {
    // Not asked of by the person: it waits for the store, which knows whether they are to be left in peace.
    if (message.content.kind === 'heard') return
    const { safety } = parts.assess(message, { country: null, crisis: null })
    if (!safety) return
    const chat = `chat:${message.channel}:${message.addresses[0]}`
    const last = answered.get(chat)
    if (answered.has(keyOf(message)) || (last !== undefined && now() - last < EVERY)) return
    while (answered.size > KEPT) answered.delete(answered.keys().next().value as string)
    // Noted before it is sent, so that the same message handed in again meanwhile does not go twice.
    for (const key of [keyOf(message), chat]) answered.set(key, now())
    let sent = false
    try {
      sent = await parts.sendFromMemory(message, safety.bubbles)
    } catch (error) {
      parts.logger.error({ event: 'memory-reply-failed', channel: message.channel, ...safeError(error) })
    }
    // What did not go out must go out once the store is back.
    if (!sent) for (const key of [keyOf(message), chat]) answered.delete(key)
  }

  return {
    async answer(batch) {
      await Promise.all(batch.map(answerOne))
    },
    hasAnswered: (message) => answered.has(keyOf(message)),
  }
}

function keyOf(message: IncomingMessage): string {
  return `message:${message.channel}:${message.externalId}`
}
