import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Bubble } from '../../src/message.ts'
import type { OutgoingMessage } from '../../src/channels/channel.ts'
import { createWhatsAppCloudChannel } from '../../src/channels/whatsapp-cloud.ts'
import { startCloudCore, type CloudCore } from '../support/cloud-core.ts'
import { PHONE_NUMBER_ID } from '../support/cloud-emulator.ts'
import { prepareAssistant } from '../support/core-app.ts'
import { until } from '../support/whatsapp-double-wait.ts'

prepareAssistant()

const SITI = '628111222333'
const outbox = ({ app }: CloudCore) => app.store.db.selectFrom('outbox').selectAll().orderBy('id').execute()
const events = async ({ app }: CloudCore) =>
  (await app.store.db.selectFrom('staff_events').select('kind').orderBy('id').execute()).map(({ kind }) => kind)

const send = (core: CloudCore, bubble: Bubble | string, more: Partial<OutgoingMessage> = {}) =>
  core.channel.send(
    {
      id: 'out-1',
      providerId: null,
      address: `${SITI}@s.whatsapp.net`,
      bubble: typeof bubble === 'string' ? { text: bubble } : bubble,
      safety: false,
      attempt: 1,
      stillAllowed: async () => true,
      ...more,
    },
    new AbortController().signal,
  )

describe('a question through the Cloud API', () => {
  test('is answered, marked as read, and its state follows the statuses', async () => {
    const core = await startCloudCore()
    const siti = core.emulator.user(SITI)
    const id = siti.write('gaji belum dibayar')
    await until('an answer', () => siti.hears().length > 0)
    expect(siti.hears()[0]).toMatch(/gaji/i)
    expect(core.emulator.state.read).toEqual([id])
    await until('the statuses are in', async () => (await outbox(core)).every(({ state }) => state === 'delivered'))
    const [row] = await outbox(core)
    expect(row).toMatchObject({ provider_id: siti.seen()[0]?.wamid, sealed_bubble: null })
    expect(siti.seen()[0]?.opaque).toBe(row?.id)
    expect(core.emulator.state.written.every(({ taken }) => taken)).toBe(true)
  })

  test('that comes twice, batched and out of order is answered once, each in order of a person', async () => {
    const core = await startCloudCore()
    const { pusher } = core.emulator
    pusher.duplicateEvery = 2
    pusher.batch = 5
    pusher.held = true
    const people = [SITI, '628111222334', '628111222335'].map((phone) => core.emulator.user(phone))
    for (const text of ['halo', 'gaji belum dibayar', 'mau pulang']) for (const person of people) person.write(text)
    pusher.held = false
    pusher.pump()
    await until('all are stored', () => core.emulator.state.written.every(({ taken }) => taken))
    await core.app.idle()
    const inbox = await core.app.store.db.selectFrom('inbox').select('conversation_id').execute()
    expect(inbox).toHaveLength(9)
    const replies = people.map((person) => person.hears())
    expect(replies[1]).toEqual(replies[0])
    expect(replies[2]).toEqual(replies[0])
    const rows = await outbox(core)
    const went = core.emulator.state.people.flatMap(({ shown }) => shown.map(({ opaque }) => opaque))
    expect(went).toHaveLength(rows.length)
    expect(new Set(went)).toEqual(new Set(rows.map(({ id }) => id)))
    for (const { person } of people) {
      const order = person.shown.map(({ opaque }) => opaque ?? '')
      expect(order.every((id, index) => index === 0 || id > order[index - 1]!)).toBe(true)
    }
  })

  test('is answered on the spot in danger, and offers what can be pressed elsewhere', async () => {
    const core = await startCloudCore()
    const siti = core.emulator.user(SITI)
    siti.write('saya dikunci di kamar')
    await until('a reply', () => siti.hears().length > 0)
    expect(siti.hears()[0]).toMatch(/^\+?[\d ]{6,}$/m)
    const bubble = {
      text: 'Mana?',
      choices: [
        { id: 'a', label: 'Gaji' },
        { id: 'b', label: 'Paspor' },
      ],
    }
    expect(await send(core, bubble)).toMatchObject({ status: 'sent' })
    siti.press('2 Paspor')
    await until('the press is stored', () => core.emulator.state.written.at(-1)?.taken === true)
    const kinds = await core.app.store.db.selectFrom('inbox').select('kind').orderBy('id').execute()
    expect(kinds.map(({ kind }) => kind)).toEqual(['text', 'choice'])
  })

  test('by somebody without a phone number goes back to the id that Meta gives', async () => {
    const core = await startCloudCore()
    const budi = core.emulator.user(null, 'ID.13491208655302741918')
    budi.write('halo')
    await until('an answer', () => budi.hears().length > 0)
    expect(core.emulator.state.calls.find(({ body }) => body['type'] === 'text')?.body).toMatchObject({
      recipient: 'ID.13491208655302741918',
    })
  })

  test('keeps its conversation when the number came from a paired phone', async () => {
    const core = await startCloudCore()
    const sentAt = core.app.now()
    await core.app.intake.receive([
      {
        channel: 'whatsapp',
        externalId: 'X',
        addresses: ['99@lid', `${SITI}@s.whatsapp.net`],
        sentAt,
        content: { kind: 'text', text: 'halo' },
        appLanguage: null,
        backlog: false,
      },
    ])
    await core.app.turns.idle()
    const siti = core.emulator.user(SITI)
    siti.write('gaji belum dibayar')
    await until('an answer', () => siti.hears().some((text) => /gaji/i.test(text)))
    expect(await core.app.store.db.selectFrom('people').select('id').execute()).toHaveLength(1)
  })

  test('comes again until it is stored; somebody in danger hears from memory meanwhile, once', async () => {
    const core = await startCloudCore()
    const { store } = core.app
    const siti = core.emulator.user(SITI)
    const commit = store.commit.bind(store)
    let failing = true
    Reflect.set(store, 'commit', (...given: Parameters<typeof commit>) =>
      failing ? Promise.reject(new Error('disk full')) : commit(...given),
    )
    siti.write('saya dikunci di kamar')
    await until('a reply from memory', () => siti.hears().length > 0)
    await until('it was refused more than once', () => core.emulator.pusher.log.filter(({ status }) => status === 503).length > 1)
    expect(core.channel.health().state).toBe('degraded')
    failing = false
    await until('it is stored', () => core.emulator.state.written.every(({ taken }) => taken))
    await core.app.idle()
    expect(siti.hears().filter((text) => text === siti.hears()[0])).toHaveLength(1)
    expect(core.channel.health().state).toBe('up')
  })
})

describe('the webhook', () => {
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [] })
  const sign = (core: CloudCore, bytes: string | Buffer, secret = core.emulator.appSecret) =>
    `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`
  const post = (core: CloudCore, bytes: string | Buffer, signature: string | null) =>
    fetch(core.webhook, { method: 'POST', body: bytes, headers: signature === null ? {} : { 'x-hub-signature-256': signature } })

  test('proves to Meta that it is ours, and to nobody else', async () => {
    const core = await startCloudCore()
    const ask = async (query: Record<string, string>) => fetch(`${core.webhook}?${new URLSearchParams(query).toString()}`)
    const right = { 'hub.mode': 'subscribe', 'hub.verify_token': core.emulator.verifyToken, 'hub.challenge': '42' }
    const answer = await ask(right)
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([200, '42', 'text/plain; charset=utf-8'])
    for (const wrong of [
      { 'hub.verify_token': 'x' },
      { 'hub.mode': 'unsubscribe' },
      { 'hub.challenge': '<b>' },
      { 'hub.verify_token': '' },
    ]) {
      const refused = await ask({ ...right, ...wrong })
      expect([refused.status, await refused.text()]).toEqual([403, ''])
    }
  })

  test('takes in only what Meta signed, byte by byte', async () => {
    const core = await startCloudCore()
    const spaced = '{"object": "whatsapp_business_account",  "entry": []}'
    expect((await post(core, spaced, sign(core, spaced))).status).toBe(200)
    const wrong = [
      null,
      '',
      'sha256=',
      sign(core, body).toUpperCase(),
      sign(core, body, 'f'.repeat(32)),
      sign(core, `${body} `),
      sign(core, body).slice(7),
    ]
    for (const signature of wrong) {
      const refused = await post(core, body, signature)
      expect([refused.status, await refused.text()]).toEqual([401, ''])
    }
    expect(core.channel.health().state).toBe('up')
    // Anybody can post: once an hour is enough for staff.
    await until('staff are told', async () => (await events(core)).length > 0)
    expect(await events(core)).toEqual(['whatsapp-signature'])
  })

  test('refuses bodies over 3 MB, other methods and what is not JSON', async () => {
    const core = await startCloudCore()
    const long = Buffer.alloc(3 * 1024 * 1024 + 1, 32)
    expect((await post(core, long, sign(core, long))).status).toBe(413)
    expect((await post(core, '{', sign(core, '{'))).status).toBe(400)
    expect((await core.channel.webhookHandler(new Request(core.webhook, { method: 'PUT' }))).status).toBe(405)
  })

  test('answers 200 to events that it does not know: else they would come for days', async () => {
    const core = await startCloudCore()
    core.emulator.change('phone_number_quality_update', { event: 'FLAGGED' })
    core.emulator.change('account_update', { event: 'ACCOUNT_RESTRICTION' })
    await until('both are taken', () => core.emulator.pusher.log.length === 2)
    expect(core.emulator.pusher.log.map(({ status }) => status)).toEqual([200, 200])
    await until('staff are told', async () => (await events(core)).includes('whatsapp-restricted'))
  })

  test('answers 503 before the start and after the stop', async () => {
    const core = await startCloudCore()
    await core.channel.stop()
    expect((await post(core, body, sign(core, body))).status).toBe(503)
  })
})

describe('a message out', () => {
  test.each([
    ['too many in all', 400, 130429, { status: 'retry', reason: 'code-130429' }],
    ['too many to one person', 400, 131056, { status: 'retry', reason: 'code-131056' }],
    ['a service that is down', 500, 131016, { status: 'retry' }],
    ['a closed window', 400, 131047, { status: 'refused', reason: 'window-closed', blocked: false }],
    ['a person who cannot be reached', 400, 131026, { status: 'refused', blocked: true }],
    ['a message that is not taken', 400, 100, { status: 'refused', reason: 'code-100', blocked: false }],
    ['a locked account', 403, 131031, { status: 'unavailable' }],
    ['a token that ended', 401, 190, { status: 'unavailable' }],
  ])('meets %s', async (_name, httpStatus, code, expected) => {
    const core = await startCloudCore()
    core.emulator.user(SITI).person.lastWroteAt = core.app.now()
    core.emulator.fail({ kind: 'error', httpStatus, code })
    expect(await send(core, 'halo')).toMatchObject(expected)
  })

  test('waits for the pair limit at least six seconds', async () => {
    const core = await startCloudCore()
    core.emulator.user(SITI).person.lastWroteAt = core.app.now()
    core.emulator.state.pairGap = 6000
    expect(await send(core, 'satu')).toMatchObject({ status: 'sent' })
    const second = await send(core, 'dua', { safety: true })
    expect(second).toMatchObject({ status: 'retry' })
    expect(second.status === 'retry' && second.afterMilliseconds).toBeGreaterThanOrEqual(6000)
  })

  test.each([
    ['the answer was lost', { kind: 'reset-after-accept' }, 'ambiguous'],
    ['the connection broke', { kind: 'reset' }, 'ambiguous'],
    ['a gateway answered', { kind: 'gateway-page', code: 502 }, 'ambiguous'],
    ['nothing came', { kind: 'hang' }, 'ambiguous'],
  ] as const)('is in doubt when %s', async (_name, fault, status) => {
    const core = await startCloudCore({ callMilliseconds: 200 })
    core.emulator.user(SITI).person.lastWroteAt = core.app.now()
    core.emulator.fail(fault)
    expect(await send(core, 'halo')).toMatchObject({ status })
  })

  test('was not sent when there is no connection', async () => {
    const core = await startCloudCore()
    await core.emulator.close()
    // Of a kept connection that breaks nobody knows whether it took the request.
    await send(core, 'halo')
    expect(await send(core, 'halo')).toMatchObject({ status: 'retry' })
  })

  test('is withdrawn when silence was asked for meanwhile, and never leaves after the stop', async () => {
    const core = await startCloudCore()
    core.emulator.user(SITI).person.lastWroteAt = core.app.now()
    expect(await send(core, 'halo', { stillAllowed: async () => false })).toEqual({ status: 'withdrawn' })
    expect(await send(core, 'halo', { address: '12@lid' })).toMatchObject({ status: 'refused' })
    await core.channel.stop()
    expect(await send(core, 'halo')).toMatchObject({ status: 'unavailable' })
    expect(core.emulator.state.people[0]?.shown).toEqual([])
  })

  test('whose answer was lost is settled by its status, and does not go twice', async () => {
    const core = await startCloudCore()
    core.emulator.fail({ kind: 'reset-after-accept' })
    const siti = core.emulator.user(SITI)
    siti.write('gaji belum dibayar')
    await until('it is delivered', async () => (await outbox(core)).some(({ state }) => state === 'delivered'))
    core.later(120_000)
    await core.app.sender.recover()
    await core.app.idle()
    const went = siti.seen().map(({ opaque }) => opaque)
    expect(went).toEqual((await outbox(core)).map(({ id }) => id))
    expect((await outbox(core))[0]).toMatchObject({ state: 'delivered', provider_id: siti.seen()[0]?.wamid })
  })

  test('that Meta gives up on later is told to staff', async () => {
    const core = await startCloudCore()
    core.emulator.state.laterFailures.push(131026)
    core.emulator.user(SITI).write('gaji belum dibayar')
    await until('it failed', async () => (await outbox(core)).some(({ state, error }) => state === 'failed' && error === 'unreachable'))
    await until('staff are told', async () => (await events(core)).includes('reply-not-delivered'))
    expect((await outbox(core))[0]).toMatchObject({ sealed_bubble: null })
  })
})

describe('the start', () => {
  test('refuses a wrong token and a wrong number by name, and goes on when Meta cannot be reached', async () => {
    const { emulator, app } = await startCloudCore()
    const start = async (change: { token?: string; phoneNumberId?: string; apiRoot?: string }) => {
      const { token, appSecret, verifyToken, url } = emulator
      const options = {
        phoneNumberId: PHONE_NUMBER_ID,
        token,
        appSecret,
        verifyToken,
        apiRoot: url,
        template: null,
        logger: app.logger,
        ...change,
      }
      const channel = createWhatsAppCloudChannel(options)
      await channel.start({ receive: async () => {}, delivered: async () => {}, report: () => {}, now: app.now })
      const { state } = channel.health()
      await channel.stop()
      return state
    }
    await expect(start({ token: 'wrong' })).rejects.toThrow(/WHATSAPP_CLOUD_TOKEN/)
    await expect(start({ phoneNumberId: '1' })).rejects.toThrow(/WHATSAPP_CLOUD_PHONE_NUMBER_ID/)
    expect(await start({})).toBe('up')
    expect(await start({ apiRoot: 'http://127.0.0.1:9' })).toBe('down')
  })
})
