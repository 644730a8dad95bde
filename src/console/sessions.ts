/** Sessions, kept in the store so that they can be ended. Only the SHA-256 of a token is stored. */
import { createHash, randomBytes } from 'node:crypto'
import type { Database, Write } from '../store/database.ts'
import type { Seal } from '../store/seal.ts'
import type { Viewer } from './deps.ts'

const IDLE_MILLISECONDS = 30 * 60_000
const ABSOLUTE_MILLISECONDS = 12 * 3_600_000
/** How often use is noted: a write for every request would be a flush to disk for every request. */
const NOTED_EVERY_MILLISECONDS = 60_000

export interface Sessions {
  /** A new token and the writes that make it valid: commit them before handing the token out. */
  open(staffId: string, device: string): { readonly token: string; readonly writes: readonly Write[] }
  /** Who holds this token; null when it is unknown, idle for 30 minutes, 12 hours old, or the account is disabled. */
  find(token: string): Promise<Viewer | null>
  /** Notes that the session is in use, at most once a minute. */
  noteUse(viewer: Viewer): Promise<void>
  closing(sessionHash: string): Write
  /** The account's sessions that still work, the one last used first. */
  list(staffId: string): Promise<OpenSession[]>
  /** Ends every session of the account, but not `except`. */
  closingAll(staffId: string, except?: string): Write
}

export interface OpenSession {
  /** Names the session in a form; opens nothing. */
  readonly id: string
  readonly sessionHash: string
  readonly device: string
  readonly createdAt: number
  readonly lastSeenAt: number
}

export function createSessions(deps: { store: Pick<Database, 'db' | 'commit'>; seal: Pick<Seal, 'hash'>; now: () => number }): Sessions {
  const { store, seal, now } = deps
  return {
    open(staffId, device) {
      const token = newToken()
      const at = now()
      const insert = store.db
        .insertInto('staff_sessions')
        .values({
          token_hash: tokenHash(token),
          staff_id: staffId,
          created_at: at,
          last_seen_at: at,
          expires_at: at + ABSOLUTE_MILLISECONDS,
          device,
        })
        .compile()
      const sweep = store.db.deleteFrom('staff_sessions').where('staff_id', '=', staffId).where('expires_at', '<=', at).compile()
      return { token, writes: [{ query: sweep }, { query: insert, expectChanges: 1 }] }
    },
    async find(token) {
      const sessionHash = tokenHash(token)
      const row = await store.db
        .selectFrom('staff_sessions as s')
        .innerJoin('staff', 'staff.id', 's.staff_id')
        .select(['staff.id', 'staff.name', 'staff.alias', 'staff.role', 'staff.restricted_team'])
        .where('s.token_hash', '=', sessionHash)
        .where('s.expires_at', '>', now())
        .where('s.last_seen_at', '>', now() - IDLE_MILLISECONDS)
        .where('staff.disabled_at', 'is', null)
        .executeTakeFirst()
      if (!row) return null
      const { id, name, alias, role } = row
      const isOfRestrictedTeam = row.restricted_team === 1
      return { staffId: id, name, alias, role, isOfRestrictedTeam, sessionHash, formToken: seal.hash(`form:${sessionHash}`) }
    },
    async noteUse(viewer) {
      const update = store.db
        .updateTable('staff_sessions')
        .set({ last_seen_at: now() })
        .where('token_hash', '=', viewer.sessionHash)
        .where('last_seen_at', '<', now() - NOTED_EVERY_MILLISECONDS)
      const due = await store.db
        .selectFrom('staff_sessions')
        .select('token_hash')
        .where('token_hash', '=', viewer.sessionHash)
        .where('last_seen_at', '<', now() - NOTED_EVERY_MILLISECONDS)
        .executeTakeFirst()
      if (due) await store.commit([{ query: update.compile() }])
    },
    async list(staffId) {
      const rows = await store.db
        .selectFrom('staff_sessions')
        .selectAll()
        .where('staff_id', '=', staffId)
        .where('expires_at', '>', now())
        .where('last_seen_at', '>', now() - IDLE_MILLISECONDS)
        .orderBy('last_seen_at', 'desc')
        .execute()
      return rows.map((row) => ({
        id: seal.hash(`session:${row.token_hash}`),
        sessionHash: row.token_hash,
        device: row.device,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
      }))
    },
    closing: (sessionHash) => ({ query: store.db.deleteFrom('staff_sessions').where('token_hash', '=', sessionHash).compile() }),
    closingAll(staffId, except = '') {
      const query = store.db.deleteFrom('staff_sessions').where('staff_id', '=', staffId).where('token_hash', '!=', except).compile()
      return { query }
    },
  }
}

/** 256 random bits, safe in a cookie and in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
