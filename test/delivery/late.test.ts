import { describe, expect, it } from 'vitest'
import { LATE_DROPPED } from '../../src/conversation/texts.ts'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

prepareAssistant()

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ago = (milliseconds: number): number => Date.now() - milliseconds
const QUESTION = /^Maaf baru terbaca\. Masih perlu dibalas\?/

describe('an answer', () => {
  it('goes out as it is up to thirty minutes after the question', async () => {
    freezeTime()
    const { telegram, settle } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: ago(29 * MINUTE) }))
    await settle()
    expect(telegram.shown('7001')[0]).toMatch(/[Gg]aji/)
  })

  it('waits for a yes after that, and one text asks, which repeats nothing', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(
      textMessage('gaji saya belum dibayar', { sentAt: ago(2 * HOUR) }),
      textMessage('paspor saya ditahan', { sentAt: ago(2 * HOUR - 1_000) }),
      textMessage('umur minimal berapa', { sentAt: ago(31 * MINUTE) }),
    )
    await settle()
    expect(telegram.shown('7001')).toHaveLength(1)
    expect(telegram.shown('7001')[0]).toMatch(QUESTION)
    expect(telegram.shown('7001')[0]).not.toMatch(/gaji|paspor|umur/i)
    const states = await app.store.db.selectFrom('outbox').select('state').where('kind', '=', 'reply').execute()
    expect(states.every((row) => row.state === 'awaiting-yes')).toBe(true)
  })

  it.each(['1', 'ya', 'iya kak', 'masih perlu', 'muhun', 'ya tolong'])('comes after "%s", all of them in order', async (yes) => {
    freezeTime()
    const { telegram, settle, pass } = await startCore()
    await telegram.receive(
      textMessage('gaji saya belum dibayar', { sentAt: ago(2 * HOUR) }),
      textMessage('paspor saya ditahan majikan', { sentAt: ago(HOUR) }),
    )
    await settle()
    await pass(10 * MINUTE, MINUTE)
    await telegram.receive(textMessage(yes, { sentAt: Date.now() }))
    await settle()
    const later = telegram.shown('7001').slice(1)
    const wages = later.findIndex((text) => /[Gg]aji/.test(text))
    const passport = later.findIndex((text) => /[Pp]aspor/.test(text))
    expect(wages).toBeGreaterThanOrEqual(0)
    expect(passport).toBeGreaterThan(wages)
  })

  it.each(['2', 'tidak usah', 'gak usah kak'])('is let go after "%s"', async (no) => {
    freezeTime()
    const { telegram, settle, pass, app } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: ago(2 * HOUR) }))
    await settle()
    await pass(10 * MINUTE, MINUTE)
    await telegram.receive(textMessage(no, { sentAt: Date.now() }))
    await settle()
    expect(telegram.shown('7001')).toEqual([expect.stringMatching(QUESTION), LATE_DROPPED])
    expect(telegram.shown('7001')[1]).not.toMatch(/[Gg]aji/)
    const states = await app.store.db.selectFrom('outbox').select(['state', 'sealed_bubble']).where('state', '=', 'expired').execute()
    expect(states.length).toBeGreaterThan(0)
    expect(states.every((row) => row.sealed_bubble === null)).toBe(true)
  })

  it('is not released by a "ya" that waited together with the question', async () => {
    freezeTime()
    const { telegram, settle } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: ago(2 * HOUR) }))
    await settle()
    await telegram.receive(textMessage('ya', { sentAt: ago(2 * HOUR - 5_000) }))
    await settle()
    expect(telegram.shown('7001')).toHaveLength(1)
  })

  it('asks once although the messages come in several deliveries', async () => {
    freezeTime()
    const { whatsapp, pass } = await startCore()
    for (let i = 0; i < 6; i++) {
      await whatsapp.receive(
        textMessage(`gaji belum dibayar ${i}`, { channel: 'whatsapp', from: '5@lid', sentAt: ago(3 * HOUR), backlog: true }),
      )
      await pass(2_000)
    }
    expect(whatsapp.shown('5@lid')).toHaveLength(1)
  })

  it('is stored and not sent when the question is older than 72 hours', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: ago(73 * HOUR) }))
    await settle()
    expect(telegram.attempts).toEqual([])
    expect(await app.store.db.selectFrom('outbox').select('state').distinct().execute()).toEqual([{ state: 'expired' }])
    expect((await app.store.db.selectFrom('messages').select('text').where('direction', '=', 'in').execute())[0]?.text).toMatch(/gaji/)
  })

  it('leaves a new question free of the old: a fresh message is answered at once', async () => {
    freezeTime()
    const { telegram, settle, pass } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar', { sentAt: ago(2 * HOUR) }))
    await settle()
    await pass(5_000)
    await telegram.receive(textMessage('paspor saya ditahan majikan', { sentAt: Date.now() }))
    await settle()
    expect(telegram.shown('7001').slice(1).join(' ')).toMatch(/[Pp]aspor/)
    expect(telegram.shown('7001').join(' ')).not.toMatch(/[Gg]aji belum/)
  })
})

describe('danger that is read late', () => {
  it('is met with the question and the bare number, nothing else', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(textMessage('saya dipukul majikan di Taiwan', { sentAt: ago(5 * HOUR) }))
    await settle()
    const [text = '', ...more] = telegram.shown('7001')
    expect(more).toEqual([])
    const [first, number, ...rest] = text.split('\n')
    expect(first).toMatch(QUESTION)
    expect(number).toMatch(/^\+[\d -]{8,}$/)
    expect(rest).toEqual(['1 ya', '2 tidak'])
    expect(text).not.toMatch(/pukul|polisi|KBRI|KDEI|kasus/i)
    expect(await app.store.db.selectFrom('conversations').select(['rank', 'urgency']).executeTakeFirstOrThrow()).toEqual({
      rank: 0,
      urgency: 'emergency',
    })
  })

  it('gets its first reply after a yes', async () => {
    freezeTime()
    const { telegram, settle, pass } = await startCore()
    await telegram.receive(textMessage('saya dipukul majikan', { sentAt: ago(5 * HOUR) }))
    await settle()
    await pass(3 * MINUTE, MINUTE)
    await telegram.receive(textMessage('ya', { sentAt: Date.now() }))
    await settle()
    expect(telegram.shown('7001')[1]).toMatch(/^Sudah saya baca, Kak/)
  })

  it('comes before late answers to others', async () => {
    freezeTime()
    const { telegram, settle } = await startCore()
    await telegram.receive(
      ...Array.from({ length: 80 }, (_, i) => textMessage('halo', { from: `8${i}`, sentAt: ago(HOUR) })),
      textMessage('saya dipukul majikan', { from: '7001', sentAt: ago(HOUR) }),
    )
    await settle()
    expect(telegram.attempts[0]?.address).toBe('7001')
    expect(telegram.arrived).toHaveLength(81)
  })
})
