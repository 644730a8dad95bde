/** Cases as staff read them. */
import { sql, type Kysely, type Selectable } from 'kysely'
import { factPlace } from '../cases/case-facts.ts'
import type { CaseEventsTable, CaseFactsTable, CasesTable, Flag, Tables } from '../store/schema.ts'
import type { ConsoleParts } from './deps.ts'

export type CaseRow = Selectable<CasesTable> & {
  /** Null once the person's data was erased. */
  readonly pseudonym: string | null
  /** Name of who has it. */
  readonly owner: string | null
  /** Number of the case that it is joined to. */
  readonly main: string | null
  /** How many cases of other people are joined to it. */
  readonly reporters: number
  /** When the next task is due that is not done. */
  readonly next_task: number | null
  /** 1: of the restricted team; null once the person's data was erased. */
  readonly restricted: Flag | null
}

export interface CaseEvent extends Pick<CaseEventsTable, 'id' | 'at' | 'kind'> {
  readonly name: string | null
  readonly text: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

const MOST_OPEN = 200
const CLOSED_PAGE = 50
const EVENTS_SHOWN = 200

/** Emergencies first, then by when they are due. */
export function openCases(db: Kysely<Tables>): Promise<CaseRow[]> {
  return cases(db)
    .where('k.closed_at', 'is', null)
    .orderBy(sql`k.urgency = 'emergency'`, 'desc')
    .orderBy('k.due_at')
    .orderBy('k.id')
    .limit(MOST_OPEN)
    .execute()
}

/** Closed last, first; before `before` (an id of the page above) when given. `next` is null on the last page. */
export async function closedCases(db: Kysely<Tables>, before: string | null): Promise<{ rows: CaseRow[]; next: string | null }> {
  let query = cases(db).where('k.closed_at', 'is not', null)
  if (before !== null)
    query = query.where(
      sql<boolean>`(k.closed_at, k.id) < (select closed_at, id from cases where id = ${before} and closed_at is not null)`,
    )
  const rows = await query
    .orderBy('k.closed_at', 'desc')
    .orderBy('k.id', 'desc')
    .limit(CLOSED_PAGE + 1)
    .execute()
  const page = rows.slice(0, CLOSED_PAGE)
  return { rows: page, next: rows.length > CLOSED_PAGE ? (page.at(-1)?.id ?? null) : null }
}

export async function readCase(db: Kysely<Tables>, id: string): Promise<CaseRow | null> {
  return (await cases(db).where('k.id', '=', id).executeTakeFirst()) ?? null
}

/** The open case of a conversation; null when there is none. */
export async function openCaseOf(db: Kysely<Tables>, conversationId: string): Promise<Pick<CasesTable, 'id' | 'number'> | null> {
  const row = await db
    .selectFrom('cases')
    .select(['id', 'number'])
    .where('conversation_id', '=', conversationId)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Oldest first; of a very long timeline the newest. */
export async function readTimeline(parts: Pick<ConsoleParts, 'store' | 'seal'>, caseId: string): Promise<CaseEvent[]> {
  const rows = await parts.store.db
    .selectFrom('case_events as e')
    .leftJoin('staff as s', 's.id', 'e.staff_id')
    .select(['e.id', 'e.at', 'e.kind', 'e.sealed_text', 'e.detail', 's.name'])
    .where('e.case_id', '=', caseId)
    .orderBy('e.id', 'desc')
    .limit(EVENTS_SHOWN)
    .execute()
  return rows.reverse().map(({ id, at, kind, sealed_text, detail, name }) => ({
    id,
    at,
    kind,
    name,
    text: sealed_text === null ? null : parts.seal.open(sealed_text, `case_events:${id}`),
    detail: JSON.parse(detail) as Record<string, unknown>,
  }))
}

/** What the person told in guided questions, in their order; `shown` is null for what identifies somebody. */
export async function readFacts(db: Kysely<Tables>, caseId: string): Promise<CaseFactsTable[]> {
  return db.selectFrom('case_facts').selectAll().where('case_id', '=', caseId).orderBy('id').execute()
}

export interface OpenedFact extends Pick<CaseFactsTable, 'question' | 'label'> {
  readonly text: string
}

/** The same in the person's own words: only after the reason was recorded. */
export function openedFacts({ seal }: Pick<ConsoleParts, 'seal'>, facts: readonly CaseFactsTable[]): OpenedFact[] {
  return facts.map(({ id, question, label, shown, sealed_text }) => ({
    question,
    label,
    text: sealed_text === null ? (shown ?? '') : seal.open(sealed_text, factPlace(id)),
  }))
}

function cases(db: Kysely<Tables>) {
  return db
    .selectFrom('cases as k')
    .leftJoin('conversations as c', 'c.id', 'k.conversation_id')
    .leftJoin('people as p', 'p.id', 'c.person_id')
    .leftJoin('staff as s', 's.id', 'k.owner_id')
    .selectAll('k')
    .leftJoin('cases as main', 'main.id', 'k.joined_to')
    .select(['p.pseudonym', 's.name as owner', 'main.number as main', 'c.restricted'])
    .select((is) => [
      is
        .selectFrom('case_tasks as t')
        .select((task) => task.fn.min('t.due_at').as('due'))
        .whereRef('t.case_id', '=', 'k.id')
        .where('t.done_at', 'is', null)
        .as('next_task'),
      is
        .selectFrom('cases as other')
        .select((other) => other.fn.countAll<number>().as('count'))
        .whereRef('other.joined_to', '=', 'k.id')
        .$asScalar()
        .as('reporters'),
    ])
}
