/** Staff accounts and the one-time links by which they are made and their passwords set. Only hashes of links are stored. */
import { sql } from 'kysely'
import type { Database, Write } from '../store/database.ts'
import type { StaffLinksTable, StaffRole, StaffTable } from '../store/schema.ts'
import { createAudit, type Audit } from './audit.ts'
import { newToken, tokenHash } from './sessions.ts'

export type LinkPurpose = StaffLinksTable['purpose']

const HOUR = 3_600_000
const LINK_LIFE: Readonly<Record<LinkPurpose, number>> = { first: 24 * HOUR, invite: 72 * HOUR, reset: 24 * HOUR }

export interface AccountDeps {
  readonly store: Pick<Database, 'db' | 'commit'>
  readonly now: () => number
}

/** Path of a link's page; put the console's address in front. */
export function linkPath(token: string): string {
  return `/tautan/${token}`
}

/**
 * The path of a one-time link by which the first account is made, with all rights, valid for 24 hours; null when there
 * are staff already. Links of earlier calls stop working.
 */
export async function firstAccountLink(deps: AccountDeps): Promise<string | null> {
  const { db } = deps.store
  const anybody = await db.selectFrom('staff').select('id').limit(1).executeTakeFirst()
  if (anybody) return null
  const earlier = db.deleteFrom('staff_links').where('purpose', '=', 'first').where('used_at', 'is', null).compile()
  const { token, write } = newLink(deps, 'first', 'admin', null)
  const entry = { staffId: null, action: 'link-made', subject: null, detail: { purpose: 'first' } } as const
  await createAudit(deps).record(entry, [{ query: earlier }, write])
  return linkPath(token)
}

/** A link that invites somebody with `role`. `by` is the admin, or null for the command line. */
export async function inviteLink(deps: AccountDeps, audit: Audit, role: StaffRole, by: string | null): Promise<string> {
  const { token, write } = newLink(deps, 'invite', role, null)
  await audit.record({ staffId: by, action: 'link-made', subject: null, detail: { purpose: 'invite', role } }, [write])
  return linkPath(token)
}

/** A link by which `staff` sets a new password; earlier ones stop working. The old password works until then. */
export async function resetLink(
  deps: AccountDeps,
  audit: Audit,
  staff: Pick<StaffTable, 'id' | 'role'>,
  by: string | null,
): Promise<string> {
  const earlier = deps.store.db.deleteFrom('staff_links').where('purpose', '=', 'reset').where('staff_id', '=', staff.id)
  const { token, write } = newLink(deps, 'reset', staff.role, staff.id)
  const entry = { staffId: by, action: 'link-made', subject: staff.id, detail: { purpose: 'reset' } } as const
  await audit.record(entry, [{ query: earlier.where('used_at', 'is', null).compile() }, write])
  return linkPath(token)
}

function newLink(deps: AccountDeps, purpose: LinkPurpose, role: StaffRole, staffId: string | null): { token: string; write: Write } {
  const token = newToken()
  const at = deps.now()
  const query = deps.store.db
    .insertInto('staff_links')
    .values({
      token_hash: tokenHash(token),
      purpose,
      role,
      staff_id: staffId,
      created_at: at,
      expires_at: at + LINK_LIFE[purpose],
      used_at: null,
    })
    .compile()
  return { token, write: { query, expectChanges: 1 } }
}

/** The link, when it exists, is not used and not too old, and its account (for a reset) may still sign in. */
export async function findLink(deps: AccountDeps, token: string): Promise<(StaffLinksTable & { readonly name: string | null }) | null> {
  const row = await deps.store.db
    .selectFrom('staff_links as l')
    .leftJoin('staff', 'staff.id', 'l.staff_id')
    .selectAll('l')
    .select(['staff.name', 'staff.disabled_at'])
    .where('l.token_hash', '=', tokenHash(token))
    .where('l.used_at', 'is', null)
    .where('l.expires_at', '>', deps.now())
    .executeTakeFirst()
  if (!row || row.disabled_at !== null) return null
  return row
}

/** Uses up the link; refused by the store when somebody was quicker. */
export function usingLink(deps: AccountDeps, link: Pick<StaffLinksTable, 'token_hash'>): Write {
  const query = deps.store.db
    .updateTable('staff_links')
    .set({ used_at: deps.now() })
    .where('token_hash', '=', link.token_hash)
    .where('used_at', 'is', null)
    .compile()
  return { query, expectChanges: 1 }
}

export interface NewAccount {
  readonly id: string
  readonly name: string
  readonly alias: string
  readonly role: StaffRole
  readonly passwordHash: string
}

/** The insert of an account; with `first`, refused by the store when there are staff already, and it is of the restricted team. */
export function makingAccount(deps: AccountDeps, account: NewAccount, first: boolean): Write {
  const { db } = deps.store
  const query = sql`
    insert into staff (id, name, alias, role, password_hash, created_at, disabled_at, restricted_team)
    select ${account.id}, ${account.name}, ${account.alias}, ${account.role}, ${account.passwordHash}, ${deps.now()}, null, ${first ? 1 : 0}
    where ${first ? 1 : 0} = 0 or not exists (select 1 from staff)
  `.compile(db)
  return { query, expectChanges: 1 }
}

export function settingPassword(deps: AccountDeps, staffId: string, passwordHash: string): Write {
  const query = deps.store.db.updateTable('staff').set({ password_hash: passwordHash }).where('id', '=', staffId).compile()
  return { query, expectChanges: 1 }
}

/**
 * Disables an account and ends its sessions. Rejects with `WriteRefusedError` when it is disabled already or is the last
 * admin who can sign in.
 */
export async function disableStaff(deps: AccountDeps, audit: Audit, staffId: string, by: string | null): Promise<void> {
  const { db } = deps.store
  const query = sql`
    update staff set disabled_at = ${deps.now()} where id = ${staffId} and disabled_at is null and (
      role != 'admin' or exists (select 1 from staff as other where other.role = 'admin' and other.disabled_at is null and other.id != ${staffId})
    )
  `.compile(db)
  const sessions = db.deleteFrom('staff_sessions').where('staff_id', '=', staffId).compile()
  const links = db.deleteFrom('staff_links').where('staff_id', '=', staffId).where('used_at', 'is', null).compile()
  const writes = [{ query, expectChanges: 1 }, { query: sessions }, { query: links }]
  await audit.record({ staffId: by, action: 'staff-disabled', subject: staffId }, writes)
}

/** Lets a disabled account sign in again with its old password. */
export async function enableStaff(deps: AccountDeps, audit: Audit, staffId: string, by: string | null): Promise<void> {
  const query = deps.store.db.updateTable('staff').set({ disabled_at: null }).where('id', '=', staffId).where('disabled_at', 'is not', null)
  await audit.record({ staffId: by, action: 'staff-enabled', subject: staffId }, [{ query: query.compile(), expectChanges: 1 }])
}

/** Names are compared without regard to case, so that nobody signs in as a look-alike. Staff are few: all are read. */
export async function findStaff(deps: Pick<AccountDeps, 'store'>, name: string): Promise<StaffTable | null> {
  const wanted = comparable(name)
  const staff = await deps.store.db.selectFrom('staff').selectAll().execute()
  return staff.find((row) => comparable(row.name) === wanted) ?? null
}

function comparable(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}
