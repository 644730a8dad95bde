/** Reading what a browser sends: is it our own page, and what does it say. Pure. */
import { createHash } from 'node:crypto'
import type { IncomingContent } from '../message.ts'

/** Longer texts are cut, not refused; the rest of the product reads the first 2,000 characters. */
const TEXT_LIMIT = 8000

/** Security headers of every answer. No inline script or style; nothing is kept by the browser. */
export const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  // Not no-referrer: browsers would then send `Origin: null` with our own form.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}

/** True when the request comes from our own page: by Sec-Fetch-Site, or by Origin or Referer in older browsers. */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = request.headers.get('origin') ?? request.headers.get('referer')
  if (origin === null || !URL.canParse(origin)) return false
  return new URL(origin).host === (request.headers.get('host') ?? new URL(request.url).host)
}

export interface WebMessage {
  readonly content: Extract<IncomingContent, { kind: 'text' | 'choice' }>
  /** What the person typed; empty for a pressed button. */
  readonly typed: string
  /** The same for the same form sent twice, another when the words changed. */
  readonly key: string
}

/** Null when nothing was written or pressed. `spareNonce` stands in where the form has none: else "9" twice would count once. */
export function readForm(body: string, spareNonce: string): WebMessage | null {
  const fields = new URLSearchParams(body)
  const nonce = /^[\w-]{8,64}$/.exec(fields.get('nonce') ?? '')?.[0] ?? spareNonce
  const choice = fields.get('choice') ?? ''
  const typed = (fields.get('text') ?? '').replaceAll('\r\n', '\n').trim().slice(0, TEXT_LIMIT)
  const key = (text: string) => `${nonce}:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
  if (choice !== '') {
    const value = choice.slice(0, 64)
    return { content: { kind: 'choice', value }, typed: '', key: key(`choice ${value}`) }
  }
  return typed === '' ? null : { content: { kind: 'text', text: typed }, typed, key: key(typed) }
}

/** The first language the browser asks for, when it looks like one. */
export function browserLanguage(request: Request): string | null {
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*/i.exec(request.headers.get('accept-language') ?? '')?.[0] ?? null
}
