/** A caseworker's morning in a real browser, over the whole product: what she writes arrives on Telegram. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteLink } from '../../src/console/accounts.ts'
import { createAudit } from '../../src/console/audit.ts'
import { launchBrowser } from '../support/browser.ts'
import { PASSWORD } from '../support/console-harness.ts'
import { startProduct, type Product } from '../support/product.ts'
import { startTelegramEmulator, type TelegramEmulator } from '../support/telegram-emulator.ts'
import { until } from '../support/whatsapp-double-wait.ts'

let product: Product
let telegram: TelegramEmulator
let browser: Browser
let page: Page
let url: string
const complaints: string[] = []

beforeAll(async () => {
  telegram = await startTelegramEmulator()
  product = await startProduct({ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url })
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  url = product.url.replace('127.0.0.1', 'localhost')
  await makeAccount(page, `${url}${product.firstLink}`, 'Sari Wulandari', 'Ibu Dewi')
})
afterAll(async () => {
  await browser?.close()
  await product?.close()
  await telegram?.close()
  if (complaints.length > 0) throw new Error(`the browser complained: ${complaints.join('; ')}`)
})

async function makeAccount(visitor: Page, link: string, name: string, alias: string): Promise<void> {
  await visitor.goto(link)
  await visitor.getByLabel('Nama', { exact: true }).fill(name)
  await visitor.getByLabel('Nama dinas').fill(alias)
  await visitor.getByLabel('Kata sandi').fill(PASSWORD)
  await visitor.getByRole('button', { name: 'Buat akun' }).click()
  await visitor.waitForURL(`${url}/`)
}

test('reads the emergency, takes over, answers, sees it delivered, hands back, marks a wrong topic, and the trail has it all', async () => {
  const worker = telegram.user(41)
  worker.write('kak saya dikunci di kamar majikan di riyadh')
  await until('the safety reply', () => worker.hears().length > 0)
  await product.app.idle()

  await page.reload()
  await page.locator('.row-link').first().click()
  await page.getByRole('button', { name: 'Ambil alih dan jawab' }).click()
  await page.getByText('belum diketahui HP siapa').waitFor()

  const heard = worker.hears().length
  worker.write('masih dikunci')
  await page.getByText('masih dikunci').waitFor({ timeout: 20_000 })
  await page.getByLabel('Balasan', { exact: true }).fill('Saya baca, Kak. Kota mana?')
  await page.getByRole('button', { name: 'Kirim', exact: true }).click()
  await until('the answer arrives', () =>
    worker
      .hears()
      .slice(heard)
      .some((text) => text.includes('Kota mana?')),
  )
  const answer = worker.hears().findLast((text) => text.includes('Kota mana?'))!
  expect(answer).toBe('Ini Ibu Dewi.\nSaya baca, Kak. Kota mana?\n\n(Ditulis petugas, bukan mesin.)')
  await product.app.idle()
  // The page that the form leads to must have come before it is asked for again.
  await page.locator('.message-staff').waitFor()
  await page.reload()
  expect(await page.locator('.message-staff .delivery').innerText()).toBe('terkirim')

  const before = worker.hears().length
  worker.write('gaji belum dibayar 3 bulan juga')
  await until('it is handled', async () => {
    const row = await product.app.store.db.selectFrom('messages').select('id').where('text', 'like', '%gaji belum%').executeTakeFirst()
    return row !== undefined
  })
  await product.app.idle()
  expect(worker.hears().length).toBe(before)

  await page.reload()
  await page.getByText('Jadikan kasus uji').last().click()
  await page.locator('form[action$="/kasus-uji"]').last().getByRole('button', { name: 'Simpan' }).click()
  await page.getByText('Kasus uji', { exact: true }).waitFor()
  await page.goto(page.url().replace(/\?.*$/, ''))
  await page.getByText('Nilai jawaban ini').first().click()
  const mark = page.locator('form[action$="/nilai"]').first()
  await mark.getByLabel('Topik salah').check()
  await mark.getByLabel('Topik yang benar').selectOption('Kontrak dan gaji')
  await mark.getByRole('button', { name: 'Simpan' }).click()
  await page.getByText('Topik salah: Kontrak dan gaji').waitFor()

  await page.goto(page.url().replace(/\?.*$/, ''))
  await page.getByRole('button', { name: 'Kembalikan ke mesin' }).click()
  await page.getByRole('button', { name: 'Ambil alih dan jawab' }).waitFor()
  worker.write('kalo gaji belum dibayar lapor kemana')
  await until('the machine answers again', () => worker.hears().length > before)

  await page.goto(`${url}/audit`)
  const trail = await page.locator('main').innerText()
  for (const entry of ['mengambil alih percakapan', 'membalas orang', 'menilai jawaban', 'membuat kasus uji', 'mengembalikan ke mesin'])
    expect(trail).toContain(entry)
})

test('two browsers: who was slower is told, and keeps what was typed', async () => {
  const worker = telegram.user(42)
  worker.write('saya mau bicara dengan petugas')
  await until('an answer', () => worker.hears().length > 0)
  await product.app.idle()
  await page.goto(url)
  await page.locator('.row-link', { hasText: 'bicara dengan petugas' }).click()
  await page.getByRole('button', { name: 'Ambil alih dan jawab' }).click()
  await page.getByLabel('Balasan', { exact: true }).fill('Ada apa, Kak?')
  const other = await (await browser.newContext()).newPage()
  const { app } = product
  const link = await inviteLink(app, createAudit(app), 'caseworker', null)
  await makeAccount(other, `${url}${link}`, 'Rina Kartika', 'Ibu Ratna')
  await other.goto(page.url())
  await other.getByRole('button', { name: 'Ambil alih dari Sari Wulandari' }).click()
  await other.getByLabel('Balasan', { exact: true }).waitFor()
  const heard = worker.hears().length
  await page.getByRole('button', { name: 'Kirim', exact: true }).click()
  await page.getByText('ada yang menulis atau mengambil alih').waitFor()
  expect(await page.getByLabel('Yang tadi Anda tulis').inputValue()).toContain('Ada apa, Kak?')
  await product.app.idle()
  expect(worker.hears().length).toBe(heard)
})
