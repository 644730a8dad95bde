/** What a worker deposits is stored apart from any case: sealed, with keyed hashes for recognising a report about the same person. */
import { sql } from 'kysely'
import type { Deposit, DepositFact } from '../conversation/turn.ts'
import type { Write } from '../store/database.ts'
import type { Seal } from '../store/seal.ts'
import { rawWrite, write } from '../store/writes.ts'
import { openCaseEventWrite, type CaseWritesParts } from './case-writes.ts'
import { passportsIn, personMark } from './deposit-marks.ts'

/** An employer who types it must not end what was begun to help (care 4). */
const EMERGENCY_WAITS = 24 * 3_600_000

/** What the two hashes are looked up by. */
export function depositHashes({ hash }: Pick<Seal, 'hash'>) {
  return {
    passport: (number: string): string => hash(`deposit:passport:${number}`),
    person: (mark: string): string => hash(`deposit:person:${mark}`),
  }
}

export function openedDeposit(seal: Pick<Seal, 'open'>, row: { readonly id: string; readonly sealed_facts: string }): DepositFact[] {
  return JSON.parse(seal.open(row.sealed_facts, depositPlace(row.id))) as DepositFact[]
}

/** Replaces what was deposited before; the consent is recorded beside it. */
export function depositWrites(
  parts: CaseWritesParts & { readonly seal: Seal },
  { conversationId, at }: { readonly conversationId: string; readonly at: number },
  { rule, facts, passport, name, born, consentVersion }: Deposit,
): Write[] {
  const { store, seal, newId } = parts
  const id = newId()
  const hashes = depositHashes(seal)
  const number = passportsIn(passport ?? '')[0]
  const mark = personMark(name ?? '', born ?? '')
  return [
    write(store.db.deleteFrom('deposits').where('conversation_id', '=', conversationId)),
    write(
      store.db.insertInto('deposits').values({
        id,
        conversation_id: conversationId,
        rule,
        sealed_facts: seal.seal(JSON.stringify(facts), depositPlace(id)),
        passport_hash: number === undefined ? null : hashes.passport(number),
        person_hash: mark === null ? null : hashes.person(mark),
        at,
      }),
    ),
    write(
      store.db.insertInto('consents').values({
        id: newId(),
        conversation_id: conversationId,
        about: 'deposit',
        text_version: consentVersion,
        asked_at: at,
        answer: 'yes',
        answered_at: at,
      }),
    ),
  ]
}

/** Goes at once; while an emergency of the person is open it waits a day, for staff only, who see that it was asked for. */
export function depositErasureWrites(parts: CaseWritesParts, { conversationId, at }: { conversationId: string; at: number }): Write[] {
  const { db } = parts.store
  const emergency = sql`exists (select 1 from cases where conversation_id = ${conversationId} and closed_at is null and urgency = 'emergency')`
  return [
    rawWrite(
      db,
      sql`update deposits set erase_at = ${at + EMERGENCY_WAITS} where conversation_id = ${conversationId} and erase_at is null and ${emergency}`,
    ),
    rawWrite(db, sql`delete from deposits where conversation_id = ${conversationId} and erase_at is null`),
    rawWrite(
      db,
      sql`update consents set withdrawn_at = ${at} where conversation_id = ${conversationId} and about = 'deposit'
        and answer = 'yes' and withdrawn_at is null`,
    ),
    openCaseEventWrite(parts, { conversationId, kind: 'deposit-erasure-asked', at }),
  ]
}

function depositPlace(id: string): string {
  return `deposits:${id}`
}
