import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'

let console: ConsoleHarness
beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

test('relatives stand by pseudonym on the page of the worker, and staff cut a link without a word to anybody', async () => {
  const dewi = await console.signedIn('caseworker', 'Dewi')
  const [worker, relative, stranger] = [
    await console.builders.conversation(),
    await console.builders.conversation(),
    await console.builders.conversation(),
  ]
  const { db } = console.store
  const linked = { relation: 'parent' as const, linked_at: START }
  await console.store.commit([
    {
      query: db
        .insertInto('family_links')
        .values({ id: 'l1', worker_id: worker, relative_id: relative, ...linked })
        .compile(),
    },
    {
      query: db
        .insertInto('family_links')
        .values({ id: 'l2', worker_id: stranger, relative_id: relative, ...linked })
        .compile(),
    },
  ])
  const { pseudonym } = await db.selectFrom('people').select('pseudonym').where('id', '=', relative).executeTakeFirstOrThrow()
  const page = await dewi.text(`/percakapan/${worker}`)
  expect(page).toContain(`<a href="/percakapan/${relative}">${pseudonym}</a>`)
  expect(page).toContain('orang tua, sejak')
  // The relative's own page does not tell who linked them.
  expect(await dewi.text(`/percakapan/${relative}`)).not.toContain('Keluarga yang tersambung')
  await dewi.get(`/percakapan/${worker}`)
  expect((await dewi.post(`/percakapan/${worker}/putus-keluarga`, { sambungan: 'l2' })).status).toBe(404)
  expect((await dewi.post(`/percakapan/${worker}/putus-keluarga`, { sambungan: 'l1' })).status).toBe(303)
  expect(await db.selectFrom('family_links').select('id').execute()).toEqual([{ id: 'l2' }])
  expect(await db.selectFrom('outbox').select('id').execute()).toEqual([])
  const audit = await db.selectFrom('audit').select(['subject', 'detail']).where('action', '=', 'family-cut').execute()
  expect(audit).toEqual([{ subject: worker, detail: '{}' }])
})
