import SqliteDatabase from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAudit, verifyAudit, type AuditEntry } from '../../src/console/audit.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { WriteRefusedError } from '../../src/store/write-refused.ts'

const entry: AuditEntry = { staffId: null, action: 'searched', subject: null }

let folder: string
let store: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'))
  store = openDatabase({ path: join(folder, 'test.db'), now: () => 1 })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

/** What somebody with the file in their hands could do. */
function tamper(sql: string): void {
  const raw = new SqliteDatabase(join(folder, 'test.db'))
  raw.exec('DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete')
  raw.exec(sql)
  raw.close()
}

describe('the audit trail', () => {
  test('stays one chain when many append at once, also through several writers', async () => {
    const writers = [createAudit({ store, now: () => 1 }), createAudit({ store, now: () => 2 }), createAudit({ store, now: () => 3 })]
    await Promise.all(Array.from({ length: 60 }, (_, index) => writers[index % 3]!.record(entry)))
    expect(await verifyAudit(store.db)).toMatchObject({ intact: true, rows: 60, brokenAt: null })
  })

  test('is written together with what it tells, or not at all', async () => {
    const audit = createAudit({ store, now: () => 1 })
    const never = { query: store.db.updateTable('staff').set({ name: 'x' }).where('id', '=', 'nobody').compile(), expectChanges: 1 }
    await expect(audit.record(entry, [never])).rejects.toBeInstanceOf(WriteRefusedError)
    expect(await verifyAudit(store.db)).toMatchObject({ rows: 0 })
    await audit.record(entry)
    expect(await verifyAudit(store.db)).toMatchObject({ intact: true, rows: 1 })
  })

  test('refuses changes and deletions in the store itself', async () => {
    await createAudit({ store, now: () => 1 }).record(entry)
    await expect(store.commit([{ query: store.db.deleteFrom('audit').compile() }])).rejects.toThrow(/append-only/)
    await expect(store.commit([{ query: store.db.updateTable('audit').set({ action: 'x' }).compile() }])).rejects.toThrow(/append-only/)
  })

  test.each([
    ["UPDATE audit SET subject = 'other' WHERE number = 3", 3],
    ['UPDATE audit SET at = 99 WHERE number = 1', 1],
    ['DELETE FROM audit WHERE number = 2', 2],
    ["UPDATE audit SET hash = 'x' WHERE number = 5", 5],
    ['UPDATE audit SET number = 9 WHERE number = 4', 4],
  ])('shows where it was altered: %s', async (sql, brokenAt) => {
    const audit = createAudit({ store, now: () => 1 })
    for (let number = 1; number <= 5; number++) await audit.record(entry)
    tamper(sql)
    expect(await verifyAudit(store.db)).toMatchObject({ intact: false, brokenAt })
  })

  test('is read to the end however long it is', async () => {
    const audit = createAudit({ store, now: () => 1 })
    await Promise.all(Array.from({ length: 501 }, () => audit.record(entry)))
    expect(await verifyAudit(store.db)).toMatchObject({ intact: true, rows: 501 })
  })
})
