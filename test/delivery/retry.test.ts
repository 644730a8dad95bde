import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { SendResult } from '../../src/channels/channel.ts'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

prepareAssistant()

const HOUR = 3_600_000
const sent: SendResult = { status: 'sent', providerIds: ['p1'] }
const retry = (afterMilliseconds: number): SendResult => ({ status: 'retry', afterMilliseconds, reason: 'too-many' })
const ambiguous: SendResult = { status: 'ambiguous', reason: 'reset' }
const unavailable: SendResult = { status: 'unavailable', reason: 'down' }
const refused: SendResult = { status: 'refused', reason: 'chat-not-found', blocked: false }

const inTurn = (...results: SendResult[]): (() => SendResult) => {
  const left = [...results]
  return () => left.shift() ?? sent
}

describe('a reply that the transport wants later', () => {
  it('waits as long as it was told, then goes', async () => {
    freezeTime()
    const { telegram, settle, pass } = await startCore()
    telegram.answer(inTurn(retry(20_000)))
    await telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await settle()
    await pass(19_000)
    expect(telegram.attempts).toHaveLength(1)
    await pass(3_000)
    expect(telegram.attempts.map((message) => message.attempt)).toEqual([1, 2])
    expect(telegram.shown('7001')).toHaveLength(1)
  })

  it('waits longer each time, and danger not longer than the transport says', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    const times: { at: number; safety: boolean }[] = []
    telegram.answer((message) => {
      times.push({ at: Date.now(), safety: message.safety })
      return retry(0)
    })
    await telegram.receive(
      textMessage('halo', { from: '7001', sentAt: Date.now() }),
      textMessage('saya dipukul majikan', { from: '7002', sentAt: Date.now() }),
    )
    await pass(64_000, 500)
    const gaps = (safety: boolean): number[] => {
      const at = times.filter((one) => one.safety === safety).map((one) => one.at)
      return at.slice(1).map((time, i) => Math.round((time - (at[i] ?? 0)) / 1_000))
    }
    const ordinary = gaps(false)
    expect(ordinary).toEqual([...ordinary].sort((a, b) => a - b))
    expect(ordinary.at(-1)).toBeGreaterThan(10)
    expect(Math.max(...gaps(true))).toBeLessThanOrEqual(3)
  })

  it('is not overtaken by the next one to the same person', async () => {
    freezeTime()
    const { telegram, settle, pass } = await startCore()
    telegram.answer(inTurn(retry(10_000)))
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: Date.now() }), textMessage('makasih', { sentAt: Date.now() }))
    await settle()
    expect(telegram.shown('7001')).toEqual([])
    await pass(15_000)
    expect(telegram.shown('7001')[0]).toMatch(/[Gg]aji/)
    expect(telegram.shown('7001').at(-1)).toMatch(/Sama-sama/)
  })

  it('becomes the late-reply question once it is older than thirty minutes', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    telegram.answer(() => unavailable)
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: Date.now() }))
    await pass(HOUR, 30_000)
    telegram.answer(null)
    await pass(60_000)
    expect(telegram.shown('7001')).toEqual([expect.stringMatching(/^Maaf baru terbaca/)])
  })
})

describe('a channel that is down', () => {
  it('costs no attempt, and everything goes when it is back, in order and once', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    telegram.answer(() => unavailable)
    await telegram.receive(...Array.from({ length: 20 }, (_, i) => textMessage('halo', { from: `8${i}`, sentAt: Date.now() })))
    await pass(120_000)
    expect(telegram.attempts.every((message) => message.attempt === 1)).toBe(true)
    telegram.answer(null)
    await pass(30_000)
    expect(telegram.arrived).toHaveLength(20)
  })

  it('is asked more and more seldom for an ordinary reply, and as often as ever for one in danger', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    telegram.answer(() => unavailable)
    await telegram.receive(
      textMessage('halo', { from: '81', sentAt: Date.now() }),
      textMessage('tolong saya dikunci majikan di kamar', { from: '82', sentAt: Date.now() }),
    )
    await pass(120_000)
    const asked = (from: string): number => telegram.attempts.filter((message) => message.address === from).length
    expect(asked('81')).toBeLessThanOrEqual(18)
    expect(asked('82')).toBeGreaterThanOrEqual(38)
  })

  it('does not keep another channel waiting', async () => {
    freezeTime()
    const { telegram, whatsapp, settle } = await startCore()
    telegram.answer(() => unavailable)
    await telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', from: '5@lid', sentAt: Date.now() }))
    await settle()
    expect(whatsapp.shown('5@lid')).toHaveLength(1)
  })
})

describe('a reply of which nobody knows whether it arrived', () => {
  it('goes again once, saying so, and is then left to staff', async () => {
    freezeTime()
    const { telegram, pass, app } = await startCore()
    telegram.answer(inTurn(ambiguous, ambiguous))
    await telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await pass(60_000)
    expect(telegram.attempts).toHaveLength(2)
    expect(telegram.attempts[1]?.bubble.text).toBe(`Maaf kalau pesan ini terkirim dua kali.\n\n${telegram.attempts[0]?.bubble.text}`)
    expect(await app.store.db.selectFrom('outbox').select('state').execute()).toEqual([{ state: 'ambiguous' }])
    expect(await app.store.db.selectFrom('staff_events').select('kind').execute()).toEqual([{ kind: 'reply-not-delivered' }])
  })

  it('goes again under the same id and without a word where the channel names its messages', async () => {
    freezeTime()
    const { whatsapp, pass } = await startCore()
    whatsapp.answer(inTurn(ambiguous, ambiguous, ambiguous))
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', from: '5@lid', sentAt: Date.now() }))
    await pass(120_000)
    expect(whatsapp.attempts).toHaveLength(4)
    expect(new Set(whatsapp.attempts.map((message) => message.providerId)).size).toBe(1)
    expect(new Set(whatsapp.attempts.map((message) => message.bubble.text)).size).toBe(1)
  })

  it('in danger goes again until it is certain, as it is', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    telegram.answer(inTurn(ambiguous, ambiguous, ambiguous))
    await telegram.receive(textMessage('saya dipukul majikan', { sentAt: Date.now() }))
    await pass(60_000)
    expect(telegram.shown('7001')).toHaveLength(1)
    expect(new Set(telegram.attempts.map((message) => message.bubble.text)).size).toBe(1)
  })

  it('counts as such when the channel throws', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    let calls = 0
    telegram.answer(() => {
      if (++calls === 1) throw new Error('socket hang up')
      return sent
    })
    await telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await pass(30_000)
    expect(telegram.shown('7001')).toEqual([expect.stringMatching(/^Maaf kalau pesan ini terkirim dua kali/)])
  })
})

describe('a reply that is refused', () => {
  it('is not tried again, staff are told, and the next one goes', async () => {
    freezeTime()
    const { telegram, pass, app } = await startCore()
    telegram.answer(inTurn(refused))
    await telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await pass(60_000)
    expect(telegram.attempts).toHaveLength(1)
    const events = await app.store.db.selectFrom('staff_events').select(['kind', 'text']).execute()
    expect(events).toEqual([{ kind: 'reply-not-delivered', text: expect.stringContaining('chat-not-found') as string }])
    await telegram.receive(textMessage('makasih', { sentAt: Date.now() }))
    await pass(2_000)
    expect(telegram.shown('7001')).toHaveLength(1)
  })
})

describe('when the store fails between sending and recording', () => {
  it('the result is kept until it can be recorded, and nothing goes twice', async () => {
    freezeTime()
    const { telegram, settle, pass, app } = await startCore()
    telegram.answer(async () => {
      await sql`PRAGMA query_only = 1`.execute(app.store.db)
      return sent
    })
    await telegram.receive(textMessage('halo', { sentAt: Date.now() }))
    await settle()
    await pass(20_000)
    telegram.answer(null)
    await sql`PRAGMA query_only = 0`.execute(app.store.db)
    await pass(20_000)
    expect(telegram.attempts).toHaveLength(1)
    expect(await app.store.db.selectFrom('outbox').select('state').execute()).toEqual([{ state: 'sent' }])
  })
})
