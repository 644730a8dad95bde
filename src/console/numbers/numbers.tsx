import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { viewerOf } from '../deps.ts'
import { CARD_STANDINGS, cardStanding } from '../knowledge/standing.ts'
import { frameOf } from '../pages/frame.tsx'
import { dateOfDay } from './days.ts'
import { readNumberFilters } from './filters.ts'
import { NumbersPage } from './numbers-page.tsx'
import { DIMENSIONS } from './day-columns.ts'
import { episodes, marksQuery, waitsOf } from './queries.ts'
import { countedUntil } from './rollup.ts'

/** Groups with fewer people than this are not shown in what leaves the console. */
const FEWEST_PEOPLE = 5

/** `GET /angka` */
export async function showNumbers(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const frame = await frameOf(context, parts)
  const filters = readNumberFilters(frame.url.searchParams, parts.now())
  const db = parts.reader
  const [{ days, total, groups }, found, marks, until] = await Promise.all([
    parts.counts.count(filters),
    episodes(db, filters),
    marksQuery(db, filters).execute(),
    countedUntil(db),
  ])
  const cards = [...parts.knowledge.served().cards.values()]
  const now = parts.now()
  return context.html(
    <NumbersPage
      frame={frame}
      filters={filters}
      points={Array.from({ length: filters.days }, (_, i) => {
        const day = filters.from + i
        return { day, messages: 0, people: 0, ...days.find((one) => one.day === day) }
      })}
      total={total}
      groups={groups}
      waits={waitsOf(found)}
      marks={marks}
      stale={CARD_STANDINGS.map((standing) => ({ standing, count: cards.filter((card) => cardStanding(card, now) === standing).length }))}
      countedUntil={until}
    />,
  )
}

/** `GET /angka.csv`: what the page shows, without groups of fewer than five people. */
export async function exportNumbers(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const filters = readNumberFilters(new URL(context.req.url).searchParams, parts.now())
  const { days, groups } = await parts.counts.count(filters)
  const rows = [
    ...days.map(({ day, messages, people }) => ({ by: 'day', key: dateOfDay(day), messages, people })),
    ...DIMENSIONS.flatMap((by) => groups[by].map(({ key, messages, people }) => ({ by, key, messages, people }))),
  ]
  const shown = rows.filter(({ people }) => people >= FEWEST_PEOPLE)
  await parts.audit.record({
    staffId: viewerOf(context).staffId,
    action: 'numbers-exported',
    subject: null,
    detail: { rows: shown.length, days: filters.days },
  })
  // Keys are dates and ids of ours: nothing in them needs quoting or could be a formula.
  const lines = ['by,key,messages,people', ...shown.map(({ by, key, messages, people }) => `${by},${key},${messages},${people}`)]
  return context.body(lines.map((line) => `${line}\r\n`).join(''), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="angka-${dateOfDay(filters.from)}-${dateOfDay(filters.until)}.csv"`,
  })
}
