/**
 * A part of a page that keeps itself up to date by asking again. The server answers 204, "no change", when the part is
 * the same, so that nothing moves under the reader's eyes. Without script the part simply stays.
 */
import { createHash } from 'node:crypto'
import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'

export interface LiveRegionProps {
  readonly id: string
  /** Address of the part, to which its version is added. */
  readonly address: string
  readonly html: string
  readonly seconds: number
}

export const LiveRegion: FC<LiveRegionProps> = ({ id, address, html, seconds }) => {
  const url = new URL(address, 'http://console.invalid')
  url.searchParams.set('versi', versionOf(html))
  return (
    <div id={id} hx-get={`${url.pathname}${url.search}`} hx-trigger={`every ${seconds}s`} hx-swap="outerHTML">
      {raw(html)}
    </div>
  )
}

export function versionOf(html: string): string {
  return createHash('sha256').update(html).digest('base64url').slice(0, 16)
}
