import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { SearchPage } from './pages/search-page.tsx'
import { searchExpression, searchPage } from './search-query.ts'

/** `GET /cari`: what was searched for is not kept, that somebody searched is. */
export async function showSearch(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const typed = (context.req.query('q') ?? '').trim()
  const before = Number(context.req.query('sebelum') ?? Number.NaN)
  const cursor = Number.isSafeInteger(before) ? before : null
  if (typed !== '' && cursor === null) await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'searched', subject: null })
  const [frame, found] = await Promise.all([
    frameOf(context, parts),
    searchPage(parts.reader, searchExpression(typed), cursor, viewerOf(context)),
  ])
  return context.html(<SearchPage frame={frame} typed={typed} {...found} />)
}
