import { liveAnswer } from './answers.tsx'
import { rendered } from './rendered.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { inboxPage, labelsInUse, openEmergencies, readCursor, readFilters, writeCursor } from './inbox-query.ts'
import { isLiveRequest, liveAddress } from './live-updates.ts'
import { frameOf } from './pages/frame.tsx'
import { InboxList, InboxPage, type InboxView } from './pages/inbox-page.tsx'

const MOST_COUNTED = 100

/** `GET /`: conversations, danger first. */
export async function showInbox(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const frame = await frameOf(context, parts)
  const query = frame.url.searchParams
  const filters = readFilters(query, parts.now())
  const cursor = readCursor(query.get('setelah'))
  const [{ rows, next }, emergencies, labels] = await Promise.all([
    inboxPage(parts.reader, filters, cursor, viewerOf(context)),
    openEmergencies(parts.reader, MOST_COUNTED),
    labelsInUse(parts.reader),
  ])
  const view: InboxView = {
    rows,
    next: next === null ? null : withQuery(query, writeCursor(next)),
    first: cursor === null ? null : withQuery(query, null),
    filtered: Object.values(filters).some((value) => value !== null && value !== false),
    emergencies: emergencies === 0 ? null : emergencies < MOST_COUNTED ? String(emergencies) : `${MOST_COUNTED - 1}+`,
    now: parts.now(),
    labels,
  }
  const list = await rendered(<InboxList frame={frame} view={view} />)
  const address = liveAddress(context, parts)
  if (isLiveRequest(context, parts, viewerOf(context))) return liveAnswer(context, { id: 'daftar', address, html: list, seconds: 10 })
  return context.html(<InboxPage frame={frame} view={view} list={list} liveAddress={address} />)
}

/** The query of the same list at another place. */
function withQuery(query: URLSearchParams, cursor: string | null): string {
  const other = new URLSearchParams(query)
  for (const name of ['langsung', 'versi', 'bahasa', 'setelah']) other.delete(name)
  if (cursor !== null) other.set('setelah', cursor)
  return other.size === 0 ? '' : `?${other.toString()}`
}
