/** How a person may be written to without harm (care: safe contact): whose phone, which way, which hours of their day. */
import type { ContactPlansTable, ContactWay, ConversationsTable, PhoneOwner } from '../store/schema.ts'
import type { ConsoleParts } from './deps.ts'
import { minuteOfDay } from './times.ts'

export const PHONE_OWNERS: readonly PhoneOwner[] = ['own', 'borrowed', 'employer', 'unknown']
export const CONTACT_WAYS: readonly ContactWay[] = ['chat', 'call', 'unknown']

export interface ContactPlan extends Pick<ContactPlansTable, 'phone_owner' | 'way' | 'safe_from' | 'safe_until' | 'at'> {
  readonly ifOther: string | null
}

/** Null when nobody wrote one down yet. */
export async function readContactPlan(parts: Pick<ConsoleParts, 'store' | 'seal'>, conversationId: string): Promise<ContactPlan | null> {
  const row = await parts.store.db.selectFrom('contact_plans').selectAll().where('conversation_id', '=', conversationId).executeTakeFirst()
  if (!row) return null
  const ifOther = row.sealed_if_other === null ? null : parts.seal.open(row.sealed_if_other, `contact_plans:${conversationId}`)
  return { phone_owner: row.phone_owner, way: row.way, safe_from: row.safe_from, safe_until: row.safe_until, at: row.at, ifOther }
}

/** False only when safe hours are known and it is not one of them where the person is. Without a known country: Jakarta's time. */
export async function isSafeHour(
  parts: Pick<ConsoleParts, 'store' | 'seal' | 'now'>,
  conversation: Pick<ConversationsTable, 'id' | 'country'>,
): Promise<boolean> {
  const plan = await readContactPlan(parts, conversation.id)
  return plan === null || isWithin(plan, minuteOfDay(parts.now(), conversation.country))
}

/** Hours may run over midnight: from 22.00 until 05.00. */
export function isWithin({ safe_from: from, safe_until: until }: Pick<ContactPlan, 'safe_from' | 'safe_until'>, minute: number): boolean {
  if (from === null || until === null || from === until) return true
  return from < until ? minute >= from && minute < until : minute >= from || minute < until
}

/** "22:30" in minutes after midnight; null for nothing and for what is no time of day. */
export function readTimeOfDay(text: string): number | null {
  const match = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text.trim())
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

export function writeTimeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
