/** Work that is looked at in rounds: one after the other, woken by hand or by the time that the last round named. */
import { safeError, type Logger } from '../log.ts'

/** After a round that failed. Milliseconds. */
const RETRY = 30_000
/** A time that has come does not mean at once, again and again. Milliseconds. */
const LEAST_WAIT = 5

export interface RoundsParts {
  /** When to look again, milliseconds since 1970; null: not until it is woken. */
  readonly run: () => Promise<number | null>
  readonly now: () => number
  readonly logger: Logger
  /** Logged when a round fails. */
  readonly failure: string
}

export interface Rounds {
  wake(): void
  /** Nothing is begun any more; to be looked at between two steps of a round. */
  readonly stopped: boolean
  /** Waits for the round that is under way. */
  stop(): Promise<void>
}

export function createRounds(parts: RoundsParts): Rounds {
  const { now } = parts
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let round: Promise<void> = Promise.resolve()

  const wake = (): void => {
    if (stopped) return
    round = round.then(async () => {
      if (timer) clearTimeout(timer)
      const at = await parts.run().catch((error: unknown) => {
        parts.logger.error({ event: parts.failure, ...safeError(error) })
        return now() + RETRY
      })
      if (at === null || stopped) return
      timer = setTimeout(wake, Math.max(LEAST_WAIT, at - now()))
      timer.unref()
    })
  }

  return {
    wake,
    get stopped() {
      return stopped
    },
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      await round
    },
  }
}
