/** A link between a worker and a relative ends; nothing is sent, and what was on its way is taken back (care 5). */
import { sql } from 'kysely'
import type { Write } from '../store/database.ts'
import { rawWrite, write } from '../store/writes.ts'
import { openCaseEventWrite, type CaseWritesParts } from './case-writes.ts'

/** Names the row of the outbox that brings a relative a check-in. `at`: milliseconds since 1970. */
export function newsKey(linkId: string, at: number): string {
  return `family:${linkId}:${at}`
}

/** Only links of that worker, whatever ids are named. A code that is out is good no more either. */
export function familyCutWrites(parts: CaseWritesParts, workerId: string, linkIds: readonly string[], at: number): Write[] {
  const { db } = parts.store
  return [
    write(db.deleteFrom('family_codes').where('worker_id', '=', workerId)),
    ...linkIds.flatMap((linkId) => [
      rawWrite(
        db,
        // A semicolon follows on the colon: all keys of this link.
        sql`update outbox set state = 'withheld', error = 'family-cut', sealed_bubble = null
          where dedupe_key >= ${`family:${linkId}:`} and dedupe_key < ${`family:${linkId};`} and state in ('waiting', 'awaiting-yes')
            and exists (select 1 from family_links where id = ${linkId} and worker_id = ${workerId})`,
      ),
      write(db.deleteFrom('family_links').where('id', '=', linkId).where('worker_id', '=', workerId)),
    ]),
    openCaseEventWrite(parts, { conversationId: workerId, kind: 'family-cut', at }),
  ]
}
