/** Serves the list of agencies that staff imported last. One that another process imported is noticed within five seconds. */
import type { Assistant } from './assistant.ts'
import type { Agency } from './knowledge/agency-list.ts'
import { safeError, type Logger } from './log.ts'
import type { Database } from './store/database.ts'

export interface LiveAgencies {
  /** Resolves when the newest list is served. Rejects when the store cannot be read: the old one stays until it is too old. */
  refresh(): Promise<void>
  start(): Promise<void>
  stop(): void
}

export interface LiveAgenciesParts {
  readonly store: Pick<Database, 'db'>
  readonly assistant: Pick<Assistant, 'serveAgencies'>
  /** After so many days a list is too old. */
  readonly days: number
  readonly logger: Logger
}

const LOOK_EVERY = 5_000
const DAY = 86_400_000

export function createLiveAgencies({ store, assistant, days, logger }: LiveAgenciesParts): LiveAgencies {
  let served: string | null = null
  let timer: NodeJS.Timeout | null = null

  const refresh = async (): Promise<void> => {
    const standing = store.db.selectFrom('agency_lists').where('undone_at', 'is', null).orderBy('id', 'desc').limit(1)
    const newest = await standing.select('id').executeTakeFirst()
    if ((newest?.id ?? null) === served) return
    const list = await standing.selectAll().executeTakeFirst()
    assistant.serveAgencies(
      list === undefined
        ? null
        : {
            listedOn: list.listed_on,
            importedAt: list.imported_at,
            staleAt: staleAt(list.listed_on, days),
            agencies: JSON.parse(list.agencies) as readonly Agency[],
          },
    )
    served = list?.id ?? null
  }
  const look = async (): Promise<void> => {
    try {
      await refresh()
    } catch (error) {
      logger.error({ event: 'agencies-not-read', ...safeError(error) })
    }
  }

  return {
    refresh,
    async start() {
      await look()
      timer = setInterval(() => void look(), LOOK_EVERY)
      timer.unref()
    },
    stop() {
      if (timer) clearInterval(timer)
    },
  }
}

/** When a list of this day is too old to be answered from. Milliseconds since 1970. */
export function staleAt(listedOn: string, days: number): number {
  return Date.parse(listedOn) + (days + 1) * DAY
}
