/** Tasks, referrals and joined reporters of a case, as staff read them. */
import type { CaseReferralsTable, CasesTable, CaseTasksTable, Flag } from '../store/schema.ts'
import { referralPlace, taskPlace } from './case-work.ts'
import type { ConsoleParts } from './deps.ts'

type Parts = Pick<ConsoleParts, 'store' | 'seal'>

export type CaseTask = Omit<CaseTasksTable, 'sealed_text'> & { readonly text: string; readonly name: string | null }

export type CaseReferral = Pick<CaseReferralsTable, 'id' | 'at' | 'consent' | 'consent_id' | 'result' | 'result_at'> & {
  readonly recipient: string
  readonly reference: string | null
  readonly reason: string | null
  /** Who forwarded it. */
  readonly name: string | null
}

export type JoinedCase = Pick<CasesTable, 'id' | 'number' | 'state' | 'opened_at' | 'conversation_id'> & {
  readonly pseudonym: string | null
}

export interface CaseWork {
  /** Those to be done by when they are due, then those that are done. */
  readonly tasks: readonly CaseTask[]
  /** Oldest first. */
  readonly referrals: readonly CaseReferral[]
  /** Other people's cases about the same person, which are joined to this one. */
  readonly joined: readonly JoinedCase[]
  /** The case that this one is joined to; null: none. */
  readonly main: Pick<CasesTable, 'id' | 'number'> | null
}

/** More tasks or referrals than that no case has; the newest are shown. */
const MOST_SHOWN = 100

export async function readCaseWork(parts: Parts, caseId: string, joinedTo: string | null): Promise<CaseWork> {
  const { db } = parts.store
  const [tasks, referrals, joined, main] = await Promise.all([
    readTasks(parts, caseId),
    readReferrals(parts, caseId),
    db
      .selectFrom('cases as k')
      .leftJoin('people as p', 'p.id', 'k.conversation_id')
      .select(['k.id', 'k.number', 'k.state', 'k.opened_at', 'k.conversation_id', 'p.pseudonym'])
      .where('k.joined_to', '=', caseId)
      .orderBy('k.id')
      .limit(MOST_SHOWN)
      .execute(),
    joinedTo === null ? undefined : db.selectFrom('cases').select(['id', 'number']).where('id', '=', joinedTo).executeTakeFirst(),
  ])
  return { tasks, referrals, joined, main: main ?? null }
}

async function readTasks({ store, seal }: Parts, caseId: string): Promise<CaseTask[]> {
  const rows = await store.db
    .selectFrom('case_tasks as t')
    .leftJoin('staff as s', 's.id', 't.staff_id')
    .selectAll('t')
    .select('s.name')
    .where('t.case_id', '=', caseId)
    .orderBy('t.due_at')
    .limit(MOST_SHOWN)
    .execute()
  const tasks = rows.map(({ sealed_text: sealed, ...task }) => ({ ...task, text: seal.open(sealed, taskPlace(task.id)) }))
  return [...tasks.filter(({ done_at: done }) => done === null), ...tasks.filter(({ done_at: done }) => done !== null)]
}

async function readReferrals({ store, seal }: Parts, caseId: string): Promise<CaseReferral[]> {
  const rows = await store.db
    .selectFrom('case_referrals as r')
    .leftJoin('staff as s', 's.id', 'r.staff_id')
    .selectAll('r')
    .select('s.name')
    .where('r.case_id', '=', caseId)
    .orderBy('r.id')
    .limit(MOST_SHOWN)
    .execute()
  return rows.map(({ id, at, consent, consent_id, result, result_at, name, sealed_recipient, sealed_reference, sealed_reason }) => ({
    id,
    at,
    consent,
    consent_id,
    result,
    result_at,
    name,
    recipient: seal.open(sealed_recipient, referralPlace(id, 'recipient')),
    reference: sealed_reference === null ? null : seal.open(sealed_reference, referralPlace(id, 'reference')),
    reason: sealed_reason === null ? null : seal.open(sealed_reason, referralPlace(id, 'reason')),
  }))
}

export type OpenTask = Pick<CaseTasksTable, 'id' | 'case_id' | 'due_at'> & {
  readonly text: string
  readonly number: string
  /** Who has the case. */
  readonly owner: string | null
  /** 1: of the restricted team. */
  readonly restricted: Flag | null
}

/** Tasks of all open cases, by when they are due: what the next shift must keep. */
export async function openTasks({ reader, seal }: Pick<ConsoleParts, 'reader' | 'seal'>): Promise<OpenTask[]> {
  const rows = await reader
    .selectFrom('case_tasks as t')
    .innerJoin('cases as k', 'k.id', 't.case_id')
    .leftJoin('staff as s', 's.id', 'k.owner_id')
    .leftJoin('conversations as c', 'c.id', 'k.conversation_id')
    .select(['t.id', 't.case_id', 't.sealed_text', 't.due_at', 'k.number', 's.name as owner', 'c.restricted'])
    .where('t.done_at', 'is', null)
    .where('k.closed_at', 'is', null)
    .orderBy('t.due_at')
    .orderBy('t.id')
    .limit(MOST_SHOWN)
    .execute()
  return rows.map(({ sealed_text: sealed, ...task }) => ({ ...task, text: seal.open(sealed, taskPlace(task.id)) }))
}
