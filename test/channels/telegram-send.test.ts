import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Harness } from '../support/telegram-emulator-harness.ts'
import { closedAddress, createHarness, until } from '../support/telegram-emulator-harness.ts'
import type { VirtualUser } from '../support/telegram-emulator-people.ts'

let one: Harness
let siti: VirtualUser
beforeEach(async () => {
  one = await createHarness()
  siti = one.emulator.user(7)
  await one.start()
})
afterEach(() => one.close())

const sendFails = (...fault: Parameters<Harness['emulator']['fail']> extends [string, ...infer Rest] ? Rest : never) =>
  one.emulator.fail('sendMessage', ...fault)

describe('sending', () => {
  test('markup signs arrive as they were written', async () => {
    const text = 'Gaji < 5 & > 3, <b>x</b> &amp; _a_ *b* `c` [d](e)'
    const result = await one.send(7, text)
    const shown = siti.sees().at(-1)
    expect(shown).toMatchObject({ from: 'bot', text, silent: false })
    expect(result).toEqual({ status: 'sent', providerIds: [`7:${shown?.messageId}`] })
    expect(one.channel.health().lastMessageOutAt).not.toBeNull()
  })

  test('a long text comes in parts of whole words, in order, with the buttons under the last', async () => {
    const sentence = 'Simpan salinan paspor di tempat aman 😀. '
    const choices = [{ id: 'ok', label: 'Baik' }]
    const result = await one.send(7, { text: sentence.repeat(300).trim(), choices })
    const shown = siti.sees()
    expect(shown.length).toBeGreaterThan(2)
    expect(shown.map((message) => message.text).join(' ')).toBe(sentence.repeat(300).trim())
    expect(shown.every((message) => message.text.length <= 3500)).toBe(true)
    expect(shown.map((message) => message.keyboard.length)).toEqual([...shown.slice(1).map(() => 0), 1])
    expect(result).toEqual({ status: 'sent', providerIds: shown.map((message) => `7:${message.messageId}`) })
  })

  test('what was withdrawn meanwhile does not go, and a half-sent text stops where it is', async () => {
    expect(await one.send(7, 'halo', { stillAllowed: async () => false })).toEqual({ status: 'withdrawn' })
    expect(siti.sees()).toEqual([])
    let asked = 0
    const long = 'Simpan salinan paspor di tempat aman. '.repeat(300).trim()
    expect(await one.send(7, long, { id: 'out-2', stillAllowed: async () => ++asked === 1 })).toEqual({ status: 'withdrawn' })
    expect(siti.sees()).toHaveLength(1)
  })

  test('a bubble without text is refused without a call', async () => {
    expect(await one.send(7, ' \n')).toMatchObject({ status: 'refused', blocked: false })
    expect(one.emulator.calls('sendMessage')).toEqual([])
  })

  test('a safety reply is silent and shows no preview', async () => {
    await one.send(7, 'Sudah saya baca, Kak.', { safety: true })
    expect(siti.sees()[0]?.silent).toBe(true)
    expect(one.emulator.calls('sendMessage')[0]?.payload['link_preview_options']).toEqual({ is_disabled: true })
  })
})

describe('what a failure means', () => {
  test('429 is tried again when Telegram says so', async () => {
    sendFails({ kind: 'error', code: 429, description: 'Too Many Requests: retry after 17', retryAfter: 17 })
    expect(await one.send(7, 'halo')).toMatchObject({ status: 'retry', afterMilliseconds: 17_000 })
  })

  test('a person who blocked us is refused as blocked', async () => {
    siti.block()
    expect(await one.send(7, 'halo')).toMatchObject({ status: 'refused', blocked: true })
  })

  test('an unknown chat is refused', async () => {
    const result = await one.send(404, 'halo')
    expect(result).toEqual({ status: 'refused', blocked: false, reason: 'Bad Request: chat not found' })
  })

  test('a server error is tried again, later with each attempt', async () => {
    sendFails({ kind: 'error', code: 502, description: 'Bad Gateway' }, 3)
    const waits = []
    for (const attempt of [1, 3, 60]) waits.push(await one.send(7, 'halo', { attempt }))
    expect(waits.map((result) => 'afterMilliseconds' in result && result.afterMilliseconds)).toEqual([1000, 4000, 30_000])
  })

  test.each([{ kind: 'hang' }, { kind: 'reset' }, { kind: 'reset-after-accept' }, { kind: 'gateway-page', code: 502 }] as const)(
    '%j leaves it open whether it arrived',
    async (fault) => {
      const hasty = await createHarness({ callMilliseconds: fault.kind === 'hang' ? 100 : 10_000 }, one.emulator)
      await hasty.start()
      sendFails(fault)
      expect(await hasty.send(7, 'halo')).toMatchObject({ status: 'ambiguous' })
      expect(siti.hears()).toEqual(fault.kind === 'reset-after-accept' ? ['halo'] : [])
      await hasty.close()
    },
  )

  test('no connection is tried again', async () => {
    const refuse: typeof globalThis.fetch = async (url, init) => {
      if (typeof url !== 'string' || !url.endsWith('/sendMessage')) return fetch(url, init)
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' }),
      })
    }
    const other = await createHarness({ fetch: refuse }, one.emulator)
    await other.start()
    expect(await other.send(7, 'halo', { attempt: 2 })).toEqual({
      status: 'retry',
      afterMilliseconds: 2000,
      reason: 'ECONNREFUSED',
    })
    await other.close()
  })

  test('no connection counts as no attempt while the whole channel is down', async () => {
    const other = await createHarness({ apiRoot: await closedAddress() })
    await other.start()
    expect(other.channel.health().state).toBe('down')
    expect(await other.send(7, 'halo')).toMatchObject({ status: 'unavailable' })
    await other.close()
  })

  test('a revoked token is the channel, not the message', async () => {
    sendFails({ kind: 'error', code: 401, description: 'Unauthorized' })
    expect(await one.send(7, 'halo')).toMatchObject({ status: 'unavailable' })
  })

  test('reasons carry no words of the message', async () => {
    sendFails({
      kind: 'error',
      code: 400,
      description: 'Bad Request: can\'t parse entities: Unsupported start tag "dipukul"',
    })
    expect(JSON.stringify(await one.send(7, 'dipukul'))).not.toContain('dipukul')
  })
})

describe('a message of several parts', () => {
  const long = `${'a '.repeat(1700)}\n\n${'b '.repeat(1700)}`

  test('goes on after the parts that went', async () => {
    sendFails({ kind: 'pass' })
    sendFails({ kind: 'error', code: 500, description: 'x' })
    expect((await one.send(7, long)).status).toBe('retry')
    expect(siti.hears().map((text) => text[0])).toEqual(['a'])
    const result = await one.send(7, long, { attempt: 2 })
    expect(siti.hears().map((text) => text[0])).toEqual(['a', 'b'])
    const ids = siti.sees().map((message) => `7:${message.messageId}`)
    expect(result).toEqual({ status: 'sent', providerIds: ids })
  })

  test('repeats only the part that may be lost', async () => {
    sendFails({ kind: 'pass' })
    sendFails({ kind: 'reset-after-accept' })
    expect((await one.send(7, long)).status).toBe('ambiguous')
    expect((await one.send(7, long, { attempt: 2 })).status).toBe('sent')
    expect(siti.hears().map((text) => text[0])).toEqual(['a', 'b', 'b'])
  })

  test('is forgotten once sent: the same text under a new id goes whole', async () => {
    await one.send(7, long, { id: 'one' })
    await one.send(7, long, { id: 'two' })
    expect(siti.hears().map((text) => text[0])).toEqual(['a', 'b', 'a', 'b'])
  })
})

describe('beside the text', () => {
  test('typing is shown, and trouble with it is nobody else’s', async () => {
    await one.channel.typing('7')
    expect(one.emulator.state.typing).toEqual([7])
    await one.channel.typing('404')
    await one.channel.markRead('7', ['7:1'])
  })

  test('a pressed button is confirmed after it was stored, and its keyboard goes', async () => {
    await one.send(7, { text: 'Aman menulis?', choices: [{ id: 'safe:yes', label: 'Aman' }] })
    one.failing = true
    siti.press('Aman')
    await until(() => one.batches.length > 1)
    expect(one.emulator.state.answeredCallbacks).toEqual([])
    one.failing = false
    await until(() => siti.sees()[0]?.keyboard.length === 0)
    expect(one.stored.at(-1)?.content).toEqual({ kind: 'choice', value: 'safe:yes' })
    expect(one.emulator.state.answeredCallbacks).toHaveLength(1)
  })

  test('messages of both sides go when asked, and nothing of another chat', async () => {
    const other = one.emulator.user(8)
    other.write('lain')
    const mine = siti.write('rahasia')
    const sent = await one.send(7, 'balasan')
    const ours = 'providerIds' in sent ? sent.providerIds.map((id) => id.split(':')[1]!) : []
    expect(await one.channel.eraseTraces!('7', [String(mine.messageId), ...ours, 'x'])).toBe(2)
    expect(siti.sees()).toEqual([])
    expect(other.sees()).toHaveLength(1)
  })

  test('erasing is to be tried again when Telegram did not answer, and is over when it refuses', async () => {
    const mine = siti.write('rahasia')
    one.emulator.fail('deleteMessages', { kind: 'error', code: 502, description: 'Bad Gateway' })
    expect(await one.channel.eraseTraces!('7', [String(mine.messageId)])).toBeNull()
    one.emulator.fail('deleteMessages', { kind: 'error', code: 400, description: 'Bad Request: message can not be deleted' })
    expect(await one.channel.eraseTraces!('7', [String(mine.messageId)])).toBe(0)
  })

  test('a file is fetched within its limit and refused above it', async () => {
    siti.voice(3, Buffer.from('suara'))
    await until(() => one.stored.length === 1)
    const content = one.stored[0]?.content
    const handle = content?.kind === 'voice' ? (content.media?.handle ?? '') : ''
    const limits = { bytes: 5, milliseconds: 1000 }
    const file = await one.channel.downloadMedia(handle, limits)
    expect(file).toMatchObject({ status: 'ok', bytes: Buffer.from('suara') })
    expect(await one.channel.downloadMedia(handle, { ...limits, bytes: 4 })).toEqual({ status: 'failed', reason: 'too-big' })
    expect(await one.channel.downloadMedia('gone', limits)).toEqual({ status: 'failed', reason: 'gone' })
    one.emulator.fail('getFile', { kind: 'reset' })
    expect(await one.channel.downloadMedia(handle, limits)).toEqual({ status: 'failed', reason: 'network' })
  })
})
