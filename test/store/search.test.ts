import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { write } from '../../src/store/writes.ts'
import { messageWrite, openTestStore, personWrites, type OpenStore } from '../support/builders-core.ts'

const found = async ({ store }: OpenStore, words: string): Promise<string[]> => {
  const { rows } = await sql<{
    id: string
  }>`SELECT m.id FROM messages_text JOIN messages m ON m."row" = messages_text.rowid WHERE messages_text MATCH ${words} ORDER BY m.id`.execute(
    store.db,
  )
  return rows.map((row) => row.id)
}

describe('full-text search', () => {
  it('finds a message by its words, and follows a change and a deletion', async () => {
    const open = openTestStore()
    const { store } = open
    await store.commit([
      ...personWrites(store, 'p1'),
      messageWrite(store, 'p1', 'm1', 'gaji belum dibayar'),
      messageWrite(store, 'p1', 'm2', 'paspor ditahan'),
    ])
    expect(await found(open, 'gaji')).toEqual(['m1'])
    await store.commit([write(store.db.updateTable('messages').set({ text: 'kontrak habis' }).where('id', '=', 'm1'))])
    expect(await found(open, 'gaji')).toEqual([])
    expect(await found(open, 'kontrak')).toEqual(['m1'])
    await store.commit([write(store.db.deleteFrom('messages').where('id', '=', 'm2'))])
    expect(await found(open, 'paspor')).toEqual([])
  })

  it('forgets with the person whose conversation is deleted', async () => {
    const open = openTestStore()
    const { store } = open
    await store.commit([...personWrites(store, 'p1'), messageWrite(store, 'p1', 'm1', 'gaji belum dibayar')])
    await store.commit([write(store.db.deleteFrom('people').where('id', '=', 'p1'))])
    expect(await found(open, 'gaji')).toEqual([])
    expect(await store.db.selectFrom('messages').select('id').execute()).toEqual([])
  })

  it('leaves no trace of a deleted message in any file', async () => {
    const open = openTestStore()
    const { store, folder } = open
    const planted = 'kuncirahasiaxyzzy'
    await store.commit([
      ...personWrites(store, 'p1'),
      ...Array.from({ length: 300 }, (_, i) => messageWrite(store, 'p1', `other-${i}`, `pesan lain nomor ${i} `.repeat(20))),
      messageWrite(store, 'p1', 'm1', `di sini ada ${planted} ditanam`),
      messageWrite(store, 'p1', 'm2', `${planted} `.repeat(2000)),
    ])
    await sql`INSERT INTO messages_text(messages_text) VALUES ('optimize')`.execute(store.db)
    const holds = (): string[] => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('xyzzy'))
    expect(holds().length).toBeGreaterThan(0)
    await store.commit([write(store.db.deleteFrom('messages').where('id', 'in', ['m1', 'm2']))])
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store.db)
    expect(holds()).toEqual([])
    expect((await found(open, 'pesan')).length).toBe(300)
  })
})
