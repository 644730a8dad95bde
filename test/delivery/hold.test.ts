import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holding } from '../../src/console/reply-writes.ts'
import { write } from '../../src/store/writes.ts'
import type { IncomingContent } from '../../src/message.ts'
import { messageOf, NOON, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const now = (): number => Date.now()

/** Somebody was beaten, got the first reply, and says that it is not safe to write. */
async function putOnHold({ telegram, pass }: Core, from = '7001'): Promise<number> {
  await telegram.receive(textMessage('saya dipukul majikan', { from, sentAt: now() }))
  await pass(5_000)
  await telegram.receive(textMessage('2', { from, sentAt: now() }))
  await pass(5_000)
  return telegram.shown(from).length
}

/** Every way in which a talk falls silent; each leaves what was shown until then. */
const SILENCES = {
  'not safe': (core) => putOnHold(core),
  'code word': async ({ telegram, pass }) => {
    for (const text of ['kata aman', 'sayur bayam', 'saya dipukul majikan', 'Sayur bayam.']) {
      await telegram.receive(textMessage(text, { from: '7001', sentAt: now() }))
      await pass(4_000)
    }
    return telegram.shown('7001').length
  },
  'borrowed phone': async ({ telegram, pass }) => {
    for (const text of ['0', '2', '1']) {
      await telegram.receive(textMessage(text, { from: '7001', sentAt: now() }))
      await pass(4_000)
    }
    await pass(15 * 60_000, 60_000)
    return telegram.shown('7001').length
  },
  'set by staff': async ({ app, telegram, pass }) => {
    await telegram.receive(textMessage('saya dipukul majikan', { from: '7001', sentAt: now() }))
    await pass(4_000)
    const { id } = await app.store.db.selectFrom('conversations').select('id').executeTakeFirstOrThrow()
    await app.store.commit([holding({ store: app.store, now, newId: app.newId, seal: app.seal, redact: (text) => text }, id)])
    return telegram.shown('7001').length
  },
} as const satisfies Record<string, (core: Core) => Promise<number>>

/** Somebody whom the person linked asks for news, sends some themselves, tries a code and goes. */
async function relativeWrites({ app, telegram, pass }: Core, workerId: string): Promise<void> {
  const { db } = app.store
  const says = async (text: string): Promise<void> => {
    await telegram.receive(textMessage(text, { from: '7003', sentAt: now() }))
    await pass(4_000)
  }
  await says('halo')
  const hash = app.seal.hash('telegram:7003')
  const { person_id } = await db.selectFrom('addresses').select('person_id').where('address_hash', '=', hash).executeTakeFirstOrThrow()
  const link = { id: app.newId(), worker_id: workerId, relative_id: person_id, relation: 'parent' as const, linked_at: now() }
  await app.store.commit([
    write(
      db
        .insertInto('family_links')
        .values(link)
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ])
  for (const text of ['kabar', 'kabar baik', 'K7F-3KA-9XM', 'putus keluarga']) await says(text)
}

async function addStaffReply(core: Core, conversationId: string, key: string): Promise<void> {
  const { app } = core
  const id = app.newId()
  await app.store.commit([
    write(
      app.store.db.insertInto('outbox').values({
        id,
        conversation_id: conversationId,
        channel: 'telegram',
        inbox_id: null,
        kind: 'staff',
        dedupe_key: key,
        sealed_bubble: app.seal.seal(JSON.stringify({ text: 'Halo Kak' }), `outbox:${id}`),
        state: 'waiting',
        priority: 1,
        attempts: 0,
        next_at: now(),
        created_at: now(),
        question_at: now(),
      }),
    ),
  ])
  app.sender.add([{ id, conversationId, priority: 1 }])
}

describe('a conversation on hold', () => {
  it('gets no message after "2", not even a last word', async () => {
    freezeTime()
    const core = await startCore()
    const before = await putOnHold(core)
    expect(before).toBe(1)
    const row = await core.app.store.db.selectFrom('conversations').select(['hold', 'hold_reason', 'id']).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ hold: 1, hold_reason: 'not-safe' })
    await addStaffReply(core, row.id, 'staff:1')
    await core.pass(60_000)
    expect(core.telegram.shown('7001')).toHaveLength(before)
    expect(
      await core.app.store.db.selectFrom('outbox').select(['state', 'error']).where('kind', '=', 'staff').executeTakeFirstOrThrow(),
    ).toEqual({ state: 'withheld', error: 'on-hold' })
  })

  it('gets nothing that was already waiting for its place in the pace', async () => {
    freezeTime()
    const core = await startCore()
    const waiting: (() => void)[] = []
    core.telegram.answer(async (message) => {
      if (!message.safety) await new Promise<void>((resolve) => waiting.push(resolve))
      return (await message.stillAllowed()) ? { status: 'sent', providerIds: [message.id] } : { status: 'withdrawn' }
    })
    await core.telegram.receive(textMessage('brp biaya ke hongkong', { from: '7001', sentAt: now() }))
    await core.settle()
    expect(waiting).toHaveLength(1)
    await core.telegram.receive(textMessage('saya dipukul majikan', { from: '7001', sentAt: now() }))
    await core.telegram.receive(textMessage('2', { from: '7001', sentAt: now() }))
    await core.settle()
    expect(core.telegram.arrived.map((message) => message.safety)).toEqual([true])
    for (const go of waiting) go()
    await core.settle()
    expect(core.telegram.arrived.filter((message) => !message.safety)).toEqual([])
    expect(await core.app.store.db.selectFrom('outbox').select(['state', 'error']).where('kind', '=', 'reply').execute()).toEqual([
      { state: 'withheld', error: 'on-hold' },
    ])
  })

  it('is answered again as soon as the person writes', async () => {
    freezeTime()
    const core = await startCore()
    const before = await putOnHold(core)
    await core.telegram.receive(textMessage('sudah aman kak', { from: '7001', sentAt: now() }))
    await core.settle()
    expect(core.telegram.shown('7001').length).toBeGreaterThan(before)
  })

  it('is answered when the next message was already on its way, also within the same second', async () => {
    freezeTime()
    const core = await startCore()
    await core.telegram.receive(textMessage('saya dipukul majikan', { from: '7001', sentAt: now() }))
    await core.settle()
    await core.telegram.receive(
      textMessage('2', { from: '7001', sentAt: now() }),
      textMessage('dia pergi, tolong saya', { from: '7001', sentAt: now() }),
    )
    await core.settle()
    expect(core.telegram.shown('7001')).toHaveLength(2)
  })

  it('is not woken by a message that was written before it and arrives late', async () => {
    freezeTime()
    const core = await startCore()
    const early = textMessage('halo ada orang?', { from: '7001', sentAt: now() })
    await core.pass(5_000)
    const before = await putOnHold(core)
    await core.telegram.receive(early)
    await core.pass(60_000)
    expect(core.telegram.shown('7001')).toHaveLength(before)
  })

  it('shows nothing by any path until the person writes, whatever else happens', async () => {
    freezeTime()
    const quiet = fc.constantFrom<IncomingContent | 'staff' | 'restart' | 'hours' | 'old' | 'retry' | 'other person' | 'relative'>(
      { kind: 'deleted', ofExternalId: 'x' },
      { kind: 'undecryptable' },
      { kind: 'group-message', text: 'halo @bot' },
      { kind: 'typed-on-phone', text: 'petugas menulis' },
      { kind: 'membership', blocked: true },
      { kind: 'membership', blocked: false },
      'staff',
      'restart',
      'hours',
      'old',
      'retry',
      'other person',
      'relative',
    )
    const ways = fc.constantFrom(...(Object.keys(SILENCES) as (keyof typeof SILENCES)[]))
    await fc.assert(
      fc.asyncProperty(ways, fc.array(quiet, { minLength: 1, maxLength: 8 }), async (way, events) => {
        let core = await startCore()
        const written = now()
        // What a transport could not take before the silence is tried again after it.
        if (events.includes('retry')) {
          core.telegram.answer(() => ({ status: 'retry', afterMilliseconds: 90 * 60_000, reason: 'flood' }))
          await core.telegram.receive(textMessage('brp biaya ke hongkong', { from: '7001', sentAt: now() }))
          await core.pass(4_000)
          core.telegram.answer(null)
        }
        let shown = await SILENCES[way](core)
        let tried = core.telegram.attempts.filter((message) => message.address === '7001').length
        const seenBy = (): number => core.telegram.seen.filter((one) => one.address === '7001').length
        let seen = seenBy()
        const { id } = await core.app.store.db.selectFrom('conversations').select('id').executeTakeFirstOrThrow()
        for (const [i, event] of events.entries()) {
          if (event === 'staff') await addStaffReply(core, id, `staff:${i}`)
          else if (event === 'restart') {
            await core.crash()
            core = await startCore({ after: core })
            shown = 0
            tried = 0
            seen = 0
          } else if (event === 'hours') await core.pass(2 * 3_600_000, 1_800_000)
          else if (event === 'old')
            await core.telegram.receive(textMessage('gaji belum dibayar', { from: '7001', sentAt: written - 1_000 }))
          else if (event === 'retry') await core.pass(2 * 3_600_000, 1_800_000)
          else if (event === 'relative') await relativeWrites(core, id)
          else if (event === 'other person') await core.telegram.receive(textMessage('halo', { from: '7002', sentAt: now() }))
          else await core.telegram.receive(messageOf(event, { from: '7001', sentAt: now() }))
          await core.pass(4_000)
        }
        expect(core.telegram.shown('7001')).toHaveLength(shown)
        expect(core.telegram.attempts.filter((message) => message.address === '7001')).toHaveLength(tried)
        expect(seenBy()).toBe(seen)
        await core.crash()
      }),
      { numRuns: 16, endOnFailure: true },
    )
  })
})

describe('a paused conversation', () => {
  it('is left to the member of staff who typed on the phone, except in danger', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, pass } = core
    const person = { channel: 'whatsapp', from: '5@lid' } as const
    await whatsapp.receive(textMessage('halo', { ...person, sentAt: now() }))
    await pass(2_000)
    await whatsapp.receive(messageOf({ kind: 'typed-on-phone', text: 'Halo Kak, saya petugas' }, { ...person, sentAt: now() }))
    await pass(2_000)
    await whatsapp.receive(textMessage('gaji saya belum dibayar', { ...person, sentAt: now() }))
    await pass(2_000)
    expect(whatsapp.shown('5@lid')).toHaveLength(1)
    await whatsapp.receive(textMessage('majikan mukul saya lagi', { ...person, sentAt: now() }))
    await pass(2_000)
    expect(whatsapp.shown('5@lid')).toHaveLength(2)
    await pass(5 * 3_600_000, 1_800_000)
    await whatsapp.receive(textMessage('makasih ya', { ...person, sentAt: now() }))
    await pass(2_000)
    expect(whatsapp.shown('5@lid').length).toBeGreaterThan(2)
  })
})

describe('somebody who blocked us', () => {
  it('gets nothing, and is answered when they write again, danger at once', async () => {
    freezeTime()
    const core = await startCore()
    const { telegram, pass } = core
    await telegram.receive(textMessage('halo', { from: '7001', sentAt: now() }))
    await pass(2_000)
    await telegram.receive(messageOf({ kind: 'membership', blocked: true }, { from: '7001', sentAt: now() }))
    await pass(2_000)
    const { id } = await core.app.store.db.selectFrom('conversations').select('id').executeTakeFirstOrThrow()
    await addStaffReply(core, id, 'staff:1')
    await pass(2_000)
    expect(telegram.attempts).toHaveLength(1)
    await telegram.receive(textMessage('saya dipukul majikan', { from: '7001', sentAt: now() }))
    await pass(2_000)
    expect(telegram.shown('7001')).toHaveLength(2)
  })

  it('is noted from the transport saying so, without trying again', async () => {
    freezeTime()
    const { telegram, pass, app } = await startCore()
    telegram.answer(() => ({ status: 'refused', reason: 'blocked', blocked: true }))
    await telegram.receive(textMessage('halo', { from: '7001', sentAt: NOON }))
    await pass(60_000)
    expect(telegram.attempts).toHaveLength(1)
    expect(await app.store.db.selectFrom('conversations').select('blocked_at').executeTakeFirstOrThrow()).toEqual({ blocked_at: NOON })
    expect(await app.store.db.selectFrom('staff_events').selectAll().execute()).toEqual([])
  })
})
