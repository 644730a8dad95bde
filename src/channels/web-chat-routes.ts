/** The HTTP side of the web chat, to be mounted at `/chat`. */
import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { pageFile } from '../page-file.ts'
import type { ChannelContext } from './channel.ts'
import { SCRIPT, STYLE } from './web-chat-assets.ts'
import type { IntakeParts } from './web-chat-intake.ts'
import { takeMessage } from './web-chat-intake.ts'
import type { Entry } from './web-chat-mailbox.ts'
import { chatPage, filePath, PATHS } from './web-chat-page.ts'
import { browserLanguage, HEADERS, isSameOrigin, readForm } from './web-chat-request.ts'
import type { SessionTokens } from './web-chat-session.ts'

const COOKIE = 'percakapan'
const BODY_LIMIT = 64 * 1024
/** A form post waits this long for the answer, so that a page without script shows it at once. */
const FORM_WAIT_MILLISECONDS = 2000
/** How long a browser's question for news is held: below the 30 s at which proxies give up. */
const NEWS_WAIT_MILLISECONDS = 25_000

export interface RouteParts extends IntakeParts {
  readonly tokens: SessionTokens
  /** Null while the channel is not running. */
  readonly context: () => ChannelContext | null
  readonly clientAddress: (request: Request) => string
  readonly secure: (request: Request) => boolean
  readonly title: string
  readonly intro: string
  readonly exitUrl: string
  /** Ends all waiting. */
  readonly closing: AbortSignal
  readonly track: <T>(work: Promise<T>) => Promise<T>
}

export function createWebChatRoutes(parts: RouteParts): Hono {
  const { mailboxes, tokens, closing } = parts
  const routes = new Hono()

  const sessionOf = (context: Context): string | null => {
    const id = tokens.read(getCookie(context, COOKIE) ?? '')
    return id === null || mailboxes.isEnded(id) ? null : id
  }
  const cookie = (context: Context, value: string, more: { maxAge?: number } = {}) => {
    const secure = parts.secure(context.req.raw)
    setCookie(context, COOKIE, value, { path: PATHS.page, httpOnly: true, sameSite: 'Strict', secure, ...more })
  }
  const showPage = (context: Context, session: string | null, alert = '', draft = '') => {
    const entries = session === null ? [] : mailboxes.entriesAfter(session, 0)
    const { title, intro, exitUrl } = parts
    const nonce = randomBytes(12).toString('hex')
    return context.html(chatPage({ title, intro, exitUrl, entries, live: session !== null, alert, draft, nonce }))
  }

  routes.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
  })

  routes.get('/', (context) => showPage(context, sessionOf(context)))

  const refuse = (context: Context, message: string, draft = '') =>
    wantsJson(context) ? context.json({ message, entries: [] }) : showPage(context, sessionOf(context), message, draft)
  const tooLong = (context: Context) => {
    context.status(413)
    return refuse(context, 'Pesannya terlalu panjang. Kirim sebagian dulu.')
  }

  routes.post('/kirim', bodyLimit({ maxSize: BODY_LIMIT, onError: tooLong }), async (context) => {
    const message = readForm(await context.req.text(), randomBytes(12).toString('hex'))
    const draft = message?.typed ?? ''
    if (!isSameOrigin(context.req.raw)) {
      context.status(403)
      return refuse(context, 'Pesan datang dari halaman lain. Buka ulang halaman ini, lalu kirim lagi.', draft)
    }
    if (!message) {
      context.status(400)
      return refuse(context, 'Tulis pesan dulu, lalu kirim.')
    }
    const known = sessionOf(context)
    const issued = known === null ? tokens.issue() : null
    const session = known ?? issued?.id ?? ''
    if (issued) cookie(context, issued.token)

    const request = context.req.raw
    const visit = { session, address: parts.clientAddress(request), language: browserLanguage(request) }
    const intake = await parts.track(takeMessage(parts, parts.context(), message, visit))
    if (!intake.taken) {
      context.status(intake.status)
      context.header('retry-after', String(intake.retryAfterSeconds))
      // With the entries: a safety reply from memory may be among them.
      const entries = mailboxes.entriesAfter(session, intake.after).map(publicEntry)
      return wantsJson(context) ? context.json({ message: intake.message, entries }) : showPage(context, session, intake.message, draft)
    }
    if (wantsJson(context)) return context.json({ entries: mailboxes.entriesAfter(session, intake.after).map(publicEntry) })
    await mailboxes.waitForEntries(session, intake.after, 'assistant', FORM_WAIT_MILLISECONDS, closing)
    // A browser that came without a cookie may take none: then only this answer can show the conversation.
    return issued ? showPage(context, session) : context.redirect(PATHS.page, 303)
  })

  routes.get('/baru', async (context) => {
    const session = sessionOf(context)
    if (session === null) return context.json({ message: 'Buka ulang halaman ini.' }, 401)
    const after = Number(context.req.query('after') ?? 0)
    const from = Number.isFinite(after) ? after : 0
    const gone = context.req.raw.signal
    const entries = await mailboxes.waitForEntries(session, from, 'anybody', NEWS_WAIT_MILLISECONDS, AbortSignal.any([closing, gone]))
    return context.json({ entries: entries.map(publicEntry) })
  })

  routes.get('/berkas/:number', async (context) => {
    const session = sessionOf(context)
    const number = Number(context.req.param('number'))
    const page = session === null ? undefined : mailboxes.entriesAfter(session, 0).find((entry) => entry.number === number)?.page
    // Of somebody else's page nothing tells whether it exists.
    if (page === undefined) return context.text('Berkas ini tidak ada.', 404)
    const bytes = await parts.track(pageFile(page))
    return context.body(Uint8Array.from(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${page.fileName}"`,
    })
  })

  routes.on(['GET', 'POST'], '/keluar', (context) => {
    // A link on a foreign page must not be able to end somebody's conversation.
    if (context.req.header('sec-fetch-site') !== 'cross-site') {
      const session = sessionOf(context)
      if (session !== null) mailboxes.end(session)
      cookie(context, '', { maxAge: 0 })
    }
    return context.req.method === 'POST' ? context.body(null, 204) : context.redirect(parts.exitUrl, 302)
  })

  routes.get('/gaya.css', (context) => context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
  routes.get('/skrip.js', (context) => context.body(SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  return routes
}

function wantsJson(context: Context): boolean {
  return context.req.header('accept') === 'application/json'
}

function publicEntry({ number, from, text, choices, page }: Entry) {
  return { number, from, text, choices, file: page === undefined ? null : { name: page.fileName, path: filePath(number) } }
}
