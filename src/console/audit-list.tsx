import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { AuditPage } from './pages/audit-page.tsx'
import { frameOf } from './pages/frame.tsx'

const PAGE = 50

/** `GET /audit`: who did what, newest first. */
export async function showAudit(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const before = Number(context.req.query('sebelum') ?? Number.NaN)
  let query = parts.reader
    .selectFrom('audit as a')
    .leftJoin('staff as s', 's.id', 'a.staff_id')
    .leftJoin('people as p', 'p.id', 'a.subject')
    .leftJoin('staff as t', 't.id', 'a.subject')
    .select(['a.number', 'a.at', 'a.action', 'a.detail', 'a.subject', 's.name as who', 'p.pseudonym', 't.name as staff'])
  if (Number.isSafeInteger(before)) query = query.where('a.number', '<', before)
  const rows = await query
    .orderBy('a.number', 'desc')
    .limit(PAGE + 1)
    .execute()
  const page = rows.slice(0, PAGE)
  const frame = await frameOf(context, parts)
  return context.html(<AuditPage frame={frame} rows={page} next={rows.length > PAGE ? (page.at(-1)?.number ?? null) : null} />)
}
