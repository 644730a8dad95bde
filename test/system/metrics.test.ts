/** What an operator's monitoring reads: `/health` for everybody, `/ready` and `/metrics` on the staff listener only. */
import { createServer } from 'node:net'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PHONE_NUMBER_ID, startCloudEmulator, type CloudEmulator } from '../support/cloud-emulator.ts'
import { startProduct, type Product } from '../support/product.ts'
import { startTelegramEmulator, type TelegramEmulator } from '../support/telegram-emulator.ts'
import { until } from '../support/whatsapp-double-wait.ts'

let product: Product
let meta: CloudEmulator
let telegram: TelegramEmulator
let publicUrl: string

beforeAll(async () => {
  ;[meta, telegram] = await Promise.all([startCloudEmulator(), startTelegramEmulator()])
  const port = await freePort()
  publicUrl = `http://127.0.0.1:${port}`
  product = await startProduct({
    PUBLIC_PORT: String(port),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    WHATSAPP: 'cloud',
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_CLOUD_TOKEN: meta.token,
    WHATSAPP_CLOUD_APP_SECRET: meta.appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: meta.verifyToken,
    WHATSAPP_CLOUD_API_ROOT: meta.url,
  })
  await meta.subscribe(`${publicUrl}/whatsapp`)
})
afterAll(async () => {
  await product?.close()
  await Promise.all([meta?.close(), telegram?.close()])
})

const metrics = async () => (await fetch(`${product.url}/metrics`)).text()
/** The value of the sample whose name and labels all stand in its line; null when there is none. */
async function sample(name: string, ...labels: string[]): Promise<number | null> {
  const line = (await metrics())
    .split('\n')
    .find((one) => new RegExp(`^${name}[{ ]`).test(one) && labels.every((label) => one.includes(label)))
  return line === undefined ? null : Number(line.split(' ').at(-1))
}

describe('monitoring', () => {
  it('is told of each message, its stages, its outcome and its reply, with nothing of the person', async () => {
    const budi = meta.user('628129876543')
    const ani = telegram.user(7654321)
    budi.write('saya Budi Santoso, saya dikunci di kamar di Riyadh')
    ani.write('gaji belum dibayar, nama saya Ani Wulandari')
    await until('both are answered', () => budi.hears().length > 0 && ani.hears().length > 0)
    await product.app.idle()
    expect(await sample('tanya_messages_received_total', 'channel="whatsapp"', 'kind="text"', 'urgency="emergency"')).toBe(1)
    expect(await sample('tanya_messages_handled_total', 'channel="whatsapp"', 'outcome="safety"')).toBe(1)
    expect(await sample('tanya_messages_handled_total', 'channel="telegram"', 'outcome="answer"')).toBe(1)
    expect(await sample('tanya_send_attempts_total', 'channel="whatsapp"', 'kind="safety"', 'status="sent"')).toBe(1)
    for (const stage of ['store', 'understand', 'handle', 'send'])
      expect(await sample('tanya_stage_seconds_count', `stage="${stage}"`, 'channel="telegram"')).toBeGreaterThan(0)
    expect(await sample('tanya_channel_state', 'channel="whatsapp"', 'state="up"')).toBe(1)
    expect(await sample('tanya_emergencies_waiting')).toBe(1)
    expect(await sample('tanya_queue_rows', 'queue="outbox"')).toBe(0)
    expect(await sample('tanya_queue_oldest_seconds')).toBe(0)
    expect(await sample('tanya_knowledge_cards')).toBeGreaterThan(50)
    expect(await sample('nodejs_eventloop_lag_p99_seconds')).not.toBeNull()
    expect(await metrics()).not.toMatch(/Budi|Santoso|Ani|Wulandari|Riyadh|628129876543|7654321|wamid/)
  })

  it('counts what the log tells of trouble, by event', async () => {
    const before = (await sample('tanya_log_lines_total', 'event="whatsapp-signature-refused"')) ?? 0
    await fetch(`${publicUrl}/whatsapp`, { method: 'POST', body: '{}', headers: { 'x-hub-signature-256': 'sha256=0' } })
    expect(await sample('tanya_log_lines_total', 'event="whatsapp-signature-refused"')).toBe(before + 1)
  })

  it('finds only /health on the public listener', async () => {
    const status = async (url: string) => (await fetch(url)).status
    expect(await status(`${publicUrl}/health`)).toBe(200)
    expect([await status(`${publicUrl}/metrics`), await status(`${publicUrl}/ready`)]).toEqual([404, 404])
    expect([await status(`${product.url}/metrics`), await status(`${product.url}/ready`)]).toEqual([200, 200])
  })

  it('shows every panel of the dashboard from what is served', async () => {
    const dashboard = readFileSync('docs/grafana-dashboard.json', 'utf8')
    const asked = new Set(dashboard.match(/\b(?:tanya|nodejs|process)_\w+/g))
    expect(asked.size).toBeGreaterThan(10)
    const served = await metrics()
    const names = new Set(served.match(/^# TYPE (\S+)/gm)?.map((line) => line.split(' ')[2]))
    const missing = [...asked].filter((name) => !names.has(name) && !names.has(name.replace(/_(?:bucket|count|sum)$/, '')))
    expect(missing).toEqual([])
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
