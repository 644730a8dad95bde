/**
 * `npm run screenshots [-- --all FOLDER]`: starts the built product on made-up data, writes to it as people do, and takes
 * the pictures of the README. With `--all` every page, wide and narrow, light and dark, into FOLDER: for looking at them.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { fillDatabase } from '../../src/commands/console-data.ts'
import { progressBar } from '../../src/commands/progress.ts'
import { startProduct } from '../../src/commands/started-product.ts'
import { inviteLink } from '../../src/console/accounts.ts'
import { createAudit } from '../../src/console/audit.ts'
import { createRollup } from '../../src/console/numbers/rollup.ts'
import { createLogger } from '../../src/log.ts'
import { databasePath, openDatabase } from '../../src/store/database.ts'
import { launchBrowser } from '../support/browser.ts'

const SHOWN = 'docs/screenshots'
/** The README loads both: a picture of more bytes than this is too much for a slow line. */
const LARGEST_BYTES = 200_000
const CONVERSATIONS = 400
const PASSWORD = 'kopi pagi di terminal'
const WIDE = { width: 1280, height: 860 }
const NARROW = { width: 390, height: 844 }

/** What people write to it, so that the pictures show what it really answers. */
const PEOPLE: readonly (readonly string[])[] = [
  ['assalamualaikum kak', 'biaya ke taiwan berapa ya, diminta 30 juta sama sponsor', 'makasih kak'],
  ['bantu saya pulang', 'malaysia, johor bahru', 'aman', 'sehat', 'dipegang majikan', 'belum', 'boleh', 'Bu Zaenab', 'chat ini saja'],
  ['saya mau lapor anak saya hilang', 'malaysia', 'bulan lalu, katanya mau pindah rumah', 'tidak pernah', 'Siti Aminah'],
  [
    'paspor sy ditahan majikan di malaysia gmn kak',
    'kalau saya minta malah dimarahi',
    'tolong kak saya dikunci di kamar, tidak boleh keluar',
  ],
]

/** Every page that has an address of its own. */
const PAGES: Readonly<Record<string, string>> = {
  inbox: '/',
  'inbox-nothing': '/?topik=seafarer',
  search: '/cari?q=gaji',
  cases: '/kasus',
  'cases-closed': '/kasus?tutup=1',
  questions: '/pertanyaan',
  cards: '/pengetahuan',
  card: '/pengetahuan/kartu/passport-held-employer',
  'card-edit': '/pengetahuan/kartu/passport-held-employer/ubah',
  'card-new': '/pengetahuan/kartu-baru',
  contacts: '/pengetahuan/kontak',
  contact: '/pengetahuan/kontak/kemlu-pwni',
  notices: '/pengetahuan/pengumuman',
  agencies: '/pengetahuan/p3mi',
  'try-out': '/pengetahuan/coba',
  numbers: '/angka',
  weekly: '/angka/mingguan',
  sample: '/angka/sampel',
  consents: '/izin',
  'hand-over': '/serah-terima',
  events: '/kabar',
  channels: '/kanal',
  duty: '/jaga',
  staff: '/petugas',
  export: '/ekspor',
  audit: '/audit',
  account: '/akun',
  'second-factor': '/akun/faktor-kedua',
  'not-found': '/no-such-page',
}

const { values } = parseArgs({ options: { all: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'tanya-migran-pictures-'))
const dataFolder = join(folder, 'data')
mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
const link = await prepareData()
const product = await startProduct(
  { DATA_FOLDER: dataFolder, KEYS_FOLDER: join(folder, 'keys'), LOG_LEVEL: 'error', OPERATOR_NAME: 'Rumah Aman Migran' },
  [],
  'dist/main.js',
)
const browser = await launchBrowser()
try {
  for (const texts of PEOPLE) await write(browser, texts)
  const page = await signIn(browser)
  const places = await work(page)
  if (values.all === undefined) await takeShown(page, places['transcript']!)
  else await takeAll(page, places, values.all)
} finally {
  await browser.close()
  await product.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function prepareData(): Promise<string> {
  const store = openDatabase({ path: databasePath(dataFolder), now: Date.now })
  const deps = { store, now: Date.now }
  const bar = progressBar('making messages', CONVERSATIONS * 10)
  await fillDatabase(store, CONVERSATIONS, Date.now(), (done) => bar.update(done))
  bar.stop()
  await createRollup(deps, createLogger('error')).catchUp()
  const path = await inviteLink(deps, createAudit(deps), 'admin', null)
  store.close()
  return path
}

/** One person in the web chat, who waits for each answer. */
async function write(from: Browser, texts: readonly string[]): Promise<void> {
  const context = await from.newContext({ viewport: NARROW })
  const page = await context.newPage()
  await page.goto(`${product.url}/chat`)
  for (const text of texts) {
    const answers = page.locator('.entry.assistant')
    const before = await answers.count()
    await page.fill('#text', text)
    await page.click('#write button')
    await answers.nth(before).waitFor()
  }
  await context.close()
}

async function signIn(to: Browser): Promise<Page> {
  const page = await (await to.newContext({ viewport: WIDE })).newPage()
  await page.goto(`${product.url}${link}`)
  await page.fill('[name=nama]', 'Sari Wulandari')
  await page.fill('[name=alias]', 'Ibu Dewi')
  await page.fill('[name=sandi]', PASSWORD)
  await page.click('button.main')
  await page.waitForURL(`${product.url}/`)
  return page
}

/** What a caseworker does on a morning; the addresses of the pages that show it. */
async function work(page: Page): Promise<Record<string, string>> {
  await page.goto(`${product.url}/?keadaan=emergency&kanal=web`)
  await page.locator('.row-link').first().click()
  await page.waitForURL(/percakapan/)
  const transcript = new URL(page.url()).pathname
  await page.goto(`${product.url}/kasus`)
  const cases = page.locator('.case-link', { hasText: 'Mau pulang' })
  await cases.first().click()
  const caseAddress = new URL(page.url()).pathname
  await page.click('form[action$="/ambil"] button')
  await fillForm(page, 'tugas', {
    tugas: 'Telepon KJRI Johor Bahru',
    waktu: `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T10:00`,
  })
  await fillForm(page, 'rujukan', { penerima: 'KJRI Johor Bahru', sebab: 'orangnya tidak sadar sejak pagi' }, { dasar: 'life-at-risk' })
  await page.goto(`${product.url}/angka/sampel`)
  await page.click('form[action$="/undi"] button')
  await page.goto(`${product.url}/serah-terima`)
  await page.fill('[name=catatan]', 'PM: menunggu jawaban KJRI jam 10.')
  await page.click('form[action="/serah-terima"] button')
  return { transcript, case: caseAddress }
}

/** Fills and sends a form of the page; `choices` are its selections. */
async function fillForm(
  page: Page,
  action: string,
  fields: Readonly<Record<string, string>>,
  choices: Readonly<Record<string, string>> = {},
): Promise<void> {
  const form = page.locator(`form[action$="/${action}"]`)
  await page.evaluate("for (const fold of document.querySelectorAll('.fold')) fold.open = true")
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value)
  for (const [name, value] of Object.entries(choices)) await form.locator(`[name="${name}"]`).selectOption(value)
  await Promise.all([page.waitForEvent('load'), form.locator('button').click()])
}

async function takeShown(page: Page, transcript: string): Promise<void> {
  mkdirSync(SHOWN, { recursive: true })
  for (const [name, address] of [
    ['inbox', '/'],
    ['transcript', transcript],
  ] as const) {
    const path = join(SHOWN, `${name}.png`)
    await page.goto(`${product.url}${address}`)
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path })
    const { size } = statSync(path)
    if (size > LARGEST_BYTES) throw new Error(`${path} has ${size} bytes, more than ${LARGEST_BYTES}`)
    process.stdout.write(`${path}: ${Math.round(size / 1000)} kB\n`)
  }
}

async function takeAll(page: Page, places: Readonly<Record<string, string>>, into: string): Promise<void> {
  mkdirSync(into, { recursive: true })
  const addresses = { ...PAGES, ...places }
  const bar = progressBar('taking pictures', Object.keys(addresses).length * 4)
  let done = 0
  for (const [width, size] of Object.entries({ wide: WIDE, narrow: NARROW }))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      for (const [name, address] of Object.entries(addresses)) {
        await page.goto(`${product.url}${address}`)
        await page.screenshot({ path: join(into, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        bar.update(++done)
      }
    }
  bar.stop()
}
