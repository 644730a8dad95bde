import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { WebChatChannel } from '../../src/channels/web-chat.ts'
import { createWebChatChannel } from '../../src/channels/web-chat.ts'
import type { Bubble, IncomingMessage } from '../../src/message.ts'
import { launchBrowser, markup } from '../support/browser.ts'

let browser: Browser
let server: Server
let channel: WebChatChannel
let stored: IncomingMessage[]
let failing: boolean
let page: Page
let url: string
/** What the browser complained about: a broken script or a refused resource. */
let complaints: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  stored = []
  failing = false
  complaints = []
  channel = createWebChatChannel({
    key: Buffer.alloc(32, 3),
    clientAddress: () => 'local',
    isDanger: (text) => text === '9',
    safetyFromMemory: () => '110',
    intro: 'Tanya gratis.',
    exitUrl: '/away',
  })
  await channel.start({
    now: Date.now,
    delivered: async () => undefined,
    report: () => undefined,
    async receive(batch) {
      if (failing) throw new Error('disk full')
      stored.push(...batch)
    },
  })
  const app = new Hono().route('/chat', channel.routes).get('/away', (context) => context.text('Cuaca hari ini'))
  server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server))
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat`
})
afterEach(async () => {
  await page.context().close()
  await channel.stop()
  server.close()
})

async function open(scripts: boolean): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 360, height: 640 } })
  page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
  await page.goto(url)
}

async function write(text: string): Promise<void> {
  await page.getByLabel('Tulis pesan').fill(text)
  await page.getByRole('button', { name: 'Kirim' }).click()
}

function reply(bubble: Bubble): Promise<unknown> {
  const address = stored[0]?.addresses[0] ?? ''
  const message = { id: `out-${bubble.text}`, providerId: null, address, bubble, safety: false, attempt: 1, stillAllowed: async () => true }
  return channel.send(message, new AbortController().signal)
}
const shown = () => page.locator('.said').allTextContents()

test('talks without reloading: send, hear, press a choice, hear again', async () => {
  await open(true)
  await write('halo\nKak <b>')
  await expect.poll(shown).toEqual(['halo\nKak <b>'])
  expect(await page.getByLabel('Tulis pesan').inputValue()).toBe('')
  await reply({ text: 'Telepon:\n+62 21 000\nAman?', choices: [{ id: 'safe:yes', label: 'Aman' }] })
  await page.getByRole('button', { name: '1 Aman' }).click()
  await expect.poll(shown).toEqual(['halo\nKak <b>', 'Telepon:\n+62 21 000\nAman?', 'Aman'])
  expect(await page.getByRole('button', { name: '1 Aman' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: '+62 21 000' }).getAttribute('href')).toBe('tel:+6221000')
  expect(stored.map((message) => message.content.kind)).toEqual(['text', 'choice'])
  await reply({ text: 'Baik.' })
  await expect.poll(async () => (await shown()).at(-1)).toBe('Baik.')
  await page.reload()
  expect(await shown()).toHaveLength(4)
  expect(complaints).toEqual([])
})

test('says when a message could not be stored and keeps the words', async () => {
  await open(true)
  failing = true
  await write('gaji saya')
  await page.getByText('Pesan belum tersimpan, kirim lagi.').waitFor()
  expect(await page.getByLabel('Tulis pesan').inputValue()).toBe('gaji saya')
  failing = false
  await page.getByRole('button', { name: 'Kirim' }).click()
  await expect.poll(shown).toEqual(['gaji saya'])
  expect(await page.getByRole('alert').textContent()).toBe('')
})

test.each(['the button', 'Esc three times'])('the quick exit by %s leads away, and going back shows nothing', async (way) => {
  await open(true)
  await write('rahasia')
  await expect.poll(shown).toEqual(['rahasia'])
  if (way === 'the button') await page.getByRole('link', { name: 'Keluar cepat' }).click()
  else for (let index = 0; index < 3; index += 1) await page.keyboard.press('Escape')
  await page.waitForURL('**/away')
  await expect.poll(async () => (await reply({ text: 'x' })) as object).toMatchObject({ status: 'refused' })
  await page.goBack().catch(() => null)
  expect(await markup(page)).not.toContain('rahasia')
  await page.goto(url)
  expect(await shown()).toEqual([])
})

test('no message covers the quick exit, wherever the talk was scrolled to', async () => {
  await open(true)
  for (const text of ['satu', 'dua', 'tiga']) {
    await write(`${text} `.repeat(150))
    await expect.poll(async () => (await shown()).at(-1)).toContain(text)
  }
  const covered = await page.evaluate(`(() => {
    const exit = document.querySelector('.exit')
    const found = []
    for (let top = 0; top < document.documentElement.scrollHeight; top += 40) {
      scrollTo(0, top)
      const box = exit.getBoundingClientRect()
      for (const y of [box.top + 3, box.bottom - 3])
        if (document.elementFromPoint(box.left + box.width / 2, y) !== exit) found.push(top)
    }
    return found
  })()`)
  expect(covered).toEqual([])
})

test('works whole without scripts', async () => {
  await open(false)
  await write('halo')
  await expect.poll(shown).toEqual(['halo'])
  await reply({ text: 'Aman?', choices: [{ id: 'safe:no', label: 'Tidak' }] })
  await page.getByRole('link', { name: 'Lihat balasan baru' }).click()
  await page.getByRole('button', { name: '1 Tidak' }).click()
  await expect.poll(shown).toEqual(['halo', 'Aman?', 'Tidak'])
  await page.getByRole('link', { name: 'Keluar cepat' }).click()
  await page.waitForURL('**/away')
  await page.goto(url)
  expect(await shown()).toEqual([])
})

test('fits a narrow phone with letters of 16 px and more', async () => {
  await open(true)
  await write('a'.repeat(300))
  await expect.poll(shown).toHaveLength(1)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(overflow).toBe(0)
  const sizes = (await page.evaluate(
    `Array.from(document.querySelectorAll('body *:not([type=hidden])')).map((one) => parseFloat(getComputedStyle(one).fontSize))`,
  )) as number[]
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16)
})
