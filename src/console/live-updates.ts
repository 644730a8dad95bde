/**
 * Addresses by which an open page asks for its own newer state. They carry a token that only a page we delivered has:
 * such a request neither keeps the session awake nor makes an audit row, so it must not be possible to make one up.
 */
import { timingSafeEqual } from 'node:crypto'
import { viewerOf, type ConsoleContext, type ConsoleParts, type Viewer } from './deps.ts'

const TOKEN = 'langsung'
const VERSION = 'versi'

/** The address of the current page for its live updates; `path` when the current request is for another one, a form of that page. */
export function liveAddress(context: ConsoleContext, parts: ConsoleParts, path?: string): string {
  const url = new URL(context.req.url)
  if (path !== undefined) url.pathname = path
  url.searchParams.delete(VERSION)
  url.searchParams.set(TOKEN, liveToken(parts, viewerOf(context), url.pathname))
  return `${url.pathname}${url.search}`
}

export function isLiveRequest(context: ConsoleContext, parts: ConsoleParts, viewer: Viewer): boolean {
  const given = Buffer.from(context.req.query(TOKEN) ?? '')
  const expected = Buffer.from(liveToken(parts, viewer, context.req.path))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The version of the part that the asking page shows. */
export function shownVersion(context: ConsoleContext): string | undefined {
  return context.req.query(VERSION)
}

function liveToken(parts: ConsoleParts, viewer: Viewer, path: string): string {
  return parts.seal.hash(`live:${viewer.sessionHash}:${path}`)
}
