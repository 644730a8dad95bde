/** Consent as it is asked, answered and taken back; every write is about one conversation only. */
import { sql } from 'kysely'
import type { Write } from '../store/database.ts'
import { rawWrite, write } from '../store/writes.ts'
import { openCaseEventWrite, type CaseWritesParts } from './case-writes.ts'

/** UU 27/2022: withdrawal is dealt with within 3 x 24 hours. */
const WITHDRAWAL_DUE = 3 * 24 * 3_600_000

/** What the person answered in guided questions about names and ways to be reached. */
export interface IdentityConsent {
  readonly given: boolean
  readonly version: string
}

/** `number`: of the case that the answers went into. */
export function identityConsentWrites(
  { store, newId }: CaseWritesParts,
  { conversationId, at, number }: { readonly conversationId: string; readonly at: number; readonly number: string },
  { given, version }: IdentityConsent,
): Write[] {
  return [
    rawWrite(
      store.db,
      sql`insert into consents (id, conversation_id, case_id, about, text_version, asked_at, answer, answered_at)
        select ${newId()}, conversation_id, id, 'identity', ${version}, ${at}, ${given ? 'yes' : 'no'}, ${at}
        from cases where conversation_id = ${conversationId} and number = ${number}`,
    ),
  ]
}

export function consentAnswerWrites(
  parts: CaseWritesParts,
  conversationId: string,
  { id, yes }: { readonly id: string; readonly yes: boolean },
  at: number,
): Write[] {
  const { store, newId } = parts
  // The first answer counts: a button pressed twice changes nothing, and a no is changed by staff asking again.
  return [
    rawWrite(
      store.db,
      sql`insert into case_events (id, case_id, at, kind, detail)
        select ${newId()}, case_id, ${at}, ${yes ? 'consent-given' : 'consent-refused'}, '{}' from consents
        where id = ${id} and conversation_id = ${conversationId} and answer is null and case_id is not null`,
    ),
    rawWrite(
      store.db,
      sql`update consents set answer = ${yes ? 'yes' : 'no'}, answered_at = ${at}
        where id = ${id} and conversation_id = ${conversationId} and answer is null`,
    ),
  ]
}

export function withdrawalWrites(parts: CaseWritesParts, conversationId: string, at: number): Write[] {
  return [
    rawWrite(
      parts.store.db,
      sql`update consents set withdrawn_at = ${at}, due_at = ${at + WITHDRAWAL_DUE}
        where conversation_id = ${conversationId} and answer = 'yes' and withdrawn_at is null`,
    ),
    // A question that is still open is answered too.
    rawWrite(
      parts.store.db,
      sql`update consents set answer = 'no', answered_at = ${at} where conversation_id = ${conversationId} and answer is null`,
    ),
    // Nor do relatives hear any more how a case is going.
    ...(['family_links', 'family_codes'] as const).map((table) =>
      write(parts.store.db.updateTable(table).set({ case_id: null }).where('worker_id', '=', conversationId)),
    ),
    openCaseEventWrite(parts, { conversationId, kind: 'consent-withdrawn', at }),
  ]
}
