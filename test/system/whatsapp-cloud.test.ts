/** The whole product with the official WhatsApp, from the variables an operator sets to what a worker's phone shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PHONE_NUMBER_ID, startCloudEmulator, type CloudEmulator, type CloudUser } from '../support/cloud-emulator.ts'
import { startProduct, type Product } from '../support/product.ts'
import { until } from '../support/whatsapp-double-wait.ts'

let product: Product
let meta: CloudEmulator
let worker: CloudUser

beforeAll(async () => {
  meta = await startCloudEmulator({ webhookRetryMilliseconds: 50 })
  product = await startProduct({
    WHATSAPP: 'cloud',
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_CLOUD_TOKEN: meta.token,
    WHATSAPP_CLOUD_APP_SECRET: meta.appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: meta.verifyToken,
    WHATSAPP_CLOUD_API_ROOT: meta.url,
  })
  await meta.subscribe(`${product.url}/whatsapp`)
  worker = meta.user('628111222333')
})

afterAll(async () => {
  await product?.close()
  await meta?.close()
})

async function workerWrites(text: string): Promise<string> {
  const before = worker.hears().length
  worker.write(text)
  await until(`an answer to "${text}"`, () => worker.hears().length > before)
  await product.app.idle()
  return worker.hears().slice(before).join('\n')
}

describe('a domestic worker on the official WhatsApp', () => {
  it('hears what to do about her passport, in slang, and asks on', async () => {
    expect(await workerWrites('kak pasporku dipegang majikan gmn ya, sy di riyadh')).toMatch(/paspor[^]*Sumber: /i)
    expect(await workerWrites('kalo mau pulang gimana')).toMatch(/pulang|SPLP/i)
  })

  it('presses what is offered', async () => {
    await workerWrites('soal kontrak sama paspor')
    const offered = worker.seen().at(-1)
    expect(offered).toMatchObject({ kind: 'interactive' })
    const { length } = offered!.choices
    expect(length).toBeGreaterThan(1)
    const before = worker.hears().length
    worker.press(offered!.choices[length - 1]!.title)
    await until('an answer', () => worker.hears().length > before)
    expect(worker.hears().slice(before).join('\n')).toMatch(/Sumber: /)
  })

  it('gets the right number at once when she is locked in, and silence when it is not safe', async () => {
    const reply = await workerWrites('saya dikunci di kamar')
    expect(reply.split('\n')[0]!.length).toBeLessThanOrEqual(60)
    expect(reply).toMatch(/^\+?[\d ]{6,}$/m)
    const before = worker.hears().length
    worker.write('2')
    await until(
      'the hold is stored',
      async () => (await product.app.store.db.selectFrom('conversations').select('hold').executeTakeFirst())?.hold === 1,
    )
    await product.app.idle()
    expect(worker.hears().length).toBe(before)
  })

  it('is known to staff: the channel is up, and what the operator monitors says so', async () => {
    const ready = (await (await fetch(`${product.url}/ready`)).json()) as { parts: Record<string, { state: string }> }
    expect(ready.parts['whatsapp']).toMatchObject({ state: 'up' })
  })
})
