import { describe, expect, it, vi } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const never = (): Promise<never> => new Promise(() => {})

/** A process that dies while a send is under way: the row stays "sending". */
async function diesWhileSending(channel: 'telegram' | 'whatsapp', text: string): Promise<Core> {
  const core = await startCore()
  core[channel].answer(never)
  await core[channel].receive(textMessage(text, { channel, from: '7001', sentAt: Date.now() }))
  await core.settle()
  expect(core[channel].attempts).toHaveLength(1)
  await core.crash()
  return core
}

describe('after a restart', () => {
  it('a message that was stored and not handled is answered', async () => {
    freezeTime()
    const first = await startCore()
    await first.telegram.receive(
      textMessage('gaji saya belum dibayar', { sentAt: Date.now() }),
      textMessage('saya dipukul majikan', { from: '7002', sentAt: Date.now() }),
    )
    await first.crash()
    const second = await startCore({ after: first })
    await second.pass(10_000)
    const all = [...first.telegram.arrived, ...second.telegram.arrived]
    expect(
      all
        .filter((message) => message.address === '7001')
        .map((message) => message.bubble.text)
        .join(' '),
    ).toMatch(/[Gg]aji/)
    expect(all.filter((message) => message.address === '7002' && message.safety)).toHaveLength(1)
    expect(await second.app.store.db.selectFrom('inbox').select('id').where('state', '=', 'waiting').execute()).toEqual([])
  })

  it('an answer that waited is sent, once', async () => {
    freezeTime()
    const first = await startCore()
    first.telegram.answer(() => ({ status: 'unavailable', reason: 'down' }))
    await first.telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await first.settle()
    await first.crash()
    const second = await startCore({ after: first })
    await second.pass(10_000)
    expect(second.telegram.shown('7001')).toHaveLength(1)
    expect(second.telegram.shown('7001')[0]).not.toMatch(/dua kali/)
  })

  it('WhatsApp sends what was under way again under the same id', async () => {
    freezeTime()
    const first = await diesWhileSending('whatsapp', 'halo')
    const second = await startCore({ after: first })
    await second.pass(10_000)
    expect(second.whatsapp.attempts).toHaveLength(1)
    expect(second.whatsapp.attempts[0]?.providerId).toBe(first.whatsapp.attempts[0]?.providerId)
    expect(second.whatsapp.attempts[0]?.bubble.text).toBe(first.whatsapp.attempts[0]?.bubble.text)
  })

  it('Telegram sends what was under way again, saying that it may come twice', async () => {
    freezeTime()
    const first = await diesWhileSending('telegram', 'halo')
    const second = await startCore({ after: first })
    await second.pass(10_000)
    expect(second.telegram.shown('7001')).toEqual([`Maaf kalau pesan ini terkirim dua kali.\n\n${first.telegram.attempts[0]?.bubble.text}`])
  })

  it('Telegram leaves an answer of long ago alone, and staff can see it', async () => {
    freezeTime()
    const first = await diesWhileSending('telegram', 'halo')
    vi.setSystemTime(Date.now() + 6 * 60_000)
    const second = await startCore({ after: first })
    await second.pass(10_000)
    expect(second.telegram.attempts).toEqual([])
    expect(await second.app.store.db.selectFrom('outbox').select(['state', 'sealed_bubble']).execute()).toEqual([
      { state: 'ambiguous', sealed_bubble: null },
    ])
  })

  it('a first reply in danger goes again everywhere, as it is', async () => {
    freezeTime()
    const first = await diesWhileSending('telegram', 'saya dipukul majikan')
    vi.setSystemTime(Date.now() + 6 * 60_000)
    const second = await startCore({ after: first })
    await second.pass(10_000)
    expect(second.telegram.shown('7001')).toEqual([first.telegram.attempts[0]?.bubble.text])
  })

  it('keeps the state of the conversation: a digit still answers the last offer', async () => {
    freezeTime()
    const first = await startCore()
    await first.telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await first.settle()
    await first.crash()
    const second = await startCore({ after: first })
    await second.telegram.receive(textMessage('2', { sentAt: Date.now() }))
    await second.settle()
    expect(second.telegram.shown('7001')[0]).toMatch(/^Masalahnya yang mana/)
  })
})

describe('stopping', () => {
  it('is harmless twice, and gives the folder free', async () => {
    freezeTime()
    const core = await startCore()
    await core.crash()
    await core.app.stop()
    const again = await startCore({ after: core })
    await again.telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await again.settle()
    expect(again.telegram.shown('7001')).toHaveLength(1)
  })

  it('lets what is being sent arrive and records it', async () => {
    freezeTime()
    const core = await startCore()
    let arrive: () => void = () => {}
    core.telegram.answer(
      () =>
        new Promise((resolve) => {
          arrive = () => resolve({ status: 'sent', providerIds: ['1'] })
        }),
    )
    await core.telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await core.settle()
    const stopping = core.crash()
    await core.settle()
    arrive()
    await stopping
    const again = await startCore({ after: core })
    await again.pass(5_000)
    expect(again.telegram.attempts).toEqual([])
    expect(await again.app.store.db.selectFrom('outbox').select('state').execute()).toEqual([{ state: 'sent' }])
  })

  it('under load loses nothing: what was taken in is answered once by the next process', async () => {
    freezeTime()
    const core = await startCore()
    const people = Array.from({ length: 400 }, (_, i) => `9${i}`)
    await core.telegram.receive(...people.map((from) => textMessage('halo', { from, sentAt: Date.now() })))
    while (core.telegram.arrived.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await core.crash()
    const again = await startCore({ after: core })
    await again.pass(10_000)
    for (const from of people) expect(core.telegram.shown(from).length + again.telegram.shown(from).length).toBe(1)
    expect(core.telegram.arrived.length).toBeLessThan(400)
    // Four hundred replies through a real file: seconds on a quiet machine.
  })
})
