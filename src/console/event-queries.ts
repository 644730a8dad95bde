/** News of the machine for staff: what is open, what was done. */
import type { Kysely } from 'kysely'
import type { Write } from '../store/database.ts'
import type { StaffEventsTable, Tables } from '../store/schema.ts'

export type StaffEvent = StaffEventsTable

const PAGE = 30

/** What is not done yet, newest first. */
export function openEvents(db: Kysely<Tables>, limit: number): Promise<StaffEvent[]> {
  return db.selectFrom('staff_events').selectAll().where('seen_at', 'is', null).orderBy('at', 'desc').limit(limit).execute()
}

/** What is done, newest first, before `before` when given; `next` is null on the last page. */
export async function doneEvents(db: Kysely<Tables>, before: string | null): Promise<{ rows: StaffEvent[]; next: string | null }> {
  let query = db.selectFrom('staff_events').selectAll().where('seen_at', 'is not', null)
  if (before !== null) query = query.where('id', '<', before)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .execute()
  const page = rows.slice(0, PAGE)
  return { rows: page, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null }
}

/** Refused by the store when somebody did it before. */
export function dismissingEvent(db: Kysely<Tables>, id: string, at: number): Write {
  const query = db.updateTable('staff_events').set({ seen_at: at }).where('id', '=', id).where('seen_at', 'is', null).compile()
  return { query, expectChanges: 1 }
}
