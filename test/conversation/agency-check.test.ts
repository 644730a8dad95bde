import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAskSession, type AskAnswer } from '../../src/ask-session.ts'
import type { Assistant } from '../../src/assistant.ts'
import type { Agency, ServedAgencyList } from '../../src/knowledge/agency-list.ts'
import { fullAssistant } from '../support/core-assistant.ts'
import { knowledgeFolder, NOON } from '../support/understanding.ts'

const DAY = 86_400_000
const agency = (name: string, over: Partial<Agency> = {}): Agency => ({
  name,
  state: 'active',
  licence: null,
  validUntil: null,
  city: null,
  ...over,
})
const AGENCIES: readonly Agency[] = [
  agency('PT Maju Jaya', { licence: '123/2024', validUntil: '2027-03-31', city: 'Cirebon' }),
  agency('PT Maju Jaya Abadi', { state: 'revoked' }),
  agency('PT. Surya Pasifik Sejahtera', { state: 'suspended', city: 'Malang' }),
  agency('PT BINA KARYA INTERNATIONAL', { validUntil: '2026-11-23' }),
  agency('PT Duta Wibawa Manda Putra', { validUntil: '2026-11-24' }),
  ...['Satu', 'Dua', 'Tiga', 'Empat', 'Lima'].map((last) => agency(`PT Cahaya Bunda ${last}`)),
]
const LIST: ServedAgencyList = {
  listedOn: '2026-11-01',
  importedAt: Date.UTC(2026, 10, 20, 3),
  staleAt: NOON + DAY,
  agencies: AGENCIES,
}
const FOUND = /daftar P3MI per|list of P3MI of/
/** What a list may never be taken for. */
const VOUCHED = /\b(?:aman|dijamin|terpercaya|pasti resmi|safe|guaranteed|trusted)\b/i

interface NameCase {
  readonly text: string
  /** Names that are shown, in order; empty: not found; null: the list is not asked. */
  readonly finds: readonly string[] | null
}
const cases = readFileSync(new URL('../cases/agency-names.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as NameCase)

let assistant: Assistant
beforeAll(() => {
  assistant = fullAssistant(knowledgeFolder, NOON)
})

function ask(text: string, list: ServedAgencyList | null = LIST): AskAnswer {
  assistant.serveAgencies(list)
  return createAskSession(assistant)({ id: text, conversation: 'c', text })
}

describe('a question about an agency', () => {
  it.each(cases.filter(({ finds }) => finds !== null))('is held against the list: $text', ({ text, finds }) => {
    const answer = ask(text)
    expect(answer).toMatchObject({ topic: 'check-agency', outcome: 'answer', cards: ['check-p3mi'] })
    const [told = '', ...rest] = answer.reply
    expect(told).toMatch(FOUND)
    expect([...told.matchAll(/^\d\. (.+?): /gm)].map(([, name]) => name)).toEqual(finds)
    if (finds?.length === 0) expect(told).toMatch(/tidak kami temukan[^]*Jangan bayar/)
    expect(told).toMatch(/1 Nov 2026[^]*(?:diimpor petugas pada|staff imported on) 20 Nov 2026/)
    expect(told).not.toMatch(VOUCHED)
    // How to check with the ministry always follows.
    expect(rest.join('\n')).toContain('siskop2mi.bp2mi.go.id')
  })

  it.each(cases.filter(({ finds }) => finds === null))('is none: $text', ({ text }) => {
    expect(ask(text).reply.join('\n')).not.toMatch(FOUND)
  })

  it.each(cases)('changes nothing without a list, or with an old one: $text', ({ text }) => {
    const without = ask(text, null)
    expect(ask(text, { ...LIST, staleAt: NOON }).reply).toEqual(without.reply)
    expect(without.reply.join('\n')).not.toMatch(FOUND)
  })

  it('tells the state of the licence, its number, its last day and the city', () => {
    expect(ask('cek PT Maju Jaya').reply[0]).toContain('1. PT Maju Jaya: izin aktif, SIP3MI 123/2024, berlaku sampai 31 Mar 2027, Cirebon.')
    expect(ask('cek PT Surya Pasifik').reply[0]).toMatch(/izin dibekukan[^]*jangan bayar/)
    expect(ask('cek PT Maju Jaya Abadi').reply[0]).toMatch(/izin dicabut[^]*jangan bayar/)
  })

  it('does not take for active what has run out since the list was made; the last day counts', () => {
    expect(ask('cek PT Bina Karya').reply[0]).toMatch(/masa berlaku lewat \(23 Nov 2026\)[^]*jangan bayar/)
    expect(ask('cek PT Duta Wibawa').reply[0]).toMatch(/berlaku sampai 24 Nov 2026/)
    expect(ask('cek PT Duta Wibawa').reply[0]).not.toMatch(/jangan bayar/)
  })

  it('shows three and says that there are more', () => {
    const [told = ''] = ask('PT Cahaya Bunda resmi gak').reply
    expect(told.match(/^\d\. /gm)).toHaveLength(3)
    expect(told).toContain('Ada 2 nama mirip lagi')
  })

  it('never repeats the name that was asked for: it may be a person', () => {
    expect(ask('PT Siti Rahmawati resmi gak').reply.join('\n')).not.toMatch(/siti|rahmawati/i)
  })

  it('speaks English with those who do', () => {
    expect(ask('is PT Maju Jaya officially registered').reply[0]).toMatch(
      /^In the list of P3MI of 1 Nov 2026:\n1\. PT Maju Jaya: licence active/,
    )
  })

  it('waits for danger', () => {
    const answer = ask('cek PT Maju Jaya, tolong saya dikurung di penampungan dan dipukul')
    expect(answer.outcome).toBe('safety')
    expect(answer.reply.join('\n')).not.toMatch(FOUND)
  })
})
