/** Second factor and devices of one's own account. Changing either asks for the password again. */
import { WriteRefusedError } from '../store/write-refused.ts'
import type { StaffTable } from '../store/schema.ts'
import { formText, seeOther } from './answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { RecoveryCodesPage, SecondFactorPage, type SecondFactorView } from './pages/second-factor-page.tsx'
import { totpAddress } from './second-factor.ts'
import { accepting, offeredSecret, offering, turningOff, usingCode } from './second-factor-store.ts'

/** `GET /akun/faktor-kedua` */
export async function showSecondFactor(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const account = await ownAccount(context, parts)
  return factorPage(context, parts, { state: account.sealed_totp === null ? 'off' : 'on', problems: {} })
}

/** `POST /akun/faktor-kedua/mulai`: shows a new secret, which counts for nothing until a code of it was typed. */
export async function offerSecondFactor(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const account = await ownAccount(context, parts)
  if (account.sealed_totp !== null) return seeOther(context, '/akun/faktor-kedua')
  const problem = await passwordProblemOf(context, parts, account)
  if (problem !== null) return factorPage(context, parts, { state: 'off', problems: { password: problem } })
  const { secret, write } = offering(parts, account.id)
  await parts.store.commit([write])
  return offerPage(context, parts, account, secret, {})
}

/** `POST /akun/faktor-kedua/pasang`: turned on by the first code; other devices have to sign in again, with it. */
export async function acceptSecondFactor(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const account = await ownAccount(context, parts)
  const secret = offeredSecret(parts, account)
  if (secret === null) return seeOther(context, '/akun/faktor-kedua')
  const accepted = accepting(parts, account, await formText(context, 'kode'))
  if (accepted === null) return offerPage(context, parts, account, secret, { code: context.get('words').signIn.wrongCode })
  try {
    await parts.audit.record({ staffId: account.id, action: 'second-factor-on', subject: account.id }, [
      ...accepted.writes,
      parts.sessions.closingAll(account.id, viewer.sessionHash),
    ])
  } catch (error) {
    if (error instanceof WriteRefusedError) return seeOther(context, '/akun/faktor-kedua')
    throw error
  }
  return context.html(<RecoveryCodesPage frame={await frameOf(context, parts)} codes={accepted.codes} />)
}

/** `POST /akun/faktor-kedua/lepas` */
export async function removeSecondFactor(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const account = await ownAccount(context, parts)
  if (account.sealed_totp === null) return seeOther(context, '/akun/faktor-kedua')
  const words = context.get('words')
  const problem = await passwordProblemOf(context, parts, account)
  if (problem !== null) return factorPage(context, parts, { state: 'on', problems: { password: problem } })
  const attempt = await parts.throttle.attempt(account.id, context.get('connection').address, 'code')
  if (!attempt.allowed) {
    const wait = words.signIn.wait(Math.ceil(attempt.waitMilliseconds / 1000))
    return factorPage(context, parts, { state: 'on', problems: { code: wait } })
  }
  const use = await usingCode(parts, account, await formText(context, 'kode'))
  if (use === null) return factorPage(context, parts, { state: 'on', problems: { code: words.signIn.wrongCode } })
  await attempt.succeeded()
  try {
    await parts.audit.record({ staffId: account.id, action: 'second-factor-off', subject: account.id }, [
      ...use.writes,
      ...turningOff(parts, account.id),
    ])
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
    return factorPage(context, parts, { state: 'on', problems: { code: words.signIn.wrongCode } })
  }
  return seeOther(context, '/akun?berhasil=faktor-lepas')
}

/** `POST /akun/sesi/:id/akhiri`: one's own devices only. */
export async function endSession(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const session = (await parts.sessions.list(staffId)).find(({ id }) => id === context.req.param('id'))
  if (session)
    await parts.audit.record({ staffId, action: 'session-ended', subject: staffId }, [parts.sessions.closing(session.sessionHash)])
  return seeOther(context, '/akun?berhasil=perangkat')
}

function ownAccount(context: ConsoleContext, parts: ConsoleParts): Promise<StaffTable> {
  return parts.store.db.selectFrom('staff').selectAll().where('id', '=', viewerOf(context).staffId).executeTakeFirstOrThrow()
}

/** Why the typed password does not do, or null. An unattended browser must not be a way to guess it. */
async function passwordProblemOf(context: ConsoleContext, parts: ConsoleParts, account: StaffTable): Promise<string | null> {
  const words = context.get('words')
  const attempt = await parts.throttle.attempt(account.name, context.get('connection').address)
  if (!attempt.allowed) return words.signIn.wait(Math.ceil(attempt.waitMilliseconds / 1000))
  if (!(await parts.passwords.matches(await formText(context, 'sandi'), account.password_hash))) return words.link.problems.current
  await attempt.succeeded()
  return null
}

async function offerPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  account: StaffTable,
  secret: string,
  problems: SecondFactorView['problems'],
): Promise<Response> {
  const { product } = context.get('words')
  const { default: QRCode } = await import('qrcode')
  const svg = await QRCode.toString(totpAddress(secret, product, account.name), { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  // An image of this very answer: its own address would have to be kept from caches and logs.
  const qr = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  return factorPage(context, parts, { state: 'offered', problems, secret, qr })
}

async function factorPage(context: ConsoleContext, parts: ConsoleParts, view: SecondFactorView): Promise<Response> {
  const frame = await frameOf(context, parts)
  return context.html(<SecondFactorPage frame={frame} view={view} />, Object.keys(view.problems).length === 0 ? 200 : 422)
}
