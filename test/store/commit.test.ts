import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCommitter } from '../../src/store/commit.ts'
import type { Write } from '../../src/store/database.ts'
import { WriteRefusedError } from '../../src/store/write-refused.ts'
import { write } from '../../src/store/writes.ts'
import { messageWrite, openTestStore, personWrites, temporaryFolder } from '../support/builders-core.ts'

afterEach(() => {
  vi.useRealTimers()
})

const idsOf = async (store: ReturnType<typeof openTestStore>['store']): Promise<string[]> =>
  (await store.db.selectFrom('people').select('id').orderBy('id').execute()).map((row) => row.id)

describe('commit', () => {
  it('stores a group as a whole and tells how many rows each write changed', async () => {
    const { store } = openTestStore()
    const changes = await store.commit([
      ...personWrites(store, 'p1'),
      write(store.db.updateTable('people').set({ created_at: 5 }).where('id', '=', 'nobody')),
    ])
    expect(changes).toEqual([1, 1, 0])
  })

  it('stores nothing of a group in which one write fails', async () => {
    const { store } = openTestStore()
    const [first] = personWrites(store, 'p1')
    await expect(store.commit([first!, first!])).rejects.toThrow(/UNIQUE/)
    expect(await idsOf(store)).toEqual([])
  })

  it('refuses the group when another number of rows changed than had to', async () => {
    const { store } = openTestStore()
    const guarded = write(store.db.updateTable('people').set({ created_at: 5 }).where('id', '=', 'nobody'), 1)
    await expect(store.commit([...personWrites(store, 'p1'), guarded])).rejects.toBeInstanceOf(WriteRefusedError)
    expect(await idsOf(store)).toEqual([])
  })

  it('lets a failing group roll back alone among those it shares a transaction with', async () => {
    const { store } = openTestStore()
    const [twice] = personWrites(store, 'p2')
    const results = await Promise.allSettled([
      store.commit(personWrites(store, 'p1')),
      store.commit([twice!, twice!]),
      store.commit(personWrites(store, 'p3')),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await idsOf(store)).toEqual(['p1', 'p3'])
  })

  it('is harmless with no writes', async () => {
    const { store } = openTestStore()
    expect(await store.commit([])).toEqual([])
  })

  it('rejects after the store was closed, also what waited', async () => {
    const { store } = openTestStore()
    const waiting = store.commit(personWrites(store, 'p1'))
    store.close()
    await expect(waiting).rejects.toThrow(/closed/)
    await expect(store.commit(personWrites(store, 'p2'))).rejects.toThrow(/closed/)
  })
})

/** A committer on a bare connection whose transactions can be watched. */
function watched(): {
  connection: SqliteDatabase.Database
  path: string
  commits: () => number
  begins: () => number
  insert: (x: number) => Write
} {
  const path = join(temporaryFolder(), 'watched.sqlite')
  const ran: string[] = []
  const connection = new SqliteDatabase(path, { timeout: 0, verbose: (sqlText) => ran.push(String(sqlText)) })
  connection.pragma('journal_mode = WAL')
  connection.exec('CREATE TABLE numbers (x INTEGER PRIMARY KEY)')
  onTestFinished(() => {
    connection.close()
  })
  const counted = (statement: string): number => ran.filter((sqlText) => sqlText === statement).length
  const insert = (x: number): Write => ({ query: { sql: 'INSERT INTO numbers VALUES (?)', parameters: [x] } as unknown as Write['query'] })
  return { connection, path, commits: () => counted('COMMIT'), begins: () => counted('BEGIN IMMEDIATE'), insert }
}

describe('groups that wait together', () => {
  it('let danger go first, in a transaction of its own', async () => {
    const { connection, insert, commits } = watched()
    const committer = createCommitter(connection)
    const order: string[] = []
    await Promise.all([
      ...[1, 2].map((x) => committer.commit([insert(x)]).then(() => order.push(`ordinary ${x}`))),
      ...[3, 4].map((x) => committer.commit([insert(x)], 'urgent').then(() => order.push(`urgent ${x}`))),
    ])
    expect(order).toEqual(['urgent 3', 'urgent 4', 'ordinary 1', 'ordinary 2'])
    expect(commits()).toBe(2)
  })

  it('share one transaction, 64 at most', async () => {
    const { connection, commits, insert } = watched()
    const committer = createCommitter(connection)
    await Promise.all(Array.from({ length: 64 }, (_, x) => committer.commit([insert(x)])))
    expect(commits()).toBe(1)
    await Promise.all(Array.from({ length: 65 }, (_, x) => committer.commit([insert(100 + x)])))
    expect(commits()).toBe(3)
  })

  it('take a group of more statements than fit at once, alone', async () => {
    const { connection, insert } = watched()
    const committer = createCommitter(connection)
    const changes = await committer.commit(Array.from({ length: 2000 }, (_, x) => insert(x)))
    expect(changes).toHaveLength(2000)
  })

  it('wait while another program holds the file, then are stored in order', async () => {
    const { connection, path, begins, insert } = watched()
    const committer = createCommitter(connection)
    const other = new SqliteDatabase(path)
    other.exec('BEGIN IMMEDIATE')
    const first = committer.commit([insert(1)])
    const second = committer.commit([insert(2)])
    await vi.waitFor(() => expect(begins()).toBeGreaterThan(1))
    other.exec('COMMIT')
    other.close()
    await Promise.all([first, second])
    expect(connection.prepare('SELECT x FROM numbers').pluck().all()).toEqual([1, 2])
  })

  it('are rejected when the file stays held for more than ten seconds, and work again afterwards', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const { connection, path, begins, insert } = watched()
    const committer = createCommitter(connection)
    const other = new SqliteDatabase(path)
    other.exec('BEGIN IMMEDIATE')
    const failing = committer.commit([insert(1)])
    // Attached before the failure and awaited after it, or the rejection would count as unhandled.
    // oxlint-disable-next-line vitest/valid-expect
    const caught = expect(failing).rejects.toThrow(/locked/)
    while (begins() === 0) await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(11_000)
    await caught
    other.exec('COMMIT')
    other.close()
    await committer.commit([insert(2)])
    expect(connection.prepare('SELECT x FROM numbers').pluck().all()).toEqual([2])
  })
})

describe('a full disk', () => {
  it('rejects those who write, keeps what was stored, and works again when there is room', async () => {
    const { store } = openTestStore()
    await store.commit(personWrites(store, 'p1'))
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(store.db)
    await sql`PRAGMA max_page_count = ${sql.raw(String((rows[0]?.page_count ?? 0) + 4))}`.execute(store.db)
    const long = 'a'.repeat(20_000)
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => store.commit([messageWrite(store, 'p1', `m${i}`, long)])))
    const rejected = results.filter((result) => result.status === 'rejected')
    expect(rejected.length).toBeGreaterThan(0)
    expect(rejected.every((result) => (result.reason as { code?: string }).code === 'SQLITE_FULL')).toBe(true)
    const stored = await store.db.selectFrom('messages').select('id').execute()
    expect(stored).toHaveLength(results.length - rejected.length)
    await sql`PRAGMA max_page_count = 1000000`.execute(store.db)
    await store.commit([messageWrite(store, 'p1', 'later', long)])
    expect((await store.db.selectFrom('messages').select('id').where('id', '=', 'later').execute()).length).toBe(1)
  })
})
