import { describe, expect, it } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const LID = '99001@lid'
const PHONE = '6281234500001@s.whatsapp.net'
const conversations = (core: Core): Promise<{ id: string; hold: number; rank: number; danger: string | null }[]> =>
  core.app.store.db.selectFrom('conversations').select(['id', 'hold', 'rank', 'danger']).execute()

describe('a person with two addresses', () => {
  it('is one person from the first message that names both', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, settle } = core
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', addresses: [LID, PHONE], sentAt: Date.now() }))
    await whatsapp.receive(textMessage('makasih', { channel: 'whatsapp', addresses: [PHONE], sentAt: Date.now() }))
    await whatsapp.receive(textMessage('makasih', { channel: 'whatsapp', addresses: [LID], sentAt: Date.now() }))
    await settle()
    expect(await conversations(core)).toHaveLength(1)
    expect(whatsapp.shown(LID)).toHaveLength(3)
  })

  it('becomes one when a message shows that two were the same, with everything said and the danger kept', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, settle, app } = core
    await whatsapp.receive(textMessage('saya dipukul majikan', { channel: 'whatsapp', addresses: [PHONE], sentAt: Date.now() }))
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', addresses: [LID], sentAt: Date.now() }))
    await settle()
    expect(await conversations(core)).toHaveLength(2)
    await whatsapp.receive(textMessage('masih takut', { channel: 'whatsapp', addresses: [LID, PHONE], sentAt: Date.now() }))
    await settle()
    expect(await conversations(core)).toEqual([{ id: expect.any(String) as string, hold: 0, rank: 0, danger: 'violence' }])
    expect(await app.store.db.selectFrom('people').select('id').execute()).toHaveLength(1)
    const lines = await app.store.db.selectFrom('messages').select('text').where('direction', '=', 'in').execute()
    expect(lines.map((line) => line.text)).toEqual(['saya dipukul majikan', 'halo', 'masih takut'])
    // Still in the crisis that began under the other address: the next safety text, to the first address.
    expect(whatsapp.shown(LID).at(-1)).not.toEqual(whatsapp.shown(PHONE)[0])
    expect(whatsapp.attempts.at(-1)).toMatchObject({ address: LID, safety: true })
  })

  it('stays one afterwards, whichever address the next message comes from', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, settle } = core
    for (const addresses of [[PHONE], [LID], [LID, PHONE], [PHONE], [LID]] as [string, ...string[]][]) {
      await whatsapp.receive(textMessage('makasih', { channel: 'whatsapp', addresses, sentAt: Date.now() }))
      await settle()
    }
    expect(await conversations(core)).toHaveLength(1)
    expect(whatsapp.arrived).toHaveLength(5)
    expect(core.app.turns.waiting() + core.app.sender.waiting()).toBe(0)
  })

  it('stays silent for both when silence was asked for under one of them', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, pass } = core
    await whatsapp.receive(textMessage('saya dipukul majikan', { channel: 'whatsapp', addresses: [PHONE], sentAt: Date.now() }))
    await pass(2_000)
    await whatsapp.receive(
      textMessage('2', { channel: 'whatsapp', addresses: [PHONE], sentAt: Date.now() }),
      textMessage('halo', { channel: 'whatsapp', addresses: [LID], sentAt: Date.now() - 60_000 }),
    )
    await pass(2_000)
    const before = whatsapp.arrived.length
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', addresses: [LID, PHONE], sentAt: Date.now() - 50_000 }))
    await pass(5_000)
    expect((await conversations(core))[0]).toMatchObject({ hold: 1 })
    expect(whatsapp.arrived).toHaveLength(before)
  })

  it('is merged while answers to both wait to be sent: each goes once', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, settle, pass } = core
    whatsapp.answer(() => ({ status: 'unavailable', reason: 'down' }))
    await whatsapp.receive(
      textMessage('halo', { channel: 'whatsapp', addresses: [PHONE], sentAt: Date.now() }),
      textMessage('halo', { channel: 'whatsapp', addresses: [LID], sentAt: Date.now() }),
    )
    await settle()
    await whatsapp.receive(textMessage('makasih', { channel: 'whatsapp', addresses: [LID, PHONE], sentAt: Date.now() }))
    await settle()
    whatsapp.answer(null)
    await pass(30_000)
    expect(whatsapp.arrived).toHaveLength(3)
    expect(core.app.sender.waiting()).toBe(0)
    expect(await core.app.store.db.selectFrom('outbox').select('state').distinct().execute()).toEqual([{ state: 'sent' }])
  })
})

describe('two people', () => {
  it('on two channels with the same number stay two', async () => {
    freezeTime()
    const core = await startCore()
    await core.telegram.receive(textMessage('halo', { from: '628111', sentAt: Date.now() }))
    await core.whatsapp.receive(textMessage('halo', { channel: 'whatsapp', from: '628111', sentAt: Date.now() }))
    await core.settle()
    expect(await conversations(core)).toHaveLength(2)
  })

  it('have names that tell nothing, and keep them', async () => {
    freezeTime()
    const core = await startCore()
    await core.telegram.receive(
      textMessage('halo', { from: '1', sentAt: Date.now() }),
      textMessage('halo', { from: '2', sentAt: Date.now() }),
    )
    const named = await core.app.store.db.selectFrom('people').select('pseudonym').execute()
    expect(new Set(named.map((row) => row.pseudonym)).size).toBe(2)
    for (const { pseudonym } of named) expect(pseudonym).toMatch(/^[A-Z][a-z]+-\d{7}$/)
    expect(await core.app.people.hasWritten('telegram', '1')).toBe(true)
    expect(await core.app.people.hasWritten('telegram', '3')).toBe(false)
    expect(await core.app.people.hasWritten('whatsapp', '1')).toBe(false)
  })
})
