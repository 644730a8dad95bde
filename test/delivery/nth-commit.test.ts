/** The n-th commit fails, for all n until a run needs no more: whatever it was that could not be stored, people see the same. */
import { expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/message.ts'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

prepareAssistant()

const PEOPLE = ['7001', '7002'] as const

/** What each person sees when commit number `failing` fails, and whether a commit of that number was asked for. */
async function run(failing: number): Promise<{ seen: readonly (readonly string[])[]; reached: boolean }> {
  const core = await startCore()
  const { store } = core.app
  const commit = store.commit.bind(store)
  let commits = 0
  Reflect.set(store, 'commit', (...given: Parameters<typeof commit>) =>
    ++commits === failing ? Promise.reject(Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' })) : commit(...given),
  )
  /** As a transport does: again until it is taken. */
  const bring = async (message: IncomingMessage): Promise<void> => {
    try {
      await core.telegram.receive(message)
    } catch {
      await core.pass(1_000)
      await core.telegram.receive(message)
    }
    await core.settle()
  }
  await bring(textMessage('gaji belum dibayar', { from: '7001', externalId: 'a', sentAt: Date.now() }))
  await bring(textMessage('saya dikunci di kamar', { from: '7002', externalId: 'b', sentAt: Date.now() }))
  await bring(textMessage('mau pulang', { from: '7001', externalId: 'c', sentAt: Date.now() }))
  await core.pass(60_000, 5_000)
  return { seen: PEOPLE.map((person) => core.telegram.shown(person)), reached: commits >= failing }
}

it('loses nothing, repeats nothing and overtakes nothing, whichever commit fails', { timeout: 120_000 }, async () => {
  freezeTime()
  const { seen: sound } = await run(0)
  expect(sound.every((texts) => texts.length > 0)).toBe(true)
  let failing = 1
  for (; failing < 100; failing++) {
    const { seen, reached } = await run(failing)
    expect({ failing, seen }).toEqual({ failing, seen: sound })
    if (!reached) break
  }
  expect(failing).toBeGreaterThan(8)
  expect(failing).toBeLessThan(100)
})
