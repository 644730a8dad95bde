/** Deposits are opened with a reason that the worker's rule leaves, in the audit trail before they are shown. */
import { openedDeposit } from '../cases/deposit-writes.ts'
import { failure, formText } from './answers.tsx'
import { casePage } from './case-answers.tsx'
import { event } from './case-changes.ts'
import { readCase, readFacts } from './cases-query.ts'
import { depositOfConversation, depositsOfCase, type RevealReason, type SeenDeposit } from './deposits-query.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { DepositPage } from './pages/deposit-panel.tsx'
import { NOTHING_TYPED } from './pages/case-page.tsx'
import { frameOf } from './pages/frame.tsx'
import { transcriptPage } from './transcript.tsx'

/** `POST /kasus/:id/buka-titipan`: `titipan` names which; the rule is looked at anew. */
export async function openDepositOfCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const row = await readCase(parts.store.db, id)
  if (row === null) return failure(context, parts, 'notFound')
  const wanted = await formText(context, 'titipan')
  const seen = (await depositsOfCase(parts, viewer, row, await readFacts(parts.store.db, id))).find((one) => one.row.id === wanted)
  if (seen === undefined) return casePage(context, parts, { ...NOTHING_TYPED, problem: 'changed' })
  const reason = await reasonOf(context, seen)
  if (reason === null) return casePage(context, parts, { ...NOTHING_TYPED, problem: 'depositReason' })
  const detail = { reason, via: seen.via, rule: seen.row.rule }
  await parts.audit.record({ staffId: viewer.staffId, action: 'deposit-opened', subject: id, detail }, [
    event(parts, id, viewer.staffId, 'deposit-opened'),
  ])
  return shown(context, parts, seen, `/kasus/${id}`)
}

/** `POST /percakapan/:id/buka-titipan` */
export async function openDepositOfConversation(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const seen = await depositOfConversation(parts, id)
  if (seen === null) return failure(context, parts, 'notFound')
  const reason = await reasonOf(context, seen)
  if (reason === null) return transcriptPage(context, parts, { depositProblem: true })
  await parts.audit.record({ staffId, action: 'deposit-opened', subject: id, detail: { reason, via: seen.via, rule: seen.row.rule } })
  return shown(context, parts, seen, `/percakapan/${id}`)
}

async function reasonOf(context: ConsoleContext, { reasons }: SeenDeposit): Promise<RevealReason | null> {
  const asked = await formText(context, 'alasan')
  return reasons.find((known) => known === asked) ?? null
}

async function shown(context: ConsoleContext, parts: ConsoleParts, seen: SeenDeposit, back: string): Promise<Response> {
  const facts = openedDeposit(parts.seal, seen.row)
  return context.html(<DepositPage frame={await frameOf(context, parts)} seen={seen} facts={facts} back={back} />)
}
