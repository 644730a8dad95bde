import { beforeAll, expect, it } from 'vitest'
import type { Assistant } from '../../src/assistant.ts'
import { createLogger } from '../../src/log.ts'
import { write } from '../../src/store/writes.ts'
import { NOON, textMessage } from '../support/builders-core.ts'
import { fullAssistant } from '../support/core-assistant.ts'
import { freezeTime, startCore } from '../support/core-app.ts'
import { knowledgeFolder } from '../support/understanding.ts'

let assistant: Assistant
beforeAll(() => {
  assistant = fullAssistant(knowledgeFolder, NOON)
})

it('a list answers from its import on, over a restart, until it is undone; names are not in the log', async () => {
  freezeTime()
  const lines: string[] = []
  const logger = createLogger('debug', { write: (line) => void lines.push(line) })
  const core = await startCore({ assistant, logger })
  const asks = async (from: string, { telegram, pass } = core): Promise<string> => {
    const before = telegram.arrived.length
    await telegram.receive(textMessage('cek PT Maju Jaya', { from, sentAt: Date.now() }))
    await pass(2_000)
    return telegram.arrived
      .slice(before)
      .map(({ bubble }) => bubble.text)
      .join('\n')
  }
  expect(await asks('7001')).not.toContain('daftar P3MI per')
  const { db } = core.app.store
  const values = { listed_on: '2026-11-20', imported_at: NOON, staff_id: 's', undone_at: null }
  const agencies = JSON.stringify([{ name: 'PT MAJU JAYA', state: 'active', licence: null, validUntil: null, city: null }])
  await core.app.store.commit([write(db.insertInto('agency_lists').values({ id: core.app.newId(), agencies, ...values }))])
  await core.app.liveAgencies.refresh()
  expect(await asks('7001')).toContain('1. PT MAJU JAYA: izin aktif.')
  await core.crash()
  // As a new process finds it.
  assistant.serveAgencies(null)
  const again = await startCore({ after: core, assistant, logger })
  expect(await asks('7002', again)).toContain('1. PT MAJU JAYA')
  await again.app.store.commit([write(again.app.store.db.updateTable('agency_lists').set({ undone_at: NOON }))])
  await again.app.liveAgencies.refresh()
  expect(await asks('7003', again)).not.toContain('daftar P3MI per')
  expect(lines.join('').toLowerCase()).not.toContain('maju')
})
