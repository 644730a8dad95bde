/** Photos and voice notes of a conversation, as staff see them before they are opened. */
import type { Kysely } from 'kysely'
import type { CasesTable, MediaPart, MediaTable, Tables } from '../store/schema.ts'

export interface MediaView extends Pick<
  MediaTable,
  'id' | 'conversation_id' | 'inbox_id' | 'kind' | 'seconds' | 'state' | 'reason' | 'at' | 'type' | 'gist_at'
> {
  /** Staff wrote down what is in it. */
  readonly isHeard: boolean
}

const SHOWN = 60

const columns = ['id', 'conversation_id', 'inbox_id', 'kind', 'seconds', 'state', 'reason', 'at', 'type', 'gist_at'] as const

/** The newest, oldest first. */
export async function mediaOf(db: Kysely<Tables>, conversationId: string): Promise<MediaView[]> {
  const rows = await db
    .selectFrom('media')
    .select(columns)
    .where('conversation_id', '=', conversationId)
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute()
  return rows.reverse().map((row) => ({ ...row, isHeard: row.gist_at !== null }))
}

export interface WholeMedia extends MediaView {
  readonly sealed_gist: string | null
  /** Who wrote it. */
  readonly gistBy: string | null
  readonly pseudonym: string
  /** The newest open case of the conversation; null: none. */
  readonly openCase: Pick<CasesTable, 'id' | 'number' | 'urgency' | 'owner_id'> | null
}

export async function readMedia(db: Kysely<Tables>, id: string): Promise<WholeMedia | null> {
  const row = await db
    .selectFrom('media as m')
    .innerJoin('people as p', 'p.id', 'm.conversation_id')
    .leftJoin('staff as s', 's.id', 'm.gist_by')
    .select(columns.map((name) => `m.${name}` as const))
    .select(['m.sealed_gist', 's.name as gistBy', 'p.pseudonym'])
    .where('m.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const openCase = await db
    .selectFrom('cases')
    .select(['id', 'number', 'urgency', 'owner_id'])
    .where('conversation_id', '=', row.conversation_id)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return { ...row, isHeard: row.gist_at !== null, openCase: openCase ?? null }
}

export function readFile(db: Kysely<Tables>, id: string, part: MediaPart) {
  return db
    .selectFrom('media_files as f')
    .innerJoin('media as m', 'm.id', 'f.media_id')
    .select(['f.key_id', 'f.content', 'm.type'])
    .where('f.media_id', '=', id)
    .where('f.part', '=', part)
    .executeTakeFirst()
}
