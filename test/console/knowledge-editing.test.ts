import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cardOfForm, formOfCard } from '../../src/console/knowledge/card-form.ts'
import type { KnowledgeDesk } from '../../src/console/deps.ts'
import { openConsole, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'
import { prepareDesk } from '../support/small-desk.ts'

const HELD = 'passport-held-employer'
const ADDRESS = `/pengetahuan/kartu/${HELD}`
/** Each trial makes the knowledge base twice, which takes seconds on a busy machine. */
const TRIALS = 120_000

vi.setConfig({ testTimeout: TRIALS })
afterAll(() => vi.resetConfig())
prepareDesk()
let console: ConsoleHarness
let staff: Visitor

beforeEach(async () => {
  console = await openConsole()
  staff = await console.signedIn('caseworker', 'Sari')
})
afterEach(() => console.close())

const desk = (): KnowledgeDesk => console.deps.knowledge
const revisions = () => console.store.db.selectFrom('knowledge_revisions').selectAll().orderBy('id').execute()
const actions = async () =>
  (
    await console.store.db
      .selectFrom('audit')
      .select('action')
      .where('action', 'in', ['knowledge-edited', 'knowledge-undone', 'notice-pinned'])
      .orderBy('number')
      .execute()
  ).map(({ action }) => action)

/** What the page of the form holds, with some fields typed over. */
async function form(typed: Record<string, string> = {}): Promise<Record<string, string>> {
  const card = desk().served().cards.get(HELD)!
  const page = await staff.text(`${ADDRESS}/ubah`)
  const over = /name="dasar" value="([^"]*)"/.exec(page)?.[1] ?? ''
  const newest = (await revisions()).findLast(({ path }) => path === card.path)
  return { dasar: over, ...formOfCard(newest?.text ?? desk().shippedText(card.path)!), ...typed }
}

const ANSWER = 'Majikan tidak boleh menyimpan paspor Kakak.\nMinta baik-baik dulu, lewat chat.'

describe('a card as a form', () => {
  test('becomes the same file again, byte for byte, for every shipped card of the test', () => {
    for (const card of desk().served().cards.values()) {
      const text = desk().shippedText(card.path)!
      expect(cardOfForm(formOfCard(text), text)).toEqual({ text, wrong: new Set() })
    }
  })

  test('names the fields that its schema refuses', () => {
    const text = desk().shippedText(desk().served().cards.get(HELD)!.path)!
    const wrong = (typed: object) => [...cardOfForm({ ...formOfCard(text), ...typed }, text).wrong]
    expect(wrong({ judul: 'a' })).toEqual(['judul'])
    expect(wrong({ jawaban: '' })).toEqual(['jawaban'])
    expect(wrong({ negara: 'Malaysia' })).toEqual(['negara'])
    expect(wrong({ sumber: 'KP2MI | not an address |  | 2026-11-24' })).toEqual(['sumber'])
    expect(wrong({ sumber: '' })).toEqual(['sumber'])
    expect(wrong({ 'cek-lagi': 'besok' })).toEqual(['cek-lagi'])
    expect(wrong({ lanjutan: 'a | b\nc | d\ne | f\ng | h' })).toEqual(['lanjutan'])
  })
})

describe('changing a card', () => {
  test('is shown beside what it was with its effects, published with a reason, served at once, and undone', async () => {
    const typed = await form({ jawaban: ANSWER })
    const preview = await staff.post(`${ADDRESS}/periksa`, typed)
    expect(preview.status).toBe(200)
    const page = await preview.text()
    expect(page).toContain('class="diff-come"')
    expect(page).toContain('Majikan tidak boleh menyimpan paspor Kakak.')
    expect(page).toMatch(/20 kasus darurat dijalankan, tidak ada yang hilang/)
    expect(page).toMatch(/\d+ dari 40 soal ujian dijawab lain/)
    expect(await revisions()).toEqual([])

    const unexplained = await staff.post(`${ADDRESS}/terbitkan`, typed)
    expect(unexplained.status).toBe(422)
    expect(await unexplained.text()).toContain('Tulis alasannya')
    expect((await staff.post(`${ADDRESS}/terbitkan`, { ...typed, alasan: 'Lebih singkat, dari UU 18/2017' })).status).toBe(303)
    expect(desk().served().cards.get(HELD)?.answer).toBe(ANSWER)
    expect(desk().ask('paspor saya ditahan majikan').answer.reply.join('\n')).toContain('tidak boleh menyimpan paspor')

    const [edited] = await revisions()
    const history = await staff.text(ADDRESS)
    expect(history).toContain('Lebih singkat, dari UU 18/2017')
    expect((await staff.post(`${ADDRESS}/batalkan`, { dasar: edited!.id, alasan: 'salah kartu' })).status).toBe(303)
    expect(desk().served().cards.get(HELD)?.answer).not.toBe(ANSWER)
    expect((await revisions()).map(({ kind, text }) => [kind, text === null])).toEqual([
      ['edited', false],
      ['undone', true],
    ])
    expect(await actions()).toEqual(['knowledge-edited', 'knowledge-undone'])
  })

  test('is refused at the field by the schema and by the check, and nothing typed is lost', async () => {
    const schema = await staff.post(`${ADDRESS}/periksa`, await form({ judul: 'x', jawaban: ANSWER }))
    expect(schema.status).toBe(422)
    const page = await schema.text()
    expect(page).toContain('id="judul-problem"')
    expect(page).toContain('Minta baik-baik dulu, lewat chat.')
    const check = await staff.post(`${ADDRESS}/periksa`, await form({ jawaban: `${ANSWER}\nTelepon 0812 3456 7890.` }))
    expect(check.status).toBe(422)
    expect(await check.text()).toMatch(/id="jawaban-problem"[\s\S]*stands in the text/)
    expect(await revisions()).toEqual([])
  })

  test('cannot be published when an emergency case would be lost', async () => {
    const { tryOut } = desk()
    const blind: KnowledgeDesk = { ...desk(), tryOut: async (draft) => ({ ...(await tryOut(draft)), lost: ['tolong saya dikunci'] }) }
    const other = await openConsole({ knowledge: blind })
    const caseworker = await other.signedIn('caseworker')
    await caseworker.get(`${ADDRESS}/ubah`)
    const text = desk().shippedText(desk().served().cards.get(HELD)!.path)!
    const response = await caseworker.post(`${ADDRESS}/terbitkan`, {
      ...formOfCard(text),
      jawaban: ANSWER,
      alasan: 'alasan saya',
      dasar: '',
    })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain('Tidak bisa terbit')
    expect(page).toContain('tolong saya dikunci')
    expect(page).not.toContain('Terbitkan sekarang')
    expect(await other.store.db.selectFrom('knowledge_revisions').selectAll().execute()).toEqual([])
    await other.close()
  })

  test('of two at the same time only the first is published', async () => {
    const first = await form({ jawaban: ANSWER, alasan: 'yang pertama' })
    const second = await form({ jawaban: `${ANSWER}\nBaca dulu.`, alasan: 'yang kedua' })
    expect((await staff.post(`${ADDRESS}/terbitkan`, first)).status).toBe(303)
    const refused = await staff.post(`${ADDRESS}/terbitkan`, second)
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('ada petugas lain yang mengubah')
    expect(page).toContain('Baca dulu.')
    expect(await revisions()).toHaveLength(1)
  })

  test('says when nothing was changed', async () => {
    const response = await staff.post(`${ADDRESS}/periksa`, await form())
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('Belum ada yang diubah')
  })
})

describe('a new card', () => {
  test('is drafted from a question nobody could answer, published, and answers', async () => {
    const id = await console.builders.conversation()
    const asked = await console.builders.message(id, 'cara urus visa liburan ke selandia baru', { outcome: 'unknown' })
    expect(await staff.text('/pertanyaan')).toContain(`/pengetahuan/kartu-baru?pesan=${asked}`)
    expect(await staff.text(`/pengetahuan/kartu-baru?pesan=${asked}`)).toContain('cara urus visa liburan ke selandia baru')
    const card = {
      dasar: '',
      id: 'visa-new-zealand',
      topik: 'documents',
      judul: 'Visa ke Selandia Baru',
      jawaban: 'Visa diurus lewat situs imigrasi negara itu.\nBiayanya belum kami temukan.',
      sumber: 'Imigrasi NZ | https://www.immigration.govt.nz | | 2026-11-24',
      kekuatan: 'high',
      dicek: '2026-11-24',
      'cek-lagi': '2027-05-24',
      'cara-tanya': 'cara urus visa liburan ke selandia baru\nvisa selandia baru gimana\nbikin visa nz',
      alasan: 'ditanya tiga orang',
    }
    const noId = await staff.post('/pengetahuan/kartu-baru/periksa', { ...card, id: 'Visa NZ' })
    expect(noId.status).toBe(422)
    expect(await noId.text()).toContain('id="id-problem"')
    expect((await staff.post('/pengetahuan/kartu-baru/terbitkan', card)).status).toBe(303)
    expect(desk().ask('cara urus visa liburan ke selandia baru').answer.cards).toContain('visa-new-zealand')
    expect(await staff.text('/pengetahuan/kartu/visa-new-zealand')).toContain('Visa ke Selandia Baru')
    expect((await staff.post('/pengetahuan/kartu-baru/periksa', card)).status).toBe(422)
  })
})

describe('a notice', () => {
  const notice = {
    negara: 'my',
    isi: 'Kantor tutup karena banjir sampai Jumat. Datang minggu depan.',
    sumber: 'KBRI Kuala Lumpur',
    alamat: 'https://kemlu.go.id/kualalumpur',
    terbit: '2026-11-24',
    mulai: '2026-11-24',
    'sampai-hari': '2026-11-30',
    kontak: '',
    alasan: 'kabar dari KBRI',
  }

  test('is pinned, heads the replies to people there, and is taken down', async () => {
    await staff.get('/pengetahuan/pengumuman')
    expect((await staff.post('/pengetahuan/pengumuman', notice)).status).toBe(303)
    expect(desk().ask('gaji saya di malaysia belum dibayar').answer.reply[0]).toContain('Kabar penting, Malaysia')
    const [row] = await revisions()
    const page = await staff.text('/pengetahuan/pengumuman')
    expect(page).toContain('sedang tampil')
    const address = `/pengetahuan/pengumuman/${row!.path.split('#')[1]}/batalkan`
    expect(page).toContain(address)
    expect((await staff.post(address, { dasar: row!.id, alasan: 'sudah buka lagi' })).status).toBe(303)
    expect(desk().served().notices).toEqual([])
    expect(await actions()).toEqual(['notice-pinned', 'knowledge-undone'])
  })

  test('is refused with what is wrong at the field', async () => {
    await staff.get('/pengetahuan/pengumuman')
    const response = await staff.post('/pengetahuan/pengumuman', {
      ...notice,
      negara: 'ZZ',
      isi: 'pendek',
      'sampai-hari': '2026-11-01',
      alasan: '',
    })
    expect(response.status).toBe(422)
    const page = await response.text()
    for (const field of ['negara', 'isi', 'sampai-hari', 'alasan']) expect(page).toContain(`id="n-${field}-problem"`)
    expect(page).not.toContain('id="n-sumber-problem"')
    expect(page).toContain('KBRI Kuala Lumpur')
  })
})
