import { AUDIT_ACTIONS, verifyAudit } from './audit.ts'
import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { AuditPage, type AuditFilters } from './pages/audit-page.tsx'
import { frameOf } from './pages/frame.tsx'

const PAGE = 50

/** `GET /audit`: who did what, newest first; with `periksa` also whether the trail is whole. */
export async function showAudit(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const before = Number(context.req.query('sebelum') ?? Number.NaN)
  const staff = await parts.store.db.selectFrom('staff').select(['id', 'name']).orderBy('name').execute()
  const filters: AuditFilters = {
    action: AUDIT_ACTIONS.find((known) => known === context.req.query('tindakan')) ?? null,
    staffId: staff.find(({ id }) => id === context.req.query('siapa'))?.id ?? null,
  }
  const [{ rows, next }, verdict] = await Promise.all([
    auditPage(parts, filters, Number.isSafeInteger(before) ? before : null),
    context.req.query('periksa') === '1' ? verifyAudit(parts.reader) : null,
  ])
  const frame = await frameOf(context, parts)
  return context.html(<AuditPage frame={frame} rows={rows} next={next} staff={staff} filters={filters} verdict={verdict} />)
}

async function auditPage(parts: ConsoleParts, filters: AuditFilters, before: number | null) {
  let query = parts.reader
    .selectFrom('audit as a')
    .leftJoin('staff as s', 's.id', 'a.staff_id')
    .leftJoin('people as p', 'p.id', 'a.subject')
    .leftJoin('staff as t', 't.id', 'a.subject')
    .select(['a.number', 'a.at', 'a.action', 'a.detail', 'a.subject', 's.name as who', 'p.pseudonym', 't.name as staff'])
  if (before !== null) query = query.where('a.number', '<', before)
  if (filters.action !== null) query = query.where('a.action', '=', filters.action)
  if (filters.staffId !== null) query = query.where('a.staff_id', '=', filters.staffId)
  const found = await query
    .orderBy('a.number', 'desc')
    .limit(PAGE + 1)
    .execute()
  const rows = found.slice(0, PAGE)
  return { rows, next: found.length > PAGE ? (rows.at(-1)?.number ?? null) : null }
}
