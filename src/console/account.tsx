import { formText, seeOther } from './answers.tsx'
import { settingPassword } from './accounts.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { AccountPage, type AccountProblems } from './pages/account-page.tsx'
import { frameOf } from './pages/frame.tsx'
import { passwordProblem } from './passwords.ts'
import { isLanguage, isZone, remember } from './preferences.ts'
import { clearSessionCookie, writeSessionCookie } from './session-cookie.ts'
import { deviceOf } from './sign-in.tsx'

/** `GET /akun` */
export async function showAccount(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { account } = context.get('words')
  const done = context.req.query('berhasil') ?? ''
  const news: Readonly<Record<string, string>> = {
    sandi: account.changed,
    tampilan: account.saved,
    perangkat: account.sessionEnded,
    'faktor-lepas': account.factorRemoved,
  }
  return accountPage(context, parts, {}, Object.hasOwn(news, done) ? (news[done] ?? null) : null)
}

/** `POST /akun/sandi`: asks for the current password again; ends every other session and gives this one a new token. */
export async function changePassword(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const { link, signIn, product } = context.get('words')
  const [current, fresh] = await Promise.all([formText(context, 'sandi-lama'), formText(context, 'sandi-baru')])
  const problem = passwordProblem(fresh, [viewer.name, viewer.alias, product, parts.operatorName ?? ''])
  if (problem !== null) return accountPage(context, parts, { fresh: link.problems[problem] }, null)
  // An unattended browser must not be a way to guess the password.
  const attempt = await parts.throttle.attempt(viewer.name, context.get('connection').address)
  if (!attempt.allowed) return accountPage(context, parts, { current: signIn.wait(Math.ceil(attempt.waitMilliseconds / 1000)) }, null)
  const row = await parts.store.db.selectFrom('staff').select('password_hash').where('id', '=', viewer.staffId).executeTakeFirstOrThrow()
  if (!(await parts.passwords.matches(current, row.password_hash)))
    return accountPage(context, parts, { current: link.problems.current }, null)
  await attempt.succeeded()
  const session = parts.sessions.open(viewer.staffId, deviceOf(context))
  const setting = settingPassword(parts, viewer.staffId, await parts.passwords.hash(fresh))
  const entry = { staffId: viewer.staffId, action: 'password-changed', subject: viewer.staffId } as const
  await parts.audit.record(entry, [setting, parts.sessions.closingAll(viewer.staffId), ...session.writes])
  writeSessionCookie(context, session.token)
  return seeOther(context, '/akun?berhasil=sandi')
}

/** `POST /akun/keluar-semua` */
export async function signOutEverywhere(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  await parts.audit.record({ staffId, action: 'sign-out-everywhere', subject: staffId }, [parts.sessions.closingAll(staffId)])
  clearSessionCookie(context)
  return seeOther(context, '/masuk?keluar=1')
}

/** `POST /akun/tampilan` */
export async function changeDisplay(context: ConsoleContext): Promise<Response> {
  const [language, zone] = await Promise.all([formText(context, 'bahasa'), formText(context, 'zona')])
  if (isLanguage(language)) remember(context, 'bahasa', language)
  if (isZone(zone)) remember(context, 'zona', zone)
  return seeOther(context, '/akun?berhasil=tampilan')
}

async function accountPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  problems: AccountProblems,
  news: string | null,
): Promise<Response> {
  const { staffId, sessionHash } = viewerOf(context)
  const [frame, sessions, account] = await Promise.all([
    frameOf(context, parts),
    parts.sessions.list(staffId),
    parts.store.db.selectFrom('staff').select('sealed_totp').where('id', '=', staffId).executeTakeFirstOrThrow(),
  ])
  const refused = Object.keys(problems).length > 0
  const view = { problems, news, sessions, thisSession: sessionHash, secondFactor: account.sealed_totp !== null }
  return context.html(<AccountPage frame={frame} view={view} />, refused ? 422 : 200)
}
