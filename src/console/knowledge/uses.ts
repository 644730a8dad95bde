/** How often cards answered and what people said of them, from the counts of the session log. */
import { sql, type Kysely } from 'kysely'
import type { CardDaysTable, Tables } from '../../store/schema.ts'
import { dayOf } from '../numbers/days.ts'

export type CardUse = Pick<CardDaysTable, 'uses' | 'liked' | 'disliked'>

/** Uses are counted over the last so many days. */
export const USE_DAYS = 90
const NOT_USED: CardUse = { uses: 0, liked: 0, disliked: 0 }

export async function cardUses(db: Kysely<Tables>, now: number): Promise<(card: string) => CardUse> {
  const rows = await usesQuery(db, now).execute()
  const byCard = new Map(rows.map(({ card, ...use }) => [card, use]))
  return (card) => byCard.get(card) ?? NOT_USED
}

export function usesQuery(db: Kysely<Tables>, now: number) {
  return db
    .selectFrom('card_days')
    .select((is) => ['card', is.fn.sum<number>('uses').as('uses')])
    .select((is) => [is.fn.sum<number>('liked').as('liked'), is.fn.sum<number>('disliked').as('disliked')])
    .where('day', '>', dayOf(now) - USE_DAYS)
    // The plus keeps SQLite from reading all years in the order of cards to save sorting the last days.
    .groupBy(sql`+card`)
}

/** Uses of one card, a row a week, oldest first. */
export async function usesByWeek(db: Kysely<Tables>, card: string, now: number): Promise<{ day: number; use: CardUse }[]> {
  const today = dayOf(now)
  const rows = await db
    .selectFrom('card_days')
    .selectAll()
    .where('card', '=', card)
    .where('day', '>', today - USE_DAYS)
    .execute()
  const weeks = Array.from({ length: Math.ceil(USE_DAYS / 7) }, (_, i) => today - 7 * (Math.ceil(USE_DAYS / 7) - 1 - i))
  return weeks.map((end) => {
    const own = rows.filter(({ day }) => day > end - 7 && day <= end)
    const sum = (of: keyof CardUse): number => own.reduce((total, row) => total + row[of], 0)
    return { day: end, use: { uses: sum('uses'), liked: sum('liked'), disliked: sum('disliked') } }
  })
}
