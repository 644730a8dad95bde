/** Tasks, referrals and joined reporters of a case, as guarded writes: each is refused when the case is no longer as the page showed it. */
import { sql } from 'kysely'
import type { Write } from '../store/database.ts'
import type { ReferralResult } from '../store/schema.ts'
import { WITHOUT_CONSENT } from './answering-limits.ts'
import { event, guarded, type CaseChangeParts as Parts } from './case-changes.ts'

/** Where a sealed text of these tables lies. */
export function taskPlace(id: string): string {
  return `case_tasks:${id}`
}
export function referralPlace(id: string, column: 'recipient' | 'reference' | 'reason'): string {
  return `case_referrals:${id}:${column}`
}

export function addingTask(parts: Parts, caseId: string, staffId: string, { text, dueAt }: { text: string; dueAt: number }): Write[] {
  const id = parts.newId()
  const query = sql`insert into case_tasks (id, case_id, sealed_text, due_at, staff_id, at)
    select ${id}, id, ${parts.seal.seal(text, taskPlace(id))}, ${dueAt}, ${staffId}, ${parts.now()}
    from cases where id = ${caseId} and closed_at is null`
  return [guarded(parts, query), event(parts, caseId, staffId, 'task', text)]
}

/** `text` is the task's own, for the timeline. Also of a closed case: what was promised is still done. */
export function finishingTask(
  parts: Parts,
  caseId: string,
  staffId: string,
  task: { readonly id: string; readonly text: string },
): Write[] {
  const query = sql`update case_tasks set done_at = ${parts.now()}, done_by = ${staffId}
    where id = ${task.id} and case_id = ${caseId} and done_at is null`
  return [guarded(parts, query), event(parts, caseId, staffId, 'task-done', task.text)]
}

export interface NewReferral {
  readonly recipient: string
  /** The recipient's number for it; empty when there is none yet. */
  readonly reference: string
  /** The person's yes for this recipient; null: a life is at risk. */
  readonly consentId: string | null
  /** Why it goes without the person's yes; empty otherwise. */
  readonly reason: string
}

export function referring(
  parts: Parts,
  caseId: string,
  staffId: string,
  { recipient, reference, consentId, reason }: NewReferral,
): Write[] {
  const id = parts.newId()
  const sealed = (text: string, column: 'recipient' | 'reference' | 'reason'): string | null =>
    text === '' ? null : parts.seal.seal(text, referralPlace(id, column))
  const row = parts.store.db.insertInto('case_referrals').values({
    id,
    case_id: caseId,
    at: parts.now(),
    staff_id: staffId,
    sealed_recipient: parts.seal.seal(recipient, referralPlace(id, 'recipient')),
    sealed_reference: sealed(reference, 'reference'),
    consent: consentId === null ? 'life-at-risk' : 'agreed',
    consent_id: consentId,
    sealed_reason: consentId === null ? sealed(reason, 'reason') : null,
    result: 'open',
    result_at: null,
  })
  return [
    guarded(parts, sql`update cases set state = 'forwarded' where id = ${caseId} and closed_at is null`),
    { query: row.compile() },
    event(parts, caseId, staffId, 'forwarded', reference === '' ? recipient : `${recipient}, ${reference}`, {
      basis: consentId === null ? WITHOUT_CONSENT : 'consent',
    }),
  ]
}

/** What came of a referral, also after the case was closed. `recipient` is for the timeline. */
export function notingResult(
  parts: Parts,
  caseId: string,
  staffId: string,
  referral: { readonly id: string; readonly recipient: string; readonly result: ReferralResult },
): Write[] {
  const query = sql`update case_referrals set result = ${referral.result}, result_at = ${parts.now()}
    where id = ${referral.id} and case_id = ${caseId}`
  return [guarded(parts, query), event(parts, caseId, staffId, 'result', referral.recipient, { result: referral.result })]
}

/**
 * Two open cases are about the same person. Only staff see that: both people keep their own case, number and answers.
 * The main case is joined to none, and none is joined to the other, so that there is one step between them.
 */
export function joining(parts: Parts, caseId: string, staffId: string, main: { readonly id: string; readonly number: string }): Write[] {
  const query = sql`update cases set joined_to = ${main.id}
    where id = ${caseId} and id != ${main.id} and closed_at is null and joined_to is null
      and not exists (select 1 from cases as child where child.joined_to = ${caseId})
      and exists (select 1 from cases as main where main.id = ${main.id} and main.closed_at is null and main.joined_to is null)`
  return [
    guarded(parts, query),
    event(parts, caseId, staffId, 'joined', null, { number: main.number }),
    event(parts, main.id, staffId, 'joined'),
  ]
}

export function parting(parts: Parts, caseId: string, staffId: string, mainId: string): Write[] {
  const query = sql`update cases set joined_to = null where id = ${caseId} and joined_to = ${mainId}`
  return [guarded(parts, query), event(parts, caseId, staffId, 'parted'), event(parts, mainId, staffId, 'parted')]
}
