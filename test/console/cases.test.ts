import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole, type ConsoleHarness } from '../support/console-harness.ts'

const MINUTE = 60_000

let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

const caseRow = (id: string) => console.store.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function open(): Promise<{ conversation: string; id: string; seen: string }> {
  const conversation = await console.builders.conversation({ pseudonym: 'Melati-48213', rank: 0, urgency: 'emergency' })
  const seen = await console.builders.message(conversation, 'saya dikunci di kamar')
  return { conversation, seen, id: await console.builders.caseOf(conversation, { number: 'PM-7F3K', country: 'TW' }) }
}

describe('the list of cases', () => {
  test('has danger first, then what is due soonest, with no word of the person', async () => {
    const { conversation } = await open()
    const due = console.now()
    await console.builders.caseOf(conversation, { number: 'PM-AAAA', kind: 'person', lane: 'today', urgency: 'urgent', due_at: due + 5 })
    await console.builders.caseOf(conversation, { number: 'PM-CCCC', kind: 'person', lane: 'today', urgency: 'urgent', due_at: due + 4 })
    const page = await (await console.signedIn('viewer')).text('/kasus')
    expect([...page.matchAll(/PM-[A-Z0-9]{4}/g)].map(([number]) => number)).toEqual(['PM-7F3K', 'PM-CCCC', 'PM-AAAA'])
    expect(page).toMatch(/Darurat[^]*Belum dibaca[^]*Taiwan/)
    expect(page).not.toContain('dikunci di kamar')
  })

  test('says what is overdue, and shows the closed ones page by page', async () => {
    const { conversation } = await open()
    console.pass(31 * MINUTE)
    const viewer = await console.signedIn('viewer')
    expect(await viewer.text('/kasus')).toContain('lewat jatuh tempo')
    for (let count = 0; count < 55; count++)
      await console.builders.caseOf(conversation, { closed_at: count, state: 'closed', outcome: 'safe', number: `PM-${1000 + count}` })
    const first = await viewer.text('/kasus?tutup=1')
    expect(first.match(/PM-\d{4}/g)).toHaveLength(50)
    expect(first.indexOf('PM-1054')).toBeLessThan(first.indexOf('PM-1053'))
    const next = /<a rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
    expect((await viewer.text(next)).match(/PM-\d{4}/g)).toEqual(['PM-1004', 'PM-1003', 'PM-1002', 'PM-1001', 'PM-1000'])
  })
})

describe('a case', () => {
  test('is taken once: it no longer rings, the timeline and the audit trail name who has it', async () => {
    const { id } = await open()
    const [sari, budi] = [await console.signedIn('caseworker', 'Sari'), await console.signedIn('caseworker', 'Budi')]
    await sari.get(`/kasus/${id}`)
    await budi.get(`/kasus/${id}`)
    expect((await sari.post(`/kasus/${id}/ambil`, { dari: '' })).status).toBe(303)
    expect(await caseRow(id)).toMatchObject({ state: 'read', taken_at: console.now(), next_alert_at: null })
    const late = await budi.post(`/kasus/${id}/ambil`, { dari: '' })
    expect(late.status).toBe(422)
    expect(await late.text()).toMatch(/baru saja diubah[^]*Diambil[^]*Sari/)
    const actions = await console.store.db.selectFrom('audit').select('action').where('subject', '=', id).execute()
    expect(actions.map(({ action }) => action)).toEqual(['case-viewed', 'case-viewed', 'case-taken'])
  })

  test('can be left for others without a reason, and rings again', async () => {
    const { id } = await open()
    const sari = await console.signedIn('caseworker', 'Sari')
    await sari.get(`/kasus/${id}`)
    await sari.post(`/kasus/${id}/ambil`, { dari: '' })
    console.pass(MINUTE)
    await sari.post(`/kasus/${id}/serahkan`)
    expect(await caseRow(id)).toMatchObject({ owner_id: null, next_alert_at: console.now(), alerts_sent: 0 })
  })

  test('keeps notes and steps sealed in the store and shows them in order', async () => {
    const { id } = await open()
    const sari = await console.signedIn('caseworker', 'Sari')
    await sari.get(`/kasus/${id}`)
    await sari.post(`/kasus/${id}/catatan`, { catatan: 'Sudah ditelepon, tidak diangkat.' })
    await sari.post(`/kasus/${id}/tunggu`, { isi: 'Jawaban KDEI Taipei' })
    expect((await sari.post(`/kasus/${id}/tunggu`, { isi: ' ' })).status).toBe(422)
    expect((await sari.post(`/kasus/${id}/catatan`, { catatan: ' ' })).status).toBe(422)
    expect((await caseRow(id)).state).toBe('waiting')
    expect(await sari.text(`/kasus/${id}`)).toMatch(/Sudah ditelepon, tidak diangkat\.[^]*Menunggu[^]*Jawaban KDEI Taipei/)
    const stored = await console.store.db.selectFrom('case_events').selectAll().execute()
    expect(JSON.stringify(stored)).not.toMatch(/ditelepon|KDEI/)
  })

  test('is closed with an outcome, once', async () => {
    const { id } = await open()
    const sari = await console.signedIn('caseworker', 'Sari')
    await sari.get(`/kasus/${id}`)
    expect((await sari.post(`/kasus/${id}/tutup`, { hasil: '' })).status).toBe(422)
    expect((await sari.post(`/kasus/${id}/tutup`, { hasil: 'referred' })).status).toBe(303)
    expect(await caseRow(id)).toMatchObject({ state: 'closed', closed_at: console.now(), outcome: 'referred', next_alert_at: null })
    expect((await sari.post(`/kasus/${id}/tutup`, { hasil: 'safe' })).status).toBe(422)
    expect(await sari.text(`/kasus/${id}`)).not.toContain('Catat yang ditunggu')
  })

  test('follows its conversation: taking over takes it, the first answer is timed, closing closes it', async () => {
    const { conversation, id, seen } = await open()
    const sari = await console.signedIn('caseworker', 'Sari')
    const page = await sari.text(`/percakapan/${conversation}`)
    expect(page).toContain('Kasus PM-7F3K')
    await sari.post(`/percakapan/${conversation}/ambil`, { dari: '' })
    const { owner_id: owner, next_alert_at: rings } = await caseRow(id)
    expect([typeof owner, rings]).toEqual(['string', null])
    console.pass(4 * MINUTE)
    await sari.post(`/percakapan/${conversation}/balas`, { isi: 'Sudah saya baca, Kak.', terakhir: seen, sekali: 'satu' })
    expect((await caseRow(id)).first_answer_at).toBe(console.now())
    console.pass(MINUTE)
    await sari.post(`/percakapan/${conversation}/balas`, { isi: 'Masih di sini?', terakhir: seen, sekali: 'dua' })
    expect((await caseRow(id)).first_answer_at).toBe(console.now() - MINUTE)
    expect((await sari.post(`/percakapan/${conversation}/selesai`, { alasan: 'safe', terakhir: seen })).status).toBe(303)
    expect(await caseRow(id)).toMatchObject({ state: 'closed', outcome: 'safe' })
    const events = await console.store.db.selectFrom('case_events').select('kind').orderBy('id').execute()
    expect(events.map(({ kind }) => kind)).toEqual(['taken', 'first-answer', 'closed'])
  })

  test('stays as a line without a person when the person’s data was erased', async () => {
    const { conversation, id } = await open()
    await console.store.commit([{ query: console.store.db.deleteFrom('people').where('id', '=', conversation).compile() }])
    expect(await (await console.signedIn('viewer')).text(`/kasus/${id}`)).toContain('data orang ini sudah dihapus')
  })
})

describe('what a person told in guided questions', () => {
  test('is on the page of the case but for what identifies them, which a caseworker opens with a reason in the audit trail', async () => {
    const { id } = await open()
    const secret = console.deps.seal.seal('Madam Zubaidah', 'case_facts:f2')
    const fact = { case_id: id, at: console.now() }
    await console.store.commit(
      [
        { ...fact, id: 'f1', question: 'papers', label: 'Paspor', shown: 'Dipegang orang lain', sealed_text: null },
        { ...fact, id: 'f2', question: 'employer', label: 'Majikan atau agen', shown: null, sealed_text: secret },
      ].map((values) => ({ query: console.store.db.insertInto('case_facts').values(values).compile() })),
    )
    const viewer = await console.signedIn('viewer', 'Rini')
    const seen = await viewer.text(`/kasus/${id}`)
    expect(seen).toMatch(/Paspor[^]*Dipegang orang lain[^]*Majikan atau agen[^]*Disamarkan/)
    expect(seen).not.toMatch(/Zubaidah|buka-data/)
    expect((await viewer.post(`/kasus/${id}/buka-data`, { alasan: 'referral' })).status).toBe(403)
    const sari = await console.signedIn('caseworker', 'Sari')
    await sari.get(`/kasus/${id}`)
    const without = await sari.post(`/kasus/${id}/buka-data`, { alasan: '' })
    expect(without.status).toBe(422)
    expect(await without.text()).not.toContain('Zubaidah')
    expect(await (await sari.post(`/kasus/${id}/buka-data`, { alasan: 'referral' })).text()).toContain('Madam Zubaidah')
    const audit = await console.store.db.selectFrom('audit').select('detail').where('action', '=', 'case-facts-revealed').execute()
    expect(audit.map(({ detail }) => detail)).toEqual(['{"reason":"referral"}'])
  })
})
