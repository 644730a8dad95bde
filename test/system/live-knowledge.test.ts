/** Staff's revisions as the product serves them: made ready in a thread of its own, without a restart, on the full knowledge base. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withFrontMatter } from '../../src/knowledge/front-matter.ts'
import { knowledgeDesk } from '../../src/serve/knowledge-desk.ts'
import { startProduct, type Product } from '../support/product.ts'

const PATH = 'cards/passport-withheld/passport-held-employer.md'
const ANSWER = 'Majikan tidak boleh menyimpan paspor Kakak.\nMinta dulu lewat chat.'

let product: Product

beforeAll(async () => {
  product = await startProduct()
})
afterAll(() => product.close())

function store(id: string, text: string | null): Promise<unknown> {
  const { app } = product
  const row = {
    id,
    path: PATH,
    text,
    previous_id: null,
    base_hash: '',
    kind: 'edited',
    reason: 'uji',
    staff_id: 's',
    at: app.now(),
  } as const
  return app.store.commit([{ query: app.store.db.insertInto('knowledge_revisions').values(row).compile() }])
}

test('a draft is tried on every emergency case, served after it is stored, and taken back, while nothing waits for it', async () => {
  const { app } = product
  const desk = knowledgeDesk(app)
  const shipped = desk.shippedText(PATH)!
  const text = `${withFrontMatter(shipped, { verified_by: 'Sari, 2026-11-24' }).split('\n---\n')[0]}\n---\n${ANSWER}\n`
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 5)
    last = performance.now()
  }, 5)
  const trial = await desk.tryOut({ path: PATH, text })
  expect(trial.lost).toEqual([])
  expect(trial.emergencies).toBeGreaterThan(400)
  expect(trial.changed.length).toBeGreaterThan(0)
  await store('r1', text)
  await desk.refresh()
  clearInterval(watch)
  expect(desk.ask('paspor saya ditahan majikan').answer.reply.join('\n')).toContain('tidak boleh menyimpan')
  // The work takes seconds; messages are answered meanwhile. A busy machine may take our turn away for a while.
  expect(longest).toBeLessThan(500)
  await store('r2', null)
  await desk.refresh()
  expect(desk.ask('paspor saya ditahan majikan').answer.reply.join('\n')).not.toContain('tidak boleh menyimpan')
})
