/** Numbers from the counts of the session log (rollup.ts) and from small tables, each by an index over time. */
import { sql, type Kysely } from 'kysely'
import type { Danger } from '../../message.ts'
import type { MarkVerdict, SampleResult, Tables } from '../../store/schema.ts'
import { startOfDay } from './days.ts'
import type { NumberFilters } from './filters.ts'

/** Emergencies of one conversation further apart than this are two. */
const EPISODE_GAP = 24 * 3_600_000

export interface Episode {
  readonly conversationId: string
  readonly danger: Danger | null
  readonly country: string | null
  readonly at: number
  /** When a member of staff first answered; null: nobody has. */
  readonly answeredAt: number | null
}

export function emergenciesQuery(db: Kysely<Tables>, from: number, until: number) {
  return db
    .selectFrom('triage_events as t')
    .innerJoin('conversations as c', 'c.id', 't.conversation_id')
    .select(['t.conversation_id', 't.danger', 't.at', 'c.country', 'c.channel'])
    .select((is) =>
      is
        .selectFrom('messages as m')
        .select('m.at')
        .whereRef('m.conversation_id', '=', 't.conversation_id')
        .where(sql<boolean>`m.author = 'staff'`)
        .whereRef('m.at', '>=', 't.at')
        .orderBy('m.at')
        .limit(1)
        .as('answered'),
    )
    .where(sql<boolean>`t.urgency = 'emergency'`)
    .where('t.at', '>=', from)
    .where('t.at', '<', until)
    .orderBy('t.at')
    .limit(MOST_EMERGENCIES)
}

const MOST_EMERGENCIES = 20_000

/** Several messages of one emergency count once, from the first. */
export async function episodes(
  db: Kysely<Tables>,
  filters: Pick<NumberFilters, 'from' | 'until' | 'channel' | 'country'>,
): Promise<Episode[]> {
  const rows = await emergenciesQuery(db, startOfDay(filters.from), startOfDay(filters.until + 1)).execute()
  const last = new Map<string, number>()
  const found: Episode[] = []
  for (const { conversation_id: conversationId, danger, at, country, channel, answered } of rows) {
    const before = last.get(conversationId)
    last.set(conversationId, at)
    if (before !== undefined && at - before <= EPISODE_GAP) continue
    if ((filters.channel !== null && channel !== filters.channel) || (filters.country !== null && country !== filters.country)) continue
    found.push({ conversationId, danger, country, at, answeredAt: answered })
  }
  return found
}

export interface Waits {
  readonly count: number
  readonly answered: number
  /** Milliseconds, among those answered; null when nobody was. */
  readonly median: number | null
  readonly ninetieth: number | null
}

export function waitsOf(found: readonly Episode[]): Waits {
  const waits = found.flatMap(({ at, answeredAt }) => (answeredAt === null ? [] : [answeredAt - at])).sort((one, other) => one - other)
  return { count: found.length, answered: waits.length, median: percentile(waits, 0.5), ninetieth: percentile(waits, 0.9) }
}

/** By nearest rank: the smallest value that at least this share of the values does not exceed. Null for none. */
export function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

export function marksQuery(db: Kysely<Tables>, filters: Pick<NumberFilters, 'from' | 'until'>) {
  return db
    .selectFrom('marks')
    .select((is) => ['verdict', is.fn.countAll<number>().as('count')])
    .where('at', '>=', startOfDay(filters.from))
    .where('at', '<', startOfDay(filters.until + 1))
    .groupBy('verdict')
    .$castTo<{ verdict: MarkVerdict; count: number }>()
}

/** Upper ends in days of how old open conversations are; the last has none. */
export const AGES = [1, 3, 7] as const

export const SAMPLE_RESULTS: readonly SampleResult[] = ['fine', 'missed-urgent', 'missed-danger']

export interface Interval {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** 95 per cent interval of a share after Wilson (1927), which also holds for few cases and for none found. Null without cases. */
export function wilson(hits: number, cases: number): Interval | null {
  if (cases === 0) return null
  const z = 1.959964
  const share = hits / cases
  const middle = (share + (z * z) / (2 * cases)) / (1 + (z * z) / cases)
  const reach = (z / (1 + (z * z) / cases)) * Math.sqrt((share * (1 - share)) / cases + (z * z) / (4 * cases * cases))
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}
