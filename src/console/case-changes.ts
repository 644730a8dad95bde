/** What staff do with a case, as guarded writes: each is refused by the store when the case is no longer as the page showed it. */
import { sql } from 'kysely'
import type { Write } from '../store/database.ts'
import type { CaseEventKind, CaseOutcome } from '../store/schema.ts'
import type { ConsoleParts } from './deps.ts'

export type CaseChangeParts = Pick<ConsoleParts, 'store' | 'seal' | 'now' | 'newId'>
type Parts = CaseChangeParts

/** The case is `staffId`'s and no longer rings; refused when it is no longer `from`'s (null: nobody's) or is closed. */
export function taking(parts: Parts, caseId: string, staffId: string, from: string | null): Write[] {
  const at = parts.now()
  const query = sql`update cases set owner_id = ${staffId}, taken_at = coalesce(taken_at, ${at}), next_alert_at = null,
    state = case state when 'unread' then 'read' else state end
    where id = ${caseId} and owner_id is ${from} and closed_at is null`
  return [guarded(parts, query), event(parts, caseId, staffId, 'taken')]
}

/** Nobody's again, without a reason asked: it rings for the others. */
export function handingOn(parts: Parts, caseId: string, staffId: string): Write[] {
  const query = sql`update cases set owner_id = null, next_alert_at = ${parts.now()}, alerts_sent = 0
    where id = ${caseId} and owner_id = ${staffId} and closed_at is null`
  return [guarded(parts, query), event(parts, caseId, staffId, 'handed-on')]
}

/** `text`: what is waited for. */
export function awaiting(parts: Parts, caseId: string, staffId: string, text: string): Write[] {
  const query = sql`update cases set state = 'waiting' where id = ${caseId} and closed_at is null`
  return [guarded(parts, query), event(parts, caseId, staffId, 'waiting', text)]
}

export function noting(parts: Parts, caseId: string, staffId: string, text: string): Write[] {
  return [event(parts, caseId, staffId, 'note', text)]
}

export function closingCase(parts: Parts, caseId: string, staffId: string, outcome: CaseOutcome): Write[] {
  const query = sql`update cases set state = 'closed', closed_at = ${parts.now()}, outcome = ${outcome}, next_alert_at = null
    where id = ${caseId} and closed_at is null`
  return [guarded(parts, query), event(parts, caseId, staffId, 'closed', null, { outcome })]
}

/** Whoever takes a conversation over has its cases that are nobody's. */
export function takingCasesOf(parts: Parts, conversationId: string, staffId: string): Write[] {
  const at = parts.now()
  const free = sql`conversation_id = ${conversationId} and owner_id is null and closed_at is null`
  return [
    eventsOf(parts, free, staffId, 'taken'),
    plain(
      parts,
      sql`update cases set owner_id = ${staffId}, taken_at = coalesce(taken_at, ${at}), next_alert_at = null,
        state = case state when 'unread' then 'read' else state end where ${free}`,
    ),
  ]
}

/** A conversation that is done leaves no case open behind. */
export function closingCasesOf(parts: Parts, conversationId: string, staffId: string, outcome: CaseOutcome): Write[] {
  const open = sql`conversation_id = ${conversationId} and closed_at is null`
  return [
    eventsOf(parts, open, staffId, 'closed', { outcome }),
    plain(
      parts,
      sql`update cases set state = 'closed', closed_at = ${parts.now()}, outcome = ${outcome}, next_alert_at = null where ${open}`,
    ),
  ]
}

/** Staff wrote to the person: how long that took is measured. */
export function answeringCasesOf(parts: Parts, conversationId: string, staffId: string): Write[] {
  const unanswered = sql`conversation_id = ${conversationId} and first_answer_at is null and closed_at is null`
  return [
    eventsOf(parts, unanswered, staffId, 'first-answer'),
    plain(parts, sql`update cases set first_answer_at = ${parts.now()} where ${unanswered}`),
  ]
}

type Query = ReturnType<typeof sql>

export function guarded(parts: Parts, query: Query): Write {
  return { query: query.compile(parts.store.db), expectChanges: 1 }
}

function plain(parts: Parts, query: Query): Write {
  return { query: query.compile(parts.store.db) }
}

/** A line of the timeline; what staff wrote is sealed. */
export function event(
  parts: Parts,
  caseId: string,
  staffId: string,
  kind: CaseEventKind,
  text: string | null = null,
  detail: object = {},
): Write {
  const id = parts.newId()
  const query = parts.store.db.insertInto('case_events').values({
    id,
    case_id: caseId,
    at: parts.now(),
    kind,
    staff_id: staffId,
    sealed_text: text === null ? null : parts.seal.seal(text, `case_events:${id}`),
    detail: JSON.stringify(detail),
  })
  return { query: query.compile(), expectChanges: 1 }
}

/** One line for each of the cases; a conversation has one open case, or after a merge of two ids a few. */
function eventsOf(parts: Parts, which: Query, staffId: string, kind: CaseEventKind, detail: object = {}): Write {
  return plain(
    parts,
    sql`insert into case_events (id, case_id, at, kind, staff_id, detail)
      select ${parts.newId()} || '-' || row_number() over (order by id), id, ${parts.now()}, ${kind}, ${staffId}, ${JSON.stringify(detail)}
      from cases where ${which}`,
  )
}
