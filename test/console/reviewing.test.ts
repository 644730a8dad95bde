import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { caseSchema } from '../../src/evaluate-cases.ts'
import { createPeople } from '../../src/delivery/people.ts'
import type { IncomingMessage } from '../../src/message.ts'
import { ephemeralSeal } from '../../src/store/seal.ts'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

let console: ConsoleHarness
let reviewer: Visitor
let id: string
let question: string
let reply: string

beforeEach(async () => {
  console = await openConsole()
  reviewer = await console.signedIn('reviewer', 'Rina')
  id = await console.builders.conversation({ pseudonym: 'Melati-4821' })
  question = await console.builders.message(id, 'paspor ditahan majikan', { topic: 'passport-withheld', country: 'SA', language: 'id' })
  reply = await console.builders.reply(id, 'Paspor milik Kakak.', 'delivered')
  await reviewer.get(`/percakapan/${id}`)
})
afterEach(async () => {
  await console.close()
  if (console.reported.length > 0) throw new Error(`the console complained: ${console.reported.map(String).join('; ')}`)
})

describe('a reviewer', () => {
  test('marks a reply, corrects the mark, and the page shows who said so', async () => {
    await reviewer.post(`/percakapan/${id}/pesan/${reply}/nilai`, { nilai: 'right' })
    const answer = await reviewer.post(`/percakapan/${id}/pesan/${reply}/nilai`, { nilai: 'wrong-topic', topik: 'lost-passport' })
    expect(answer.headers.get('location')).toBe(`/percakapan/${id}?pesan=${reply}#m-${reply}`)
    expect(await console.store.db.selectFrom('marks').select(['verdict', 'topic']).execute()).toEqual([
      { verdict: 'wrong-topic', topic: 'lost-passport' },
    ])
    expect(await reviewer.text(`/percakapan/${id}`)).toMatch(/Topik salah: Paspor hilang<small>Rina/)
  })

  test('cannot mark what a person or a member of staff wrote, or a reply of another conversation', async () => {
    const other = await console.builders.conversation()
    expect((await reviewer.post(`/percakapan/${id}/pesan/${question}/nilai`, { nilai: 'right' })).status).toBe(404)
    expect((await reviewer.post(`/percakapan/${other}/pesan/${reply}/nilai`, { nilai: 'right' })).status).toBe(404)
    expect((await reviewer.post(`/percakapan/${id}/pesan/${reply}/nilai`, { nilai: 'great' })).status).toBe(404)
    expect(await console.store.db.selectFrom('marks').selectAll().execute()).toEqual([])
  })

  test('makes test cases that the evaluation reads', async () => {
    await reviewer.post(`/percakapan/${id}/pesan/${question}/kasus-uji`, { topik: 'passport-withheld', keadaan: 'urgent' })
    await reviewer.post(`/percakapan/${id}/pesan/${question}/kasus-uji`, { topik: 'lost-passport', keadaan: 'routine' })
    const file = await reviewer.get('/kasus-uji.jsonl')
    expect(file.headers.get('content-disposition')).toContain('attachment')
    const lines = (await file.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(caseSchema.parse(JSON.parse(lines[0]!))).toMatchObject({
      text: 'paspor ditahan majikan',
      topic: 'lost-passport',
      country: 'SA',
      urgency: 'routine',
      triage: null,
    })
    expect(await reviewer.text(`/percakapan/${id}`)).toContain('>Kasus uji<')
  })

  test('writes notes that the store keeps sealed', async () => {
    await reviewer.post(`/percakapan/${id}/catatan`, { catatan: 'Adiknya <b>menelepon</b> kantor' })
    expect(await reviewer.text(`/percakapan/${id}`)).toContain('Adiknya &lt;b&gt;menelepon&lt;/b&gt; kantor')
    expect(JSON.stringify(await console.store.db.selectFrom('notes').selectAll().execute())).not.toContain('menelepon')
    expect(JSON.stringify(await console.store.db.selectFrom('audit').selectAll().execute())).not.toContain('menelepon')
  })

  test('labels, by words that cannot carry a number, and takes a label away', async () => {
    await reviewer.post(`/percakapan/${id}/label`, { label: '  Tunggu   KBRI ' })
    expect(await console.store.db.selectFrom('conversation_labels').select('label').execute()).toEqual([{ label: 'tunggu kbri' }])
    for (const label of ['', '081234567890', 'a/b', '?x=1', 'x'.repeat(25)]) {
      const refused = await reviewer.post(`/percakapan/${id}/label`, { label })
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain('id="label-problem"')
    }
    await reviewer.post(`/percakapan/${id}/label`, { hapus: 'tunggu kbri' })
    expect(await console.store.db.selectFrom('conversation_labels').selectAll().execute()).toEqual([])
  })
})

describe('revealing an address', () => {
  test('needs a caseworker and a reason, is in the audit trail first, and shows the number only in its own answer', async () => {
    const caseworker = await console.signedIn('caseworker')
    const sealed = console.deps.seal.seal('6281299988877@s.whatsapp.net', 'addresses:h')
    const row = { channel: 'whatsapp', address_hash: 'h', sealed, rank: 0, person_id: id, created_at: START } as const
    await console.store.commit([{ query: console.store.db.insertInto('addresses').values(row).compile() }])
    expect((await reviewer.post(`/percakapan/${id}/buka-alamat`, { alasan: 'life-at-risk' })).status).toBe(403)
    await caseworker.get(`/percakapan/${id}`)
    expect((await caseworker.post(`/percakapan/${id}/buka-alamat`)).status).toBe(422)
    const answer = await caseworker.post(`/percakapan/${id}/buka-alamat`, { alasan: 'life-at-risk' })
    expect(await answer.text()).toContain('+6281299988877')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await caseworker.text(`/percakapan/${id}`)).not.toContain('6281299988877')
    const audit = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'address-revealed').execute()
    expect(audit).toMatchObject([{ subject: id, detail: '{"reason":"life-at-risk"}' }])
    expect(JSON.stringify(audit)).not.toContain('62812')
  })
})

test('what staff recorded stays when two ids turn out to be one person', async () => {
  const people = createPeople(console.store, ephemeralSeal())
  const message = (addresses: readonly [string, ...string[]]): IncomingMessage => ({
    channel: 'whatsapp',
    externalId: addresses.join(),
    addresses,
    sentAt: START,
    content: { kind: 'text', text: 'halo' },
    appLanguage: null,
    backlog: false,
  })
  const lid = await people.find(message(['1@lid']), START)
  await console.store.commit([...lid.writes])
  const phone = await people.find(message(['62@s.whatsapp.net']), START)
  await console.store.commit([...phone.writes])
  const gone = phone.conversationId
  const said = await console.builders.reply(gone, 'Halo.', 'sent', { channel: 'whatsapp' })
  const caseworker = await console.signedIn('caseworker', 'Dewi')
  await caseworker.get(`/percakapan/${gone}`)
  await caseworker.post(`/percakapan/${gone}/ambil`)
  await caseworker.post(`/percakapan/${gone}/catatan`, { catatan: 'jangan hilang' })
  await caseworker.post(`/percakapan/${gone}/label`, { label: 'kbri' })
  await caseworker.post(`/percakapan/${lid.conversationId}/label`, { label: 'kbri' })
  await caseworker.post(`/percakapan/${gone}/pesan/${said}/nilai`, { nilai: 'tone' })
  await caseworker.post(`/percakapan/${gone}/rencana`, { hp: 'borrowed' })
  const both = await people.find(message(['1@lid', '62@s.whatsapp.net']), START)
  await console.store.commit([...both.writes])
  expect(both.conversationId).toBe(lid.conversationId)
  const page = await caseworker.text(`/percakapan/${both.conversationId}`)
  for (const words of ['jangan hilang', 'Nada kurang baik', 'HP pinjaman', 'Hapus label kbri', 'name="isi"']) expect(page).toContain(words)
  expect((await caseworker.get(`/percakapan/${gone}`)).status).toBe(404)
})

describe('a note', () => {
  const address = (): string => `/percakapan/${id}/catatan`

  test('is kept whole up to 4,000 letters, whatever browsers send for the end of a line', async () => {
    const note = `${'a'.repeat(1998)}\n${'b'.repeat(2000)}z`
    expect((await reviewer.post(address(), { catatan: note.replace('\n', '\r\n') })).status).toBe(303)
    expect(await reviewer.text(`/percakapan/${id}`)).toContain(note)
  })

  test('that is empty or longer is refused at its field, with what was typed', async () => {
    const long = 'a'.repeat(4001)
    for (const typed of [' ', long]) {
      const answer = await reviewer.post(address(), { catatan: typed })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toMatch(/aria-describedby="catatan-baru-problem"/)
      expect(page).toContain('Catatannya kosong, atau lebih dari')
      expect(page).toContain(typed.trim())
    }
    expect(await console.store.db.selectFrom('notes').selectAll().execute()).toEqual([])
  })
})
