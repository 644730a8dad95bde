/** Headers of every answer, and the checks that a changing request comes from our own page. */
import { timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { ConsoleContext, ConsoleEnvironment, Viewer } from './deps.ts'

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

export function securityHeaders(): MiddlewareHandler<ConsoleEnvironment> {
  return async (context, next) => {
    await next()
    // A file of a person sets a stricter one.
    if (!context.res.headers.has('Content-Security-Policy')) context.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Referrer-Policy', 'no-referrer')
    context.header('Cross-Origin-Opener-Policy', 'same-origin')
    context.header('Cross-Origin-Resource-Policy', 'same-origin')
    context.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store')
    if (context.get('connection')?.https) context.header('Strict-Transport-Security', 'max-age=31536000')
  }
}

/**
 * Whether the browser says that a page of ours made this request. A browser that says nothing is refused: with
 * `no-referrer` it sends no usable Origin, and every browser of the last years sends Sec-Fetch-Site.
 */
export function comesFromOwnPage(context: ConsoleContext, publicAddress: string | null): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = context.req.header('origin')
  if (origin === undefined || !URL.canParse(origin)) return false
  const own = [context.req.header('host') ?? new URL(context.req.url).host]
  if (publicAddress !== null) own.push(new URL(publicAddress).host)
  return own.includes(new URL(origin).host)
}

/** Name of the field that carries the form token. */
export const FORM_TOKEN_FIELD = 'bukti'

export async function hasFormToken(context: ConsoleContext, viewer: Viewer): Promise<boolean> {
  const form = await context.req.parseBody()
  const field = form[FORM_TOKEN_FIELD]
  const given = Buffer.from(typeof field === 'string' ? field : '')
  const expected = Buffer.from(viewer.formToken)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
