/** The gate before every route: is there such a route, who asks, may they, and did a page of ours send it. */
import type { MiddlewareHandler } from 'hono'
import { failure, forbidden, seeOther } from './answers.tsx'
import { mayActAs, type ConsoleContext, type ConsoleEnvironment, type ConsoleParts, type Viewer } from './deps.ts'
import { isLiveRequest } from './live-updates.ts'
import { ContinuePage } from './pages/continue-page.tsx'
import { closedPage, restrictedAnswer } from './restricted.tsx'
import { findRoute } from './routes.ts'
import { comesFromOwnPage, hasFormToken } from './security.ts'
import { readSessionCookie } from './session-cookie.ts'

/** Marks an address that was asked for again from a page of ours. */
const AGAIN = 'lagi'

export function gate(parts: ConsoleParts): MiddlewareHandler<ConsoleEnvironment> {
  return async (context, next) => {
    const token = readSessionCookie(context)
    const viewer = token === undefined ? null : await parts.sessions.find(token)
    context.set('viewer', viewer)
    const route = findRoute(context.req.method, context.req.path)
    if (!route) return failure(context, parts, 'notFound')
    const changes = route.method === 'POST'
    if (changes && !comesFromOwnPage(context, parts.publicAddress)) return failure(context, parts, 'forged')
    if (route.access === 'open') return next()
    if (!viewer) return askToSignIn(context)
    if (!mayActAs(viewer.role, route.access)) return forbidden(context, parts, route.access)
    if (changes && !(await hasFormToken(context, viewer))) return failure(context, parts, 'forged')
    const closed = await closedPage(parts, viewer, context.req.path)
    if (closed !== null) return restrictedAnswer(context, parts, closed)
    await noteUse(context, parts, viewer)
    return next()
  }
}

/** A page that only keeps itself up to date does not keep its session awake. */
async function noteUse(context: ConsoleContext, parts: ConsoleParts, viewer: Viewer): Promise<void> {
  if (!isLiveRequest(context, parts, viewer)) await parts.sessions.noteUse(viewer)
}

/** A part of a page that asked for itself leads back to that page, not to the part. Never to another site: only the path counts. */
function shownPage(address: string | undefined): string {
  if (address === undefined || !URL.canParse(address)) return '/'
  const { pathname, search } = new URL(address)
  return `${pathname}${search}`
}

function askToSignIn(context: ConsoleContext): Response | Promise<Response> {
  const { method } = context.req
  const url = new URL(context.req.url)
  for (const name of ['langsung', 'versi']) url.searchParams.delete(name)
  // The cookie is SameSite=Strict: it does not come along from a link in a chat or e-mail. Asked for again from here, it does.
  if (method === 'GET' && context.req.header('sec-fetch-site') === 'cross-site' && !url.searchParams.has(AGAIN)) {
    url.searchParams.set(AGAIN, '1')
    return context.html(
      <ContinuePage words={context.get('words')} language={context.get('language')} address={`${url.pathname}${url.search}`} />,
    )
  }
  url.searchParams.delete(AGAIN)
  const fromPage = context.req.header('hx-request') === 'true'
  const back = fromPage ? shownPage(context.req.header('hx-current-url')) : method === 'GET' ? `${url.pathname}${url.search}` : '/'
  const signIn = back === '/' ? '/masuk' : `/masuk?${new URLSearchParams({ lanjut: back }).toString()}`
  if (fromPage) {
    // What stood on the screen goes with the session.
    context.header('HX-Redirect', signIn)
    return context.body('', 401)
  }
  return seeOther(context, signIn)
}
