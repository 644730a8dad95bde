/**
 * Rings for cases until somebody takes them: at once, again after some minutes, to more people after more. Once a day,
 * and at start, a test alert must be accepted; until it is, people are not told that anybody reads.
 */
import { sql, type Selectable } from 'kysely'
import { rawWrite } from '../store/writes.ts'
import { safeError, type Logger } from '../log.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { CaseEventKind, CasesTable } from '../store/schema.ts'
import { alertText, TEST_ALERT, type AlertKind } from './alert-text.ts'
import type { AlertTarget } from './alert-target.ts'
import type { Duty } from './duty.ts'

type CaseRow = Selectable<CasesTable>

const MINUTE = 60_000
const TICK = 15_000
const SEND_DEADLINE = 20_000
const NOT_ACCEPTED_RETRY = 30_000
const TEST_EVERY = 24 * 60 * MINUTE
const TEST_RETRY = MINUTE
/** After so many alerts of one case, the next come an hour apart: a bell that never stops is not heard. */
const FREQUENT_ALERTS = 6
const SELDOM = 60 * MINUTE
/** An emergency whose person has written nothing for this long. */
const SILENT_AFTER = 60 * MINUTE
const CASES_AT_ONCE = 20

export interface AlerterParts {
  readonly store: Pick<Database, 'db' | 'commit'>
  readonly newId: NewId
  readonly now: () => number
  readonly logger: Logger
  readonly targets: () => readonly AlertTarget[]
  readonly duty: Pick<Duty, 'refresh' | 'nextStart' | 'mayRing'>
  readonly linkOf: (caseId: string) => string
  readonly repeatMinutes: number
  readonly escalateMinutes: number
  /** Staff are told on the console that alerts are not accepted. */
  readonly onNotAccepted: () => void
}

export interface AlertHealth {
  /** `off`: nowhere to send to is configured. */
  readonly state: 'off' | 'starting' | 'up' | 'down'
  /** When a target last accepted something. Milliseconds since 1970. */
  readonly acceptedAt: number | null
}

export interface Alerter {
  start(): void
  /** A case was opened or changed: looked at without waiting for the next round. */
  wake(): void
  health(): AlertHealth
  /** Sends a test alert now. */
  test(): Promise<boolean>
  stop(): Promise<void>
}

export function createAlerter(parts: AlerterParts): Alerter {
  const { store, now } = parts
  const { db } = store
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let round: Promise<void> = Promise.resolve()
  let queued = false
  let acceptedAt: number | null = null
  let isAccepted: boolean | null = null
  let nextTestAt = 0

  const note = (accepted: boolean): void => {
    if (accepted) acceptedAt = now()
    else if (isAccepted !== false) parts.onNotAccepted()
    isAccepted = accepted
  }

  /** Whether at least one of them took it. */
  const deliver = async (text: string, level: 'first' | 'all'): Promise<boolean> => {
    const targets = parts.targets().filter((target) => level === 'all' || target.level === 'first')
    const deadline = AbortSignal.any([stopping.signal, AbortSignal.timeout(SEND_DEADLINE)])
    const results = await Promise.all(targets.map((target) => target.send(text, deadline)))
    for (const [i, target] of targets.entries())
      if (results[i] !== true) parts.logger.warn({ event: 'alert-not-accepted', target: target.name })
    const accepted = results.includes(true)
    note(accepted)
    return accepted
  }

  const test = async (): Promise<boolean> => {
    nextTestAt = now() + TEST_RETRY
    const accepted = await deliver(TEST_ALERT, 'all')
    if (accepted) nextTestAt = now() + TEST_EVERY
    return accepted
  }

  const ring = async (row: CaseRow): Promise<void> => {
    const at = now()
    if (row.urgency !== 'emergency' && !parts.duty.mayRing()) {
      // Only emergencies ring at night.
      const next = parts.duty.nextStart()
      if (next !== null) return void (await store.commit([postponed(row, next)]))
    }
    const escalates = row.urgency === 'emergency' && row.escalated_at === null && at - row.opened_at >= parts.escalateMinutes * MINUTE
    const kind: AlertKind = escalates ? 'escalation' : row.alerts_sent === 0 ? 'new' : 'repeat'
    const accepted = await deliver(textOf(row, kind, at - row.opened_at), escalates ? 'all' : 'first')
    if (!accepted) return void (await store.commit([postponed(row, now() + NOT_ACCEPTED_RETRY)]))
    const wait = row.alerts_sent + 1 < FREQUENT_ALERTS ? parts.repeatMinutes * MINUTE : Math.max(SELDOM, parts.repeatMinutes * MINUTE)
    await store.commit([
      event(row.id, escalates ? 'escalated' : 'alerted', at),
      rawWrite(
        db,
        sql`update cases set alerts_sent = alerts_sent + 1, next_alert_at = ${now() + wait},
        escalated_at = coalesce(escalated_at, ${escalates ? at : null})
        where id = ${row.id} and next_alert_at = ${row.next_alert_at} and owner_id is null and closed_at is null`,
      ),
    ])
  }

  /** Somebody who told of danger and then nothing more: staff hear of it, the person is never pinged. */
  const tellSilence = async (row: CaseRow & { readonly last_in_at: number | null }): Promise<void> => {
    const at = now()
    if (!(await deliver(textOf(row, 'silence', at - (row.last_in_at ?? row.opened_at)), 'first'))) return
    await store.commit([event(row.id, 'silent', at), rawWrite(db, sql`update cases set silence_at = ${at} where id = ${row.id}`)])
  }

  /** Also when somebody has the case: an employer can ask for it too (care 4). */
  const tellErasing = async (row: CaseRow & { readonly receipt: string; readonly asked_at: number }): Promise<void> => {
    const accepted = await deliver(textOf(row, 'erasing', now() - row.asked_at), 'first')
    const again = accepted ? null : now() + NOT_ACCEPTED_RETRY
    await store.commit([rawWrite(db, sql`update erase_requests set tell_at = ${again} where receipt = ${row.receipt}`)])
  }

  const run = async (): Promise<void> => {
    await parts.duty.refresh()
    if (parts.targets().length === 0) return
    if (now() >= nextTestAt) await test()
    const due = await db
      .selectFrom('cases')
      .selectAll()
      .where('next_alert_at', '<=', now())
      .where('closed_at', 'is', null)
      .where('owner_id', 'is', null)
      .orderBy('next_alert_at')
      .limit(CASES_AT_ONCE)
      .execute()
    for (const row of due) if (!stopping.signal.aborted) await ring(row)
    const silent = await db
      .selectFrom('cases as k')
      .innerJoin('conversations as c', 'c.id', 'k.conversation_id')
      .selectAll('k')
      .select('c.last_in_at')
      .where('k.closed_at', 'is', null)
      .where('k.urgency', '=', 'emergency')
      .where('k.silence_at', 'is', null)
      .where('c.last_in_at', '<=', now() - SILENT_AFTER)
      .limit(CASES_AT_ONCE)
      .execute()
    for (const row of silent) if (!stopping.signal.aborted) await tellSilence(row)
    const erasing = await db
      .selectFrom('erase_requests as r')
      .innerJoin('cases as k', 'k.conversation_id', 'r.conversation_id')
      .selectAll('k')
      .select(['r.receipt', 'r.asked_at'])
      .where('r.tell_at', '<=', now())
      .where('k.closed_at', 'is', null)
      .where('k.urgency', '=', 'emergency')
      .limit(CASES_AT_ONCE)
      .execute()
    for (const row of erasing) if (!stopping.signal.aborted) await tellErasing(row)
  }

  const next = (): void => {
    if (stopping.signal.aborted || queued) return
    queued = true
    round = round.then(async () => {
      queued = false
      if (timer) clearTimeout(timer)
      try {
        await run()
      } catch (error) {
        parts.logger.error({ event: 'alert-round-failed', ...safeError(error) })
      }
      if (stopping.signal.aborted) return
      timer = setTimeout(next, TICK)
      timer.unref()
    })
  }

  const postponed = (row: CaseRow, until: number): Write =>
    rawWrite(db, sql`update cases set next_alert_at = ${until} where id = ${row.id} and next_alert_at = ${row.next_alert_at}`)
  const event = (caseId: string, kind: CaseEventKind, at: number): Write =>
    rawWrite(db, sql`insert into case_events (id, case_id, at, kind, detail) values (${parts.newId()}, ${caseId}, ${at}, ${kind}, '{}')`)
  const textOf = (row: CaseRow, kind: AlertKind, since: number): string =>
    alertText({
      kind,
      number: row.number,
      urgency: row.urgency,
      country: row.country,
      minutes: Math.floor(Math.max(0, since) / MINUTE),
      link: parts.linkOf(row.id),
    })

  return {
    start: next,
    wake: next,
    test,
    health() {
      const state = parts.targets().length === 0 ? 'off' : isAccepted === null ? 'starting' : isAccepted ? 'up' : 'down'
      return { state, acceptedAt }
    },
    async stop() {
      stopping.abort()
      if (timer) clearTimeout(timer)
      await round
    },
  }
}
