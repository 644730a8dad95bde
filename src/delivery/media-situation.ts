import { sql } from 'kysely'
import type { MediaSituation } from '../conversation/media.ts'
import type { Database } from '../store/database.ts'

/** For each conversation what decides whether its photos and voice notes are kept. */
export async function mediaSituations(
  { db }: Pick<Database, 'db'>,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, Omit<MediaSituation, 'largest'>>> {
  if (conversationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('conversations as c')
    .select([
      'c.id',
      sql<number>`exists (select 1 from cases where conversation_id = c.id and closed_at is null)`.as('open'),
      sql<number>`exists (select 1 from cases where conversation_id = c.id and closed_at is null and urgency = 'emergency')`.as(
        'emergency',
      ),
      sql<'yes' | 'no' | null>`(select case when withdrawn_at is null then answer end from consents
        where conversation_id = c.id and about = 'media' order by id desc limit 1)`.as('consent'),
    ])
    .where('c.id', 'in', conversationIds)
    .execute()
  return new Map(rows.map(({ id, open, emergency, consent }) => [id, { openCase: open === 1, emergency: emergency === 1, consent }]))
}
