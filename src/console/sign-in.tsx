import { formText, seeOther } from './answers.tsx'
import { findStaff } from './accounts.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { InsecurePage, SecondStepPage, SignInPage } from './pages/sign-in-page.tsx'
import { WriteRefusedError } from '../store/write-refused.ts'
import { deviceName } from './devices.ts'
import { holderOf, newTicket } from './sign-in-ticket.ts'
import { usingCode, type CodeUse } from './second-factor-store.ts'
import { TooBusyError } from './passwords.ts'
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './session-cookie.ts'
import { tokenHash } from './sessions.ts'

/** `GET /masuk` */
export async function showSignIn(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (context.get('viewer')) return seeOther(context, '/')
  if (!isPrivate(context)) return insecure(context, parts)
  const { signIn: texts } = context.get('words')
  const news = context.req.query('keluar') === '1' ? texts.signedOut : context.req.query('sandi') === '1' ? texts.passwordSet : null
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
  if (staff.sealed_totp !== null) return secondStepPage(context, parts, { ticket: newTicket(parts, staff), next, problem: null })
  await beginSession(context, parts, staff.id)
  return seeOther(context, ownPath(next))
}

/** `POST /masuk/kode`: the second step, for accounts with a second factor. The ticket shows that the first was passed. */
export async function signInWithCode(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (!isPrivate(context)) return insecure(context, parts)
  const words = context.get('words')
  const [ticket, code, next] = await Promise.all([formText(context, 'tiket'), formText(context, 'kode'), formText(context, 'lanjut')])
  const staff = await holderOf(parts, ticket)
  if (!staff) return signInPage(context, parts, { name: '', problem: words.signIn.ticketGone, news: null, next }, 401)
  const attempt = await parts.throttle.attempt(staff.id, context.get('connection').address, 'code')
  if (!attempt.allowed) {
    const seconds = Math.ceil(attempt.waitMilliseconds / 1000)
    context.header('Retry-After', String(seconds))
    return secondStepPage(context, parts, { ticket, next, problem: words.signIn.wait(seconds) }, 429)
  }
  const use = await usingCode(parts, staff, code)
  if (use !== null) {
    try {
      await beginSession(context, parts, staff.id, use)
      await attempt.succeeded()
      return seeOther(context, ownPath(next))
    } catch (error) {
      // The same code was used a moment ago.
      if (!(error instanceof WriteRefusedError)) throw error
    }
  }
  await parts.audit.record({ staffId: null, action: 'second-factor-failed', subject: staff.id })
  return secondStepPage(context, parts, { ticket, next, problem: words.signIn.wrongCode }, 401)
}

/** Opens a session and ends the one this browser had: a token from before signing in is worth nothing afterwards. */
export async function beginSession(context: ConsoleContext, parts: ConsoleParts, staffId: string, use?: CodeUse): Promise<void> {
  const earlier = readSessionCookie(context)
  const { token, writes } = parts.sessions.open(staffId, deviceOf(context))
  const closing = earlier === undefined ? [] : [parts.sessions.closing(tokenHash(earlier))]
  const detail: Record<string, boolean> = use === undefined ? {} : { secondFactor: true, ...(use.recovery ? { recovery: true } : {}) }
  await parts.audit.record({ staffId, action: 'sign-in', subject: staffId, detail }, [...(use?.writes ?? []), ...closing, ...writes])
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

/** The name of the device that asks. */
export function deviceOf(context: ConsoleContext): string {
  return deviceName((context.req.header('user-agent') ?? '').slice(0, 400))
}

async function secondStepPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  view: { ticket: string; next: string; problem: string | null },
  status: 200 | 401 | 429 = 200,
): Promise<Response> {
  const frame = await frameOf(context, parts)
  return context.html(<SecondStepPage frame={frame} view={{ ...view, next: ownPath(view.next) }} />, status)
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
