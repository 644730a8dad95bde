import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { caseFactWrites } from '../../src/cases/case-facts.ts'
import { depositWrites } from '../../src/cases/deposit-writes.ts'
import type { CaseFact, Deposit } from '../../src/conversation/turn.ts'
import type { Tables } from '../../src/store/schema.ts'
import { openConsole, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const DAY = 24 * 3_600_000
/** Only whoever opened the deposit reads it. */
const PLANTED = 'Sulastriningsih'
const PASSPORT = 'C7391846'

let console: ConsoleHarness
let sari: Visitor

beforeEach(async () => {
  console = await openConsole()
  sari = await console.signedIn('caseworker', 'Sari')
})
afterEach(() => console.close())

const writing = () => ({ store: console.store, seal: console.deps.seal as never, newId: console.newId })

async function worker(rule: Deposit['rule'], given: Partial<Tables['conversations']> = {}): Promise<string> {
  const conversation = await console.builders.conversation({ pseudonym: 'Melati-48213', ...given })
  const deposit: Deposit = {
    rule,
    facts: [
      { label: 'Nama di paspor', text: `Siti ${PLANTED}` },
      { label: 'Nomor paspor', text: PASSPORT },
    ],
    passport: PASSPORT.replace('C', 'c '),
    name: `Siti ${PLANTED}`,
    born: '14 Agustus 1997',
    consentVersion: '12345678',
  }
  await console.store.commit(depositWrites(writing(), { conversationId: conversation, at: console.now() }, deposit))
  return conversation
}

const told = (question: string, full: string): CaseFact => ({ question, label: question, shown: null, full })
const REPORTER = told('reporter', 'Karto, ayahnya')
/** A report of somebody missing, from another conversation unless it is named. */
async function report(facts: readonly CaseFact[], from?: string): Promise<string> {
  const conversationId = from ?? (await console.builders.conversation({ pseudonym: 'Kenanga-11111' }))
  const id = await console.builders.caseOf(conversationId, {
    number: 'PM-7F3K',
    kind: 'missing-worker',
    lane: 'long-search',
    urgency: 'urgent',
  })
  const intake = { kind: 'missing-worker', lane: 'long-search', number: 'PM-7F3K', facts, consent: null } as const
  await console.store.commit(caseFactWrites(writing(), { conversationId, at: console.now() }, intake))
  return id
}
const SAME_PERSON = [REPORTER, told('name', `SITI ${PLANTED.toUpperCase()}`), told('born', '14-08-1997')] as const
const depositId = async (): Promise<string> => (await console.store.db.selectFrom('deposits').select('id').executeTakeFirstOrThrow()).id
const audited = () =>
  console.store.db.selectFrom('audit').select(['action', 'subject', 'detail']).where('action', '=', 'deposit-opened').execute()
const open = async (caseId: string, alasan: string, by = sari): Promise<Response> => {
  await by.get(`/kasus/${caseId}`)
  return by.post(`/kasus/${caseId}/buka-titipan`, { titipan: await depositId(), alasan })
}

describe('a deposit at the report of a family', () => {
  test.each<[string, readonly CaseFact[]]>([
    ['name and date of birth, however they are written', SAME_PERSON],
    ['the passport number in any answer', [REPORTER, told('agency', `PT Maju, paspor ${PASSPORT.toLowerCase()} katanya`)]],
  ])('may be there, says the case, by %s; it opens with a reason, in the audit trail and the timeline', async (_, facts) => {
    await worker('family')
    const id = await report(facts)
    const page = await sari.text(`/kasus/${id}`)
    expect(page).toMatch(/Mungkin ada titipan[^]*Jangan beri tahu pelapor/)
    expect(page).not.toContain(PLANTED)
    expect(page).not.toContain('Melati-48213')
    const refused = await open(id, '')
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Pilih alasannya dulu')
    expect(await audited()).toEqual([])
    const shown = await (await open(id, 'same-person')).text()
    expect(shown).toMatch(new RegExp(`Siti ${PLANTED}[^]*${PASSPORT}`))
    expect(shown).toContain('Jangan beri tahu pelapor')
    expect(await audited()).toEqual([
      { action: 'deposit-opened', subject: id, detail: JSON.stringify({ reason: 'same-person', via: 'report', rule: 'family' }) },
    ])
    expect(await sari.text(`/kasus/${id}`)).toContain('Titipan data dibuka')
  })

  test.each([
    ['siti  sulastriningsih', '14 agt 1997', true],
    ['Siti Sulastriningsih.', 'Cilacap, 14 Aug 1997', true],
    ['SITI SULASTRININGSIH', '1997-08-14', true],
    ['siti sulastriningsih', 'tgl 14/8/1997', true],
    ['siti sulastriningsih', '8/14/1997', false],
    ['siti sulastriningsih', '14 agustus', false],
    ['siti sulastriningsih', '14 8 1997 atau 15 8 1997', false],
    ['siti', '14 agustus 1997', false],
  ])('is recognised by "%s" and "%s": %s', async (name, born, found) => {
    await worker('family')
    const page = await sari.text(`/kasus/${await report([REPORTER, told('name', name), told('born', born)])}`)
    expect(page.includes('Mungkin ada titipan')).toBe(found)
  })

  test.each<[string, Deposit['rule'], readonly CaseFact[]]>([
    ['did not allow it', 'self', SAME_PERSON],
    ['allowed only the worst', 'staff', SAME_PERSON],
    ['has another date of birth', 'family', [REPORTER, SAME_PERSON[1], told('born', '15-08-1997')]],
    ['has another name', 'family', [REPORTER, told('name', 'Siti Aminah'), SAME_PERSON[2]]],
    ['is named with no day of birth', 'family', [REPORTER, SAME_PERSON[1]]],
    ['has another passport', 'family', [REPORTER, told('agency', 'C7391847')]],
    ['is named in a case that reports nobody', 'family', SAME_PERSON.slice(1)],
  ])('is nowhere to be seen when the worker %s', async (_, rule, facts) => {
    await worker(rule)
    const id = await report(facts)
    expect(await sari.text(`/kasus/${id}`)).not.toContain('Titipan data')
    expect((await open(id, 'life-at-risk')).status).toBe(422)
    expect(await audited()).toEqual([])
  })

  test('goes with the end of the case, and is not for those who may not open data', async () => {
    await worker('family')
    const id = await report(SAME_PERSON)
    const reviewer = await console.signedIn('reviewer')
    expect(await reviewer.text(`/kasus/${id}`)).not.toContain('titipan')
    expect((await open(id, 'life-at-risk', reviewer)).status).toBe(403)
    await console.store.commit([
      { query: console.store.db.updateTable('cases').set({ closed_at: console.now(), state: 'closed' }).compile() },
    ])
    expect(await sari.text(`/kasus/${id}`)).not.toContain('Titipan data')
    expect((await open(id, 'life-at-risk')).status).toBe(422)
  })

  test('of somebody whom only the restricted team reads is for that team', async () => {
    await worker('family', { restricted: 1 })
    const id = await report(SAME_PERSON)
    expect(await sari.text(`/kasus/${id}`)).toMatch(/Mungkin ada titipan[^]*Hanya tim terbatas/)
    expect((await open(id, 'life-at-risk')).status).toBe(422)
    expect(await audited()).toEqual([])
  })
})

describe('a deposit of the person who writes', () => {
  test.each<[Deposit['rule'], string, boolean]>([
    ['self', 'person-asked', true],
    ['family', 'referral', true],
    ['staff', 'person-asked', false],
    ['staff', 'life-at-risk', true],
  ])('under the rule "%s" at their own case for the reason %s: %s', async (rule, reason, opens) => {
    const conversation = await worker(rule)
    const id = await console.builders.caseOf(conversation)
    expect(await sari.text(`/kasus/${id}`)).toContain('Orang ini menitipkan data')
    expect((await open(id, reason)).status).toBe(opens ? 200 : 422)
    expect(await audited()).toHaveLength(opens ? 1 : 0)
  })

  test('is not opened by asking for help when somebody writes from that phone to report them missing', async () => {
    const conversation = await worker('self')
    const id = await report(SAME_PERSON, conversation)
    expect((await open(id, 'person-asked')).status).toBe(422)
    expect((await open(id, 'life-at-risk')).status).toBe(200)
  })

  test('stands beside the conversation, and opens there only for a life at risk', async () => {
    const conversation = await worker('self')
    const page = await sari.text(`/percakapan/${conversation}`)
    expect(page).toContain('Orang ini menitipkan data')
    expect(page).not.toContain(PLANTED)
    expect((await sari.post(`/percakapan/${conversation}/buka-titipan`, { alasan: 'person-asked' })).status).toBe(422)
    const shown = await sari.post(`/percakapan/${conversation}/buka-titipan`, { alasan: 'life-at-risk' })
    expect(await shown.text()).toContain(PASSPORT)
    expect((await audited()).map(({ subject }) => subject)).toEqual([conversation])
    expect(await (await console.signedIn('reviewer')).text(`/percakapan/${conversation}`)).not.toContain('menitipkan')
  })

  test('goes when staff deal with the yes that was taken back', async () => {
    const conversation = await worker('self')
    const { db } = console.store
    await console.store.commit([
      {
        query: db
          .updateTable('consents')
          .set({ withdrawn_at: console.now(), due_at: console.now() + 3 * DAY })
          .compile(),
      },
    ])
    expect(await sari.text('/izin')).toContain('Titipan data')
    const [consent] = await db.selectFrom('consents').select('id').where('conversation_id', '=', conversation).execute()
    await sari.post(`/izin/${consent!.id}/selesai`)
    expect(await db.selectFrom('deposits').selectAll().execute()).toEqual([])
  })
})
