/** Who is on duty and when: what people are told about a human rests on this. */
import { failure, formText, seeOther } from './answers.tsx'
import type { AuditEntry } from './audit.ts'
import { DUTY_ZONES, SHIFT_HOURS, WEEKDAYS } from './duty-limits.ts'
import { readTimeOfDay } from './contact-plan.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { DutyPage, type DutyProblem } from './pages/duty-page.tsx'
import { frameOf } from './pages/frame.tsx'
import type { Write } from '../store/database.ts'

const HOUR = 3_600_000
/** `GET /jaga` */
export async function showDuty(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return dutyPage(context, parts, null)
}

async function dutyPage(context: ConsoleContext, parts: ConsoleParts, problem: DutyProblem | null): Promise<Response> {
  const { db } = parts.store
  const [frame, shifts, hours] = await Promise.all([
    frameOf(context, parts),
    db
      .selectFrom('on_duty as d')
      .innerJoin('staff as s', 's.id', 'd.staff_id')
      .select(['d.staff_id', 'd.until', 's.name'])
      .where('d.until', '>', parts.now())
      .where('s.disabled_at', 'is', null)
      .orderBy('d.until', 'desc')
      .execute(),
    db.selectFrom('duty_hours').selectAll().execute(),
  ])
  const page = <DutyPage frame={frame} shifts={shifts} hours={hours} alerts={parts.alerts.health()} problem={problem} />
  return context.html(page, problem === null || problem === 'accepted' ? 200 : 422)
}

/** `POST /jaga/mulai` */
export async function beginDuty(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const asked = await formText(context, 'lama')
  const hours = SHIFT_HOURS.find((known) => String(known) === asked)
  if (hours === undefined) return dutyPage(context, parts, 'shift')
  const values = { since: parts.now(), until: parts.now() + hours * HOUR }
  const query = parts.store.db
    .insertInto('on_duty')
    .values({ staff_id: staffId, ...values })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(values))
    .compile()
  return change(context, parts, { staffId, action: 'duty-begun', subject: staffId, detail: { hours } }, [{ query }])
}

/** `POST /jaga/selesai` */
export function endDuty(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return end(context, parts, viewerOf(context).staffId)
}

/** `POST /jaga/:id/selesai`: somebody forgot. */
export function endDutyOf(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return end(context, parts, context.req.param('id') ?? '')
}

async function end(context: ConsoleContext, parts: ConsoleParts, whose: string): Promise<Response> {
  const { staffId } = viewerOf(context)
  const at = parts.now()
  const query = parts.store.db.updateTable('on_duty').set({ until: at }).where('staff_id', '=', whose).where('until', '>', at).compile()
  return change(context, parts, { staffId, action: 'duty-ended', subject: whose }, [{ query }])
}

/** `POST /jaga/jam`: the week's hours; a day without both times has none. */
export async function saveDutyHours(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const zoneAsked = await formText(context, 'zona')
  const zone = DUTY_ZONES.find((known) => known === zoneAsked)
  const rows: { weekday: number; starts: number; ends: number; zone: string }[] = []
  for (const weekday of WEEKDAYS) {
    const [from, until] = [await formText(context, `mulai-${weekday}`), await formText(context, `sampai-${weekday}`)]
    if (from.trim() === '' && until.trim() === '') continue
    const [starts, ends] = [readTimeOfDay(from), readTimeOfDay(until)]
    if (starts === null || ends === null || starts >= ends || zone === undefined) return dutyPage(context, parts, 'hours')
    rows.push({ weekday, starts, ends, zone })
  }
  const { db } = parts.store
  const writes: Write[] = [{ query: db.deleteFrom('duty_hours').compile() }]
  for (const row of rows) writes.push({ query: db.insertInto('duty_hours').values(row).compile() })
  return change(context, parts, { staffId, action: 'duty-hours-changed', subject: null, detail: { days: rows.length } }, writes)
}

/** `POST /jaga/tes`: a test alert to every place where staff are alerted. */
export async function testAlerts(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  if (parts.alerts.health().state === 'off') return failure(context, parts, 'notFound')
  const accepted = await parts.alerts.test()
  await parts.audit.record({ staffId, action: 'alerts-tested', subject: null, detail: { accepted } })
  return dutyPage(context, parts, accepted ? 'accepted' : 'refused')
}

async function change(context: ConsoleContext, parts: ConsoleParts, entry: AuditEntry, writes: readonly Write[]): Promise<Response> {
  await parts.audit.record(entry, writes)
  await parts.alerts.dutyChanged()
  return seeOther(context, '/jaga')
}
