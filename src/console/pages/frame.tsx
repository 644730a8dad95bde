/** What stands around every page. */
import { html } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import type { ConsoleContext, ConsoleParts, Viewer } from '../deps.ts'
import { openEvents, type StaffEvent } from '../event-queries.ts'
import { readBell, type BellView } from '../bell.tsx'
import type { Assets } from '../assets.ts'
import { createTimes, type Times } from '../times.ts'
import type { Language, Words } from '../words/words.ts'
import { Navigation } from './navigation.tsx'
import { EventBanner } from './event-banner.tsx'
import { LiveRegion } from './live.tsx'

/** What a page needs to know of the request, read once. */
export interface Frame {
  readonly words: Words
  readonly language: Language
  readonly times: Times
  readonly zone: string
  readonly viewer: Viewer | null
  /** Path with query, for links that keep it. */
  readonly url: URL
  readonly operatorName: string | null
  readonly events: readonly StaffEvent[]
  /** Null for who is not signed in. */
  readonly bell: BellView | null
  readonly assets: Assets
}

export async function frameOf(context: ConsoleContext, parts: ConsoleParts): Promise<Frame> {
  const words = context.get('words')
  const language = context.get('language')
  const zone = context.get('zone')
  const viewer = context.get('viewer')
  return {
    words,
    language,
    zone,
    viewer,
    times: createTimes(language, zone, words, parts.now()),
    url: new URL(context.req.url),
    operatorName: parts.operatorName,
    events: viewer ? await openEvents(parts.store.db, 3) : [],
    bell: viewer ? await readBell(context, parts) : null,
    assets: parts.assets,
  }
}

/** htmx: no inline style, no eval, no history in the browser's storage, requests to ourselves only. */
const HTMX_SETTINGS = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyEnabled: false,
  historyCacheSize: 0,
})

interface PageProps {
  readonly frame: Frame
  readonly title: string
  /** `plain`: no navigation, for signing in. `wide`: the full width. `talk`: the full width, and on a large screen the messages scroll alone. */
  readonly shape?: 'plain' | 'wide' | 'talk'
  readonly children?: Child
}

export const Page: FC<PageProps> = ({ frame, title, shape, children }) => {
  const { words, language, viewer } = frame
  const signedIn = viewer !== null && shape !== 'plain'
  return html`<!doctype html>${(
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <meta name="htmx-config" content={HTMX_SETTINGS} />
          <title>{`${title} · ${words.product}`}</title>
          <link rel="icon" href={frame.assets.path('icon.svg')} type="image/svg+xml" />
          <link rel="stylesheet" href={frame.assets.path('console.css')} />
          <script src={frame.assets.path('htmx.js')} defer></script>
          <script src={frame.assets.path('console.js')} defer></script>
        </head>
        <body class={signedIn ? 'signed-in' : 'plain'}>
          <a class="skip" href="#isi">
            {words.layout.skip}
          </a>
          {signedIn && viewer ? <Navigation frame={frame} viewer={viewer} /> : null}
          <main id="isi" tabindex={-1} class={shape === 'talk' ? 'wide with-talk' : shape === 'wide' ? 'wide' : ''}>
            {signedIn && frame.bell ? <LiveRegion id="lonceng" {...frame.bell} /> : null}
            {signedIn ? <EventBanner frame={frame} /> : null}
            {children}
          </main>
        </body>
      </html>
    )}`
}
