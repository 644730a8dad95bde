/** The end of a message that could not be handled. */
import { FAILED } from '../conversation/texts.ts'
import type { Write } from '../store/database.ts'
import type { InboxTable } from '../store/schema.ts'
import { write } from '../store/writes.ts'
import type { QueuedRow } from './queue.ts'
import type { TurnWritesParts } from './turn-writes.ts'

/** A message that could not be handled is never met with silence: the person is told, and staff see it. */
export function failedWrites(parts: TurnWritesParts, row: InboxTable, at: number): { writes: Write[]; sends: QueuedRow[] } {
  const { store, seal, newId } = parts
  const id = newId()
  return {
    writes: [
      write(
        store.db
          .updateTable('inbox')
          .set({ state: 'failed', attempts: row.attempts + 1, handled_at: at })
          .where('id', '=', row.id)
          .where('state', '=', 'waiting'),
        1,
      ),
      write(
        store.db
          .updateTable('conversations')
          .set((eb) => ({ rank: eb.fn<number>('min', ['rank', eb.val(1)]), waiting_since: eb.fn.coalesce('waiting_since', eb.val(at)) }))
          .where('id', '=', row.conversation_id),
      ),
      write(
        store.db.insertInto('outbox').values({
          id,
          conversation_id: row.conversation_id,
          channel: row.channel,
          inbox_id: row.id,
          kind: 'reply',
          dedupe_key: `failed:${row.id}`,
          sealed_bubble: seal.seal(JSON.stringify({ text: FAILED }), `outbox:${id}`),
          state: 'waiting',
          priority: 1,
          attempts: 0,
          next_at: at,
          created_at: at,
          question_at: row.sent_at,
        }),
      ),
      write(
        store.db.insertInto('messages').values({
          id: newId(),
          conversation_id: row.conversation_id,
          channel: row.channel,
          direction: 'out',
          author: 'bot',
          kind: 'reply',
          text: FAILED,
          at,
          inbox_id: row.id,
          outbox_id: id,
        }),
      ),
    ],
    sends: [{ id, conversationId: row.conversation_id, priority: 1 }],
  }
}
