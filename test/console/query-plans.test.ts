/** Every statement that a message or a page makes the store run, explained: none reads a table that grows from end to end. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'
import { fillConsole } from '../support/console-server.ts'
import { prepareAssistant, startCore } from '../support/core-app.ts'
import { textMessage } from '../support/builders-core.ts'
import { watchStatements } from '../support/query-plan.ts'
import { prepareDesk } from '../support/small-desk.ts'

prepareDesk()
prepareAssistant()
let console: ConsoleHarness
let admin: Visitor

beforeEach(async () => {
  console = await openConsole()
  admin = await console.signedIn('admin')
})
afterEach(() => console.close())

const PAGES = [
  '/',
  '/?setelah=5.8999999999990000.p10000',
  '/?topik=seafarer',
  '/?negara=QA',
  '/?isi=mad',
  '/?label=agen',
  '/?label=agen&setelah=5.8999999999990000.p10000',
  '/cari?q=dikunci',
  '/cari?q=dikunci&sebelum=100',
  '/kasus',
  '/kasus?tutup=1',
  '/pertanyaan',
  '/pengetahuan',
  '/pengetahuan/kartu/passport-held-employer',
  '/pengetahuan/kontak',
  '/pengetahuan/pengumuman',
  '/angka',
  '/angka.csv',
  '/angka/mingguan',
  '/angka/sampel',
  '/izin',
  '/serah-terima',
  '/kabar',
  '/kanal',
  '/petugas',
  '/akun',
  '/akun/faktor-kedua',
  '/jaga',
  '/ekspor',
  '/audit',
  '/audit?tindakan=searched',
  '/kasus-uji.jsonl',
]

test('no page of the console reads a growing table to the end', async () => {
  const emergency = await fillConsole(console)
  const caseId = await console.builders.caseOf(emergency, { number: 'PM-7F3K' })
  await console.builders.caseOf(emergency, { number: 'PM-AAAA' })
  const message = await console.builders.message(emergency, 'masih di kamar', { at: START })
  const statements = watchStatements([console.store.db, console.deps.reader], console.store)
  const addresses = [
    ...PAGES,
    `/percakapan/${emergency}`,
    `/percakapan/${emergency}?pesan=${message}`,
    `/percakapan/${emergency}?sebelum=${message}`,
    `/kasus/${caseId}`,
  ]
  for (const address of addresses) expect((await admin.get(address)).status, address).toBe(200)
  for (const [path, fields] of [
    [`/percakapan/${emergency}/ambil`, {}],
    [`/percakapan/${emergency}/catatan`, { catatan: 'Sudah dihubungi.' }],
    [`/percakapan/${emergency}/label`, { label: 'tunggu' }],
    [`/percakapan/${emergency}/dibaca`, {}],
    ['/angka/sampel/undi', {}],
    [`/kasus/${caseId}/tugas`, { tugas: 'Telepon KJRI', waktu: '2026-12-24T09:00' }],
    [`/kasus/${caseId}/rujukan`, { penerima: 'KJRI', dasar: 'life-at-risk', sebab: 'tidak sadar sejak pagi' }],
    [`/kasus/${caseId}/gabung`, { nomor: 'PM-AAAA' }],
    [`/kasus/${caseId}/pisah`, {}],
    ['/serah-terima', { catatan: 'Tunggu KJRI.' }],
  ] as const)
    expect((await admin.post(path, fields)).status, path).toBe(303)
  await (await admin.post('/ekspor', { dari: '2026-11-01', sampai: '2026-11-30', format: 'csv' })).text()
  expect(statements.seen()).toBeGreaterThan(60)
  expect(await statements.scans(console.store.db)).toEqual([])
})

test('no message from its arrival to its reply, and no start, reads a growing table to the end', async () => {
  const core = await startCore()
  const statements = watchStatements([core.app.store.db], core.app.store)
  await core.telegram.receive(textMessage('paspor saya ditahan majikan'))
  await core.telegram.receive(textMessage('tolong saya dikunci di kamar'))
  await core.telegram.receive(textMessage('0'))
  await core.app.idle()
  await core.app.turns.recover()
  await core.app.sender.recover()
  await core.app.rollup.catchUp()
  expect(statements.seen()).toBeGreaterThan(15)
  expect(await statements.scans(core.app.store.db)).toEqual([])
})
