import { expect, it, vi } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { statement } from '../../src/store/writes.ts'

const memory = () => openDatabase({ path: ':memory:', now: () => 1 })

it('builds a statement once for each set of columns, and fills in the values each time', async () => {
  const store = memory()
  const build = vi.fn((db: typeof store.db, v: { id: string; pseudonym: string; created_at: number }) => db.insertInto('people').values(v))
  const insert = statement(build)
  await store.commit([
    insert(store.db, { id: 'a', pseudonym: 'Melati-1', created_at: 1 }),
    insert(store.db, { id: 'b', pseudonym: 'Melati-2', created_at: 2 }),
  ])
  expect(build).toHaveBeenCalledTimes(1)
  expect(await store.db.selectFrom('people').selectAll().orderBy('id').execute()).toEqual([
    { id: 'a', pseudonym: 'Melati-1', created_at: 1 },
    { id: 'b', pseudonym: 'Melati-2', created_at: 2 },
  ])
  store.close()
})

it('leaves out what is not given, keeps null, and keeps the constants of the builder', async () => {
  const store = memory()
  const change = statement<{ id: string; pseudonym?: string | undefined; at?: number }>((db, v) =>
    db
      .updateTable('people')
      .set({ ...(v.pseudonym === undefined ? {} : { pseudonym: v.pseudonym }), ...(v.at === undefined ? {} : { created_at: v.at }) })
      .where('id', '=', v.id)
      .where('created_at', '<', 100),
  )
  const insert = statement<{ id: string; pseudonym: string; created_at: number }>((db, v) => db.insertInto('people').values(v))
  await store.commit([insert(store.db, { id: 'a', pseudonym: 'Melati-1', created_at: 1 })])
  const changes = await store.commit([
    change(store.db, { id: 'a', at: 7, pseudonym: undefined }),
    change(store.db, { id: 'a', pseudonym: 'Melati-2' }),
    change(store.db, { id: 'a', at: 200 }),
    change(store.db, { id: 'a', pseudonym: 'Melati-3' }),
  ])
  expect(changes).toEqual([1, 1, 1, 0])
  expect(await store.db.selectFrom('people').selectAll().execute()).toEqual([{ id: 'a', pseudonym: 'Melati-2', created_at: 200 }])
  store.close()
})

it('serves two databases side by side', async () => {
  const [one, two] = [memory(), memory()]
  const insert = statement<{ id: string; pseudonym: string; created_at: number }>((db, v) => db.insertInto('people').values(v))
  await one.commit([insert(one.db, { id: 'a', pseudonym: 'x', created_at: 1 })])
  await two.commit([insert(two.db, { id: 'b', pseudonym: 'y', created_at: 1 })])
  expect(await one.db.selectFrom('people').select('id').execute()).toEqual([{ id: 'a' }])
  expect(await two.db.selectFrom('people').select('id').execute()).toEqual([{ id: 'b' }])
  one.close()
  two.close()
})
