import { afterEach, describe, expect, test } from 'vitest'
import type { Harness } from '../support/telegram-emulator-harness.ts'
import { closedAddress, createHarness, until } from '../support/telegram-emulator-harness.ts'

const open: Harness[] = []
async function harness(...given: Parameters<typeof createHarness>): Promise<Harness> {
  const made = await createHarness(...given)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
const texts = (one: Harness) => one.stored.map(({ content }) => ('text' in content ? content.text : content.kind))

describe('taking in by long polling', () => {
  test('what people send arrives in order, each kind in our words', async () => {
    const one = await harness()
    await one.start()
    const siti = one.emulator.user(7, 'id')
    await until(() => one.emulator.waitingPolls() === 1)
    const first = siti.write('halo')
    siti.voice(4)
    siti.photo('paspor')
    siti.sticker('😢')
    siti.location(1, 2)
    siti.contact()
    siti.edit(first.messageId, 'halo Kak')
    siti.react(first.messageId, '👍')
    siti.document('application/pdf')
    siti.sendContent({ poll: { id: '1' } })
    siti.block()
    siti.unblock()
    await until(() => one.stored.length === 12)
    expect(one.stored.map((message) => message.content.kind)).toEqual([
      'text',
      'voice',
      'photo',
      'sticker',
      'location',
      'contact',
      'edited',
      'reaction',
      'document',
      'unsupported',
      'membership',
      'membership',
    ])
    expect(new Set(one.stored.map((message) => message.externalId)).size).toBe(12)
    await until(() => one.emulator.state.pending.length === 0)
    expect(one.channel.health()).toMatchObject({ state: 'up', detail: '' })
    expect(one.channel.health().lastMessageInAt).not.toBeNull()
  })

  test('what was written while the channel was off is taken in when it starts', async () => {
    const one = await harness()
    for (let index = 0; index < 250; index += 1) one.emulator.user(index).write(`pesan ${index}`)
    await one.start()
    await until(() => one.stored.length === 250)
    expect(texts(one)).toEqual(Array.from({ length: 250 }, (_, index) => `pesan ${index}`))
    expect(Math.max(...one.batches.map((batch) => batch.length))).toBe(100)
  })

  test('nothing is confirmed while the inbox refuses, and the same batch comes until it is stored', async () => {
    const one = await harness()
    one.failing = true
    one.emulator.user(7).write('tolong')
    await one.start()
    await until(() => one.batches.length >= 7)
    expect(one.emulator.state.pending).toHaveLength(1)
    expect(one.emulator.calls('getUpdates').every((call) => call.payload['offset'] === 0)).toBe(true)
    expect(one.channel.health()).toMatchObject({ state: 'degraded' })
    expect(one.events.map((event) => event.kind)).toEqual(['store-refused'])
    one.failing = false
    await until(() => one.emulator.state.pending.length === 0)
    expect(texts(one)).toEqual(['tolong'])
    expect(one.channel.health().state).toBe('up')
  })

  test('the wait between tries grows from 1 s to 30 s', async () => {
    const one = await harness()
    one.failing = true
    one.emulator.user(7).write('tolong')
    await one.start()
    await until(() => one.batches.length >= 8)
    const gaps = one.batchAt.slice(1, 8).map((at, index) => at - (one.batchAt[index] ?? 0))
    expect(gaps).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  test('a new message is handed in within 2 s although the store is down', async () => {
    const one = await harness()
    one.failing = true
    const siti = one.emulator.user(7)
    siti.write('halo')
    await one.start()
    await until(() => one.batches.length >= 6)
    const waitedBefore = one.waits.reduce((sum, wait) => sum + wait, 0)
    siti.write('saya dikunci')
    await until(() => one.batches.some((batch) => batch.length === 2))
    const handedIn = one.batchAt[one.batches.findIndex((batch) => batch.length === 2)] ?? 0
    expect(handedIn - waitedBefore).toBeLessThanOrEqual(2000)
  })

  test('a channel that is cut off before confirming gets the same messages after a restart', async () => {
    const first = await harness()
    first.failing = true
    first.emulator.user(7).write('satu')
    await first.start()
    await until(() => first.batches.length > 0)
    await first.channel.stop()
    const second = await harness({}, first.emulator)
    await second.start()
    await until(() => second.stored.length === 1)
    expect(second.stored[0]?.externalId).toBe(first.batches[0]?.[0]?.externalId)
  })

  test('an update of a kind we cannot read is confirmed and counted by name, without its words', async () => {
    const one = await harness()
    one.emulator.state.enqueueRaw({ business_message: { text: 'rahasia' } })
    await one.start()
    await until(() => one.emulator.state.pending.length === 0)
    expect(one.batches).toEqual([])
    expect(one.logged.join()).toContain('business_message')
    expect(one.logged.join()).not.toContain('rahasia')
  })
})

describe('trouble with Telegram', () => {
  test('a second poller raises one event and slows down', async () => {
    const one = await harness()
    one.emulator.fail('getUpdates', { kind: 'error', code: 409, description: 'Conflict: terminated by other getUpdates request' }, 3)
    await one.start()
    await until(() => one.emulator.waitingPolls() === 1)
    expect(one.events).toHaveLength(1)
    expect(one.events[0]).toMatchObject({ kind: 'conflict', text: expect.stringContaining('@BotFather') })
    expect(one.waits).toEqual([30_000, 30_000, 30_000])
  })

  test('two channels with one token both report the conflict', async () => {
    const first = await harness()
    const second = await harness({}, first.emulator)
    await first.start()
    await second.start()
    await until(() => first.events.length > 0 && second.events.length > 0)
    expect(new Set([...first.events, ...second.events].map((event) => event.kind))).toEqual(new Set(['conflict']))
  })

  test('a webhook set by somebody meanwhile is taken off', async () => {
    const one = await harness()
    await one.start()
    await until(() => one.emulator.waitingPolls() === 1)
    one.emulator.state.webhook.url = 'https://elsewhere.example'
    one.emulator.user(7).write('halo')
    await until(() => one.stored.length === 1)
    one.emulator.user(7).write('lagi')
    await until(() => one.stored.length === 2)
    expect(one.emulator.state.webhook.url).toBe('')
  })

  test.each([
    { kind: 'error', code: 500, description: 'Internal Server Error' },
    { kind: 'gateway-page', code: 502 },
    { kind: 'reset' },
    { kind: 'error', code: 429, description: 'Too Many Requests: retry after 3', retryAfter: 3 },
  ] as const)('polling goes on after %j', async (fault) => {
    const one = await harness()
    one.emulator.fail('getUpdates', fault, 2)
    one.emulator.user(7).write('halo')
    await one.start()
    await until(() => one.stored.length === 1)
    expect(one.waits).toEqual(fault.kind === 'error' && fault.code === 429 ? [3000, 3000] : [1000, 2000])
    await until(() => one.channel.health().state === 'up')
  })

  test('an unreachable server makes health down and start still resolves', async () => {
    const one = await harness({ apiRoot: await closedAddress() })
    await one.start()
    expect(one.channel.health()).toMatchObject({ state: 'down', detail: expect.stringContaining('internet') })
    await until(() => one.waits.length >= 8)
    expect(one.waits.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  test('a token that Telegram revokes later is told to staff once', async () => {
    const one = await harness()
    one.emulator.fail('getUpdates', { kind: 'error', code: 401, description: 'Unauthorized' }, 5)
    await one.start()
    await until(() => one.emulator.waitingPolls() === 1)
    expect(one.events.map((event) => event.kind)).toEqual(['token-refused'])
    expect(one.events[0]?.text).toContain('TELEGRAM_BOT_TOKEN')
  })
})

describe('stopping', () => {
  test('ends the long poll at once, and stopping twice is harmless', async () => {
    const one = await harness()
    await one.start()
    await until(() => one.emulator.waitingPolls() === 1)
    await Promise.all([one.channel.stop(), one.channel.stop()])
    await one.channel.stop()
    await until(() => one.emulator.waitingPolls() === 0)
    expect(one.channel.health().state).toBe('stopped')
    expect(await one.send(7, 'halo')).toMatchObject({ status: 'unavailable' })
  })

  test('under load loses nothing: the next start brings what was not stored', async () => {
    const first = await harness()
    const users = Array.from({ length: 20 }, (_, index) => first.emulator.user(index + 1))
    await first.start()
    for (let round = 0; round < 20; round += 1) {
      for (const user of users) user.write(`p${round}`)
      if (round === 10) void first.channel.stop()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await first.channel.stop()
    const second = await harness({}, first.emulator)
    await second.start()
    await until(() => first.emulator.state.pending.length === 0)
    const ids = new Set([...first.stored, ...second.stored].map((message) => message.externalId))
    expect(ids.size).toBe(400)
  })
})
