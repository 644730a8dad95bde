/** One-time links: first account, invitation, password reset. */
import { WriteRefusedError } from '../store/write-refused.ts'
import { formText, seeOther } from './answers.tsx'
import { findLink, findStaff, makingAccount, settingPassword, usingLink } from './accounts.ts'
import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { ErrorPage } from './pages/error-page.tsx'
import { frameOf } from './pages/frame.tsx'
import { LinkPage } from './pages/link-page.tsx'
import { passwordProblem } from './passwords.ts'
import { hasSecondFactor } from './second-factor-store.ts'
import { beginSession, insecure, isPrivate } from './sign-in.tsx'

const LONGEST_NAME = 60
const LONGEST_ALIAS = 40

type Link = NonNullable<Awaited<ReturnType<typeof findLink>>>

interface Answers {
  readonly name: string
  readonly alias: string
  readonly password: string
}

interface Problems {
  readonly name?: string | undefined
  readonly alias?: string | undefined
  readonly password?: string | undefined
}

/** `GET /tautan/:token` */
export async function showLink(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (!isPrivate(context)) return insecure(context, parts)
  const link = await findLink(parts, context.req.param('token') ?? '')
  if (!link) return gone(context, parts)
  const name = (context.req.query('nama') ?? '').slice(0, LONGEST_NAME)
  return linkPage(context, parts, link, { name, alias: '', password: '' }, {})
}

/** `POST /tautan/:token`: makes the account or sets the password, uses the link up, and signs in. */
export async function useLink(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  if (!isPrivate(context)) return insecure(context, parts)
  const link = await findLink(parts, context.req.param('token') ?? '')
  if (!link) return gone(context, parts)
  const [name, alias, password] = await Promise.all([formText(context, 'nama'), formText(context, 'alias'), formText(context, 'sandi')])
  const answers = { name: name.trim(), alias: alias.trim(), password }
  const problems = await problemsOf(context, parts, link, answers)
  if (problems.name ?? problems.alias ?? problems.password) return linkPage(context, parts, link, answers, problems)
  const passwordHash = await parts.passwords.hash(password)
  const staffId = link.staff_id ?? parts.newId()
  const using = usingLink(parts, link)
  try {
    if (link.purpose === 'reset') {
      const writes = [using, settingPassword(parts, staffId, passwordHash), parts.sessions.closingAll(staffId)]
      await parts.audit.record({ staffId, action: 'password-changed', subject: staffId, detail: { link: true } }, writes)
    } else {
      const account = { id: staffId, name: answers.name, alias: answers.alias, role: link.role, passwordHash }
      const making = makingAccount(parts, account, link.purpose === 'first')
      await parts.audit.record({ staffId, action: 'account-made', subject: staffId, detail: { role: link.role } }, [using, making])
    }
  } catch (error) {
    if (error instanceof WriteRefusedError) return gone(context, parts)
    throw error
  }
  // A link alone must not stand in for the second factor.
  if (link.purpose === 'reset' && (await hasSecondFactor(parts, staffId))) return seeOther(context, '/masuk?sandi=1')
  await beginSession(context, parts, staffId)
  return seeOther(context, '/')
}

async function problemsOf(context: ConsoleContext, parts: ConsoleParts, link: Link, answers: Answers): Promise<Problems> {
  const { link: texts, product } = context.get('words')
  const own = link.purpose === 'reset' ? [link.name ?? ''] : [answers.name, answers.alias]
  const password = passwordProblem(answers.password, [...own, product, parts.operatorName ?? ''])
  const wrongPassword = password === null ? undefined : texts.problems[password]
  if (link.purpose === 'reset') return { password: wrongPassword }
  const isLength = (text: string, longest: number): boolean => text !== '' && Array.from(text).length <= longest
  const taken = isLength(answers.name, LONGEST_NAME) && (await findStaff(parts, answers.name)) !== null
  return {
    name: taken ? texts.problems.nameTaken : isLength(answers.name, LONGEST_NAME) ? undefined : texts.problems.nameMissing,
    alias: isLength(answers.alias, LONGEST_ALIAS) ? undefined : texts.problems.aliasMissing,
    password: wrongPassword,
  }
}

async function linkPage(context: ConsoleContext, parts: ConsoleParts, link: Link, answers: Answers, problems: Problems): Promise<Response> {
  const frame = await frameOf(context, parts)
  const view = { link, token: context.req.param('token') ?? '', name: answers.name, alias: answers.alias, problems }
  return context.html(<LinkPage frame={frame} view={view} />, Object.values(problems).some((problem) => problem !== undefined) ? 422 : 200)
}

async function gone(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { link } = context.get('words')
  const frame = await frameOf(context, parts)
  return context.html(<ErrorPage frame={frame} view={{ title: link.goneTitle, text: link.goneText }} />, 410)
}
