import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { databasePath, integrityProblem, openDatabase } from '../../src/store/database.ts'
import { messageWrite, NOON, openTestStore, personWrites, temporaryFolder } from '../support/builders-core.ts'

const pragma = async (store: ReturnType<typeof openTestStore>['store'], name: string): Promise<unknown> => {
  const { rows } = await sql<Record<string, unknown>>`PRAGMA ${sql.raw(name)}`.execute(store.db)
  return Object.values(rows[0] ?? {})[0]
}

describe('opening the database', () => {
  it('flushes every commit to disk, also after the first write', async () => {
    const { store } = openTestStore()
    expect(await pragma(store, 'synchronous')).toBe(2)
    await store.commit(personWrites(store, 'p1'))
    expect(await pragma(store, 'synchronous')).toBe(2)
    expect(await pragma(store, 'journal_mode')).toBe('wal')
  })

  it('overwrites what is deleted and holds foreign keys', async () => {
    const { store } = openTestStore()
    expect(await pragma(store, 'secure_delete')).toBe(1)
    expect(await pragma(store, 'foreign_keys')).toBe(1)
    await expect(store.commit([messageWrite(store, 'nobody', 'm1', 'halo')])).rejects.toThrow(/FOREIGN KEY/)
  })

  it('finds what an earlier process committed', async () => {
    const folder = temporaryFolder()
    const first = openDatabase({ path: databasePath(folder), now: () => NOON })
    await first.commit(personWrites(first, 'p1'))
    first.close()
    const { store } = openTestStore(folder)
    expect(await store.db.selectFrom('people').select('id').execute()).toEqual([{ id: 'p1' }])
  })

  it('says what to do when the file is no database', () => {
    const path = databasePath(temporaryFolder())
    writeFileSync(path, 'this is a letter and no database. '.repeat(200))
    expect(() => openDatabase({ path, now: () => NOON })).toThrow(
      /tanya-migran\.sqlite cannot be opened \(SQLITE_NOTADB\).*restore the newest backup/,
    )
  })

  it('says what to do when pages of the file were overwritten', () => {
    const folder = temporaryFolder()
    const path = databasePath(folder)
    openDatabase({ path, now: () => NOON }).close()
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 100)
    writeFileSync(path, bytes)
    expect(() => openDatabase({ path, now: () => NOON })).toThrow(
      /cannot be opened \(SQLITE_CORRUPT\): it is damaged.*restore the newest backup/,
    )
  })

  it('says what to do when the folder is missing', () => {
    const path = databasePath(join(temporaryFolder(), 'gone'))
    expect(() => openDatabase({ path, now: () => NOON })).toThrow(/the folder must exist and be writable: set DATA_FOLDER/)
  })

  it('tells a sound file from one with overwritten pages', async () => {
    const { store, folder } = openTestStore()
    await store.commit([
      ...personWrites(store, 'p1'),
      ...Array.from({ length: 400 }, (_, i) => messageWrite(store, 'p1', `m${i}`, `kata ${i} `.repeat(40))),
    ])
    const copy = join(folder, 'copy.sqlite')
    await store.backup(copy)
    expect(integrityProblem(copy)).toBeNull()
    const bytes = readFileSync(copy)
    bytes.fill(7, 4096 * 3)
    writeFileSync(copy, bytes)
    expect(integrityProblem(copy)).not.toBeNull()
  })
})

describe('reading beside the commits', () => {
  it('refuses a transaction through Kysely on the reading side', async () => {
    const { openReader } = await import('../../src/store/reader.ts')
    const { path } = openTestStore()
    const reader = openReader(path)
    await expect(reader.db.transaction().execute(async () => {})).rejects.toThrow(/no transactions/)
    await reader.close()
  })
})

describe('backup', () => {
  it('is a sound copy with whole groups while others write', async () => {
    const { store, folder } = openTestStore()
    await store.commit(personWrites(store, 'p1'))
    const pad = 'isi pesan '.repeat(120)
    await store.commit(Array.from({ length: 500 }, (_, i) => messageWrite(store, 'p1', `first-${i}`, pad)))
    let writing = true
    let pairs = 0
    const writer = (async () => {
      while (writing) {
        const id = ++pairs
        await store.commit([messageWrite(store, 'p1', `a-${id}`, pad), messageWrite(store, 'p1', `b-${id}`, pad)])
      }
    })()
    const shares: number[] = []
    const copy = join(folder, 'backup.sqlite')
    await store.backup(copy, (share) => shares.push(share))
    writing = false
    await writer
    expect(pairs).toBeGreaterThan(1)
    expect(integrityProblem(copy)).toBeNull()
    const opened = new SqliteDatabase(copy, { readonly: true })
    const counted = (like: string): number => opened.prepare('SELECT count(*) FROM messages WHERE id LIKE ?').pluck().get(like) as number
    expect(counted('first-%')).toBe(500)
    expect(counted('a-%')).toBe(counted('b-%'))
    opened.close()
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
  })

  it('holds no key', async () => {
    const { openSeal } = await import('../../src/store/seal.ts')
    const { store, folder } = openTestStore()
    const keys = join(folder, 'keys')
    mkdirSync(keys)
    openSeal(keys)
    await store.commit(personWrites(store, 'p1'))
    const copy = join(folder, 'backup.sqlite')
    await store.backup(copy)
    const bytes = readFileSync(copy)
    for (const name of ['key-1.key', 'identity.key']) {
      const hex = readFileSync(join(keys, name), 'utf8').trim()
      expect(bytes.includes(hex)).toBe(false)
      expect(bytes.includes(Buffer.from(hex, 'hex'))).toBe(false)
    }
  })
})
