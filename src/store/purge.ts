/**
 * Retention: every night what is older than its class allows is deleted, 200 rows a step so that nothing stalls. With
 * secure_delete, the search index's own and the final checkpoint nothing of it is left in any file of the database.
 * What is unsent or unhandled, and all of a conversation with an open case or an emergency not yet closed, stays.
 */
import { sql, type RawBuilder } from 'kysely'
import { rawWrite } from './writes.ts'
import { safeError, type Logger } from '../log.ts'
import type { Retention } from '../conversation/retention.ts'
import type { Database } from './database.ts'
import { FILES_AT_ONCE } from './erase-person.ts'
import { UNSENT } from './schema.ts'

const ROWS_AT_ONCE = 200
const DAY = 24 * 3_600_000
/** 19:00 UTC is 02:00 in Jakarta: most people sleep, most offices are closed. */
const NIGHT = 19 * 3_600_000

export interface PurgeParts {
  readonly store: Database
  readonly retention: Retention
  readonly now: () => number
  readonly logger: Logger
}

export interface Purge {
  /** Deletes all that is due; how many rows. Rejects when a step could not be committed: what was deleted before stays so. */
  run(): Promise<number>
  /** Runs tonight, and every night. */
  start(): void
  stop(): void
}

export function createPurge({ store, retention, now, logger }: PurgeParts): Purge {
  let timer: NodeJS.Timeout | null = null
  let stopped = false

  const untilEmpty = async (step: RawBuilder<unknown>, atOnce: number): Promise<number> => {
    let rows = 0
    while (!stopped) {
      const [deleted = 0] = await store.commit([rawWrite(store.db, step)])
      rows += deleted
      if (deleted < atOnce) break
    }
    return rows
  }

  const run = async (): Promise<number> => {
    const at = now()
    let rows = 0
    for (const step of stepsOf(at, retention)) rows += await untilEmpty(step, ROWS_AT_ONCE)
    for (const step of mediaSteps(at, at - retention.mediaDays * DAY)) rows += await untilEmpty(step, FILES_AT_ONCE)
    // The log still holds the pages as they were. A reader may keep it from being emptied; the next night tries again.
    if (!stopped && !store.checkpoint()) logger.warn({ event: 'purge-log-not-emptied' })
    logger.info({ event: 'purged', rows })
    return rows
  }

  const schedule = (): void => {
    const wait = (((NIGHT - (now() % DAY)) % DAY) + DAY) % DAY || DAY
    timer = setTimeout(() => {
      void run()
        .catch((error: unknown) => {
          if (!stopped) logger.error({ event: 'purge-failed', ...safeError(error) })
        })
        .finally(() => {
          if (!stopped) schedule()
        })
    }, wait)
    timer.unref()
  }

  return {
    run,
    start: schedule,
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}

/** Photos and voice notes go by their age, whatever became of the case; a question whether one may be kept lasts a day. */
function mediaSteps(now: number, oldest: number): RawBuilder<unknown>[] {
  return [sql`at < ${oldest}`, sql`state = 'asked' and at < ${now - DAY}`].map(
    (due) => sql`delete from media where id in (select id from media where ${due} limit ${FILES_AT_ONCE})`,
  )
}

/** Each deletes at most ROWS_AT_ONCE rows. Closed cases go last: until then they keep their conversations. */
function stepsOf(at: number, { ordinaryDays, caseDays, depositDays }: Retention): RawBuilder<unknown>[] {
  const [ordinary, closed, deposited] = [at - ordinaryDays * DAY, at - caseDays * DAY, at - depositDays * DAY]
  const free = sql`conversation_id not in (select id from conversations where urgency = 'emergency' and crisis_since is not null
      and not exists (select 1 from cases where cases.conversation_id = conversations.id and cases.closed_at >= conversations.crisis_since))
    and conversation_id not in (select conversation_id from cases
      where conversation_id is not null and (closed_at is null or closed_at >= ${closed}))`
  const oldest = (table: string, due: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`delete from ${sql.table(table)} where id in (select id from ${sql.table(table)} where ${due} and ${free} limit ${ROWS_AT_ONCE})`
  const unsent = sql`(${sql.join(UNSENT)})`
  const unfinished = sql`(outbox_id is null or outbox_id not in (select id from outbox where state in ${unsent}))
    and (inbox_id is null or inbox_id not in (select id from inbox where state = 'waiting'))`
  return [
    oldest('messages', sql`at < ${ordinary} and ${unfinished}`),
    oldest('feedback', sql`at < ${ordinary}`),
    oldest('triage_events', sql`at < ${ordinary}`),
    oldest('outbox', sql`created_at < ${ordinary} and state not in ${unsent}`),
    oldest('deposits', sql`at < ${deposited}`),
    sql`delete from deposits where id in (select id from deposits where erase_at <= ${at} limit ${ROWS_AT_ONCE})`,
    oldest('inbox', sql`received_at < ${ordinary} and state != 'waiting'`),
    sql`delete from family_codes where worker_id in (select worker_id from family_codes where expires_at < ${at} limit ${ROWS_AT_ONCE})`,
    // A link goes when no check-in went through it for as long as a case is kept.
    sql`delete from family_links where id in
      (select id from family_links where max(linked_at, coalesce(news_at, 0)) < ${closed} limit ${ROWS_AT_ONCE})`,
    sql`delete from family_guests where conversation_id in (select conversation_id from family_guests
      where at < ${ordinary} and coalesce(joined_at, 0) < ${closed} limit ${ROWS_AT_ONCE})`,
    sql`delete from cases where id in (select id from cases where closed_at < ${closed} limit ${ROWS_AT_ONCE})`,
  ]
}
