import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TelegramEmulator } from '../support/telegram-emulator.ts'
import { startTelegramEmulator } from '../support/telegram-emulator.ts'

let emulator: TelegramEmulator
beforeEach(async () => {
  emulator = await startTelegramEmulator()
})
afterEach(() => emulator.close())

async function call(method: string, payload: object = {}): Promise<{ status: number; result: unknown; description?: string }> {
  const response = await fetch(`${emulator.url}/bot${emulator.token}/${method}`, {
    method: 'POST',
    body: JSON.stringify(payload),
  })
  return { status: response.status, ...((await response.json()) as { result: unknown; description?: string }) }
}
const idsOf = async (payload: object) =>
  ((await call('getUpdates', payload)).result as { update_id: number }[]).map((update) => update.update_id)

describe('the emulator keeps the promises the channel relies on', () => {
  test('an update comes again until a later offset confirms it', async () => {
    const siti = emulator.user(1)
    const [first, second] = [siti.write('a').updateId ?? 0, siti.write('b').updateId ?? 0]
    expect(await idsOf({})).toEqual([first, second])
    expect(await idsOf({ limit: 1 })).toEqual([first])
    expect(await idsOf({ offset: second })).toEqual([second])
    expect(await idsOf({ offset: second + 1 })).toEqual([])
  })

  test('reactions come only when asked for', async () => {
    const siti = emulator.user(1)
    const { messageId } = siti.write('a')
    expect(siti.react(messageId, '👍').updateId).toBeNull()
    await call('getUpdates', { allowed_updates: ['message_reaction'] })
    expect(siti.react(messageId, '👍').updateId).not.toBeNull()
  })

  test.each([
    ['more than 4,096 characters', { text: 'a'.repeat(4097) }, 'message is too long'],
    ['nothing', { text: ' ' }, 'message text is empty'],
    ['an unknown tag', { text: 'a <x>', parse_mode: 'HTML' }, "can't parse entities"],
    ['an unclosed tag', { text: '<b>a', parse_mode: 'HTML' }, "can't parse entities"],
    ['wrongly nested tags', { text: '<b><i>a</b></i>', parse_mode: 'HTML' }, "can't parse entities"],
    [
      'callback data over 64 bytes',
      { text: 'a', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'é'.repeat(33) }]] } },
      'BUTTON_DATA_INVALID',
    ],
  ])('refuses %s', async (_name, payload, description) => {
    emulator.user(1)
    const answer = await call('sendMessage', { chat_id: 1, ...payload })
    expect(answer.status).toBe(400)
    expect(answer.description).toContain(description)
  })

  test('counts the length after the markup is read', async () => {
    const siti = emulator.user(1)
    await call('sendMessage', { chat_id: 1, text: `<b>${'&lt;'.repeat(4000)}</b>`, parse_mode: 'HTML' })
    expect(siti.hears()).toEqual(['<'.repeat(4000)])
  })

  test('knows no other token', async () => {
    const response = await fetch(`${emulator.url}/bot1:other/getMe`, { method: 'POST' })
    expect(response.status).toBe(401)
  })
})

test('runs as its own process, steered over HTTP', async () => {
  const script = new URL('../support/telegram-emulator-process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  const { url, control, token } = JSON.parse(line) as { url: string; control: string; token: string }
  await fetch(`${control}/write`, { method: 'POST', body: JSON.stringify({ user: 5, text: 'halo' }) })
  const updates = await (await fetch(`${url}/bot${token}/getUpdates`, { method: 'POST' })).text()
  expect(updates).toContain('"text":"halo"')
  const log = (await (await fetch(`${control}/log`)).json()) as { pending: number; calls: { method: string }[] }
  expect([log.pending, log.calls.map((one) => one.method)]).toEqual([1, ['getUpdates']])
  child.stdin.end()
  expect(await ended).toBe(0)
})
