import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { cardRows, CARDS_ON_PAGE, filterCards, readCardFilters } from './card-list.ts'
import { CardsPage } from './cards-page.tsx'
import { CARD_STANDINGS } from './standing.ts'
import { cardUses } from './uses.ts'

/** `GET /pengetahuan`: the cards with their age and use. */
export async function showCards(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [frame, useOf, revised] = await Promise.all([frameOf(context, parts), cardUses(parts.reader, parts.now()), revisedPaths(parts)])
  const knowledge = parts.knowledge.served()
  const all = cardRows(knowledge, useOf, revised, parts.now())
  const filters = readCardFilters(frame.url.searchParams)
  const found = filterCards(all, filters)
  const counts = Object.fromEntries(CARD_STANDINGS.map((standing) => [standing, all.filter((row) => row.standing === standing).length]))
  const from = (filters.page - 1) * CARDS_ON_PAGE
  return context.html(
    <CardsPage
      frame={frame}
      rows={found.slice(from, from + CARDS_ON_PAGE)}
      found={found.length}
      all={all.length}
      filters={filters}
      counts={counts}
      unverified={all.filter(({ card }) => card.verified_by === null).length}
      problems={parts.knowledge.problems().filter(({ severity }) => severity === 'error')}
      countries={[...new Set([...knowledge.cards.values()].flatMap((card) => card.countries))].sort()}
      hasNext={found.length > from + CARDS_ON_PAGE}
    />,
  )
}

/** Paths that staff ever changed: each is changed a few times, so the index of paths is small. */
async function revisedPaths(parts: ConsoleParts): Promise<ReadonlySet<string>> {
  const rows = await parts.reader.selectFrom('knowledge_revisions').select('path').distinct().execute()
  return new Set(rows.map(({ path }) => path))
}
