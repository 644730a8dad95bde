/** Sexual violence, HIV, sexual orientation and children go to a restricted team (care: alerts leak). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { transcriptPages } from '../../src/console/exports/transcripts.ts'
import { ROUTES } from '../../src/console/routes.ts'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const SECRET = 'rahasia-jingga'
let console: ConsoleHarness
let admin: Visitor
let caseworker: Visitor
let reviewer: Visitor
let secret: string
let secretCase: string

beforeEach(async () => {
  console = await openConsole()
  admin = await console.signedIn('admin', 'Sari')
  caseworker = await console.signedIn('caseworker', 'Rina')
  reviewer = await console.signedIn('reviewer', 'Tono')
  secret = await console.builders.conversation({
    pseudonym: 'Melati-48213',
    rank: 0,
    danger: 'sexual-violence',
    topic: 'violence',
    restricted: 1,
    waiting_since: START - 60_000,
    last_in_at: START - 60_000,
  })
  await console.builders.message(secret, `${SECRET} visa`, { outcome: 'unknown' })
  secretCase = await console.builders.caseOf(secret)
  await console.store.commit([
    { query: console.store.db.updateTable('cases').set({ kind: 'sexual-violence' }).where('id', '=', secretCase).compile() },
  ])
  const open = await console.builders.conversation({ pseudonym: 'Kenanga-77021', rank: 1 })
  await console.builders.message(open, 'visa biasa', { outcome: 'unknown' })
})
afterEach(() => console.close())

const trail = () =>
  console.store.db
    .selectFrom('audit')
    .select(['action', 'subject', 'detail'])
    .where('action', 'like', 'restrict%')
    .orderBy('number')
    .execute()
    .then((rows) => rows.map(({ action, subject, detail }) => [action, subject, JSON.parse(detail)]))

describe('somebody outside of the team', () => {
  test('sees that it is there, how urgent and since when, and nothing of what it is about', async () => {
    for (const page of [await caseworker.text('/'), await reviewer.text('/')]) {
      expect(page).toMatch(/Melati-48213[^]*Hanya untuk tim terbatas[^]*Darurat[^]*menunggu 1 mnt/)
      expect(page).not.toContain(SECRET)
      expect(page).not.toContain('kekerasan seksual')
      expect(page).toContain('visa biasa')
    }
    expect(await admin.text('/')).toMatch(new RegExp(`Melati-48213[^]*${SECRET}[^]*kekerasan seksual`))
  })

  test.each(['/cari?q=visa', '/pertanyaan', '/serah-terima', '/kasus', '/?topik=violence', '/angka/mingguan'])(
    '%s shows none of its words and not its kind; the team is shown them where they belong',
    async (address) => {
      const page = await caseworker.text(address)
      expect(page).not.toContain(SECRET)
      expect(page).not.toContain('kekerasan seksual')
      if (['/cari?q=visa', '/pertanyaan'].includes(address)) expect(page).toMatch(/biasa/)
      if (['/cari?q=visa', '/pertanyaan', '/?topik=violence'].includes(address)) expect(await admin.text(address)).toContain(SECRET)
    },
  )

  test('gets to none of its pages and forms, written in whatever way', async () => {
    const message = (
      await console.store.db.selectFrom('messages').select('id').where('conversation_id', '=', secret).executeTakeFirstOrThrow()
    ).id
    const encoded = [...secret].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
    const addresses = ROUTES.filter(({ path }) => /^\/(percakapan|kasus)\/:id/.test(path) && !path.endsWith('/buka-terbatas')).flatMap(
      (route) =>
        (route.path.startsWith('/kasus') ? [secretCase] : [secret, encoded]).map((id) => ({
          method: route.method,
          path: route.path
            .replace(':id', id)
            .replace(':pesan', message)
            .replace(/:(?:tugas|rujukan)/, 'x'),
        })),
    )
    expect(addresses.length).toBeGreaterThan(30)
    for (const { method, path } of addresses) {
      const response = method === 'GET' ? await caseworker.get(path) : await caseworker.post(path)
      const text = await response.text()
      expect([path, response.status]).toEqual([path, 403])
      expect(text).not.toContain(SECRET)
      expect(text).toContain('Tim terbatas: Sari.')
    }
    const live = await caseworker.get(`/percakapan/${secret}`, { 'hx-request': 'true' })
    expect([live.status, live.headers.get('hx-redirect'), await live.text()]).toEqual([403, `/percakapan/${secret}`, ''])
    expect(console.reported).toEqual([])
  })

  test('a caseworker opens it with a reason, for a shift, and the trail has it; a reviewer cannot', async () => {
    const before = await caseworker.text(`/percakapan/${secret}`)
    expect(before).toMatch(/value="life-at-risk" selected/)
    expect((await caseworker.post(`/percakapan/${secret}/buka-terbatas`, { alasan: '' })).status).toBe(422)
    expect(await trail()).toEqual([])
    expect((await caseworker.post(`/percakapan/${secret}/buka-terbatas`, { alasan: 'life-at-risk' })).status).toBe(303)
    expect(await caseworker.text(`/percakapan/${secret}`)).toContain(SECRET)
    expect((await caseworker.get(`/kasus/${secretCase}`)).status).toBe(200)
    expect(await trail()).toEqual([['restricted-opened', secret, { reason: 'life-at-risk' }]])
    const closed = await reviewer.text(`/percakapan/${secret}`)
    expect(closed).toContain('Peran Anda tidak bisa membukanya')
    expect((await reviewer.post(`/percakapan/${secret}/buka-terbatas`, { alasan: 'life-at-risk' })).status).toBe(403)
    console.pass(12 * 3_600_000 + 1)
    const later = await console.signedIn('caseworker', 'Dewi')
    expect((await later.get(`/percakapan/${secret}`)).status).toBe(403)
    await caseworker.post('/masuk', { nama: 'Rina', sandi: 'kopi pagi di terminal' })
    expect((await caseworker.get(`/percakapan/${secret}`)).status).toBe(403)
  })
})

describe('the team', () => {
  test('admins name who is in it, and the last one stays', async () => {
    const [sari, rina] = await Promise.all(
      ['Sari', 'Rina'].map((name) => console.store.db.selectFrom('staff').select('id').where('name', '=', name).executeTakeFirstOrThrow()),
    )
    expect(await admin.text('/petugas')).toMatch(/Sari[^]*anggota/)
    await admin.post(`/petugas/${sari!.id}/tim-terbatas`, { ikut: '0' })
    expect((await admin.get(`/percakapan/${secret}`)).status).toBe(200)
    await admin.post(`/petugas/${rina!.id}/tim-terbatas`, { ikut: '1' })
    expect(await caseworker.text(`/percakapan/${secret}`)).toContain(SECRET)
    await admin.get('/petugas')
    await admin.post(`/petugas/${sari!.id}/tim-terbatas`, { ikut: '0' })
    expect((await admin.get(`/percakapan/${secret}`)).status).toBe(403)
    expect((await trail()).map(([action, , detail]) => [action, detail])).toEqual([
      ['restricted-team-changed', { joins: true }],
      ['restricted-team-changed', { joins: false }],
    ])
  })

  test('anybody on cases may restrict a conversation, only the team ends that', async () => {
    const plain = await console.builders.conversation({ pseudonym: 'Dahlia-10021' })
    await console.builders.message(plain, 'cerita lain')
    await caseworker.get(`/percakapan/${plain}`)
    await caseworker.post(`/percakapan/${plain}/batasi`)
    const mine = await caseworker.text(`/percakapan/${plain}`)
    expect(mine).toContain('Hanya tim terbatas yang membaca')
    expect(mine).not.toContain('Akhiri pembatasan')
    expect((await caseworker.post(`/percakapan/${plain}/buka-batas`)).status).toBe(404)
    expect((await reviewer.get(`/percakapan/${plain}`)).status).toBe(403)
    await admin.get(`/percakapan/${plain}`)
    await admin.post(`/percakapan/${plain}/buka-batas`)
    expect((await reviewer.get(`/percakapan/${plain}`)).status).toBe(200)
    expect((await trail()).map(([action]) => action)).toEqual(['restriction-set', 'restriction-lifted'])
  })

  test('what it reads makes no test case and leaves in no export, also not for the team', async () => {
    const message = (
      await console.store.db.selectFrom('messages').select('id').where('conversation_id', '=', secret).executeTakeFirstOrThrow()
    ).id
    await admin.get(`/percakapan/${secret}`)
    expect((await admin.post(`/percakapan/${secret}/pesan/${message}/kasus-uji`, { keadaan: 'urgent' })).status).toBe(404)
    const filters = { from: 0, until: START + 1, channel: null, country: null, topic: null, language: null }
    let text = ''
    for await (const page of transcriptPages(console.deps.reader, filters, 'jsonl')) text += page.text
    expect(text).toContain('visa biasa')
    expect(text).not.toContain(SECRET)
  })
})
