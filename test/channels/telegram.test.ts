import { afterEach, describe, expect, test } from 'vitest'
import { createPace, MESSAGES_PER_SECOND } from '../../src/channels/telegram-pace.ts'
import type { Harness } from '../support/telegram-emulator-harness.ts'
import { createHarness, until } from '../support/telegram-emulator-harness.ts'

let one: Harness
afterEach(() => one?.close())

describe('starting', () => {
  test('sets the menu in Indonesian for all and in English for English apps, with "Data saya" and no erasing', async () => {
    one = await createHarness()
    await one.start()
    await until(() => one.emulator.waitingPolls() === 1)
    const [all, english] = ['', 'en'].map((language) => one.emulator.state.commands.get(language))
    expect(all).toContainEqual({ command: 'data', description: 'Data saya' })
    expect(english).toContainEqual({ command: 'data', description: 'My data' })
    for (const menu of [all, english]) {
      const names = (menu as { command: string }[]).map((entry) => entry.command)
      expect(names).toEqual(['start', 'menu', 'bantuan', 'bahasa', 'data'])
    }
  })

  test('a menu that cannot be set does not keep messages out', async () => {
    one = await createHarness()
    one.emulator.fail('setMyCommands', { kind: 'error', code: 400, description: 'Bad Request: x' }, 2)
    one.emulator.user(7).write('halo')
    await one.start()
    await until(() => one.stored.length === 1)
    expect(one.logged.join()).toContain('telegram-commands-not-set')
  })

  test('takes an old webhook off without dropping what waits', async () => {
    one = await createHarness()
    one.emulator.state.webhook.url = 'https://old.example'
    one.emulator.user(7).write('halo')
    await one.start()
    await until(() => one.stored.length === 1)
    expect(one.emulator.calls('deleteWebhook')[0]?.payload).toEqual({})
  })

  test('a wrong token is one sentence that says where to get the right one', async () => {
    one = await createHarness({ token: '1:wrong-token-wrong-token-wrong' })
    await expect(one.start()).rejects.toThrow(/TELEGRAM_BOT_TOKEN .*@BotFather/)
    await expect(one.start()).rejects.not.toThrow(/wrong-token/)
  })

  test('something that is no token is refused without a call', async () => {
    one = await createHarness({ token: 'my bot' })
    await expect(one.start()).rejects.toThrow(/does not look like a token/)
    expect(one.emulator.state.calls).toEqual([])
  })

  test('goes on in the background when Telegram does not answer at first', async () => {
    one = await createHarness()
    one.emulator.fail('getMe', { kind: 'error', code: 500, description: 'x' }, 3)
    one.emulator.user(7).write('halo')
    await one.start()
    expect(one.channel.health().state).toBe('down')
    await until(() => one.stored.length === 1)
    expect(one.channel.health().state).toBe('up')
  })
})

test('the token is in no log line, event, reason or error', async () => {
  one = await createHarness()
  for (const method of ['getMe', 'setMyCommands', 'getUpdates', 'sendMessage', 'getFile']) {
    one.emulator.fail(method, { kind: 'reset' })
    one.emulator.fail(method, { kind: 'error', code: 400, description: 'Bad Request: y' })
  }
  await one.start()
  const results = [await one.send(7, 'a'), await one.send(7, 'b')]
  const download = await one.channel.downloadMedia('x', { bytes: 1, milliseconds: 100 })
  await until(() => one.emulator.waitingPolls() === 1)
  const secret = one.emulator.token.split(':')[1] ?? ''
  const all = [one.logged, one.events, results, download, one.channel.health()]
  expect(JSON.stringify(all)).not.toContain(secret)
})

describe('the pace', () => {
  function clock() {
    let at = 1_000_000
    const pace = createPace(
      () => at,
      async (milliseconds) => void (at += milliseconds),
    )
    return { pace, now: () => at - 1_000_000 }
  }
  const never = new AbortController().signal

  test('is one message a second in a chat', async () => {
    const { pace, now } = clock()
    const went = []
    for (let index = 0; index < 4; index += 1) {
      await pace.turn('a', never)
      went.push(now())
    }
    expect(went).toEqual([0, 1000, 2000, 3000])
  })

  test('is at most 30 in any second over all chats', async () => {
    const { pace, now } = clock()
    const went: number[] = []
    for (let index = 0; index < 100; index += 1) {
      await pace.turn(`chat-${index}`, never)
      went.push(now())
    }
    expect(went.slice(0, MESSAGES_PER_SECOND)).toEqual(Array.from({ length: MESSAGES_PER_SECOND }, () => 0))
    for (const [index, at] of went.slice(MESSAGES_PER_SECOND).entries()) expect(at - (went[index] ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  test('lets a safety reply through at once and makes the next one wait for it', async () => {
    const { pace, now } = clock()
    await pace.turn('a', never)
    pace.count('a')
    expect(now()).toBe(0)
    await pace.turn('a', never)
    expect(now()).toBe(1000)
  })

  test('ends with the stop signal', async () => {
    const stop = new AbortController()
    const pace = createPace(
      () => 0,
      async () => stop.abort(),
    )
    await pace.turn('a', never)
    await pace.turn('a', stop.signal)
    expect(stop.signal.aborted).toBe(true)
  })
})
