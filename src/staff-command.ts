/** `staff …`: accounts of the console from the command line, for whoever runs the machine. */
import { disableStaff, findStaff, inviteLink, resetLink } from './console/accounts.ts'
import { createAudit, verifyAudit } from './console/audit.ts'
import { turningOff } from './console/second-factor-store.ts'
import type { Database } from './store/database.ts'
import type { StaffRole } from './store/schema.ts'
import { WriteRefusedError } from './store/write-refused.ts'

export type StaffCommand =
  /** A link by which somebody makes an account with this role; `name` is proposed on its page. */
  | { readonly action: 'add'; readonly name: string; readonly role: string }
  | { readonly action: 'disable'; readonly name: string }
  /** `secondFactor`: also takes the second factor off, for somebody whose phone and recovery codes are gone. */
  | { readonly action: 'reset'; readonly name: string; readonly secondFactor?: boolean }
  | { readonly action: 'audit-verify' }

export interface StaffCommandDeps {
  readonly store: Pick<Database, 'db' | 'commit'>
  readonly now: () => number
  /** Where staff reach the console, without a path: "https://console.example.org". */
  readonly address: string
  readonly print: (line: string) => void
}

const ROLES: readonly StaffRole[] = ['viewer', 'reviewer', 'caseworker', 'admin']

/** Does what was asked and says so; the exit code, 0 when it was done. */
export async function runStaffCommand(deps: StaffCommandDeps, command: StaffCommand): Promise<number> {
  switch (command.action) {
    case 'add':
      return add(deps, command.name, command.role)
    case 'disable':
      return disable(deps, command.name)
    case 'reset':
      return reset(deps, command.name, command.secondFactor === true)
    case 'audit-verify':
      return verify(deps)
  }
}

async function add(deps: StaffCommandDeps, name: string, asked: string): Promise<number> {
  const role = ROLES.find((known) => known === asked)
  if (role === undefined) return refuse(deps, `"${asked}" is not a role: write viewer, reviewer, caseworker or admin`)
  if (await findStaff(deps, name))
    return refuse(deps, `there is an account "${name}" already; to give it a new password: staff reset "${name}"`)
  const link = new URL(await inviteLink(deps, createAudit(deps), role, null), deps.address)
  link.searchParams.set('nama', name)
  deps.print(`Invitation as ${role}, valid for 72 hours, works once:\n${link.href}`)
  return 0
}

async function disable(deps: StaffCommandDeps, name: string): Promise<number> {
  const staff = await findStaff(deps, name)
  if (!staff) return unknown(deps, name)
  if (staff.disabled_at !== null) return refuse(deps, `"${staff.name}" is disabled already`)
  try {
    await disableStaff(deps, createAudit(deps), staff.id, null)
  } catch (error) {
    if (error instanceof WriteRefusedError)
      return refuse(deps, `"${staff.name}" is the last admin: make another one first with staff add --role admin`)
    throw error
  }
  deps.print(`"${staff.name}" is disabled and signed out everywhere.`)
  return 0
}

async function reset(deps: StaffCommandDeps, name: string, secondFactor: boolean): Promise<number> {
  const staff = await findStaff(deps, name)
  if (!staff) return unknown(deps, name)
  if (staff.disabled_at !== null) return refuse(deps, `"${staff.name}" is disabled: enable the account in the console first`)
  const audit = createAudit(deps)
  if (secondFactor && staff.sealed_totp === null) return refuse(deps, `"${staff.name}" has no second factor: leave --second-factor out`)
  if (secondFactor) await audit.record({ staffId: null, action: 'second-factor-off', subject: staff.id }, turningOff(deps, staff.id))
  const link = new URL(await resetLink(deps, audit, staff, null), deps.address)
  if (secondFactor) deps.print(`The second factor of "${staff.name}" is off.`)
  deps.print(`New password for "${staff.name}", valid for 24 hours, works once:\n${link.href}`)
  return 0
}

async function verify(deps: StaffCommandDeps): Promise<number> {
  const verdict = await verifyAudit(deps.store.db)
  if (!verdict.intact)
    return refuse(deps, `the audit trail was altered: row ${verdict.brokenAt} does not follow from the ${verdict.rows} rows before it`)
  deps.print(`The audit trail is intact: ${verdict.rows} rows, newest hash ${verdict.head === '' ? '(none)' : verdict.head}`)
  return 0
}

async function unknown(deps: StaffCommandDeps, name: string): Promise<number> {
  const staff = await deps.store.db.selectFrom('staff').select('name').orderBy('name').execute()
  const names = staff.map((row) => `"${row.name}"`).join(', ')
  return refuse(deps, `there is no account "${name}"${names === '' ? '; nobody has an account yet' : `; there are ${names}`}`)
}

function refuse(deps: StaffCommandDeps, reason: string): number {
  deps.print(reason)
  return 1
}
