import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waitByTimer } from '../../src/channels/wait.ts'
import type { WebhookMode } from '../../src/channels/telegram-webhook.ts'
import type { Harness } from '../support/telegram-emulator-harness.ts'
import { createHarness, until } from '../support/telegram-emulator-harness.ts'

let server: Server
let one: Harness
let mode: WebhookMode
/** Ends the five-minute waits between looks at the webhook; each call makes one look. */
let look: () => void

beforeEach(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const init = { method: 'POST', headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) }
      void one.channel.webhookHandler(new Request(`http://x${request.url}`, init)).then((answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end()
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  mode = { kind: 'webhook', publicUrl, secretPath: 'path-of-20-letters-x', secretToken: 'token-of-20-letters-' }
  const waiting = new Set<() => void>()
  look = () => waiting.forEach((end) => end())
  one = await createHarness({
    mode,
    wait: (milliseconds, stop) => Promise.race([waitByTimer(milliseconds, stop), new Promise<void>((resolve) => waiting.add(resolve))]),
  })
})
afterEach(async () => {
  await one.close()
  server.closeAllConnections()
  server.close()
})

const call = (body: string, change: { path?: string; token?: string; method?: string } = {}) => {
  const headers = { 'x-telegram-bot-api-secret-token': change.token ?? mode.secretToken }
  const method = change.method ?? 'POST'
  const init = { method, headers, ...(method === 'GET' ? {} : { body }) }
  return one.channel.webhookHandler(new Request(`http://x/telegram/${change.path ?? mode.secretPath}`, init))
}
const update = JSON.stringify({
  update_id: 1,
  message: { message_id: 1, date: 1, chat: { id: 7, type: 'private' }, text: 'halo' },
})
const isSet = () => one.emulator.state.webhook.url !== ''

describe('the webhook', () => {
  test('is set with its secret and brings messages in order', async () => {
    await one.start()
    await until(isSet)
    const { webhook, allowedUpdates } = one.emulator.state
    expect(webhook).toMatchObject({
      url: `${mode.publicUrl}/telegram/${mode.secretPath}`,
      secretToken: mode.secretToken,
    })
    expect(webhook.maxConnections).toBeLessThanOrEqual(10)
    expect(allowedUpdates).toContain('message_reaction')
    const siti = one.emulator.user(7)
    siti.write('satu')
    siti.write('dua')
    await until(() => one.emulator.state.pending.length === 0)
    expect(one.stored.map(({ content }) => 'text' in content && content.text)).toEqual(['satu', 'dua'])
    expect(one.channel.health().state).toBe('up')
  })

  test('brings an update again until it is stored', async () => {
    await one.start()
    await until(isSet)
    one.failing = true
    const answer = await call(update)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(one.events.map((event) => event.kind)).toEqual(['store-refused'])
    one.failing = false
    expect((await call(update)).status).toBe(200)
    expect(one.stored).toHaveLength(1)
    expect(one.channel.health().state).toBe('up')
  })

  test.each([
    ['a wrong path', { path: 'path-of-20-letters-y' }, 404],
    ['a path of another length', { path: 'x' }, 404],
    ['a wrong token', { token: 'token-of-20-letters.' }, 401],
    ['no token', { token: '' }, 401],
    ['another method', { method: 'GET' }, 405],
  ])('answers %s %j with %i and takes nothing in', async (_name, change, status) => {
    await one.start()
    await until(isSet)
    expect((await call(update, change)).status).toBe(status)
    expect(one.batches).toEqual([])
  })

  test('refuses a body over 1 MB and one that is not JSON', async () => {
    await one.start()
    await until(isSet)
    expect((await call('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
    expect((await call('{')).status).toBe(400)
  })

  test('answers 503 after the stop', async () => {
    await one.start()
    await until(isSet)
    await one.channel.stop()
    expect((await call(update)).status).toBe(503)
  })

  test('is set again when somebody replaced it, and staff are told', async () => {
    await one.start()
    await until(isSet)
    const ours = one.emulator.state.webhook.url
    one.emulator.state.webhook.url = 'https://elsewhere.example/x'
    await until(() => {
      look()
      return one.emulator.state.webhook.url === ours
    })
    expect(one.events.map((event) => event.kind)).toEqual(['webhook-replaced'])
  })

  test('tells staff when Telegram cannot reach us', async () => {
    await one.start()
    await until(isSet)
    one.emulator.state.webhook.lastErrorMessage = 'Connection timed out'
    one.emulator.state.pending = Array.from({ length: 30 }, (_, index) => ({ update_id: index }))
    await until(() => {
      look()
      return one.events.length > 0
    })
    expect(one.events[0]).toMatchObject({ kind: 'webhook-unreached', text: expect.stringContaining('PUBLIC_URL') })
  })

  test('does not answer when the channel polls', async () => {
    const polling = await createHarness()
    expect((await polling.channel.webhookHandler(new Request(`http://x/telegram/${mode.secretPath}`))).status).toBe(404)
    await polling.close()
  })
})

describe('settings that cannot work are refused at the start', () => {
  test.each([
    [{ secretToken: '' }, /secret token.*anybody/],
    [{ secretPath: 'short' }, /secret path/],
    [{ publicUrl: 'example.org' }, /PUBLIC_URL is "example.org"/],
    [{ publicUrl: 'https://example.org/' }, /without a trailing slash/],
  ])('%j', async (change, message) => {
    const broken = await createHarness({ mode: { ...mode, ...change } })
    await expect(broken.start()).rejects.toThrow(message)
    await broken.close()
  })
})
