/** Cases: the list, one case with its timeline, and what staff do with it. */
import { failure, formText, liveAnswer } from './answers.tsx'
import { rendered } from './rendered.ts'
import { readBell } from './bell.tsx'
import { CLOSE_REASONS, REVEAL_REASONS } from './answering-limits.ts'
import { casePage, changeCase, typed } from './case-answers.tsx'
import { awaiting, closingCase, handingOn, noting, taking } from './case-changes.ts'
import { closedCases, openCases, openedFacts, readCase, readFacts } from './cases-query.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { isLiveRequest, liveAddress } from './live-updates.ts'
import { NOTHING_TYPED } from './pages/case-page.tsx'
import { CaseFactsPage } from './pages/case-facts.tsx'
import { CaseList, CasesPage } from './pages/cases-page.tsx'
import { frameOf } from './pages/frame.tsx'

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
  return casePage(context, parts)
}

/** `POST /kasus/:id/ambil`: `dari` names whose it was on the page that was seen. */
export async function takeCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const from = (await formText(context, 'dari')) || null
  return changeCase(context, parts, 'case-taken', (id, staffId) => taking(parts, id, staffId, from))
}

/** `POST /kasus/:id/serahkan` */
export async function handCaseOn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const answer = await changeCase(context, parts, 'case-handed-on', (id, staffId) => handingOn(parts, id, staffId))
  parts.alerts.caseChanged()
  return answer
}

/** `POST /kasus/:id/catatan` */
export async function noteCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const text = await typed(context, 'catatan')
  if (text === '') return casePage(context, parts, { ...NOTHING_TYPED, problem: 'empty' })
  return changeCase(context, parts, 'case-noted', (id, staffId) => noting(parts, id, staffId, text))
}

/** `POST /kasus/:id/tunggu`: what the case waits for. */
export async function awaitCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const text = await typed(context, 'isi', 500)
  if (text === '') return casePage(context, parts, { ...NOTHING_TYPED, problem: 'wait' })
  return changeCase(context, parts, 'case-stepped', (id, staffId) => awaiting(parts, id, staffId, text))
}

/** `POST /kasus/:id/buka-data`: only in this answer, after the reason stands in the audit trail. */
export async function revealFacts(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const asked = await formText(context, 'alasan')
  const reason = REVEAL_REASONS.find((known) => known === asked)
  if (reason === undefined) return casePage(context, parts, { ...NOTHING_TYPED, problem: 'reason' })
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
  if (outcome === undefined) return casePage(context, parts, { ...NOTHING_TYPED, problem: 'outcome' })
  return changeCase(context, parts, 'case-closed', (id, staffId) => closingCase(parts, id, staffId, outcome))
}
