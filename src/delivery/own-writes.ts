/** What a turn stores of a person's decisions about their own data. */
import { sql } from 'kysely'
import { openCaseEventWrite } from '../cases/case-writes.ts'
import { factPlace } from '../cases/case-facts.ts'
import { consentAnswerWrites, withdrawalWrites } from '../cases/consent-writes.ts'
import { depositErasureWrites, depositWrites } from '../cases/deposit-writes.ts'
import type { TurnEffects } from '../conversation/turn.ts'
import type { Write } from '../store/database.ts'
import { rawWrite, write } from '../store/writes.ts'
import { NOT_KEPT } from './transcript.ts'
import type { TurnWritesParts } from './turn-writes.ts'

/** An employer who types it must not end what was begun to help (care 4). */
const EMERGENCY_WAITS = 24 * 3_600_000

export function ownWrites(parts: TurnWritesParts, conversationId: string, effects: TurnEffects, now: number): Write[] {
  const { eraseAll, undoEraseAll, pinTried, setPin, correctFact, consent, withdrawConsent, forgetWords, deposit } = effects
  return [
    ...(eraseAll ? eraseWrites(parts, conversationId, eraseAll.receipt, now) : []),
    ...(undoEraseAll ? undoWrites(parts, conversationId, now) : []),
    ...(pinTried ? [triedWrite(parts, conversationId, pinTried)] : []),
    ...(setPin ? [pinWrite(parts, conversationId, setPin.hash, now)] : []),
    ...(correctFact ? correctWrites(parts, conversationId, correctFact, now) : []),
    ...(consent ? consentAnswerWrites(parts, conversationId, consent, now) : []),
    ...(withdrawConsent ? withdrawalWrites(parts, conversationId, now) : []),
    ...(deposit ? depositWrites(parts, { conversationId, at: now }, deposit) : []),
    ...(deposit === null ? depositErasureWrites(parts, { conversationId, at: now }) : []),
    ...(forgetWords ? [forgetWrite(parts, conversationId)] : []),
  ]
}

/** What was written in danger, or for staff who have a case, stays for them: that is said. */
function forgetWrite(parts: TurnWritesParts, conversationId: string): Write {
  return rawWrite(
    parts.store.db,
    sql`update messages set text = ${NOT_KEPT} where conversation_id = ${conversationId} and (author = 'person' or kind = 'heard')
      and coalesce(urgency, 'routine') != 'emergency' and text != ${NOT_KEPT}
      and not exists (select 1 from cases where conversation_id = ${conversationId} and closed_at is null)`,
  )
}

function eraseWrites(parts: TurnWritesParts, conversationId: string, receipt: string, now: number): Write[] {
  const emergency = sql`exists (select 1 from cases where conversation_id = ${conversationId} and closed_at is null and urgency = 'emergency')`
  return [
    rawWrite(
      parts.store.db,
      sql`insert into erase_requests (receipt, conversation_id, asked_at, due_at, tell_at)
        select ${receipt}, ${conversationId}, ${now}, case when ${emergency} then ${now + EMERGENCY_WAITS} else ${now} end,
          case when ${emergency} then ${now} end
        where true on conflict do nothing`,
    ),
    openCaseEventWrite(parts, { conversationId, kind: 'erasure-asked', at: now }),
  ]
}

function undoWrites(parts: TurnWritesParts, conversationId: string, now: number): Write[] {
  return [
    write(parts.store.db.deleteFrom('erase_requests').where('conversation_id', '=', conversationId)),
    openCaseEventWrite(parts, { conversationId, kind: 'erasure-undone', at: now }),
  ]
}

function triedWrite({ store }: TurnWritesParts, conversationId: string, tried: NonNullable<TurnEffects['pinTried']>): Write {
  const pin = store.db.updateTable('pins').where('conversation_id', '=', conversationId)
  return write(
    tried.right ? pin.set({ failures: 0, next_at: null }) : pin.set((eb) => ({ failures: eb('failures', '+', 1), next_at: tried.nextAt })),
  )
}

function pinWrite({ store }: TurnWritesParts, conversationId: string, hash: string | null, now: number): Write {
  if (hash === null) return write(store.db.deleteFrom('pins').where('conversation_id', '=', conversationId))
  const values = { hash, set_at: now, failures: 0, next_at: null }
  return write(
    store.db
      .insertInto('pins')
      .values({ conversation_id: conversationId, ...values })
      .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(values)),
  )
}

/** Only a fact of the person's own case, whatever id the turn names. */
function correctWrites(
  parts: TurnWritesParts,
  conversationId: string,
  { id, shown, full }: NonNullable<TurnEffects['correctFact']>,
  now: number,
): Write[] {
  const sealed = full === null ? null : parts.seal.seal(full, factPlace(id))
  const own = sql`id = ${id} and case_id in (select id from cases where conversation_id = ${conversationId})`
  return [
    rawWrite(parts.store.db, sql`update case_facts set shown = ${shown}, sealed_text = ${sealed}, at = ${now} where ${own}`),
    rawWrite(
      parts.store.db,
      sql`insert into case_events (id, case_id, at, kind, detail)
        select ${parts.newId()}, case_id, ${now}, 'fact-corrected', '{}' from case_facts where ${own}`,
    ),
  ]
}
