/** Referrals of a case: to whom, on what ground, what came of it, and the letter that goes with it. */
import { failure, formText } from './answers.tsx'
import { REFERRAL_RESULTS, SHORTEST_REASON, WITHOUT_CONSENT } from './answering-limits.ts'
import { casePage, changeCase, typed } from './case-answers.tsx'
import { event } from './case-changes.ts'
import { notingResult, referring } from './case-work.ts'
import { readCaseWork } from './case-work-query.ts'
import { consentsOf, isGiven } from './consents-query.ts'
import { openedFacts, readCase, readFacts } from './cases-query.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { NOTHING_TYPED } from './pages/case-page.tsx'
import { frameOf } from './pages/frame.tsx'
import { LetterPage } from './pages/letter-page.tsx'

const LONGEST_NAME = 200
const LONGEST_REASON = 500

/** `POST /kasus/:id/rujukan`: nothing leaves without the person's yes for that recipient, except for a life at risk, with the reason kept (care 18). */
export async function referCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [named, reference] = [await typed(context, 'penerima', LONGEST_NAME), await typed(context, 'nomor-rujukan', LONGEST_NAME)]
  const [basis, reason] = [await typed(context, 'dasar'), await typed(context, 'sebab', LONGEST_REASON)]
  const given = (await consentsOf(parts.store.db, context.req.param('id') ?? '')).find((one) => one.id === basis && isGiven(one))
  const recipient = given?.recipient ?? named
  const filled = { penerima: named, 'nomor-rujukan': reference, dasar: basis, sebab: reason }
  if (given === undefined && basis !== WITHOUT_CONSENT) return casePage(context, parts, { problem: 'consent', typed: filled })
  if (recipient === '') return casePage(context, parts, { problem: 'referredTo', typed: filled })
  if (given === undefined && reason.length < SHORTEST_REASON) return casePage(context, parts, { problem: 'consentReason', typed: filled })
  const referral = { recipient, reference, consentId: given?.id ?? null, reason }
  return changeCase(context, parts, 'case-referred', (id, staffId) => referring(parts, id, staffId, referral), {
    basis: given === undefined ? WITHOUT_CONSENT : 'consent',
  })
}

/** `POST /kasus/:id/rujukan/:rujukan/hasil` */
export async function noteResult(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const referral = await referralOf(context, parts)
  if (referral === undefined) return failure(context, parts, 'notFound')
  const asked = await formText(context, 'hasil')
  const result = REFERRAL_RESULTS.find((known) => known === asked)
  if (result === undefined) return casePage(context, parts, { ...NOTHING_TYPED, problem: 'result' })
  const { id: referralId, recipient } = referral
  return changeCase(context, parts, 'case-result-noted', (id, staffId) =>
    notingResult(parts, id, staffId, { id: referralId, recipient, result }),
  )
}

/**
 * `POST /kasus/:id/rujukan/:rujukan/surat`: a letter to print, only in this answer. It has those facts that were ticked;
 * names only when the person agrees to this recipient and has not taken it back. What others reported is never in it.
 */
export async function makeLetter(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const [row, referral, facts, consents] = await Promise.all([
    readCase(parts.store.db, id),
    referralOf(context, parts),
    readFacts(parts.store.db, id),
    consentsOf(parts.store.db, id),
  ])
  if (row === null || referral === undefined) return failure(context, parts, 'notFound')
  const agrees = consents.some((one) => one.id === referral.consent_id && isGiven(one))
  const identity = agrees && (await formText(context, 'identitas')) === '1'
  const ticked = await Promise.all(facts.map(async (fact) => (await formText(context, `fakta-${fact.id}`)) === '1'))
  const told = facts.flatMap(({ label, shown }, at) => (ticked[at] === true && shown !== null ? [{ label, text: shown }] : []))
  const { staffId, alias } = viewerOf(context)
  await parts.audit.record({ staffId, action: 'case-letter-made', subject: id, detail: { identity } }, [
    event(parts, id, staffId, 'letter', referral.recipient, { identity }),
  ])
  const names = identity
    ? openedFacts(
        parts,
        facts.filter(({ shown }) => shown === null),
      )
    : []
  const letter = { row, referral, told, names, alias, at: parts.now() }
  return context.html(<LetterPage frame={await frameOf(context, parts)} letter={letter} />)
}

async function referralOf(context: ConsoleContext, parts: ConsoleParts) {
  const { referrals } = await readCaseWork(parts, context.req.param('id') ?? '', null)
  return referrals.find(({ id }) => id === context.req.param('rujukan'))
}
