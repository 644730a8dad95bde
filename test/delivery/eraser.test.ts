import { describe, expect, it } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const now = (): number => Date.now()
const HOUR = 3_600_000

async function says({ telegram, pass }: Core, number: number, text: string, from = '7001'): Promise<string> {
  const before = telegram.shown(from).length
  await telegram.receive(textMessage(text, { from, sentAt: now(), externalId: `${from}:${number}` }))
  await pass(3_000)
  return telegram.shown(from).slice(before).join('\n')
}

describe('erasing what is on the phone', () => {
  it('asks for each message of the last 48 hours of this chat, and says what it could not reach', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, 1, 'halo')
    await core.pass(49 * HOUR, HOUR)
    await says(core, 2, 'gaji saya belum dibayar')
    await says(core, 3, 'halo', '7002')
    await says(core, 4, 'hapus jejak')
    const result = await says(core, 5, '1')
    expect(core.telegram.erased).toEqual([{ address: '7001', traces: ['2', '4', '5'] }])
    expect(result).toBe('Selesai, 3 pesan dihapus.\nPesan lain hapus sendiri: tekan lama chat ini, lalu Hapus.')
    // Two days of the clock, with all that is due in them.
  })

  it('is tried again while Telegram cannot be asked, also after a restart, and said once', async () => {
    freezeTime()
    const core = await startCore()
    core.telegram.eraseAnswer = null
    await says(core, 1, 'hapus jejak')
    expect(await says(core, 2, '1')).toBe('')
    await core.crash()
    const again = await startCore({ after: core })
    await again.pass(60_000, 5_000)
    expect(again.telegram.erased).toEqual([{ address: '7001', traces: ['1', '2'] }])
    await again.pass(10 * 60_000, 60_000)
    expect(again.telegram.shown('7001').filter((text) => text.includes('dihapus'))).toHaveLength(1)
  })

  it('stands in the timeline of an open case: an employer can ask for it too', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, 1, 'saya dipukul majikan')
    await says(core, 2, 'hapus jejak')
    await says(core, 3, '1')
    const events = await core.app.store.db.selectFrom('case_events').select('kind').orderBy('id').execute()
    expect(events.map(({ kind }) => kind)).toEqual(['opened', 'traces-erased'])
  })

  it('is honest when nothing was erased', async () => {
    freezeTime()
    const core = await startCore()
    core.telegram.eraseAnswer = 0
    await says(core, 1, 'hapus jejak')
    expect(await says(core, 2, '1')).toMatch(/^Belum ada pesan yang bisa dihapus\./)
  })
})
