import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openReader } from '../../src/store/reader.ts'
import { messageWrite, openTestStore, personWrites } from '../support/builders-core.ts'

function openBoth(): { store: ReturnType<typeof openTestStore>['store']; reader: ReturnType<typeof openReader> } {
  const { store, path } = openTestStore()
  const reader = openReader(path)
  onTestFinished(() => reader.close())
  return { store, reader }
}

describe('the reading thread', () => {
  it('sees what was committed, at once', async () => {
    const { store, reader } = openBoth()
    for (const id of ['p1', 'p2', 'p3']) {
      await store.commit(personWrites(store, id))
      const rows = await reader.db.selectFrom('people').select('id').where('id', '=', id).execute()
      expect(rows).toEqual([{ id }])
    }
  })

  it('answers many queries with the rows that belong to each', async () => {
    const { store, reader } = openBoth()
    await store.commit([
      ...personWrites(store, 'p1'),
      ...Array.from({ length: 50 }, (_, i) => messageWrite(store, 'p1', `m${i}`, `teks ${i}`)),
    ])
    const texts = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        reader.db.selectFrom('messages').select('text').where('id', '=', `m${i}`).executeTakeFirstOrThrow(),
      ),
    )
    expect(texts.map((row) => row.text)).toEqual(Array.from({ length: 50 }, (_, i) => `teks ${i}`))
  })

  it('rejects a wrong query and goes on with the next', async () => {
    const { reader } = openBoth()
    await expect(sql`SELECT * FROM nowhere`.execute(reader.db)).rejects.toThrow(/no such table/)
    expect(await reader.db.selectFrom('people').selectAll().execute()).toEqual([])
  })

  it('cannot write', async () => {
    const { reader } = openBoth()
    await expect(sql`DELETE FROM people`.execute(reader.db)).rejects.toThrow()
  })

  it('rejects what waits when it is closed', async () => {
    const { store, reader } = openBoth()
    await store.commit([...personWrites(store, 'p1')])
    const slow = sql`WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000000) SELECT count(*) FROM n`.execute(
      reader.db,
    )
    // Attached before the failure and awaited after it, or the rejection would count as unhandled.
    // oxlint-disable-next-line vitest/valid-expect
    const caught = expect(slow).rejects.toThrow(/reading thread ended/)
    await reader.close()
    await caught
  })
})
