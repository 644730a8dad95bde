import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'

let console: ConsoleHarness
beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

test('a forgotten PIN is removed by a caseworker who says how they made sure, which stands in the audit trail', async () => {
  const dewi = await console.signedIn('caseworker', 'Dewi')
  const [id, other] = [await console.builders.conversation(), await console.builders.conversation()]
  const { db } = console.store
  for (const conversation_id of [id, other])
    await console.store.commit([
      { query: db.insertInto('pins').values({ conversation_id, hash: 'x', set_at: START, failures: 10 }).compile() },
    ])
  expect(await dewi.text(`/percakapan/${id}`)).toContain('Orangnya lupa PIN')
  await dewi.get(`/percakapan/${id}`)
  expect((await dewi.post(`/percakapan/${id}/hapus-pin`, { cara: '' })).status).toBe(422)
  expect(await db.selectFrom('pins').selectAll().execute()).toHaveLength(2)
  expect((await dewi.post(`/percakapan/${id}/hapus-pin`, { cara: 'met' })).status).toBe(303)
  expect(await db.selectFrom('pins').select('conversation_id').execute()).toEqual([{ conversation_id: other }])
  const audit = await db.selectFrom('audit').select(['subject', 'detail']).where('action', '=', 'pin-removed').execute()
  expect(audit).toEqual([{ subject: id, detail: '{"proof":"met"}' }])
})
