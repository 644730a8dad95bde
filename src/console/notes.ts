/** Notes of staff for staff about a conversation, sealed in the store. */
import type { Write } from '../store/database.ts'
import type { ConsoleParts } from './deps.ts'

type Parts = Pick<ConsoleParts, 'store' | 'seal' | 'now' | 'newId'>

export interface Note {
  readonly id: string
  readonly text: string
  readonly at: number
  readonly name: string | null
}

const SHOWN = 50

export function noteWrite(parts: Parts, conversationId: string, staffId: string, text: string): { write: Write; noteId: string } {
  const noteId = parts.newId()
  const row = {
    id: noteId,
    conversation_id: conversationId,
    staff_id: staffId,
    sealed_text: parts.seal.seal(text, `notes:${noteId}`),
    at: parts.now(),
  }
  return { noteId, write: { query: parts.store.db.insertInto('notes').values(row).compile(), expectChanges: 1 } }
}

/** The newest notes, newest first. */
export async function readNotes(parts: Pick<ConsoleParts, 'store' | 'seal'>, conversationId: string): Promise<Note[]> {
  const rows = await parts.store.db
    .selectFrom('notes as n')
    .leftJoin('staff as s', 's.id', 'n.staff_id')
    .select(['n.id', 'n.sealed_text', 'n.at', 's.name'])
    .where('n.conversation_id', '=', conversationId)
    .orderBy('n.id', 'desc')
    .limit(SHOWN)
    .execute()
  return rows.map(({ id, sealed_text, at, name }) => ({ id, at, name, text: parts.seal.open(sealed_text, `notes:${id}`) }))
}
