/** A reviewer's first morning, in a real browser. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { firstAccountLink } from '../../src/console/accounts.ts'
import { focusedText, isOnScreen, launchBrowser, markup } from '../support/browser.ts'
import { PASSWORD, START } from '../support/console-harness.ts'
import { fillConsole, serveConsole, type ConsoleServer } from '../support/console-server.ts'

let browser: Browser
let console: ConsoleServer
let context: BrowserContext
let page: Page
let emergency: string
/** What the browser complained about: a broken script, or something that the content policy refused. */
let complaints: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  console = await serveConsole()
  emergency = await fillConsole(console)
})
afterEach(async () => {
  await context.close()
  await console.close()
  const faults = [...console.reported.map(String), ...complaints]
  if (faults.length > 0) throw new Error(`the console or the browser complained: ${faults.join('; ')}`)
})

async function open(options: { script: boolean; width?: number }): Promise<void> {
  complaints = []
  context = await browser.newContext({ javaScriptEnabled: options.script, viewport: { width: options.width ?? 1280, height: 800 } })
  page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
}

async function makeFirstAccount(): Promise<void> {
  await page.goto(`${console.url}${await firstAccountLink(console.deps)}`)
  await page.getByLabel('Nama', { exact: true }).fill('Sari Wulandari')
  await page.getByLabel('Nama dinas').fill('Ibu Dewi')
  await page.getByLabel('Kata sandi').fill(PASSWORD)
  await page.getByRole('button', { name: 'Buat akun' }).click()
  await page.waitForURL(`${console.url}/`)
}

const readAt = async (): Promise<number | null> =>
  (await console.store.db.selectFrom('conversations').select('staff_read_at').where('id', '=', emergency).executeTakeFirstOrThrow())
    .staff_read_at

describe('with script', () => {
  test('signs in by the one-time link, sees the emergency on top, opens it at its newest message, and finds it by a word', async () => {
    await open({ script: true })
    await makeFirstAccount()
    const first = page.locator('.row-link').first()
    expect(await first.innerText()).toMatch(/Melati-4821[^]*dikunci di kamar[^]*disekap[^]*Ditahan/)
    await expect.poll(() => page.title()).toBe('(1) Kotak masuk · Tanya Migran')
    await first.click()
    await page.getByRole('button', { name: 'Tandai belum dibaca' }).waitFor()
    expect(await readAt()).toBe(START)
    expect(await page.getByText('Bahaya: disekap').isVisible()).toBe(true)
    await expect.poll(() => isOnScreen(page, page.getByText('Sudah saya baca, Kak.'))).toBe(true)
    await page.getByText('Alasan jawaban').click()
    expect(await page.getByText('Kartu pengetahuan').isVisible()).toBe(true)
    await page.getByRole('link', { name: 'Cari', exact: true }).click()
    await page.getByLabel('Cari di semua pesan').fill('dikunci')
    await page.keyboard.press('Enter')
    expect(await page.locator('mark').innerText()).toBe('dikunci')
    await page.locator('.row-link').click()
    await page.waitForURL(/\/percakapan\//)
  })

  test('hears of a new emergency without doing anything, and keeps its place with the keyboard', async () => {
    await open({ script: true })
    await makeFirstAccount()
    await page.locator('.row-link').first().focus()
    await page.keyboard.press('ArrowDown')
    expect(await focusedText(page)).toContain('Cempaka-3310')
    await console.builders.conversation({ pseudonym: 'Kenanga-1180', rank: 0, danger: 'medical', waiting_since: START - 1 })
    await page.getByText('Kenanga-1180').waitFor({ timeout: 15_000 })
    await expect.poll(() => page.title()).toBe('(2) Kotak masuk · Tanya Migran')
    expect(await page.getByRole('status').innerText()).toBe('2 darurat')
    expect(await focusedText(page)).toContain('Cempaka-3310')
  })

  test('sees a message that comes in while the transcript is open', async () => {
    await open({ script: true })
    await makeFirstAccount()
    await page.goto(`${console.url}/percakapan/${emergency}#akhir`)
    await console.builders.message(emergency, 'sudah ada yang datang kak')
    const message = page.getByText('sudah ada yang datang kak')
    await message.waitFor({ timeout: 15_000 })
    await expect.poll(() => isOnScreen(page, message)).toBe(true)
  })

  test('filters by choosing, and takes a filter away again', async () => {
    await open({ script: true })
    await makeFirstAccount()
    await page.locator('summary', { hasText: 'Saring' }).click()
    await page.getByLabel('Negara').selectOption('HK')
    await page.waitForURL(/negara=HK/)
    expect(new URL(page.url()).search).toBe('?negara=HK')
    await expect.poll(() => page.locator('.row-link').count()).toBe(1)
    await page.getByRole('link', { name: 'Hapus saringan: Hong Kong' }).click()
    await page.waitForURL(`${console.url}/`)
    await expect.poll(() => page.locator('.row-link').count()).toBe(3)
  })

  test('is led to the sign-in page when the session ends, also when nobody touches the page', async () => {
    await open({ script: true })
    await makeFirstAccount()
    console.pass(31 * 60_000)
    await page.waitForURL(/\/masuk/, { timeout: 15_000 })
    // Each part of the page that keeps itself up to date leads there: the page may be loading a second time.
    await page.getByLabel('Kata sandi').waitFor()
    expect(await markup(page)).not.toContain('Melati-4821')
  })

  test('reaches everything by keyboard, beginning with a way past the menu', async () => {
    await open({ script: true })
    await makeFirstAccount()
    await page.keyboard.press('Tab')
    expect(await focusedText(page)).toBe('Langsung ke isi')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('isi')
    const reached = new Set<string>()
    for (let step = 0; step < 15; step++) {
      await page.keyboard.press('Tab')
      reached.add(await focusedText(page))
    }
    expect([...reached].some((text) => text.includes('Melati-4821'))).toBe(true)
    expect([...reached].some((text) => text.startsWith('Saring'))).toBe(true)
  })
})

describe('without script', () => {
  test('reads, marks as read, filters, searches and signs out', async () => {
    await open({ script: false })
    await makeFirstAccount()
    await page.locator('.row-link').first().click()
    // Without script a click does not wait for the next page.
    await page.getByText('tolong kak saya dikunci di kamar').waitFor()
    expect(await readAt()).toBeNull()
    await page.getByRole('button', { name: 'Tandai sudah dibaca' }).click()
    await expect.poll(readAt).toBe(START)
    await page.goto(console.url)
    await page.locator('summary', { hasText: 'Saring' }).click()
    await page.getByLabel('Keadaan').selectOption('urgent')
    await page.getByRole('button', { name: 'Terapkan' }).click()
    await page.waitForURL(/urgent/)
    await expect.poll(() => page.locator('.row-link').count()).toBe(1)
    await page.goto(`${console.url}/cari?q=korea`)
    expect(await page.locator('mark').innerText()).toBe('korea')
    await page.goto(`${console.url}/kabar`)
    await page.getByRole('button', { name: 'Tandai selesai' }).click()
    await page.getByText('Semua beres').waitFor()
    expect(await page.getByText('Semua beres').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Keluar' }).click()
    await page.getByText('Anda sudah keluar.').waitFor()
    expect(await page.getByText('Anda sudah keluar.').isVisible()).toBe(true)
  })
})

describe('on a phone', () => {
  test('shows the emergency without scrolling, and the rest of the menu behind a button', async () => {
    await open({ script: true, width: 390 })
    await makeFirstAccount()
    const box = await page.locator('.row-link').first().boundingBox()
    expect(box!.y + box!.height).toBeLessThan(736)
    await page.locator('.more summary').click()
    await page.locator('.more-panel').getByRole('link', { name: 'Akun saya' }).click()
    await page.waitForURL(/\/akun/)
  })
})
