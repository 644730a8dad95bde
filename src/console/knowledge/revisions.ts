/** Staff's revisions as rows of the store: what is over a path now, its history, and the guarded write of the next. */
import { createHash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Write } from '../../store/database.ts'
import type { KnowledgeRevisionsTable, Tables } from '../../store/schema.ts'
import type { ConsoleParts } from '../deps.ts'

export interface Revision extends KnowledgeRevisionsTable {
  /** Who made it; null when the account is gone. */
  readonly name: string | null
}

const MOST_SHOWN = 50


/** Newest first. */
export async function revisionsOf(db: Kysely<Tables>, path: string): Promise<Revision[]> {
  return db
    .selectFrom('knowledge_revisions as r')
    .leftJoin('staff as s', 's.id', 'r.staff_id')
    .selectAll('r')
    .select('s.name')
    .where('r.path', '=', path)
    .orderBy('r.id', 'desc')
    .limit(MOST_SHOWN)
    .execute()
}

export interface NewRevision extends Pick<KnowledgeRevisionsTable, 'path' | 'text' | 'kind' | 'reason' | 'staff_id'> {
  /** The revision that its maker saw as the newest of this path; null: the shipped text. */
  readonly over: string | null
  readonly shipped: string | null
}

/** Refused when somebody else changed the same path meanwhile. */
export function revising(parts: Pick<ConsoleParts, 'store' | 'newId' | 'now'>, revision: NewRevision): Write {
  const { path, text, kind, reason, staff_id: staffId, over, shipped } = revision
  const query = sql`
    insert into knowledge_revisions (id, path, text, previous_id, base_hash, kind, reason, staff_id, at)
    select ${parts.newId()}, ${path}, ${text}, ${over}, ${hashOf(shipped)}, ${kind}, ${reason}, ${staffId}, ${parts.now()}
    where coalesce((select max(id) from knowledge_revisions where path = ${path}), '') = ${over ?? ''}
  `.compile(parts.store.db)
  return { query, expectChanges: 1 }
}

/** Of a shipped text, to notice when a release changes it under a revision; empty when there is none. */
export function hashOf(shipped: string | null): string {
  return shipped === null ? '' : createHash('sha256').update(shipped).digest('hex')
}

/** The text before a revision: that of the one it followed; null: the shipped text. */
export async function textBefore(db: Kysely<Tables>, revision: Pick<Revision, 'previous_id'>): Promise<string | null> {
  if (revision.previous_id === null) return null
  const row = await db.selectFrom('knowledge_revisions').select('text').where('id', '=', revision.previous_id).executeTakeFirst()
  return row?.text ?? null
}
