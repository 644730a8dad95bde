/**
 * Serves staff's revisions without a restart: what is newer in the store is made ready in a thread of its own and then
 * taken over whole. A revision that another process published is noticed within five seconds.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Assistant, Learned } from './assistant.ts'
import type { Revisions } from './knowledge/revisions.ts'
import type { KnowledgeDraft, KnowledgeJob, TrialReport, TrialSettings } from './knowledge-trial.ts'
import { safeError, type Logger } from './log.ts'
import type { Database } from './store/database.ts'

export interface LiveKnowledge {
  /** Resolves when the newest revisions are served, at once when they are. Rejects when they cannot be made ready: the old stay. */
  refresh(): Promise<void>
  /** How a draft over the newest revisions would do. */
  tryOut(draft: KnowledgeDraft): Promise<TrialReport>
  /** Serves the newest revisions and keeps looking for newer ones. */
  start(): Promise<void>
  stop(): void
}

export interface LiveKnowledgeParts {
  readonly store: Pick<Database, 'db'>
  readonly assistant: Pick<Assistant, 'serve'>
  readonly settings: TrialSettings
  readonly now: () => number
  readonly logger: Logger
  /** Where jobs are done; a thread of its own by default. */
  readonly work?: (job: KnowledgeJob) => Promise<Learned | TrialReport>
}

const LOOK_EVERY = 5_000
/** After a failure, so that a revision that cannot be made ready does not keep a core busy. */
const TRY_AGAIN_AFTER = 60_000

export function createLiveKnowledge(parts: LiveKnowledgeParts): LiveKnowledge {
  const { store, assistant, settings, now, logger, work = inThread } = parts
  let served: string | null = null
  let last: Promise<void> = Promise.resolve()
  let failedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null

  const take = async (): Promise<void> => {
    const newest = await newestRevision(store)
    if (newest === served) return
    const learned = (await work({ kind: 'learn', settings, revisions: await currentRevisions(store), now: now() })) as Learned
    assistant.serve(learned)
    served = newest
    logger.info({ event: 'knowledge-revised', cards: learned.knowledge.cards.size, problems: learned.knowledge.problems.length })
  }
  const refresh = (): Promise<void> => {
    const turn = last.then(take)
    last = turn.catch(() => {})
    return turn
  }
  const look = async (): Promise<void> => {
    if (now() < failedAt + TRY_AGAIN_AFTER) return
    try {
      await refresh()
    } catch (error) {
      failedAt = now()
      logger.error({ event: 'knowledge-not-revised', ...safeError(error) })
    }
  }

  return {
    refresh,
    async tryOut(draft) {
      return (await work({ kind: 'try', settings, revisions: await currentRevisions(store), draft, now: now() })) as TrialReport
    },
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

async function newestRevision({ db }: LiveKnowledgeParts['store']): Promise<string | null> {
  const row = await db.selectFrom('knowledge_revisions').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.id ?? null
}

/** The newest text of each path; a path that went back to the shipped file is not in it. */
export async function currentRevisions({ db }: LiveKnowledgeParts['store']): Promise<Revisions> {
  const rows = await db
    .selectFrom('knowledge_revisions as r')
    .innerJoin(
      db
        .selectFrom('knowledge_revisions')
        .select((is) => ['path', is.fn.max('id').as('id')])
        .groupBy('path')
        .as('newest'),
      (join) => join.onRef('newest.id', '=', 'r.id'),
    )
    .select(['r.path', 'r.text'])
    .execute()
  return Object.fromEntries(rows.flatMap(({ path, text }) => (text === null ? [] : [[path, text]])))
}

/** The build keeps a copy of the cases that a draft is tried on; from the sources they are read where they lie. */
export function casesFolder(): string {
  const built = fileURLToPath(new URL('./prepared/cases', import.meta.url))
  return existsSync(built) ? built : fileURLToPath(new URL('../test/cases', import.meta.url))
}

/** A thread for each job: they are rare, and what they load is large. */
function inThread(job: KnowledgeJob): Promise<Learned | TrialReport> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./knowledge-thread.mjs', import.meta.url), { workerData: job })
    thread.once('message', (answer: Learned | TrialReport) => {
      resolve(answer)
      void thread.terminate()
    })
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`the thread ended with ${code} and no answer`)))
  })
}
