/**
 * What a turn changes in the links between a worker and relatives. A check-in goes to the relative in the same commit,
 * through the outbox and its door; nothing of this ever makes a message to the worker (care 5).
 */
import { sql } from 'kysely'
import { familyCutWrites, newsKey } from '../cases/family-cut.ts'
import { CODE_LASTS } from '../conversation/family-code.ts'
import type { CheckInTo, FamilyEffect } from '../conversation/own-family.ts'
import type { Bubble } from '../message.ts'
import type { Write } from '../store/database.ts'
import { rawWrite, write } from '../store/writes.ts'
import { familyCodeHash } from './family.ts'
import type { QueuedRow } from './queue.ts'
import type { TurnWritesParts } from './turn-writes.ts'

/** The writes, and the rows that the outbox is to look at: those that were not written after all leave its queue by themselves. */
export function familyWrites(
  parts: TurnWritesParts,
  conversationId: string,
  effect: FamilyEffect,
  now: number,
): { readonly writes: Write[]; readonly sends: QueuedRow[] } {
  const only = (writes: Write[]): { writes: Write[]; sends: QueuedRow[] } => ({ writes, sends: [] })
  switch (effect.kind) {
    case 'code':
      return only([codeWrite(parts, conversationId, effect, now)])
    case 'join':
      return only(joinWrites(parts, conversationId, effect.code, now))
    case 'wrong-code':
      return only([guestWrite(parts, conversationId, { failed: true, nextAt: effect.nextAt }, now)])
    case 'cut':
      return only(familyCutWrites(parts, conversationId, effect.linkIds, now))
    case 'leave':
      return only(leaveWrites(parts, conversationId))
    case 'told':
      return only(
        effect.news.map(({ linkId, newsAt, caseState }) =>
          rawWrite(
            parts.store.db,
            sql`update family_links set told_at = ${newsAt === null ? sql`told_at` : now}, case_told = coalesce(${caseState}, case_told)
              where id = ${linkId} and relative_id = ${conversationId}`,
          ),
        ),
      )
    case 'check-in': {
      const each = effect.to.map((to) => checkInWrites(parts, conversationId, to, now))
      return { writes: each.flatMap(({ writes }) => writes), sends: each.map(({ send }) => send) }
    }
  }
}

/** The newest code is the only one. */
function codeWrite(
  { store, seal }: TurnWritesParts,
  workerId: string,
  { code, relation, caseId }: Extract<FamilyEffect, { kind: 'code' }>,
  now: number,
): Write {
  const values = { code_hash: familyCodeHash(seal, code), relation, case_id: caseId, created_at: now, expires_at: now + CODE_LASTS }
  return write(
    store.db
      .insertInto('family_codes')
      .values({ worker_id: workerId, ...values })
      .onConflict((conflict) => conflict.column('worker_id').doUpdateSet(values)),
  )
}

/** Two who type the same code in the same moment: the first is linked, and the code is gone. */
function joinWrites(parts: TurnWritesParts, relativeId: string, code: string, now: number): Write[] {
  const { store, seal, newId } = parts
  const hash = familyCodeHash(seal, code)
  return [
    rawWrite(
      store.db,
      sql`insert into case_events (id, case_id, at, kind, detail)
        select ${newId()}, id, ${now}, 'family-linked', '{}' from cases
        where closed_at is null and conversation_id = (select worker_id from family_codes where code_hash = ${hash} and expires_at > ${now})
        order by id limit 1`,
    ),
    rawWrite(
      store.db,
      sql`insert into family_links (id, worker_id, relative_id, relation, case_id, linked_at)
        select ${newId()}, worker_id, ${relativeId}, relation, case_id, ${now} from family_codes
        where code_hash = ${hash} and expires_at > ${now} and worker_id != ${relativeId}
        on conflict (worker_id, relative_id) do update set relation = excluded.relation, case_id = excluded.case_id, case_told = null`,
    ),
    write(store.db.deleteFrom('family_codes').where('code_hash', '=', hash)),
    guestWrite(parts, relativeId, { failed: false, nextAt: null }, now),
  ]
}

function guestWrite(
  { store }: TurnWritesParts,
  conversationId: string,
  { failed, nextAt }: { readonly failed: boolean; readonly nextAt: number | null },
  now: number,
): Write {
  return write(
    store.db
      .insertInto('family_guests')
      .values({ conversation_id: conversationId, joined_at: failed ? null : now, failures: failed ? 1 : 0, next_at: nextAt, at: now })
      .onConflict((conflict) =>
        conflict.column('conversation_id').doUpdateSet((eb) => ({
          failures: failed ? eb('family_guests.failures', '+', 1) : 0,
          next_at: nextAt,
          at: now,
          ...(failed ? {} : { joined_at: now }),
        })),
      ),
  )
}

function leaveWrites({ store }: TurnWritesParts, conversationId: string): Write[] {
  return [
    write(store.db.deleteFrom('family_codes').where('worker_id', '=', conversationId)),
    write(store.db.deleteFrom('family_links').where('relative_id', '=', conversationId)),
    rawWrite(
      store.db,
      sql`update outbox set state = 'withheld', error = 'family-cut', sealed_bubble = null
        where conversation_id = ${conversationId} and state in ('waiting', 'awaiting-yes') and dedupe_key >= 'family:' and dedupe_key < 'family;'`,
    ),
  ]
}

/**
 * Sent at once where the relative's channel and contact plan let it; else it is told when they ask. A web chat is open
 * only while somebody reads it.
 */
function checkInWrites(parts: TurnWritesParts, workerId: string, to: CheckInTo, now: number): { writes: Write[]; send: QueuedRow } {
  const { store, seal, newId } = parts
  const outboxId = newId()
  const bubble: Bubble = { text: to.text }
  const sealed = seal.seal(JSON.stringify(bubble), `outbox:${outboxId}`)
  const link = sql`id = ${to.linkId} and worker_id = ${workerId}`
  const isSent = sql`exists (select 1 from outbox where id = ${outboxId})`
  const writes = [
    sql`insert into outbox (id, conversation_id, channel, inbox_id, kind, dedupe_key, sealed_bubble, state, priority, attempts, next_at,
        created_at, question_at)
      select ${outboxId}, id, channel, null, 'notice', ${newsKey(to.linkId, now)}, ${sealed}, 'waiting', 1, 0, ${now}, ${now}, ${now}
      from conversations where id = (select relative_id from family_links where ${link}) and channel in ('telegram', 'whatsapp')
        and hold = 0 and (hold_at is null or hold_at > ${now}) and blocked_at is null and (paused_until is null or paused_until <= ${now})`,
    sql`insert into messages (id, conversation_id, channel, direction, author, kind, text, at, outbox_id)
      select ${newId()}, conversation_id, channel, 'out', 'bot', 'notice', ${to.text}, ${now}, id from outbox where id = ${outboxId}`,
    sql`update family_links set news_at = ${now}, told_at = case when ${isSent} then ${now} else told_at end where ${link}`,
  ]
  return {
    writes: writes.map((query) => rawWrite(store.db, query)),
    send: { id: outboxId, conversationId: to.conversationId, priority: 1 },
  }
}
