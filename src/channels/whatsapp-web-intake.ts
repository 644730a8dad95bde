/** Into the inbox: what Baileys passes on after it has confirmed it, and the ids of what is in already. */
import type { IncomingMessage } from '../message.ts'
import type { Receive } from './channel.ts'
import { waitByTimer } from './wait.ts'
import { backoffMilliseconds, type Backoff } from './whatsapp-web-closing.ts'

/** Enough for what can come twice in one connection. */
const REMEMBERED = 5000

export interface WebIntake {
  /** When the last message came in. Milliseconds since 1970. */
  readonly lastAt: number | null
  /** These were committed with the ratchet; they need not go to the inbox again. */
  stored(incoming: readonly IncomingMessage[]): void
  /** Tries until they are in: the server has its receipt and will not send these again. Never rejects. */
  take(incoming: readonly IncomingMessage[]): Promise<void>
}

export interface WebIntakeParts {
  readonly receive: Receive
  readonly now: () => number
  readonly retry: Backoff
  readonly random: () => number
  readonly stop: AbortSignal
  /** The inbox refused, the first time in a row. */
  readonly failed: () => void
}

export function createWebIntake({ receive, now, retry, random, stop, failed }: WebIntakeParts): WebIntake {
  const known = new Set<string>()
  let lastAt: number | null = null

  const stored = (incoming: readonly IncomingMessage[]): void => {
    lastAt = now()
    for (const { externalId } of incoming) {
      known.add(externalId)
      if (known.size > REMEMBERED) known.delete(known.values().next().value ?? '')
    }
  }

  return {
    get lastAt() {
      return lastAt
    },
    stored,
    async take(incoming) {
      const fresh = incoming.filter(({ externalId }) => !known.has(externalId))
      if (fresh.length === 0) return
      for (let attempt = 0; !stop.aborted; attempt += 1) {
        try {
          await receive(fresh)
          return stored(fresh)
        } catch {
          if (attempt === 0) failed()
          await waitByTimer(backoffMilliseconds(retry, attempt, random), stop)
        }
      }
    },
  }
}
