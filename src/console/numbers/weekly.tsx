/** The week in one page: how long people waited, what is open and how old, which dangers where, what nobody could answer. */
import type { Danger } from '../../message.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { groupByLikeness, newestUnanswered } from '../questions-query.ts'
import { DAY_MILLISECONDS, dayOf, startOfDay } from './days.ts'
import { AGES, episodes, percentile, waitsOf, type Episode } from './queries.ts'
import { WeeklyPage } from './weekly-page.tsx'

/** Weeks back that can be asked for. */
const MOST_WEEKS_BACK = 12
const MOST_OPEN = 5_000
const QUESTIONS_SHOWN = 8

/** `GET /angka/mingguan`: the seven days until yesterday, or with `lalu` so many weeks before. */
export async function showWeekly(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const asked = Number(context.req.query('lalu') ?? '0')
  const back = Number.isSafeInteger(asked) ? Math.min(Math.max(asked, 0), MOST_WEEKS_BACK) : 0
  const until = dayOf(parts.now()) - 1 - 7 * back
  const range = { from: until - 6, until, channel: null, country: null }
  const [frame, found, open, questions] = await Promise.all([
    frameOf(context, parts),
    episodes(parts.reader, range),
    openQuery(parts).execute(),
    newestUnanswered(parts.reader, viewerOf(context)).execute(),
  ])
  const inWeek = questions.filter(({ at }) => at >= startOfDay(range.from) && at < startOfDay(range.until + 1))
  return context.html(
    <WeeklyPage
      frame={frame}
      from={range.from}
      until={range.until}
      back={back}
      mayGoBack={back < MOST_WEEKS_BACK}
      waits={waitsOf(found)}
      percentiles={percentilesOf(found)}
      open={openByAge(open, parts.now())}
      kinds={kindsByCountry(found)}
      questions={groupByLikeness(inWeek).slice(0, QUESTIONS_SHOWN)}
    />,
  )
}

/** Only what waits for staff, by the index that the inbox is sorted by. */
export function openQuery(parts: Pick<ConsoleParts, 'reader'>) {
  return parts.reader
    .selectFrom('conversations')
    .select(['rank', 'waiting_since'])
    .where('rank', '<=', 2)
    .where('waiting_since', 'is not', null)
    .limit(MOST_OPEN)
}

export interface OpenRow {
  readonly rank: number
  /** How many in each of the ages, the youngest first. */
  readonly counts: readonly number[]
}

function openByAge(rows: readonly { rank: number; waiting_since: number | null }[], now: number): OpenRow[] {
  return [0, 1, 2].map((rank) => {
    const ages = rows.filter((row) => row.rank === rank).map((row) => (now - (row.waiting_since ?? now)) / DAY_MILLISECONDS)
    const place = (age: number): number => {
      const at = AGES.findIndex((end) => age < end)
      return at < 0 ? AGES.length : at
    }
    return { rank, counts: [...AGES, Infinity].map((_, i) => ages.filter((age) => place(age) === i).length) }
  })
}

export interface KindRow {
  readonly danger: Danger | null
  readonly country: string | null
  readonly count: number
}

function kindsByCountry(found: readonly Episode[]): KindRow[] {
  const rows = new Map<string, KindRow>()
  for (const { danger, country } of found) {
    const key = `${danger} ${country}`
    rows.set(key, { danger, country, count: (rows.get(key)?.count ?? 0) + 1 })
  }
  return [...rows.values()].sort((one, other) => other.count - one.count)
}

/** Time to the first human answer in minutes at the 50th, 75th, 90th and 95th per cent; those who still wait count as longest. */
function percentilesOf(found: readonly Episode[]): { readonly percent: number; readonly minutes: number | null }[] {
  const waits = found.map(({ at, answeredAt }) => (answeredAt === null ? Infinity : answeredAt - at)).sort((one, other) => one - other)
  return [50, 75, 90, 95].map((percent) => {
    const wait = percentile(waits, percent / 100) ?? Infinity
    return { percent, minutes: Number.isFinite(wait) ? Math.round(wait / 60_000) : null }
  })
}
