import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'
import { createLogger } from '../../src/log.ts'
import { createPurge } from '../../src/store/purge.ts'
import { write } from '../../src/store/writes.ts'

prepareAssistant()

const DAY = 24 * 3_600_000
const PLANTED = 'xyzzyplanted'

async function says(core: Core, from: string, text: string): Promise<void> {
  await core.telegram.receive(textMessage(text, { from, sentAt: Date.now(), externalId: `${from}:1` }))
  await core.pass(3_000)
}

const holding = (core: Core): string[] =>
  readdirSync(join(core.folder, 'data')).filter((name) => readFileSync(join(core.folder, 'data', name)).includes(PLANTED))

/** As the night `days` later would. */
const purged = ({ app }: Core, days: number): Promise<number> =>
  createPurge({
    store: app.store,
    retention: app.config.retention,
    now: () => Date.now() + days * DAY,
    logger: createLogger('silent'),
  }).run()

describe('retention', () => {
  it('leaves nothing of an old message in any file of the database, and keeps a younger one', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', `gaji saya ${PLANTED} belum dibayar`)
    expect(await purged(core, 89)).toBe(0)
    expect(holding(core)).not.toEqual([])
    expect(await purged(core, 91)).toBeGreaterThan(0)
    expect(holding(core)).toEqual([])
  })

  it('keeps an open case and its words, until a year after it was closed', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', `saya dipukul majikan ${PLANTED}`)
    await purged(core, 1_000)
    expect(holding(core)).not.toEqual([])
    const { db } = core.app.store
    await core.app.store.commit([write(db.updateTable('cases').set({ closed_at: Date.now() + 1_000, state: 'closed' }))])
    await purged(core, 364)
    expect(holding(core)).not.toEqual([])
    await purged(core, 367)
    expect(holding(core)).toEqual([])
    expect(await db.selectFrom('cases').select('id').execute()).toEqual([])
  })

  it('keeps what was not sent yet', async () => {
    freezeTime()
    const core = await startCore()
    core.telegram.answer(async () => ({ status: 'unavailable', reason: 'down' }))
    await says(core, '7001', 'gaji saya belum dibayar')
    await purged(core, 91)
    const waiting = await core.app.store.db.selectFrom('outbox').select('state').execute()
    expect(waiting.map(({ state }) => state)).toContain('waiting')
    const texts = await core.app.store.db.selectFrom('messages').select('author').execute()
    expect(new Set(texts.map(({ author }) => author))).toEqual(new Set(['bot']))
  })
})
