import { formText, seeOther } from './answers.tsx'
import { findStaff } from './accounts.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { InsecurePage, SignInPage } from './pages/sign-in-page.tsx'
import { TooBusyError } from './passwords.ts'
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './session-cookie.ts'
import { tokenHash } from './sessions.ts'

/** `GET /masuk` */
export async function showSignIn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (context.get('viewer')) return seeOther(context, '/')
  if (!isPrivate(context)) return insecure(context, parts)
  const news = context.req.query('keluar') === '1' ? context.get('words').signIn.signedOut : null
  return signInPage(context, parts, { name: '', problem: null, news, next: context.req.query('lanjut') ?? '/' })
}

/** `POST /masuk`: the same answer, after the same time, whether the account or the password is wrong. */
export async function signIn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (!isPrivate(context)) return insecure(context, parts)
  const words = context.get('words')
  const [name, password, next] = await Promise.all([formText(context, 'nama'), formText(context, 'sandi'), formText(context, 'lanjut')])
  const refuse = (problem: string, status: 401 | 429 | 503): Promise<Response> =>
    signInPage(context, parts, { name, problem, news: null, next }, status)
  const attempt = await parts.throttle.attempt(name, context.get('connection').address)
  if (!attempt.allowed) {
    const seconds = Math.ceil(attempt.waitMilliseconds / 1000)
    context.header('Retry-After', String(seconds))
    return refuse(words.signIn.wait(seconds), 429)
  }
  const staff = await findStaff(parts, name)
  const mayEnter = staff !== null && staff.disabled_at === null
  try {
    const right = await parts.passwords.matches(password, mayEnter ? staff.password_hash : null)
    if (!right || !mayEnter) {
      await parts.audit.record({ staffId: null, action: 'sign-in-failed', subject: staff?.id ?? null })
      return await refuse(words.signIn.wrong, 401)
    }
  } catch (error) {
    if (error instanceof TooBusyError) return refuse(words.signIn.busy, 503)
    throw error
  }
  await attempt.succeeded()
  await beginSession(context, parts, staff.id)
  return seeOther(context, ownPath(next))
}

/** Opens a session and ends the one this browser had: a token from before signing in is worth nothing afterwards. */
export async function beginSession(context: ConsoleContext, parts: ConsoleParts, staffId: string): Promise<void> {
  const earlier = readSessionCookie(context)
  const { token, writes } = parts.sessions.open(staffId)
  const closing = earlier === undefined ? [] : [parts.sessions.closing(tokenHash(earlier))]
  await parts.audit.record({ staffId, action: 'sign-in', subject: staffId }, [...closing, ...writes])
  writeSessionCookie(context, token)
}

/** `POST /keluar` */
export async function signOut(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  await parts.audit.record({ staffId: viewer.staffId, action: 'sign-out', subject: viewer.staffId }, [
    parts.sessions.closing(viewer.sessionHash),
  ])
  clearSessionCookie(context)
  return seeOther(context, '/masuk?keluar=1')
}

/** A path of ours to go to, whatever a link asked for. */
export function ownPath(asked: string): string {
  const origin = 'http://console.invalid'
  if (!asked.startsWith('/') || !URL.canParse(asked, origin)) return '/'
  const url = new URL(asked, origin)
  return url.origin === origin ? `${url.pathname}${url.search}`.replace(/^\/+/, '/') : '/'
}

/**
 * Passwords travel over https, or not at all; this machine itself is excepted. A request for another name that comes from
 * here came through a proxy that is not trusted, or from a page that points its own name at this machine.
 */
export function isPrivate(context: ConsoleContext): boolean {
  const { https, loopback } = context.get('connection')
  const host = context.req.header('host') ?? new URL(context.req.url).host
  return https || (loopback && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host))
}

export async function insecure(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return context.html(<InsecurePage frame={await frameOf(context, parts)} />, 403)
}

async function signInPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  view: { name: string; problem: string | null; news: string | null; next: string },
  status: 200 | 401 | 429 | 503 = 200,
): Promise<Response> {
  const frame = await frameOf(context, parts)
  return context.html(<SignInPage frame={frame} view={{ ...view, next: ownPath(view.next) }} />, status)
}
