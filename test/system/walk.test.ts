/** A worker, a mother, a welder and a member of staff, each through their own front door, in one running product. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { PASSWORD } from '../support/console-harness.ts'
import { startProductWithChannels, type ProductWithChannels } from '../support/product-with-channels.ts'
import { until } from '../support/whatsapp-double-wait.ts'

let running: ProductWithChannels
let browser: Browser

beforeAll(async () => {
  running = await startProductWithChannels()
})

afterAll(async () => {
  await browser?.close()
  await running?.close()
})

describe('a domestic worker on WhatsApp', () => {
  it('hears what to do about her passport, in slang', async () => {
    const reply = await running.workerWrites('kak pasporku dipegang majikan gmn ya, sy di riyadh')
    expect(reply).toMatch(/paspor/i)
    expect(reply).toMatch(/Sumber: /)
    expect(reply).toContain('Yang menjawab ini mesin')
  })

  it('asks how to get home', async () => {
    const reply = await running.workerWrites('kalo mau pulang gimana')
    expect(reply).toMatch(/pulang|SPLP/i)
  })

  it('gets the right number at once when she is locked in, under a neutral first line', async () => {
    const reply = await running.workerWrites('saya dikunci di kamar')
    const [first = ''] = reply.split('\n')
    expect(first.length).toBeLessThanOrEqual(60)
    expect(first).not.toMatch(/polisi|KBRI|kasus/i)
    expect(reply).toMatch(/^\+?[\d ]{6,}$/m)
    expect(reply).toContain('Aman menulis?')
  })

  it('is not written to any more after she says that it is not safe', async () => {
    const before = running.whatsapp.seenBy(running.worker).length
    await running.whatsapp.send(running.worker, '2')
    await until(
      'the hold is stored',
      async () =>
        (await running.product.app.store.db.selectFrom('conversations').select('hold').where('channel', '=', 'whatsapp').executeTakeFirst())
          ?.hold === 1,
    )
    await running.product.app.idle()
    expect(running.whatsapp.seenBy(running.worker).length).toBe(before)
  })
})

describe('a mother on Telegram', () => {
  it('is told where to report a son who stopped answering, and what to have ready', async () => {
    const mother = running.telegram.user(77)
    mother.write('anak saya kerja di malaysia sudah 3 bulan tidak ada kabar, nomornya mati, saya harus lapor kemana pak')
    await until('an answer', () => mother.hears().length > 0)
    await running.product.app.idle()
    const reply = mother.hears().join('\n')
    expect(reply).toMatch(/Bapak\/Ibu/)
    expect(reply).toMatch(/Kemlu|KBRI/)
    expect(reply).toMatch(/nama lengkap/i)
  })
})

describe('a welder in the web chat', () => {
  it('asks about training in Jakarta and then "kalo jepang?", without a script', async () => {
    const first = await write(null, 'ada pelatihan las gratis di jakarta gak')
    const page = await read(first.cookie)
    expect(page).toMatch(/las/i)
    await write(first.cookie, 'kalo jepang?')
    const second = await read(first.cookie)
    expect(second).toMatch(/Jepang/)
  })

  async function write(cookie: string | null, text: string): Promise<{ cookie: string }> {
    const origin = new URL(running.product.url).origin
    const response = await fetch(`${running.product.url}/chat/kirim`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded', ...(cookie === null ? {} : { cookie }) },
      body: new URLSearchParams({ text, nonce: `n${Math.random()}` }),
    })
    // A new session is shown its page at once, with its cookie; a known one is sent back to it.
    expect(response.status).toBe(cookie === null ? 200 : 303)
    const set = response.headers.get('set-cookie')
    return { cookie: set === null ? (cookie ?? '') : (set.split(';')[0] ?? '') }
  }

  async function read(cookie: string): Promise<string> {
    await running.product.app.idle()
    const response = await fetch(`${running.product.url}/chat`, { headers: { cookie } })
    return response.text()
  }
})

describe('a member of staff in the console, afterwards', () => {
  it('makes the first account, sees the emergency before the others, reads it, and finds it by a word', async () => {
    browser = await launchBrowser()
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    const console = running.product.url.replace('127.0.0.1', 'localhost')

    await page.goto(`${console}${running.product.firstLink}`)
    await page.getByLabel('Nama', { exact: true }).fill('Sari Wulandari')
    await page.getByLabel('Nama dinas').fill('Ibu Dewi')
    await page.getByLabel('Kata sandi').fill(PASSWORD)
    await page.getByRole('button', { name: 'Buat akun' }).click()
    await page.waitForURL(`${console}/`)

    const rows = await page.locator('.row-link').allInnerTexts()
    expect(rows.length).toBe(3)
    expect(rows[0]).toMatch(/WhatsApp[^]*disekap[^]*Ditahan/)
    const pseudonym = await page.locator('.row-link strong').first().innerText()

    await page.locator('.row-link').first().click()
    await page.getByRole('heading', { level: 1, name: pseudonym }).waitFor()
    const talk = page.getByRole('region', { name: 'Pesan' })
    expect(await talk.innerText()).toMatch(/pasporku dipegang majikan[^]*saya dikunci di kamar[^]*Aman menulis\?/)
    expect(await page.getByText('Bahaya: disekap').isVisible()).toBe(true)
    expect(await page.getByText('Ditahan: jangan menulis dulu').isVisible()).toBe(true)

    await page.getByRole('link', { name: 'Cari', exact: true }).click()
    await page.getByLabel('Cari di semua pesan').fill('dikunci')
    await page.keyboard.press('Enter')
    const found = page.locator('.row-link', { hasText: 'saya dikunci di kamar' })
    expect(await found.locator('mark').innerText()).toBe('dikunci')
    expect(await found.innerText()).toContain(pseudonym)
    await found.click()
    await page.waitForURL(/\/percakapan\/.*pesan=/)
    expect(await page.getByText('saya dikunci di kamar').isVisible()).toBe(true)
    expect(complaints).toEqual([])
  })
})
