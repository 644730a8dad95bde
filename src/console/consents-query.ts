/** Consents of a case, and what staff must deal with by a deadline. */
import type { Kysely } from 'kysely'
import type { ConsentsTable, EraseRequestsTable, Tables } from '../store/schema.ts'

export type CaseConsent = Pick<ConsentsTable, 'id' | 'about' | 'recipient' | 'asked_at' | 'answer' | 'answered_at' | 'withdrawn_at'>

export interface WithdrawnConsent extends Pick<ConsentsTable, 'id' | 'about' | 'recipient' | 'withdrawn_at' | 'due_at' | 'case_id'> {
  readonly number: string | null
  readonly pseudonym: string
  readonly conversation_id: string
}

export interface WaitingErasure extends Pick<EraseRequestsTable, 'receipt' | 'asked_at' | 'due_at' | 'conversation_id'> {
  readonly pseudonym: string
}

const SHOWN = 200
const SHOWN_OF_A_CASE = 20

/** Oldest first. */
export function consentsOf(db: Kysely<Tables>, caseId: string): Promise<CaseConsent[]> {
  return db
    .selectFrom('consents')
    .select(['id', 'about', 'recipient', 'asked_at', 'answer', 'answered_at', 'withdrawn_at'])
    .where('case_id', '=', caseId)
    .orderBy('id')
    .limit(SHOWN_OF_A_CASE)
    .execute()
}

/** Whether it may be passed on: a yes for a recipient, not taken back. */
export function isGiven({ about, answer, withdrawn_at }: CaseConsent): boolean {
  return about === 'recipient' && answer === 'yes' && withdrawn_at === null
}

/** What is due soonest, first. */
export function withdrawnConsents(db: Kysely<Tables>): Promise<WithdrawnConsent[]> {
  return db
    .selectFrom('consents as c')
    .innerJoin('people as p', 'p.id', 'c.conversation_id')
    .leftJoin('cases as k', 'k.id', 'c.case_id')
    .select(['c.id', 'c.about', 'c.recipient', 'c.withdrawn_at', 'c.due_at', 'c.case_id', 'c.conversation_id', 'k.number', 'p.pseudonym'])
    .where('c.due_at', 'is not', null)
    .where('c.done_at', 'is', null)
    .orderBy('c.due_at')
    .limit(SHOWN)
    .execute()
}

export function waitingErasures(db: Kysely<Tables>): Promise<WaitingErasure[]> {
  return db
    .selectFrom('erase_requests as r')
    .innerJoin('people as p', 'p.id', 'r.conversation_id')
    .select(['r.receipt', 'r.asked_at', 'r.due_at', 'r.conversation_id', 'p.pseudonym'])
    .orderBy('r.due_at')
    .limit(SHOWN)
    .execute()
}
