import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const MINUTE = 60_000
const card = {
  title: 'Paspor dipegang majikan',
  source: 'UU 18/2017',
  address: 'https://peraturan.example/uu18',
  published: '2017-11-22',
  reviewed_on: '2026-11-24',
}

let console: ConsoleHarness
let reviewer: Visitor

beforeEach(async () => {
  console = await openConsole({ cards: (id) => (id === 'passport-withheld' ? card : null) })
  reviewer = await console.signedIn('reviewer')
})
afterEach(() => console.close())

const readAt = async (id: string): Promise<number | null> =>
  (await console.store.db.selectFrom('conversations').select('staff_read_at').where('id', '=', id).executeTakeFirstOrThrow()).staff_read_at
const plainText = (page: string): string => page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('a transcript', () => {
  test('tells for each reply why it was given', async () => {
    const id = await console.builders.conversation()
    const reason = {
      topic: 'passport-withheld',
      confidence: 0.94,
      topics: [
        { topic: 'passport-withheld', score: 0.94 },
        { topic: 'lost-passport', score: 0.031 },
      ],
      cards: ['passport-withheld', 'gone-card'],
      triage: { rules: ['threat.of-return'], score: 0.08, danger: null },
      source: 'card',
      model: { used: ['second-look@1'], rejected: 'number' },
    }
    await console.builders.reply(id, 'Paspor milik Kakak.', 'delivered', { reason: JSON.stringify(reason), outcome: 'answer' })
    const page = await reviewer.text(`/percakapan/${id}`)
    const text = plainText(page)
    expect(text).toContain('Alasan jawaban Paspor ditahan 94 %')
    expect(text).toContain('Kemungkinan lain Paspor hilang 3 %')
    expect(text).toContain('Paspor dipegang majikan UU 18/2017 terbit 2017-11-22, diperiksa 2026-11-24')
    expect(page).toContain('href="https://peraturan.example/uu18" rel="noreferrer noopener"')
    expect(text).toContain('gone-card (kartu ini sudah tidak ada)')
    expect(text).toContain('Aturan bahaya threat.of-return')
    expect(text).toContain('Nilai pendeteksi bahaya 8 %')
    expect(text).toContain('Model bahasa tidak dipakai')
    expect(text).toContain('Perintah model second-look@1')
    expect(text).toContain('Kata model ditolak karena number')
    expect(text).toContain('sampai')
  })

  test.each(['{', '[]', '"x"', 'null', '{"topics":5,"cards":7,"triage":{"rules":3}}'])(
    'shows also with a reason that cannot be read: %s',
    async (reason) => {
      const id = await console.builders.conversation()
      await console.builders.reply(id, 'jawaban', 'sent', { reason })
      expect((await reviewer.get(`/percakapan/${id}`)).status).toBe(200)
    },
  )

  test('says what must be known first: danger, hold and its reason, pause, block', async () => {
    const id = await console.builders.conversation({
      danger: 'confinement',
      rank: 0,
      crisis_since: START - 10 * MINUTE,
      hold: 1,
      hold_reason: 'HP pinjaman',
      paused_until: START + 30 * MINUTE,
      blocked_at: START,
    })
    const text = plainText(await reviewer.text(`/percakapan/${id}`))
    expect(text).toContain('Bahaya: disekap Sejak 24 Nov 09.50, belum ditutup petugas.')
    expect(text).toContain('Ditahan: jangan menulis dulu')
    expect(text).toContain('Alasan: HP pinjaman')
    expect(text).toContain('Mesin berhenti sampai 24 Nov 10.30')
    expect(text).toContain('Orang ini memblokir akun kita')
  })

  test('shows both sides in order with time, delivery and what the person thought of it', async () => {
    const id = await console.builders.conversation()
    await console.builders.message(id, 'halo', { at: START - 3 * MINUTE })
    const answer = await console.builders.reply(id, 'Halo, Kak.', 'failed', { at: START - 2 * MINUTE })
    await console.builders.feedback(id, answer, { verdict: 'wrong', text: 'bukan itu' })
    const text = plainText(await reviewer.text(`/percakapan/${id}`))
    expect(text).toMatch(/halo Orangnya 09\.57 .*Halo, Kak\. Mesin 09\.58 gagal dikirim Ditandai salah oleh orangnya Katanya: bukan itu/)
  })

  test('tells the time where the person is beside the viewer’s own', async () => {
    const id = await console.builders.conversation({ country: 'SA' })
    await reviewer.post('/akun/tampilan', { bahasa: 'en', zona: 'Asia/Tokyo' })
    await console.builders.message(id, 'halo')
    const text = plainText(await reviewer.text(`/percakapan/${id}`))
    expect(text).toContain('Time in Saudi Arabia 06:00')
    expect(text).toContain('Person 12:00')
  })

  test('has at each message the time there, when it is another one', async () => {
    const there = await console.builders.conversation({ country: 'HK' })
    await console.builders.message(there, 'paspor', { at: Date.UTC(2026, 10, 24, 1, 5) })
    expect(plainText(await reviewer.text(`/percakapan/${there}`))).toContain('Orangnya 08.05 09.05 di tempatnya')
    const here = await console.builders.conversation({ country: 'TH' })
    await console.builders.message(here, 'paspor', { at: Date.UTC(2026, 10, 24, 1, 5) })
    expect(await reviewer.text(`/percakapan/${here}`)).not.toContain('di tempatnya')
  })

  test('goes back page by page to its start', async () => {
    const id = await console.builders.conversation()
    await Promise.all(Array.from({ length: 150 }, (_, index) => console.builders.message(id, `pesan ke-${index}.`)))
    const seen: number[] = []
    for (let next: string | undefined = `/percakapan/${id}`; next !== undefined;) {
      const page = await reviewer.text(next)
      seen.unshift(...[...page.matchAll(/pesan ke-(\d+)\./g)].map(([, index]) => Number(index)))
      next = /<a href="(\/percakapan\/\w+\?sebelum=\w+)"/.exec(page)?.[1]
    }
    expect(seen).toEqual(Array.from({ length: 150 }, (_, index) => index))
  })

  test('that does not exist is a page that says so, and no audit row', async () => {
    const response = await reviewer.get('/percakapan/nobody')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Halaman tidak ditemukan')
    expect(await console.store.db.selectFrom('audit').select('number').where('action', '=', 'transcript-opened').execute()).toEqual([])
  })

  test('leaves an audit row each time it is opened, and none for keeping itself up to date', async () => {
    const id = await console.builders.conversation()
    const page = await reviewer.text(`/percakapan/${id}`)
    const live = /id="pesan" hx-get="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    expect((await reviewer.get(live)).status).toBe(204)
    await console.builders.message(id, 'pesan baru')
    expect(await (await reviewer.get(live)).text()).toContain('pesan baru')
    const rows = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'transcript-opened').execute()
    expect(rows).toMatchObject([{ subject: id }])
  })

  test('cannot be opened past the audit trail with a made-up or borrowed token', async () => {
    const [id, other] = [await console.builders.conversation(), await console.builders.conversation()]
    const borrowed = /langsung=([0-9a-f]+)/.exec(await reviewer.text(`/percakapan/${other}`))![1]!
    for (const token of ['x', '', borrowed]) await reviewer.get(`/percakapan/${id}?langsung=${token}`, { 'hx-request': 'true' })
    const rows = await console.store.db.selectFrom('audit').selectAll().where('subject', '=', id).execute()
    expect(rows).toHaveLength(3)
  })
})

describe('marking as read', () => {
  test('covers what the page showed and not what came afterwards', async () => {
    const id = await console.builders.conversation({ last_in_at: START })
    await reviewer.text(`/percakapan/${id}`)
    console.pass(MINUTE)
    await reviewer.post(`/percakapan/${id}/dibaca`, { sampai: String(START) })
    expect(await readAt(id)).toBe(START)
    await reviewer.post(`/percakapan/${id}/dibaca`, { sampai: String(START + 999 * MINUTE) })
    expect(await readAt(id)).toBe(START + MINUTE)
    await reviewer.post(`/percakapan/${id}/belum-dibaca`)
    expect(await readAt(id)).toBeNull()
  })

  test('offers the opposite at once, without loading the page anew', async () => {
    const id = await console.builders.conversation({ last_in_at: START })
    expect(await reviewer.text(`/percakapan/${id}`)).toContain('hx-trigger="load"')
    const response = await reviewer.post(`/percakapan/${id}/dibaca`, { sampai: String(START) }, { 'hx-request': 'true' })
    const part = await response.text()
    expect(part).toContain('Tandai belum dibaca')
    expect(part).not.toContain('hx-trigger="load"')
  })

  test('is not offered to a viewer: looking is not handling', async () => {
    const id = await console.builders.conversation({ last_in_at: START })
    const viewer = await console.signedIn('viewer')
    expect(await viewer.text(`/percakapan/${id}`)).not.toContain('dibaca')
    expect(await readAt(id)).toBeNull()
  })
})
