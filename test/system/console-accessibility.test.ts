/** Every page of the console, wide and light, narrow and dark (what one shows of colours and sizes the other repeats): nothing that axe finds, nothing that sticks out. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstAccountLink, inviteLink } from '../../src/console/accounts.ts'
import { createAudit } from '../../src/console/audit.ts'
import { launchBrowser, submit } from '../support/browser.ts'
import { createRollup } from '../../src/console/numbers/rollup.ts'
import { createLogger } from '../../src/log.ts'
import { PASSWORD, START } from '../support/console-harness.ts'
import { prepareDesk } from '../support/small-desk.ts'
import { fillConsole, serveConsole, type ConsoleServer } from '../support/console-server.ts'

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const OPEN_ALL =
  "for (const fold of document.querySelectorAll('.reason, .fold, .filter-box, .desk details, .beside details')) fold.open = true"

let browser: Browser
let console: ConsoleServer
let page: Page
let axe: string
let addresses: Record<string, string>

prepareDesk()
beforeAll(async () => {
  axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
  browser = await launchBrowser()
  console = await serveConsole({
    operatorName: 'Rumah Aman',
    channels: () => [
      { name: 'whatsapp', health: { state: 'down', detail: 'HP mati.', lastMessageInAt: 1, lastMessageOutAt: null }, queue: 3 },
      { name: 'telegram', health: { state: 'up', detail: '', lastMessageInAt: 1, lastMessageOutAt: 1 }, queue: 0 },
      { name: 'web', health: { state: 'degraded', detail: '', lastMessageInAt: null, lastMessageOutAt: null }, queue: 0 },
    ],
    pairing: {
      pairing: () => ({ state: 'qr', qr: '2@x' }),
      startPairing: async () => {},
      requestPairingCode: async () => '',
      logout: async () => {},
      restart: async () => {},
    },
  })
  const emergency = await fillConsole(console)
  await console.store.commit([
    { query: console.store.db.insertInto('duty_hours').values({ weekday: 1, starts: 480, ends: 960, zone: 'Asia/Jakarta' }).compile() },
  ])
  for (const state of ['active', 'revoked'])
    await console.store.commit([
      {
        query: console.store.db
          .insertInto('agency_lists')
          .values({
            id: console.newId(),
            listed_on: '2026-11-20',
            imported_at: START,
            staff_id: 'gone',
            agencies: JSON.stringify([
              { name: `PT ${state}`, state },
              { name: 'PT Maju Jaya', state },
            ]),
            undone_at: null,
          })
          .compile(),
      },
    ])
  const caseId = await console.builders.caseOf(emergency, { number: 'PM-7F3K', country: 'MY' })
  await console.builders.caseOf(emergency, { closed_at: 1, state: 'closed', outcome: 'referred' })
  await console.builders.caseOf(emergency, { number: 'PM-AAAA', joined_to: caseId })
  const context = await browser.newContext()
  page = await context.newPage()
  await page.goto(`${console.url}${await firstAccountLink(console.deps)}`)
  await page.fill('[name=nama]', 'Sari Wulandari')
  await page.fill('[name=alias]', 'Ibu Dewi')
  await page.fill('[name=sandi]', PASSWORD)
  await submit(page, 'button.main')
  const taken = await console.builders.conversation({ pseudonym: 'Kenanga-7702', country: 'HK' })
  await console.builders.message(taken, 'visa ke selandia baru gimana', { outcome: 'unknown' })
  await page.goto(`${console.url}/percakapan/${taken}`)
  await submit(page, 'form[action$="/ambil"] button')
  await page.fill('[name=catatan]', 'Sudah dihubungi lewat KJRI.')
  await submit(page, 'form[action$="/catatan"] button')
  await page.fill('[name=label]', 'tunggu kjri')
  await submit(page, 'form[action$="/label"] button')
  await page.getByRole('button', { name: 'Hapus label tunggu kjri' }).waitFor()
  await console.builders.message(taken, 'paspor ditahan', {
    topic: 'passport-withheld',
    country: 'HK',
    language: 'id',
    outcome: 'answer',
    at: START - 86_400_000,
  })
  console.pass(5 * 60_000)
  await createRollup(console.deps, createLogger('silent')).catchUp()
  await page.goto(`${console.url}/angka/sampel`)
  await submit(page, 'form[action$="/undi"] button')
  await page.goto(`${console.url}/serah-terima`)
  await page.fill('[name=catatan]', 'Tunggu KJRI jam 9.')
  await submit(page, 'form[action="/serah-terima"] button')
  await page.goto(`${console.url}/kasus/${caseId}`)
  await page.evaluate(OPEN_ALL)
  await page.fill('[name=tugas]', 'Telepon KJRI')
  await page.fill('[name=waktu]', '2026-12-24T09:00')
  await submit(page, 'form[action$="/tugas"] button')
  await page.evaluate(OPEN_ALL)
  await page.fill('form[action$="/rujukan"] [name=penerima]', 'KJRI Johor Bahru')
  await page.selectOption('[name=dasar]', 'life-at-risk')
  await page.fill('[name=sebab]', 'tidak sadar sejak pagi')
  await submit(page, 'form[action$="/rujukan"] button')
  addresses = {
    answering: `/percakapan/${taken}`,
    inbox: '/',
    'inbox filtered': '/?keadaan=urgent&baru=1',
    'inbox with nothing': '/?topik=seafarer',
    transcript: `/percakapan/${emergency}`,
    'second factor': '/akun/faktor-kedua',
    'not answered': '/pertanyaan',
    cases: '/kasus',
    duty: '/jaga',
    'closed cases': '/kasus?tutup=1',
    case: `/kasus/${caseId}`,
    letter: `/kasus/${caseId}`,
    search: '/cari?q=dikunci',
    'search before': '/cari',
    events: '/kabar',
    channels: '/kanal',
    cards: '/pengetahuan',
    'cards with nothing': '/pengetahuan?topik=seafarer',
    card: '/pengetahuan/kartu/passport-held-employer',
    'card changed': '/pengetahuan/kartu/passport-held-employer/ubah',
    'new card': '/pengetahuan/kartu-baru',
    contacts: '/pengetahuan/kontak?negara=MY',
    contact: '/pengetahuan/kontak/kemlu-pwni',
    notices: '/pengetahuan/pengumuman',
    agencies: '/pengetahuan/p3mi',
    'try a question': '/pengetahuan/coba',
    numbers: '/angka',
    weekly: '/angka/mingguan',
    sample: '/angka/sampel',
    'hand-over': '/serah-terima',
    staff: '/petugas',
    account: '/akun',
    export: '/ekspor',
    audit: '/audit',
    'not found': '/no-such-page',
    invitation: await inviteLink(console.deps, createAudit(console.deps), 'viewer', null),
    'sign-in': '/masuk',
  }
})
afterAll(async () => {
  await browser.close()
  await console.close()
})

describe.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)('%i pixels wide, %s', (width, colorScheme) => {
  test('has no fault that axe knows and nothing that sticks out', async () => {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme })
    const faults: string[] = []
    for (const [name, address] of Object.entries(addresses)) {
      const visitor =
        name === 'sign-in' ? await (await browser.newContext({ viewport: { width, height: 844 }, colorScheme })).newPage() : page
      await visitor.goto(`${console.url}${address}`)
      await visitor.evaluate(OPEN_ALL)
      // A letter is only in the answer to its form.
      if (name === 'letter') await submit(visitor, 'form[action$="/surat"] button')
      await visitor.evaluate(axe)
      const result = (await visitor.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`)) as AxeResult
      for (const { id, nodes } of result.violations)
        faults.push(`${name}: ${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary?.slice(0, 200)}`)
      const excess = await visitor.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      if (Number(excess) > 0) faults.push(`${name}: ${Number(excess)} pixels stick out`)
      if (visitor !== page) await visitor.context().close()
    }
    expect(faults).toEqual([])
  })
})
