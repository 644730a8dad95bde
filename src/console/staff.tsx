import { WriteRefusedError } from '../store/write-refused.ts'
import type { StaffRole } from '../store/schema.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { disableStaff, enableStaff, inviteLink, resetLink } from './accounts.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { turningOff } from './second-factor-store.ts'
import { OneTimeLinkPage, StaffPage } from './pages/staff-page.tsx'

/** `GET /petugas` */
export async function showStaff(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return staffPage(context, parts, null)
}

/** `POST /petugas/undang`: the link is shown once, in this answer. */
export async function inviteStaff(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const asked = await formText(context, 'peran')
  const role = ROLES.find((known) => known === asked)
  if (role === undefined) return failure(context, parts, 'notFound')
  const words = context.get('words')
  const path = await inviteLink(parts, parts.audit, role, viewerOf(context).staffId)
  return linkPage(context, parts, path, words.staff.linkInvite(words.labels.role[role]))
}

const ROLES: readonly StaffRole[] = ['viewer', 'reviewer', 'caseworker', 'admin']

/** `POST /petugas/:id/tautan`: a link to set a new password. */
export async function makeResetLink(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const staff = await parts.store.db
    .selectFrom('staff')
    .select(['id', 'name', 'role'])
    .where('id', '=', context.req.param('id') ?? '')
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!staff) return failure(context, parts, 'notFound')
  const path = await resetLink(parts, parts.audit, staff, viewerOf(context).staffId)
  return linkPage(context, parts, path, context.get('words').staff.linkFor(staff.name))
}

/** `POST /petugas/:id/lepas-faktor`: for somebody whose phone is gone; ends their sessions. */
export async function removeFactorOf(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const entry = { staffId: viewerOf(context).staffId, action: 'second-factor-off', subject: id } as const
  try {
    await parts.audit.record(entry, [...turningOff(parts, id), parts.sessions.closingAll(id)])
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
  }
  return seeOther(context, '/petugas')
}

/** `POST /petugas/:id/nonaktif`: ends the account's sessions at once. */
export async function disableAccount(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  try {
    await disableStaff(parts, parts.audit, context.req.param('id') ?? '', viewerOf(context).staffId)
  } catch (error) {
    if (error instanceof WriteRefusedError) return staffPage(context, parts, context.get('words').staff.lastAdmin)
    throw error
  }
  return seeOther(context, '/petugas')
}

/** `POST /petugas/:id/aktif` */
export async function enableAccount(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  try {
    await enableStaff(parts, parts.audit, context.req.param('id') ?? '', viewerOf(context).staffId)
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
  }
  return seeOther(context, '/petugas')
}

async function staffPage(context: ConsoleContext, parts: ConsoleParts, problem: string | null): Promise<Response> {
  const [frame, staff] = await Promise.all([
    frameOf(context, parts),
    parts.store.db
      .selectFrom('staff')
      .select(['id', 'name', 'alias', 'role', 'created_at', 'disabled_at', 'sealed_totp', 'restricted_team'])
      .orderBy('created_at')
      .execute(),
  ])
  return context.html(
    <StaffPage
      frame={frame}
      staff={staff.map(({ sealed_totp, ...person }) => ({ ...person, secondFactor: sealed_totp !== null }))}
      roles={ROLES}
      problem={problem}
    />,
    problem === null ? 200 : 409,
  )
}

async function linkPage(context: ConsoleContext, parts: ConsoleParts, path: string, forWhom: string): Promise<Response> {
  const frame = await frameOf(context, parts)
  const address = new URL(path, parts.publicAddress ?? frame.url).href
  return context.html(<OneTimeLinkPage frame={frame} address={address} forWhom={forWhom} />)
}
