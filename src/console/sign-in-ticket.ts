/**
 * Shows, between the two steps of signing in, that the password was right: the account and a time, signed. It opens
 * nothing by itself, lives five minutes, and stops working when the password or the second factor changes.
 */
import { timingSafeEqual } from 'node:crypto'
import type { StaffTable } from '../store/schema.ts'
import type { ConsoleParts } from './deps.ts'

const TICKET_LIFE_MILLISECONDS = 5 * 60_000

type Parts = Pick<ConsoleParts, 'store' | 'seal' | 'now'>

export function newTicket(parts: Parts, staff: StaffTable): string {
  const until = parts.now() + TICKET_LIFE_MILLISECONDS
  return `${staff.id}.${until}.${signature(parts, staff, until)}`
}

/** The account that passed the first step; null when the ticket is too old, was made up, or the account changed since. */
export async function holderOf(parts: Parts, ticket: string): Promise<StaffTable | null> {
  const [id = '', until = '', signed = ''] = ticket.split('.')
  if (!/^\d{1,16}$/.test(until) || Number(until) < parts.now()) return null
  const staff = await parts.store.db
    .selectFrom('staff')
    .selectAll()
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!staff || staff.sealed_totp === null) return null
  const [given, expected] = [Buffer.from(signed), Buffer.from(signature(parts, staff, Number(until)))]
  return given.length === expected.length && timingSafeEqual(given, expected) ? staff : null
}

function signature(parts: Parts, staff: StaffTable, until: number): string {
  return parts.seal.hash(`sign-in-ticket:${staff.id}:${until}:${staff.password_hash}:${staff.sealed_totp ?? ''}`)
}
