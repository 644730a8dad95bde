/** Cases: the list, one case with its timeline, and what staff do with it. */
import { WriteRefusedError } from '../store/write-refused.ts'
import type { Write } from '../store/database.ts'
import { failure, formText, liveAnswer, seeOther } from './answers.tsx'
import { rendered } from './rendered.ts'
import type { AuditAction, AuditEntry } from './audit.ts'
import { readBell } from './bell.tsx'
import { CLOSE_REASONS, REVEAL_REASONS, WITHOUT_CONSENT } from './answering-limits.ts'
import { closingCase, handingOn, noting, stepping, taking } from './case-changes.ts'
import { closedCases, openCases, openedFacts, readCase, readFacts, readTimeline } from './cases-query.ts'
import { consentsOf, isGiven } from './consents-query.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { isLiveRequest, liveAddress } from './live-updates.ts'
import { CasePage, type CaseProblem } from './pages/case-page.tsx'
import { CaseFactsPage } from './pages/case-facts.tsx'
import { CaseList, CasesPage } from './pages/cases-page.tsx'
import { frameOf } from './pages/frame.tsx'

const LONGEST_TEXT = 2000

/** `GET /kasus`: the open ones; with `?tutup=1` those that are closed. */
export async function showCases(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const frame = await frameOf(context, parts)
  if (context.req.query('tutup') === '1') {
    const { rows, next } = await closedCases(parts.reader, context.req.query('sebelum') ?? null)
    const html = await rendered(<CaseList frame={frame} rows={rows} now={parts.now()} />)
    return context.html(<CasesPage frame={frame} html={html} closed next={next} liveAddress={null} />)
  }
  const html = await rendered(<CaseList frame={frame} rows={await openCases(parts.reader)} now={parts.now()} />)
  const address = liveAddress(context, parts)
  if (isLiveRequest(context, parts, viewerOf(context))) return liveAnswer(context, { id: 'daftar-kasus', address, html, seconds: 10 })
  return context.html(<CasesPage frame={frame} html={html} closed={false} next={null} liveAddress={address} />)
}

/** `GET /lonceng`: the bell alone, for the page that shows it. */
export async function showBell(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return liveAnswer(context, { id: 'lonceng', ...(await readBell(context, parts)) })
}

/** `GET /kasus/:id`. Each opening is in the audit trail. */
export async function showCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  if ((await readCase(parts.store.db, id)) === null) return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'case-viewed', subject: id })
  return casePage(context, parts, null)
}

export async function casePage(context: ConsoleContext, parts: ConsoleParts, problem: CaseProblem | null): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const [row, facts, timeline, consents, frame] = await Promise.all([
    readCase(parts.store.db, id),
    readFacts(parts.store.db, id),
    readTimeline(parts, id),
    consentsOf(parts.store.db, id),
    frameOf(context, parts),
  ])
  if (row === null) return failure(context, parts, 'notFound')
  return context.html(
    <CasePage frame={frame} row={row} facts={facts} consents={consents} timeline={timeline} problem={problem} now={parts.now()} />,
    problem === null ? 200 : 422,
  )
}

/** `POST /kasus/:id/ambil`: `dari` names whose it was on the page that was seen. */
export async function takeCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const from = (await formText(context, 'dari')) || null
  return change(context, parts, 'case-taken', (id, staffId) => taking(parts, id, staffId, from))
}

/** `POST /kasus/:id/serahkan` */
export async function handCaseOn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const answer = await change(context, parts, 'case-handed-on', (id, staffId) => handingOn(parts, id, staffId))
  parts.alerts.caseChanged()
  return answer
}

/** `POST /kasus/:id/catatan` */
export async function noteCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const text = await typed(context, 'catatan')
  if (text === '') return casePage(context, parts, 'empty')
  return change(context, parts, 'case-noted', (id, staffId) => noting(parts, id, staffId, text))
}

/** `POST /kasus/:id/langkah`: forwarded to somebody, or waiting for something. */
export async function stepCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [asked, text] = await Promise.all([formText(context, 'langkah'), typed(context, 'isi')])
  const state = asked === 'forwarded' || asked === 'waiting' ? asked : null
  if (state === null || text === '') return casePage(context, parts, 'step')
  if (state === 'waiting') return change(context, parts, 'case-stepped', (id, staffId) => stepping(parts, id, staffId, state, text))
  // Without a yes nothing leaves, except by somebody who says that a life is at risk (care 18).
  const basis = await formText(context, 'dasar')
  const given = (await consentsOf(parts.store.db, context.req.param('id') ?? '')).some((one) => one.id === basis && isGiven(one))
  if (!given && basis !== WITHOUT_CONSENT) return casePage(context, parts, 'consent')
  const detail = { basis: given ? 'consent' : WITHOUT_CONSENT }
  return change(context, parts, 'case-stepped', (id, staffId) => stepping(parts, id, staffId, state, text, detail), detail)
}

/** `POST /kasus/:id/buka-data`: only in this answer, after the reason stands in the audit trail. */
export async function revealFacts(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const asked = await formText(context, 'alasan')
  const reason = REVEAL_REASONS.find((known) => known === asked)
  if (reason === undefined) return casePage(context, parts, 'reason')
  const row = await readCase(parts.store.db, id)
  if (row === null) return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'case-facts-revealed', subject: id, detail: { reason } })
  const facts = openedFacts(parts, await readFacts(parts.store.db, id))
  return context.html(<CaseFactsPage frame={await frameOf(context, parts)} id={id} number={row.number} facts={facts} />)
}

/** `POST /kasus/:id/tutup` */
export async function closeCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const asked = await formText(context, 'hasil')
  const outcome = CLOSE_REASONS.find((known) => known === asked)
  if (outcome === undefined) return casePage(context, parts, 'outcome')
  return change(context, parts, 'case-closed', (id, staffId) => closingCase(parts, id, staffId, outcome))
}

async function typed(context: ConsoleContext, name: string): Promise<string> {
  return (await formText(context, name)).trim().slice(0, LONGEST_TEXT)
}

/** Commits the change with its audit row; when somebody was quicker, shows the case as it is now. */
async function change(
  context: ConsoleContext,
  parts: ConsoleParts,
  action: AuditAction,
  writes: (id: string, staffId: string) => readonly Write[],
  detail: NonNullable<AuditEntry['detail']> = {},
): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { staffId } = viewerOf(context)
  if ((await readCase(parts.store.db, id)) === null) return failure(context, parts, 'notFound')
  try {
    await parts.audit.record({ staffId, action, subject: id, detail }, writes(id, staffId))
  } catch (error) {
    if (error instanceof WriteRefusedError) return casePage(context, parts, 'changed')
    throw error
  }
  return seeOther(context, `/kasus/${id}`)
}
