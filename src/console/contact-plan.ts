/** How a person may be written to without harm (care: safe contact): whose phone, which way, which hours of their day. */
import { isWithin, minuteOfDay } from '../conversation/local-time.ts'
import type { Write } from '../store/database.ts'
import type { ContactPlansTable, ContactWay, ConversationsTable, PhoneOwner } from '../store/schema.ts'
import type { ConsoleParts } from './deps.ts'

export const PHONE_OWNERS: readonly PhoneOwner[] = ['own', 'borrowed', 'employer', 'unknown']
export const CONTACT_WAYS: readonly ContactWay[] = ['chat', 'call', 'unknown']

/** Minutes after the person's last message; `none`: no limit. */
export const QUIET_AFTER = ['none', 15, 60, 720] as const

export interface ContactPlan extends Pick<ContactPlansTable, 'phone_owner' | 'way' | 'safe_from' | 'safe_until' | 'quiet_after' | 'at'> {
  readonly ifOther: string | null
}

/** Null when nobody wrote one down yet. */
export async function readContactPlan(parts: Pick<ConsoleParts, 'store' | 'seal'>, conversationId: string): Promise<ContactPlan | null> {
  const row = await parts.store.db.selectFrom('contact_plans').selectAll().where('conversation_id', '=', conversationId).executeTakeFirst()
  if (!row) return null
  const ifOther = row.sealed_if_other === null ? null : parts.seal.open(row.sealed_if_other, `contact_plans:${conversationId}`)
  const { phone_owner, way, safe_from, safe_until, quiet_after, at } = row
  return { phone_owner, way, safe_from, safe_until, quiet_after, at, ifOther }
}

/** False only when safe hours are known and it is not one of them where the person is. Without a known country: Jakarta's time. */
export async function isSafeHour(
  parts: Pick<ConsoleParts, 'store' | 'seal' | 'now'>,
  conversation: Pick<ConversationsTable, 'id' | 'country'>,
): Promise<boolean> {
  const plan = await readContactPlan(parts, conversation.id)
  return plan === null || isWithin(plan, minuteOfDay(parts.now(), conversation.country))
}

/** "22:30" in minutes after midnight; null for nothing and for what is no time of day. */
export function readTimeOfDay(text: string): number | null {
  const match = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(text.trim())
  return match ? Number(match[1]) * 60 + Number(match[2]) : null
}

export function writeTimeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** The silence counts from what the person wrote last. */
export function quietLimit(parts: Pick<ConsoleParts, 'store'>, conversationId: string, minutes: number | null): Write {
  const query = parts.store.db
    .updateTable('conversations')
    .set((is) => ({ hold_at: minutes === null ? null : is('last_in_at', '+', minutes * 60_000) }))
    .where('id', '=', conversationId)
    .compile()
  return { query }
}
