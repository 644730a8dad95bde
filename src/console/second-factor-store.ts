/** The second factor of an account in the store: offered, on, used, off. */
import type { Write } from '../store/database.ts'
import type { StaffTable } from '../store/schema.ts'
import type { ConsoleParts } from './deps.ts'
import { matchingStep, newRecoveryCodes, newTotpSecret, recoveryHash } from './second-factor.ts'

type Parts = Pick<ConsoleParts, 'store' | 'seal' | 'now'>

/** Writes that use a code up; refused by the store when somebody was quicker with the same one. */
export interface CodeUse {
  readonly writes: readonly Write[]
  readonly recovery: boolean
}

/** Null when `typed` is neither the app's code of now nor an unused recovery code. */
export async function usingCode(parts: Parts, staff: StaffTable, typed: string): Promise<CodeUse | null> {
  const { db } = parts.store
  if (staff.sealed_totp === null) return null
  const step = matchingStep(parts.seal.open(staff.sealed_totp, place(staff.id)), typed, parts.now(), staff.totp_step)
  if (step !== null) {
    const query = db.updateTable('staff').set({ totp_step: step }).where('id', '=', staff.id).where('totp_step', '<', step).compile()
    return { writes: [{ query, expectChanges: 1 }], recovery: false }
  }
  const hash = recoveryHash(staff.id, typed)
  if (hash === null) return null
  const kept = await db
    .selectFrom('staff_recovery_codes')
    .select('hash')
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (!kept) return null
  const query = db
    .updateTable('staff_recovery_codes')
    .set({ used_at: parts.now() })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .compile()
  return { writes: [{ query, expectChanges: 1 }], recovery: true }
}

export async function hasSecondFactor(parts: Pick<Parts, 'store'>, staffId: string): Promise<boolean> {
  const row = await parts.store.db.selectFrom('staff').select('sealed_totp').where('id', '=', staffId).executeTakeFirst()
  return row !== undefined && row.sealed_totp !== null
}

/** A new secret that waits for its first code; an earlier offer is gone. */
export function offering(parts: Parts, staffId: string): { readonly secret: string; readonly write: Write } {
  const secret = newTotpSecret()
  const sealed = parts.seal.seal(secret, place(staffId))
  const query = parts.store.db.updateTable('staff').set({ sealed_totp_offer: sealed }).where('id', '=', staffId).compile()
  return { secret, write: { query, expectChanges: 1 } }
}

/** The secret that waits; null when none does. */
export function offeredSecret(parts: Parts, staff: StaffTable): string | null {
  return staff.sealed_totp_offer === null ? null : parts.seal.open(staff.sealed_totp_offer, place(staff.id))
}

/** Turns the offered secret on when `typed` is its code; the codes to show once. Null when it is not. */
export function accepting(
  parts: Parts,
  staff: StaffTable,
  typed: string,
): { readonly codes: readonly string[]; readonly writes: readonly Write[] } | null {
  const { db } = parts.store
  const secret = offeredSecret(parts, staff)
  const step = secret === null ? null : matchingStep(secret, typed, parts.now(), 0)
  if (step === null) return null
  const codes = newRecoveryCodes()
  const rows = codes.flatMap((code) => {
    const hash = recoveryHash(staff.id, code)
    return hash === null ? [] : [{ hash, staff_id: staff.id, used_at: null }]
  })
  const on = db
    .updateTable('staff')
    .set({ sealed_totp: staff.sealed_totp_offer, sealed_totp_offer: null, totp_step: step })
    .where('id', '=', staff.id)
    .where('sealed_totp_offer', '=', staff.sealed_totp_offer)
    .compile()
  return {
    codes,
    writes: [
      { query: on, expectChanges: 1 },
      { query: db.deleteFrom('staff_recovery_codes').where('staff_id', '=', staff.id).compile() },
      { query: db.insertInto('staff_recovery_codes').values(rows).compile() },
    ],
  }
}

/** Refused by the store when the account has none. */
export function turningOff(parts: Pick<Parts, 'store'>, staffId: string): Write[] {
  const { db } = parts.store
  const off = db
    .updateTable('staff')
    .set({ sealed_totp: null, sealed_totp_offer: null })
    .where('id', '=', staffId)
    .where('sealed_totp', 'is not', null)
    .compile()
  return [{ query: off, expectChanges: 1 }, { query: db.deleteFrom('staff_recovery_codes').where('staff_id', '=', staffId).compile() }]
}

function place(staffId: string): string {
  return `staff-totp:${staffId}`
}
