/**
 * The audit trail: append-only rows, each holding the hash of the one before, so that a changed, removed or
 * inserted row shows. Rows name actions and ids, never a person's words, names or numbers.
 */
import { createHash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { WriteRefusedError } from '../store/write-refused.ts'
import type { Database, Write } from '../store/database.ts'
import type { Tables } from '../store/schema.ts'

export const AUDIT_ACTIONS = [
  'sign-in',
  'sign-in-failed',
  'sign-out',
  'sign-out-everywhere',
  'password-changed',
  'session-ended',
  'second-factor-on',
  'second-factor-off',
  'second-factor-failed',
  'account-made',
  'link-made',
  'staff-disabled',
  'staff-enabled',
  'transcript-opened',
  'searched',
  'taken-over',
  'handed-back',
  'reply-sent',
  'hold-set',
  'hold-lifted',
  'conversation-closed',
  'contact-plan-changed',
  'address-revealed',
  'pin-removed',
  'family-cut',
  'consent-asked',
  'withdrawal-settled',
  'reply-marked',
  'note-added',
  'label-added',
  'label-removed',
  'test-case-made',
  'test-cases-exported',
  'event-dismissed',
  'knowledge-verified',
  'knowledge-edited',
  'knowledge-undone',
  'notice-pinned',
  'agency-list-imported',
  'agency-list-undone',
  'numbers-exported',
  'sample-drawn',
  'sample-read',
  'shift-handed-over',
  'shift-accepted',
  'case-viewed',
  'case-taken',
  'case-handed-on',
  'case-noted',
  'case-facts-revealed',
  'deposit-opened',
  'restricted-opened',
  'restriction-set',
  'restriction-lifted',
  'restricted-team-changed',
  'case-stepped',
  'case-closed',
  'case-task-added',
  'case-task-done',
  'case-referred',
  'case-result-noted',
  'case-letter-made',
  'case-joined',
  'case-parted',
  'media-opened',
  'media-gist-written',
  'media-deleted',
  'media-allowed',
  'transcripts-exported',
  'transcripts-export-ended',
  'duty-begun',
  'duty-ended',
  'duty-hours-changed',
  'alerts-tested',
  'whatsapp-pairing-started',
  'whatsapp-code-asked',
  'whatsapp-restarted',
  'whatsapp-logged-out',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

export interface AuditEntry {
  /** Null when nobody is signed in, or the command line acted. */
  readonly staffId: string | null
  readonly action: AuditAction
  /** Id of what it was done to. */
  readonly subject: string | null
  readonly detail?: Readonly<Record<string, string | number | boolean>>
}

/** The newest row; number 0 and an empty hash when there is none. */
export interface AuditHead {
  readonly number: number
  readonly hash: string
}

export interface Audit {
  /**
   * Commits `entry` and `writes` together or not at all. When another process appended first, it is chained
   * anew and tried again. Rejects with `WriteRefusedError` when a guard of `writes` failed.
   */
  record(entry: AuditEntry, writes?: readonly Write[]): Promise<void>
}

/** Another process appends at most a few rows meanwhile; more means that something is wrong. */
const TRIES = 20

export function createAudit(deps: { store: Pick<Database, 'db' | 'commit'>; now: () => number }): Audit {
  const { store, now } = deps
  let last: Promise<void> = Promise.resolve()

  const append = async (entry: AuditEntry, writes: readonly Write[]): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const head = await auditHead(store.db)
      try {
        await store.commit([...auditWrites(store.db, head, now(), entry), ...writes])
        return
      } catch (error) {
        const outrun = error instanceof WriteRefusedError && (await auditHead(store.db)).number !== head.number
        if (!outrun || attempt === TRIES) throw error
      }
    }
  }

  return {
    record(entry, writes = []) {
      // One after another: the next row needs the hash of this one.
      const turn = last.then(() => append(entry, writes))
      last = turn.catch(() => {})
      return turn
    },
  }
}

export async function auditHead(db: Kysely<Tables>): Promise<AuditHead> {
  const row = await db.selectFrom('audit').select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row ?? { number: 0, hash: '' }
}

/** The row that follows `head`; refused by the store when `head` is no longer the newest. */
export function auditWrites(db: Kysely<Tables>, head: AuditHead, at: number, entry: AuditEntry): Write[] {
  const number = head.number + 1
  const detail = JSON.stringify(entry.detail ?? {})
  const hash = rowHash({
    number,
    at,
    staff_id: entry.staffId,
    action: entry.action,
    subject: entry.subject,
    detail,
    previous_hash: head.hash,
  })
  const query = sql`
    insert into audit (number, at, staff_id, action, subject, detail, previous_hash, hash)
    select ${number}, ${at}, ${entry.staffId}, ${entry.action}, ${entry.subject}, ${detail}, ${head.hash}, ${hash}
    where not exists (select 1 from audit where number >= ${number})
  `.compile(db)
  return [{ query, expectChanges: 1 }]
}

export interface AuditVerdict {
  readonly intact: boolean
  readonly rows: number
  /** Hash of the newest row: written down elsewhere, it also shows rows cut off the end. */
  readonly head: string
  /** The first row that does not fit; null when all do. */
  readonly brokenAt: number | null
}

const ROWS_AT_ONCE = 500

/** Reads the whole trail and checks each row's number, hash and link to the one before. */
export async function verifyAudit(db: Kysely<Tables>): Promise<AuditVerdict> {
  let head: AuditHead = { number: 0, hash: '' }
  for (;;) {
    const rows = await db.selectFrom('audit').selectAll().where('number', '>', head.number).orderBy('number').limit(ROWS_AT_ONCE).execute()
    for (const row of rows) {
      if (row.number !== head.number + 1 || row.previous_hash !== head.hash || row.hash !== rowHash(row))
        return { intact: false, rows: head.number, head: head.hash, brokenAt: head.number + 1 }
      head = { number: row.number, hash: row.hash }
    }
    if (rows.length < ROWS_AT_ONCE) return { intact: true, rows: head.number, head: head.hash, brokenAt: null }
  }
}

interface HashedColumns {
  readonly number: number
  readonly at: number
  readonly staff_id: string | null
  readonly action: string
  readonly subject: string | null
  readonly detail: string
  readonly previous_hash: string
}

function rowHash(row: HashedColumns): string {
  const columns = [row.number, row.at, row.staff_id, row.action, row.subject, row.detail, row.previous_hash]
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex')
}
