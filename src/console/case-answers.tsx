/** How the forms of a case are answered: with the page as it stands, or, after a change, by asking for it anew. */
import { WriteRefusedError } from '../store/write-refused.ts'
import type { Write } from '../store/database.ts'
import { failure, formText, seeOther } from './answers.tsx'
import type { AuditAction, AuditEntry } from './audit.ts'
import { readCaseWork } from './case-work-query.ts'
import { readCase, readFacts, readTimeline } from './cases-query.ts'
import { consentsOf } from './consents-query.ts'
import { depositsOfCase } from './deposits-query.ts'
import { mayActAs, viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { mediaOf } from './media-query.ts'
import { CasePage, NOTHING_TYPED, type CaseForms } from './pages/case-page.tsx'
import { frameOf } from './pages/frame.tsx'

const LONGEST_TEXT = 2000

/** The page of the case in the address; with a form that was refused, what is wrong and what was typed. */
export async function casePage(context: ConsoleContext, parts: ConsoleParts, forms: CaseForms = NOTHING_TYPED): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const row = await readCase(parts.store.db, id)
  if (row === null) return failure(context, parts, 'notFound')
  const [facts, timeline, work, media, consents, frame] = await Promise.all([
    readFacts(parts.store.db, id),
    readTimeline(parts, id),
    readCaseWork(parts, id, row.joined_to),
    row.conversation_id === null ? [] : mediaOf(parts.store.db, row.conversation_id),
    consentsOf(parts.store.db, id),
    frameOf(context, parts),
  ])
  const viewer = viewerOf(context)
  const deposits = mayActAs(viewer.role, 'caseworker') ? await depositsOfCase(parts, viewer, row, facts) : []
  return context.html(
    <CasePage frame={frame} view={{ row, facts, deposits, consents, timeline, work, media, forms, now: parts.now() }} />,
    forms.problem === null ? 200 : 422,
  )
}

/** A field as typed, without space around it, at most `longest` characters. */
export async function typed(context: ConsoleContext, name: string, longest = LONGEST_TEXT): Promise<string> {
  return (await formText(context, name)).trim().slice(0, longest)
}

/** Commits the change with its audit row; when somebody was quicker, shows the case as it is now. */
export async function changeCase(
  context: ConsoleContext,
  parts: ConsoleParts,
  action: AuditAction,
  writes: (id: string, staffId: string) => readonly Write[],
  detail: AuditEntry['detail'] = {},
): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { staffId } = viewerOf(context)
  if ((await readCase(parts.store.db, id)) === null) return failure(context, parts, 'notFound')
  try {
    await parts.audit.record({ staffId, action, subject: id, detail }, writes(id, staffId))
  } catch (error) {
    if (error instanceof WriteRefusedError) return casePage(context, parts, { ...NOTHING_TYPED, problem: 'changed' })
    throw error
  }
  return seeOther(context, `/kasus/${id}`)
}
