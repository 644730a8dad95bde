/** The relatives whom a person linked, as staff see them: by pseudonym, with a cut that the relative does not notice (care 5). */
import { familyCutWrites } from '../cases/family-cut.ts'
import type { FamilyLinksTable } from '../store/schema.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'

export type LinkedRelative = Pick<FamilyLinksTable, 'id' | 'relative_id' | 'relation' | 'linked_at' | 'case_id'> & {
  readonly pseudonym: string
}

/** Oldest first. */
export function readRelatives({ store }: Pick<ConsoleParts, 'store'>, conversationId: string): Promise<LinkedRelative[]> {
  return store.db
    .selectFrom('family_links as l')
    .innerJoin('people as p', 'p.id', 'l.relative_id')
    .select(['l.id', 'l.relative_id', 'l.relation', 'l.linked_at', 'l.case_id', 'p.pseudonym'])
    .where('l.worker_id', '=', conversationId)
    .orderBy('l.id')
    .execute()
}

/** `POST /percakapan/:id/putus-keluarga`: `sambungan` is the link. Nothing is sent to anybody. */
export async function cutRelative(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const linkId = await formText(context, 'sambungan')
  const known = await parts.store.db
    .selectFrom('family_links')
    .select('id')
    .where('id', '=', linkId)
    .where('worker_id', '=', id)
    .executeTakeFirst()
  if (!known) return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId, action: 'family-cut', subject: id, detail: {} }, familyCutWrites(parts, id, [linkId], parts.now()))
  return seeOther(context, `/percakapan/${id}`)
}
