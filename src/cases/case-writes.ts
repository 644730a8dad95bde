/**
 * Cases open and are joined in the commit of the message that calls for one: none is lost with a failing turn, and a
 * message that comes twice opens none twice.
 */
import { sql } from 'kysely'
import { rawWrite } from '../store/writes.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { CaseEventKind, CaseKind, CaseLane } from '../store/schema.ts'
import { caseNumbers } from './case-number.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** By when a case of a lane is to be dealt with. Our own choice: no rule of law sets these. */
export const DUE_WITHIN: Readonly<Record<CaseLane, number>> = {
  emergency: 30 * MINUTE,
  today: 12 * HOUR,
  'this-week': 7 * 24 * HOUR,
  'long-search': 30 * 24 * HOUR,
}

export interface CaseWritesParts {
  readonly store: Pick<Database, 'db'>
  readonly newId: NewId
}

export interface CaseCall {
  readonly conversationId: string
  /** Nothing is written when this row of the inbox is not there: the message was known already. */
  readonly inboxId: string
  readonly kind: CaseKind
  readonly lane: CaseLane
  /** ISO 3166; null: the conversation's. */
  readonly country: string | null
  /** Milliseconds since 1970. */
  readonly at: number
  /** Stands in the timeline also when a case was open; else only when it opens one. */
  readonly isNews: boolean
  /** The number that a new case gets, as it was told to the person; left out: the first that is free. */
  readonly number?: string
}

/** Opens a case for the conversation, or joins the one that is open; what is sooner due raises it, rings again and brings its due time forward. */
export function caseCallWrites({ store, newId }: CaseWritesParts, call: CaseCall): Write[] {
  const { conversationId, inboxId, kind, lane, country, at, isNews } = call
  const id = newId()
  const urgency = lane === 'emergency' ? 'emergency' : 'urgent'
  const due = at + DUE_WITHIN[lane]
  const later = (Object.keys(DUE_WITHIN) as CaseLane[]).filter((other) => DUE_WITHIN[other] > DUE_WITHIN[lane])
  const isRaised = later.length === 0 ? sql`1 = 0` : sql`lane in (${sql.join(later)})`
  const arrived = sql`exists (select 1 from inbox where id = ${inboxId})`
  const candidates = sql.join(
    (call.number === undefined ? caseNumbers() : [call.number]).map((number, order) => sql`(${number}, ${order})`),
    sql`, `,
  )
  const queries = [
    sql`insert into cases (id, number, conversation_id, kind, lane, urgency, country, state, opened_at, due_at, next_alert_at, alerts_sent)
      select ${id}, (select column1 from (values ${candidates}) where column1 not in (select number from cases) order by column2 limit 1),
        id, ${kind}, ${lane}, ${urgency}, coalesce(${country}, country), 'unread', ${at}, ${due}, ${at}, 0
      from conversations where id = ${conversationId} and ${arrived}
        and not exists (select 1 from cases where conversation_id = ${conversationId} and closed_at is null)`,
    sql`update cases set kind = ${kind}, lane = ${lane}, urgency = ${urgency}, due_at = min(due_at, ${due}), next_alert_at = ${at}, alerts_sent = 0
      where conversation_id = ${conversationId} and closed_at is null and urgency != 'emergency' and ${isRaised} and ${arrived}`,
    sql`update cases set country = coalesce(${country}, country)
      where conversation_id = ${conversationId} and closed_at is null and ${arrived}`,
    sql`insert into case_events (id, case_id, at, kind, detail)
      select ${newId()}, id, ${at}, case when id = ${id} then 'opened' else 'called-again' end, ${JSON.stringify({ kind })}
      from cases where conversation_id = ${conversationId} and closed_at is null and ${arrived}
        and (id = ${id} or ${isNews ? 1 : 0} = 1)`,
  ]
  return queries.map((query) => rawWrite(store.db, query))
}

/** A line of the timeline of the open case of a conversation, the oldest when there are several; nothing when there is none. */
export function openCaseEventWrite(
  { store, newId }: CaseWritesParts,
  event: { readonly conversationId: string; readonly kind: CaseEventKind; readonly at: number },
): Write {
  const query = sql`insert into case_events (id, case_id, at, kind, detail)
    select ${newId()}, id, ${event.at}, ${event.kind}, '{}' from cases
    where conversation_id = ${event.conversationId} and closed_at is null order by id limit 1`
  return rawWrite(store.db, query)
}
