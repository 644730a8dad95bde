import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readMoment } from '../../src/console/times.ts'
import { lastWrites } from '../../src/store/erase-person.ts'
import { openConsole, PASSWORD, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

let console: ConsoleHarness
let sari: Visitor
let conversation: string
let id: string

beforeEach(async () => {
  console = await openConsole({ operatorName: 'Rumah Aman' })
  conversation = await console.builders.conversation({ pseudonym: 'Melati-48213' })
  id = await console.builders.caseOf(conversation, {
    number: 'PM-7F3K',
    country: 'TW',
    kind: 'come-home',
    lane: 'this-week',
    urgency: 'urgent',
  })
  sari = await console.signedIn('caseworker', 'Sari')
  const yes = { conversation_id: conversation, case_id: id, text_version: 'v', asked_at: START, answer: 'yes', answered_at: START } as const
  await console.store.commit([
    {
      query: console.store.db
        .insertInto('consents')
        .values({ ...yes, id: 'yes', about: 'recipient', recipient: 'KDEI Taipei' })
        .compile(),
    },
  ])
  await sari.get(`/kasus/${id}`)
})
afterEach(() => console.close())

const events = () => console.store.db.selectFrom('case_events').select(['case_id', 'kind', 'detail']).orderBy('id').execute()
const audit = () =>
  console.store.db.selectFrom('audit').select(['action', 'detail']).where('action', 'like', 'case-%').orderBy('number').execute()
const idIn = (page: string, pattern: RegExp): string => pattern.exec(page)![1]!

describe('tasks of a case', () => {
  test('have a due time in the clock of the viewer, are sealed, shown on list and hand-over, and are done once', async () => {
    await sari.post('/akun/tampilan', { bahasa: 'id', zona: 'Asia/Makassar' })
    expect((await sari.post(`/kasus/${id}/tugas`, { tugas: 'Telepon KDEI Taipei', waktu: '2026-11-24T15:00' })).status).toBe(303)
    const stored = await console.store.db.selectFrom('case_tasks').selectAll().execute()
    expect(stored.map(({ due_at }) => due_at)).toEqual([Date.UTC(2026, 10, 24, 7, 0)])
    expect(JSON.stringify(stored)).not.toContain('KDEI')
    expect(await sari.text('/kasus')).toContain('tugas paling lambat 24 Nov 15.00')
    expect(await sari.text('/serah-terima')).toMatch(/Janji dan tugas \(1\)[^]*PM-7F3K[^]*Telepon KDEI Taipei/)
    console.pass(5 * 3_600_000)
    await sari.post('/masuk', { nama: 'Sari', sandi: PASSWORD })
    const page = await sari.text(`/kasus/${id}`)
    expect(page).toMatch(/Telepon KDEI Taipei[^]*terlambat, seharusnya 24 Nov 15\.00/)
    const task = idIn(page, /\/tugas\/([^/]+)\/selesai/)
    expect((await sari.post(`/kasus/${id}/tugas/${task}/selesai`)).status).toBe(303)
    expect((await sari.post(`/kasus/${id}/tugas/${task}/selesai`)).status).toBe(422)
    expect(await sari.text('/serah-terima')).toContain('Tidak ada tugas yang menunggu.')
    expect((await events()).map(({ kind }) => kind)).toEqual(['task', 'task-done'])
  })

  test('are refused with the field named and nothing typed lost', async () => {
    const past = await sari.post(`/kasus/${id}/tugas`, { tugas: 'Telepon KDEI', waktu: '2026-11-24T01:00' })
    expect(past.status).toBe(422)
    expect(await past.text()).toMatch(/value="Telepon KDEI"[^]*value="2026-11-24T01:00"[^]*aria-invalid="true"[^]*belum lewat/)
    const empty = await sari.post(`/kasus/${id}/tugas`, { tugas: ' ', waktu: '2026-12-24T01:00' })
    expect(await empty.text()).toMatch(/Tulis apa yang harus dilakukan[^]*value="2026-12-24T01:00"/)
    expect(await console.store.db.selectFrom('case_tasks').select('id').execute()).toEqual([])
  })

  test('of another case cannot be done by its address', async () => {
    const other = await console.builders.caseOf(conversation, { number: 'PM-AAAA' })
    await sari.post(`/kasus/${id}/tugas`, { tugas: 'Telepon KDEI', waktu: '2026-12-24T01:00' })
    const task = idIn(await sari.text(`/kasus/${id}`), /\/tugas\/([^/]+)\/selesai/)
    expect((await sari.post(`/kasus/${other}/tugas/${task}/selesai`)).status).toBe(404)
  })

  test('count their time by the zone also when its clocks change', () => {
    expect(readMoment('2026-07-01T12:00', 'Europe/Warsaw')).toBe(Date.UTC(2026, 6, 1, 10))
    expect(readMoment('2026-12-01T12:00', 'Europe/Warsaw')).toBe(Date.UTC(2026, 11, 1, 11))
    expect(readMoment('2026-03-29T03:30', 'Europe/Warsaw')).toBe(Date.UTC(2026, 2, 29, 1, 30))
    expect(readMoment('2026-02-30T12:00', 'Asia/Jakarta')).toBeNull()
    expect(readMoment('besok', 'Asia/Jakarta')).toBeNull()
  })
})

async function tell(): Promise<void> {
  const secret = console.deps.seal.seal('Madam Zubaidah', 'case_facts:f2')
  const fact = { case_id: id, at: START }
  await console.store.commit(
    [
      { ...fact, id: 'f1', question: 'papers', label: 'Paspor', shown: 'Dipegang orang lain', sealed_text: null },
      { ...fact, id: 'f2', question: 'employer', label: 'Majikan atau agen', shown: null, sealed_text: secret },
      { ...fact, id: 'f3', question: 'health', label: 'Kesehatan', shown: 'hamil tiga bulan', sealed_text: null },
    ].map((values) => ({ query: console.store.db.insertInto('case_facts').values(values).compile() })),
  )
}

const AGREED = { penerima: 'KDEI Taipei', dasar: 'yes', sebab: '', 'nomor-rujukan': '12/XI' }

describe('a referral', () => {
  test('needs the person’s consent, or a life at risk with a reason', async () => {
    const without = await sari.post(`/kasus/${id}/rujukan`, { ...AGREED, dasar: '' })
    expect(without.status).toBe(422)
    expect(await without.text()).toMatch(/Pilih izinnya dulu[^]*value="KDEI Taipei"[^]*value="12\/XI"/)
    expect(
      (await sari.post(`/kasus/${id}/rujukan`, { ...AGREED, penerima: ' ', dasar: 'life-at-risk', sebab: 'tidak sadar sejak pagi' }))
        .status,
    ).toBe(422)
    expect((await sari.post(`/kasus/${id}/rujukan`, { ...AGREED, dasar: 'life-at-risk', sebab: 'gawat' })).status).toBe(422)
    expect(await console.store.db.selectFrom('case_referrals').select('id').execute()).toEqual([])
    const at = await sari.post(`/kasus/${id}/rujukan`, { ...AGREED, dasar: 'life-at-risk', sebab: 'tidak sadar sejak pagi' })
    expect(at.status).toBe(303)
    expect(await sari.text(`/kasus/${id}`)).toMatch(/KDEI Taipei[^]*12\/XI[^]*tanpa izin, karena nyawa terancam[^]*tidak sadar sejak pagi/)
    expect((await audit()).at(-2)).toEqual({ action: 'case-referred', detail: '{"basis":"life-at-risk"}' })
    const stored = await console.store.db.selectFrom('case_referrals').selectAll().execute()
    expect(JSON.stringify(stored)).not.toMatch(/KDEI|12\/XI|sadar/)
    expect(await console.store.db.selectFrom('cases').select('state').where('id', '=', id).execute()).toEqual([{ state: 'forwarded' }])
  })

  test('gets a result, in the timeline', async () => {
    await sari.post(`/kasus/${id}/rujukan`, AGREED)
    const referral = idIn(await sari.text(`/kasus/${id}`), /\/rujukan\/([^/]+)\/hasil/)
    expect((await sari.post(`/kasus/${id}/rujukan/${referral}/hasil`, { hasil: 'nothing' })).status).toBe(422)
    expect((await sari.post(`/kasus/${id}/rujukan/${referral}/hasil`, { hasil: 'helped' })).status).toBe(303)
    expect(await sari.text(`/kasus/${id}`)).toMatch(/Hasil rujukan: sudah dibantu[^]*KDEI Taipei/)
    const other = await console.builders.caseOf(conversation, { number: 'PM-AAAA' })
    expect((await sari.post(`/kasus/${other}/rujukan/${referral}/hasil`, { hasil: 'helped' })).status).toBe(404)
  })
})

describe('a referral letter', () => {
  const letter = async (referral: object, ticked: Record<string, string>): Promise<string> => {
    await sari.post(`/kasus/${id}/rujukan`, { ...AGREED, ...referral })
    const made = idIn(await sari.text(`/kasus/${id}`), /\/rujukan\/([^/]+)\/surat/)
    return (await sari.post(`/kasus/${id}/rujukan/${made}/surat`, ticked)).text()
  }

  test('has what was ticked and nobody’s name', async () => {
    await tell()
    const text = await letter({}, { 'fakta-f1': '1' })
    expect(text).toMatch(/Rumah Aman[^]*KDEI Taipei[^]*PM-7F3K[^]*12\/XI[^]*Taiwan[^]*Mau pulang[^]*Paspor[^]*Dipegang orang lain/)
    expect(text).toContain('mengizinkan kami meneruskan ini kepada KDEI Taipei')
    expect(text).toContain('bukan laporan resmi ke KP2MI')
    expect(text).not.toMatch(/Zubaidah|hamil|Melati/)
    expect((await audit()).at(-1)).toMatchObject({ action: 'case-letter-made', detail: '{"identity":false}' })
  })

  test('names the person only when the person agreed to this recipient, and the audit trail says so', async () => {
    await tell()
    const text = await letter({}, { 'fakta-f1': '1', identitas: '1' })
    expect(text).toMatch(/Majikan atau agen[^]*Madam Zubaidah/)
    expect((await audit()).at(-1)).toMatchObject({ action: 'case-letter-made', detail: '{"identity":true}' })
  })

  test('names nobody without consent, whatever the form asks', async () => {
    await tell()
    const text = await letter({ dasar: 'life-at-risk', sebab: 'tidak sadar sejak pagi' }, { identitas: '1', 'fakta-f2': '1' })
    expect(text).toContain('nyawa terancam')
    expect(text).not.toMatch(/Zubaidah|tidak sadar/)
  })

  test('leaves health out unless it is ticked, and does not name what must not lie open on a desk', async () => {
    await tell()
    await console.store.db.updateTable('cases').set({ kind: 'sexual-violence' }).where('id', '=', id).execute()
    await sari.post(`/kasus/${id}/rujukan`, AGREED)
    const page = await sari.text(`/kasus/${id}`)
    expect(page).toMatch(/name="fakta-f1" value="1" checked/)
    expect(page).toMatch(/name="fakta-f3" value="1"\s*\/?>/)
    const text = await letter({}, {})
    expect(text).toContain('Perlu perlindungan')
    expect(text.toLowerCase()).not.toContain('seksual')
  })
})

test('nothing of it is left when the person’s data is erased', async () => {
  await sari.post(`/kasus/${id}/rujukan`, AGREED)
  await sari.post(`/kasus/${id}/tugas`, { tugas: 'Telepon KDEI', waktu: '2026-12-24T01:00' })
  const second = await console.builders.caseOf(await console.builders.conversation(), { number: 'PM-AAAA', joined_to: id })
  await console.store.commit(
    lastWrites(console.store, {
      conversationId: conversation,
      whatsappUsers: [],
      ledger: { receipt: 'x', people: 'x', asked_at: START, at: START, counts: 'x', reason: 'asked' },
      waitsForReplies: false,
      at: START,
    }),
  )
  expect(await console.store.db.selectFrom('case_tasks').select('id').execute()).toEqual([])
  expect(await console.store.db.selectFrom('case_referrals').select('id').execute()).toEqual([])
  expect(await console.store.db.selectFrom('cases').select('joined_to').where('id', '=', second).execute()).toEqual([{ joined_to: null }])
})

describe('several reporters of one person', () => {
  test('are joined for staff, and nothing goes out to any of them', async () => {
    await tell()
    const sister = await console.builders.conversation({ pseudonym: 'Kenanga-77021' })
    const second = await console.builders.caseOf(sister, { number: 'PM-AAAA', kind: 'missing-worker' })
    expect((await sari.post(`/kasus/${second}/gabung`, { nomor: 'pm 7f3k' })).status).toBe(303)
    expect(await sari.text(`/kasus/${id}`)).toMatch(/Pelapor tidak saling tahu[^]*PM-AAAA[^]*Kenanga-77021/)
    const joined = await sari.text(`/kasus/${second}`)
    expect(joined).toContain('PM-7F3K')
    expect(joined).not.toMatch(/Dipegang orang lain|Melati/)
    expect(await sari.text('/kasus')).toMatch(/bersama PM-7F3K/)
    expect(await console.store.db.selectFrom('outbox').select('id').execute()).toEqual([])
    expect((await events()).map(({ kind, case_id }) => [kind, case_id])).toEqual([
      ['joined', second],
      ['joined', id],
    ])
    await sari.post(`/kasus/${id}/rujukan`, AGREED)
    const referral = idIn(await sari.text(`/kasus/${id}`), /\/rujukan\/([^/]+)\/surat/)
    expect(await (await sari.post(`/kasus/${id}/rujukan/${referral}/surat`, {})).text()).not.toMatch(/PM-AAAA|Kenanga/)
    expect((await sari.post(`/kasus/${second}/pisah`)).status).toBe(303)
    expect((await sari.post(`/kasus/${second}/pisah`)).status).toBe(404)
    expect(await sari.text('/kasus')).not.toMatch(/bersama PM-7F3K/)
  })

  test('are joined to one main case: not to itself, a closed one, or one that is joined', async () => {
    const [second, third] = [
      await console.builders.caseOf(conversation, { number: 'PM-AAAA' }),
      await console.builders.caseOf(conversation, { number: 'PM-CCCC' }),
    ]
    await console.builders.caseOf(conversation, { number: 'PM-DDDD', closed_at: 1, state: 'closed' })
    await sari.post(`/kasus/${second}/gabung`, { nomor: 'PM-7F3K' })
    for (const nomor of ['PM-CCCC', 'PM-DDDD', 'PM-AAAA', 'PM-9999', 'apa'])
      expect((await sari.post(`/kasus/${third}/gabung`, { nomor })).status, nomor).toBe(422)
    // The main case has a reporter: joined to another, it would stand two steps away.
    expect((await sari.post(`/kasus/${id}/gabung`, { nomor: 'PM-CCCC' })).status).toBe(422)
    const rows = await console.store.db.selectFrom('cases').select(['number', 'joined_to']).where('joined_to', 'is not', null).execute()
    expect(rows).toEqual([{ number: 'PM-AAAA', joined_to: id }])
  })
})
