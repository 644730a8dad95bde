import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'
import { prepareDesk } from '../support/small-desk.ts'

const PATH = '/pengetahuan/p3mi'
const DAY = 86_400_000

prepareDesk()
let console: ConsoleHarness
let refreshed: number
let browser: Visitor

beforeEach(async () => {
  refreshed = 0
  console = await openConsole({
    agencies: {
      days: 31,
      staleAt: (listedOn) => Date.parse(listedOn) + 32 * DAY,
      refresh: async () => void refreshed++,
    },
  })
  browser = await console.signedIn('caseworker')
  await browser.get(PATH)
})
afterEach(() => console.close())

const send = (content: string, tanggal = '2026-11-20', by = browser): Promise<Response> =>
  by.upload(PATH, { tanggal }, { name: 'daftar.csv', field: 'berkas', content })
const lists = () => console.store.db.selectFrom('agency_lists').selectAll().orderBy('id').execute()
const trail = async (): Promise<string[]> =>
  (await console.store.db.selectFrom('audit').select('action').orderBy('number').execute())
    .map(({ action }) => action)
    .filter((action) => action.startsWith('agency'))

test('an imported list is served at once, stands in the audit trail, and says what it changed', async () => {
  expect(await browser.text(PATH)).toContain('Belum ada daftar')
  expect((await send('nama,status\nPT Satu,aktif\nPT Dua,aktif\n')).status).toBe(303)
  expect(await browser.text(PATH)).toContain('Ini daftar pertama.')
  await send('nama,status\nPT Satu,dicabut\nPT Tiga,aktif\n')
  const page = await browser.text(PATH)
  expect(page).toContain('1 nama baru, 1 hilang, 1 berubah status')
  expect(page).toMatch(/PT Tiga[^]*PT Dua[^]*PT Satu: aktif → dicabut/)
  expect(page).toMatch(/20 Nov 2026[^]*Petugas caseworker[^]*21 Des 2026/)
  expect(refreshed).toBe(2)
  expect(await trail()).toEqual(['agency-list-imported', 'agency-list-imported'])
})

test('bad rows are named by line and column, and nothing is imported', async () => {
  const response = await send('nama,status,berlaku_sampai\nPT Satu,aktif,2027-01-01\nPT Dua,bagus,\nPT Tiga,aktif,besok\n')
  expect(response.status).toBe(422)
  const page = await response.text()
  expect(page).toContain('Tidak ada yang diimpor. 2 kesalahan')
  expect(page).toMatch(/Baris 3, kolom status[^]*Baris 4, kolom berlaku_sampai/)
  expect(page).toContain('value="2026-11-20"')
  expect(await lists()).toEqual([])
  expect(await trail()).toEqual([])
  expect(refreshed).toBe(0)
})

test.each([
  ['no date', '', 'Isi tanggalnya'],
  ['a date that is none', '2026-02-30', 'Isi tanggalnya'],
  ['a day that has not come', '2026-11-25', 'belum tiba'],
])('%s is refused', async (_, date, problem) => {
  const response = await send('nama,status\nPT Satu,aktif\n', date)
  expect(response.status).toBe(422)
  expect(await response.text()).toContain(problem)
  expect(await lists()).toEqual([])
})

test('no file, and one that is too large, are refused', async () => {
  expect(await (await send('')).text()).toContain('Pilih berkasnya')
  const large = `nama,status\n${'PT Perusahaan Yang Namanya Panjang,aktif\n'.repeat(6_600)}`
  expect(large.length).toBeGreaterThan(256 * 1024)
  expect((await send(large)).status).toBe(422)
  expect((await send(large.repeat(2))).status).toBe(413)
  expect(await lists()).toEqual([])
})

test('a large body is taken by no other form', async () => {
  expect((await browser.post('/pengetahuan/coba', { teks: 'x'.repeat(70_000) })).status).toBe(413)
})

test('undone, the list before is served again; a list that is not the newest cannot be', async () => {
  await send('nama,status\nPT Satu,aktif\n')
  await send('nama,status\nPT Satu,aktif\nPT Dua,aktif\n')
  const [first, second] = await lists()
  expect((await browser.post(`${PATH}/${first!.id}/batalkan`)).status).toBe(422)
  expect((await browser.post(`${PATH}/${second!.id}/batalkan`)).status).toBe(303)
  expect(refreshed).toBe(3)
  expect(await browser.text(PATH)).toContain('Ini daftar pertama.')
  expect(await lists()).toMatchObject([{ undone_at: null }, { undone_at: START }])
  // Pressed twice, it does not undo the one before as well.
  expect((await browser.post(`${PATH}/${second!.id}/batalkan`)).status).toBe(422)
  expect(await trail()).toEqual(['agency-list-imported', 'agency-list-imported', 'agency-list-undone'])
})

test('a list that is too old says so', async () => {
  await send('nama,status\nPT Satu,aktif\n', '2026-10-23')
  expect(await browser.text(PATH)).toContain('terlalu lama, tidak dipakai')
  await send('nama,status\nPT Satu,aktif\n', '2026-10-24')
  expect(await browser.text(PATH)).toContain('dipakai menjawab')
})

test('who may only read sees the list and no form', async () => {
  await send('nama,status\nPT Satu,aktif\n')
  const page = await (await console.signedIn('reviewer')).text(PATH)
  expect(page).toContain('1 aktif')
  expect(page).not.toContain('type="file"')
  expect(page).not.toContain('batalkan')
})

test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)"])(
  'the name %s stays text',
  async (payload) => {
    const cell = `"PT ${payload.replaceAll('"', '""')}"`
    await send('nama,status\nPT Satu,aktif\n')
    expect((await send(`nama,status\n${cell},aktif\n`)).status).toBe(303)
    const page = await browser.text(PATH)
    expect(page).not.toContain(payload)
    expect(page).not.toMatch(/<script>|<img src=x|\sonmouseover='/)
    expect(page).toMatch(/alert\(1\)/)
    const refused = await (await send(`nama,status,"${payload.replaceAll('"', '""')}"\nPT Satu,x,\n`)).text()
    expect(refused).not.toContain(payload)
  },
)
