import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { filterCards, readCardFilters, type CardRow } from '../../src/console/knowledge/card-list.ts'
import { cardStanding, contactStanding } from '../../src/console/knowledge/standing.ts'
import { monthsLater } from '../../src/console/knowledge/verify.tsx'
import { createRollup } from '../../src/console/numbers/rollup.ts'
import type { Card, Contact } from '../../src/knowledge/schema.ts'
import { createLogger } from '../../src/log.ts'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'
import { prepareDesk } from '../support/small-desk.ts'

const DAY = 86_400_000
const HELD = 'passport-held-employer'

prepareDesk()
let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

const auditRows = () => console.store.db.selectFrom('audit').selectAll().where('action', 'like', 'knowledge-%').execute()
const revisions = () => console.store.db.selectFrom('knowledge_revisions').selectAll().execute()

describe('the list of cards', () => {
  test('shows age, use and what people said, counted from the session log', async () => {
    const viewer = await console.signedIn('viewer')
    const id = await console.builders.conversation()
    const reason = JSON.stringify({ topic: null, confidence: 1, topics: [], cards: [HELD], triage: null, source: 'card' })
    const answer = await console.builders.reply(id, 'Paspor milik Kakak.', 'sent', { reason, inbox_id: 'i1' })
    await console.builders.reply(id, 'Bagian kedua.', 'sent', { reason, inbox_id: 'i1' })
    await console.builders.reply(id, 'Paspor milik Kakak.', 'sent', { reason, inbox_id: 'i2' })
    await console.builders.feedback(id, answer, { verdict: 'wrong' })
    console.pass(5 * 60_000)
    await createRollup(console.deps, createLogger('silent')).catchUp()
    const page = await viewer.text('/pengetahuan?q=passport-held')
    const row = page.slice(page.indexOf(`/pengetahuan/kartu/${HELD}`))
    expect(row).toMatch(/data-label="Dipakai" class="number">2</)
    expect(row).toMatch(/data-label="Suka" class="number">0</)
    expect(row).toMatch(/data-label="Tidak" class="number">1</)
    expect(await viewer.text('/pengetahuan?tanda=disliked')).toContain('1 kartu.')
    expect(await viewer.text('/pengetahuan?topik=seafarer')).toContain('Tidak ada kartu yang cocok')
  })

  test('knows what is past its date, and how long', () => {
    const due = { review_by: '2026-11-24' }
    const at = Date.UTC(2026, 10, 24)
    expect(cardStanding(due, at - 40 * DAY)).toBe('fresh')
    expect(cardStanding(due, at - 30 * DAY)).toBe('soon')
    expect(cardStanding(due, at + DAY - 1)).toBe('soon')
    expect(cardStanding(due, at + DAY)).toBe('expired')
    expect(cardStanding(due, at + 180 * DAY)).toBe('withheld')
  })

  test('is filtered and ordered by what a reviewer looks for', () => {
    const row = (id: string, given: Partial<Card>, uses = 0, disliked = 0): CardRow => ({
      card: { id, title: id, topic: 'documents', also: [], countries: [], review_by: '2027-01-01', verified_by: null, ...given } as never,
      standing: 'fresh',
      use: { uses, liked: 0, disliked },
      isRevised: id === 'c',
    })
    const rows = [
      row('a', { countries: ['MY'], review_by: '2028-01-01' }, 1, 3),
      row('b', { verified_by: 'Sari' }, 9),
      row('c', { also: ['seafarer'] }),
    ]
    const ids = (query: string) => filterCards(rows, readCardFilters(new URLSearchParams(query))).map(({ card }) => card.id)
    expect(ids('')).toEqual(['b', 'c', 'a'])
    expect(ids('urut=used')).toEqual(['b', 'a', 'c'])
    expect(ids('urut=disliked')).toEqual(['a', 'b', 'c'])
    expect(ids('negara=MY')).toEqual(['a'])
    expect(ids('topik=seafarer')).toEqual(['c'])
    expect(ids('tanda=unverified&urut=title')).toEqual(['a', 'c'])
    expect(ids('tanda=unused')).toEqual(['c'])
    expect(ids('tanda=revised')).toEqual(['c'])
    expect(ids('q=B')).toEqual(['b'])
  })
})

describe('the page of a card', () => {
  test('shows what people see, the sources with their dates, and how people ask', async () => {
    const page = await (await console.signedIn('viewer')).text(`/pengetahuan/kartu/${HELD}`)
    const card = console.deps.knowledge.served().cards.get(HELD)!
    expect(page).toContain('Seperti yang dilihat orang')
    expect(page).toContain('Seperti yang dilihat orang, bahasa Inggris')
    expect(page).toContain(card.answer.split('\n')[0])
    expect(page).toContain(`href="${card.sources[0]!.address.replaceAll('&', '&amp;')}"`)
    expect(page).toContain(card.phrasings[0])
    expect(page).not.toContain('/pastikan')
  })

  test('is not found for a card that does not exist', async () => {
    expect((await (await console.signedIn('viewer')).get('/pengetahuan/kartu/nothing')).status).toBe(404)
  })
})

describe('verifying a card', () => {
  const form = { cara: 'official-page', catatan: 'Dicocokkan dengan UU 18/2017', bulan: '12' }

  test('is a revision that is served afterwards, with who, when and how, and in the audit trail', async () => {
    const reviewer = await console.signedIn('reviewer', 'Sari')
    expect((await reviewer.post(`/pengetahuan/kartu/${HELD}/pastikan`, form)).status).toBe(303)
    const card = console.deps.knowledge.served().cards.get(HELD)!
    expect(card.verified_by).toBe('Sari, 2026-11-24')
    expect(card.reviewed_on).toBe('2026-11-24')
    expect(card.review_by).toBe('2027-11-24')
    const [revision] = await revisions()
    expect(revision).toMatchObject({ path: card.path, kind: 'verified', previous_id: null })
    const before = console.deps.knowledge.shippedText(card.path)!.split('\n')
    const changed = revision!.text!.split('\n').filter((line) => !before.includes(line))
    expect(changed.every((line) => /^(?:verified_by|reviewed_on|review_by): /.test(line))).toBe(true)
    expect(await auditRows()).toMatchObject([{ action: 'knowledge-verified', subject: card.path }])
    const page = await reviewer.text(`/pengetahuan/kartu/${HELD}`)
    expect(page).toContain('membaca halaman resmi: Dicocokkan dengan UU 18/2017')
    expect(await (await console.signedIn('admin')).text('/audit?tindakan=knowledge-verified')).toContain(card.path)
  })

  test('says at the form what is missing and keeps what was typed', async () => {
    const reviewer = await console.signedIn('reviewer')
    const response = await reviewer.post(`/pengetahuan/kartu/${HELD}/pastikan`, { ...form, cara: '' })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain('Pilih caranya dulu')
    expect(page).toContain('Dicocokkan dengan UU 18/2017')
    expect((await reviewer.post(`/pengetahuan/kartu/${HELD}/pastikan`, { ...form, catatan: ' x ' })).status).toBe(422)
    expect(await revisions()).toEqual([])
  })

  test('is refused where the operator switched editing off, and its forms are not shown', async () => {
    const off = await openConsole({ knowledge: { ...console.deps.knowledge, editing: false } })
    const reviewer = await off.signedIn('reviewer')
    expect((await reviewer.post(`/pengetahuan/kartu/${HELD}/pastikan`, form)).status).toBe(422)
    const page = await reviewer.text(`/pengetahuan/kartu/${HELD}`)
    expect(page).not.toContain('/pastikan')
    expect(page).toContain('dimatikan oleh pengelola')
    await off.close()
  })

  test('counts months by the calendar', () => {
    expect(monthsLater('2026-11-30', 3)).toBe('2027-02-28')
    expect(monthsLater('2026-11-24', 12)).toBe('2027-11-24')
  })
})

describe('verifying a contact', () => {
  test('changes how its number is shown, also in danger', async () => {
    const reviewer = await console.signedIn('reviewer', 'Sari')
    const contact = [...console.deps.knowledge.served().contacts.values()].find((one) => one.caution === null && one.phone !== null)!
    const address = `/pengetahuan/kontak/${contact.id}`
    expect(await reviewer.text(address)).toMatch(/\(nomor per |\(dilihat /)
    expect((await reviewer.post(`${address}/pastikan`, { cara: 'called', catatan: 'Dijawab Ibu R' })).status).toBe(303)
    const page = await reviewer.text(address)
    expect(page).not.toMatch(/\(nomor per |\(dilihat /)
    expect(page).toContain('Sari, 2026-11-24')
    const [revision] = await revisions()
    expect(revision!.path).toBe(`contacts.yaml#${contact.id}`)
  })

  test('keeps the caution beside a number unless it is taken away', async () => {
    const reviewer = await console.signedIn('reviewer')
    const contact = [...console.deps.knowledge.served().contacts.values()].find((one) => one.caution !== null && one.phone !== null)!
    const address = `/pengetahuan/kontak/${contact.id}`
    await reviewer.get(address)
    await reviewer.post(`${address}/pastikan`, { cara: 'called', catatan: 'Dijawab' })
    expect(console.deps.knowledge.served().contacts.get(contact.id)?.caution).toBe(contact.caution)
    await reviewer.post(`${address}/pastikan`, { cara: 'called', catatan: 'Dijawab', 'tanpa-peringatan': '1' })
    expect(console.deps.knowledge.served().contacts.get(contact.id)?.caution).toBeNull()
  })

  test('says which numbers are old, and which nobody can call', () => {
    const contact = (given: object): Contact =>
      ({
        takes_chat: false,
        whatsapp: null,
        phone: '+60321164000',
        short_number: null,
        verified_by: null,
        source: { published: '2026-01' },
        ...given,
      }) as never
    expect(contactStanding(contact({}), START)).toBe('unverified')
    expect(contactStanding(contact({ verified_by: 'Sari' }), START)).toBe('verified')
    expect(contactStanding(contact({ source: { published: '2021' } }), START)).toBe('old')
    expect(contactStanding(contact({ source: { published: null } }), START)).toBe('old')
    expect(contactStanding(contact({ phone: null }), START)).toBe('unreachable')
  })
})

describe('the test box', () => {
  test('answers with its reasons and stores nothing', async () => {
    const viewer = await console.signedIn('viewer')
    const before = await console.store.db.selectFrom('audit').select('number').execute()
    const page = await (await viewer.post('/pengetahuan/coba', { pertanyaan: 'paspor sy ditahan majikan gmn' })).text()
    expect(page).toContain(console.deps.knowledge.served().cards.get(HELD)!.answer.split('\n')[0])
    expect(page).toContain('Paspor ditahan')
    expect(page).toContain('paspor saya ditahan majikan bagaimana')
    for (const table of ['messages', 'inbox', 'outbox', 'conversations'] as const)
      expect(await console.store.db.selectFrom(table).selectAll().execute()).toEqual([])
    expect(await console.store.db.selectFrom('audit').select('number').execute()).toHaveLength(before.length)
  })

  test('shows the danger it recognises and the rule', async () => {
    const viewer = await console.signedIn('viewer')
    const page = await (await viewer.post('/pengetahuan/coba', { pertanyaan: 'tolong saya dikunci di kamar' })).text()
    expect(page).toContain('disekap')
    expect(page).toContain('Darurat')
  })

  test('asks for a question', async () => {
    const response = await (await console.signedIn('viewer')).post('/pengetahuan/coba', { pertanyaan: '  ' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('Tulis pertanyaannya dulu')
  })
})
