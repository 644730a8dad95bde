import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { NOON, textMessage } from '../support/builders-core.ts'
import { assistant, freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

prepareAssistant()

const danger = (options: Parameters<typeof textMessage>[1] = {}): ReturnType<typeof textMessage> =>
  textMessage('saya dipukul majikan', options)

describe('the first reply in danger', () => {
  it('is stored with the message before the transport is told that it arrived', async () => {
    freezeTime()
    const { telegram, app } = await startCore()
    await telegram.receive(danger())
    // Nothing else has run yet: only the commit of the receipt.
    const [row] = await app.store.db.selectFrom('inbox').selectAll().execute()
    const [out] = await app.store.db.selectFrom('outbox').selectAll().execute()
    expect(row).toMatchObject({ state: 'waiting', safety_outbox_id: out?.id, priority: 0 })
    expect(out).toMatchObject({ kind: 'safety', inbox_id: row?.id })
    expect(
      await app.store.db.selectFrom('conversations').select(['rank', 'urgency', 'danger', 'crisis_since']).executeTakeFirstOrThrow(),
    ).toEqual({
      rank: 0,
      urgency: 'emergency',
      danger: 'violence',
      crisis_since: NOON,
    })
    expect(await app.store.db.selectFrom('triage_events').select(['danger', 'stage']).execute()).toEqual([
      { danger: 'violence', stage: 'receipt' },
    ])
  })

  it('is sent once, silently, and not repeated by the turn or by a redelivery', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    const message = danger()
    await telegram.receive(message)
    await telegram.receive(message)
    await pass(5_000)
    await telegram.receive(message)
    await pass(60_000)
    expect(telegram.attempts).toHaveLength(1)
    expect(telegram.attempts[0]).toMatchObject({ safety: true, attempt: 1 })
  })

  it('is not repeated for a redelivery after a restart', async () => {
    freezeTime()
    const first = await startCore()
    const message = danger()
    await first.telegram.receive(message)
    await first.pass(2_000)
    await first.crash()
    const second = await startCore({ after: first })
    await second.telegram.receive(message)
    await second.pass(5_000)
    expect(second.telegram.attempts).toEqual([])
  })

  it('is stored before what a crowd wrote a moment earlier', async () => {
    freezeTime()
    const { telegram } = await startCore()
    let stored = 0
    const crowd = Array.from({ length: 200 }, (_, i) => telegram.receive(textMessage('gaji telat', { from: `9${i}` })).then(() => stored++))
    await telegram.receive(danger({ from: '7002' }))
    expect(stored).toBeLessThan(100)
    await Promise.all(crowd)
    expect(stored).toBe(200)
  })

  it('does not overtake what the same person wrote before it', async () => {
    freezeTime()
    const { telegram, app } = await startCore()
    await Promise.all([
      telegram.receive(textMessage('halo', { from: '7004' })),
      telegram.receive(textMessage('gaji telat', { from: '7004' })),
      telegram.receive(danger({ from: '7004' })),
    ])
    const rows = await app.store.db.selectFrom('inbox').select('priority').orderBy('id').execute()
    expect(rows.map(({ priority }) => priority)).toEqual([1, 1, 0])
  })

  it('goes out before the answers that others wait for', async () => {
    freezeTime()
    const { telegram, settle } = await startCore()
    const others = Array.from({ length: 150 }, (_, i) => textMessage('halo', { from: `8${i}` }))
    await telegram.receive(...others)
    await telegram.receive(danger({ from: '7001' }))
    await settle()
    const place = telegram.attempts.findIndex((message) => message.address === '7001')
    expect(place).toBeGreaterThanOrEqual(0)
    expect(place).toBeLessThan(70)
    expect(telegram.arrived).toHaveLength(151)
  })

  it('overtakes an answer to the same person that could not be sent', async () => {
    freezeTime()
    const { telegram, pass } = await startCore()
    telegram.answer((message) =>
      message.safety ? { status: 'sent', providerIds: ['s'] } : { status: 'retry', afterMilliseconds: 600_000, reason: 'busy' },
    )
    await telegram.receive(textMessage('halo'))
    await pass(2_000)
    await telegram.receive(danger({ sentAt: Date.now() }))
    await pass(2_000)
    expect(telegram.arrived.map((message) => message.safety)).toEqual([true])
  })

  it('is followed by something new when the person writes on in the same breath', async () => {
    freezeTime()
    const { telegram, settle } = await startCore()
    await telegram.receive(danger(), textMessage('tolong cepat dia mukul lagi'))
    await settle()
    const shown = telegram.shown('7001')
    expect(shown.length).toBe(2)
    expect(new Set(shown).size).toBe(2)
  })

  it('goes out also when the turn can never be handled', async () => {
    freezeTime()
    const broken = {
      ...assistant(),
      handleMessage: () => {
        throw new Error('broken')
      },
    }
    const { telegram, pass, app } = await startCore({ assistant: broken })
    await telegram.receive(danger())
    await pass(60_000)
    expect(telegram.shown('7001')[0]).toMatch(/^Sudah saya baca, Kak/)
    expect(await app.store.db.selectFrom('conversations').select(['rank', 'danger']).executeTakeFirstOrThrow()).toEqual({
      rank: 0,
      danger: 'violence',
    })
  })

  it('is kept from nobody by an unreadable conversation', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(textMessage('halo'))
    await settle()
    await sql`UPDATE conversations SET state = '{broken'`.execute(app.store.db)
    await telegram.receive(danger())
    await settle()
    expect(telegram.shown('7001').at(-1)).toMatch(/^Sudah saya baca, Kak/)
  })
})

describe('when the store cannot take a message', () => {
  const breakStore = (
    app: { store: { db: Parameters<typeof sql.raw>[0] extends string ? unknown : never } },
    broken: boolean,
  ): Promise<unknown> => sql`PRAGMA query_only = ${sql.raw(broken ? '1' : '0')}`.execute(app.store.db as never)

  it('the transport is told so, and an ordinary message gets nothing from memory', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await breakStore(app, true)
    await expect(telegram.receive(textMessage('halo'))).rejects.toThrow()
    await settle()
    expect(telegram.attempts).toEqual([])
  })

  it('danger is answered from memory, once for each message and once a chat in ten minutes', async () => {
    freezeTime()
    const { telegram, pass, app } = await startCore()
    await breakStore(app, true)
    const message = danger()
    for (let i = 0; i < 5; i++) await expect(telegram.receive(message)).rejects.toThrow()
    await expect(telegram.receive(danger({ externalId: 'another' }))).rejects.toThrow()
    expect(telegram.attempts).toHaveLength(1)
    await expect(telegram.receive(danger({ from: '7002' }))).rejects.toThrow()
    expect(telegram.attempts).toHaveLength(2)
    await pass(11 * 60_000, 60_000)
    await expect(telegram.receive(message)).rejects.toThrow()
    expect(telegram.attempts).toHaveLength(2)
    await expect(telegram.receive(danger({ externalId: 'later' }))).rejects.toThrow()
    expect(telegram.attempts).toHaveLength(3)
  })

  it('what went from memory is not sent again when the message is stored after all, but is in the transcript', async () => {
    freezeTime()
    const { telegram, pass, app } = await startCore()
    await breakStore(app, true)
    const message = danger()
    await expect(telegram.receive(message)).rejects.toThrow()
    await breakStore(app, false)
    await telegram.receive(message)
    await pass(30_000)
    expect(telegram.attempts).toHaveLength(1)
    const said = await app.store.db.selectFrom('messages').select(['kind', 'text']).where('direction', '=', 'out').execute()
    expect(said).toEqual([{ kind: 'safety', text: telegram.shown('7001')[0] }])
  })

  it('what could not go from memory goes once the message is stored', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await breakStore(app, true)
    telegram.answer(() => ({ status: 'unavailable', reason: 'network' }))
    const message = danger()
    await expect(telegram.receive(message)).rejects.toThrow()
    telegram.answer(null)
    await breakStore(app, false)
    await telegram.receive(message)
    await settle()
    expect(telegram.shown('7001')).toHaveLength(1)
  })

  it('WhatsApp says nothing from memory, and answers once the message is stored', async () => {
    freezeTime()
    const { whatsapp, settle, app } = await startCore()
    await breakStore(app, true)
    const message = danger({ channel: 'whatsapp', from: '5@lid' })
    await expect(whatsapp.receive(message)).rejects.toThrow()
    expect(whatsapp.attempts).toEqual([])
    await breakStore(app, false)
    await whatsapp.receive(message)
    await settle()
    expect(whatsapp.shown('5@lid')).toHaveLength(1)
  })
})
