import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAskSession, type AskAnswer } from '../../src/ask-session.ts'
import type { Assistant } from '../../src/assistant.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { KnowledgeProblem } from '../../src/knowledge/schema.ts'
import { loadScam } from '../../src/knowledge/scam.ts'
import { fullAssistant } from '../support/core-assistant.ts'
import { knowledgeFolder, NOON } from '../support/understanding.ts'

const rows = <Row>(name: string): Row[] =>
  readFileSync(new URL(`../cases/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
interface OfferCase {
  readonly text: string
  /** Ids of signs that must be named; none: it is an offer without a sign; null: it is no offer. */
  readonly signs: readonly string[] | null
}
interface NumberCase {
  readonly text: string
  readonly found: 'official' | 'reported' | 'unknown' | null
}
const offers = rows<OfferCase>('offers')
const numbers = rows<NumberCase>('number-checks')

const REPORTED = `- id: taiwan-2026
  number: "+6281299990000"
  kind: phone
  reason: Minta uang pendaftaran untuk lowongan Taiwan
  reported_on: "2026-11-20"
- id: account-2026
  number: "7770001112"
  kind: account
  reason: Uang muka tidak kembali
  reported_on: "2026-10-02"
`
const OFFER = /Kami tidak bisa memastikan satu tawaran\.|We cannot vouch for any offer\./
const SAFE = /\b(?:aman|dijamin|terpercaya|safe|guaranteed)\b/i

let folder = ''
let assistant: Assistant

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tanya-scam-'))
  for (const name of readdirSync(knowledgeFolder)) if (name !== 'scam') symlinkSync(join(knowledgeFolder, name), join(folder, name))
  mkdirSync(join(folder, 'scam'))
  cpSync(join(knowledgeFolder, 'scam', 'offer-signs.yaml'), join(folder, 'scam', 'offer-signs.yaml'))
  writeFileSync(join(folder, 'scam', 'reported-numbers.yaml'), REPORTED)
  assistant = fullAssistant(folder, NOON)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function ask(text: string): AskAnswer {
  return createAskSession(assistant)({ id: text, conversation: 'c', text })
}

describe('a job offer', () => {
  const sentences = (): Map<string, { id: string; en: string }> =>
    new Map(loadScam(folder, assistant.knowledge, []).signs.map((sign) => [sign.id, sign.says]))

  it.each(offers.filter(({ signs }) => signs !== null))('is held against the signs: $text', ({ text, signs }) => {
    const answer = ask(text)
    const reply = answer.reply.join('\n')
    expect(answer).toMatchObject({ topic: 'scam-offer', outcome: 'answer' })
    expect(reply).toMatch(OFFER)
    expect(reply).not.toMatch(SAFE)
    for (const id of signs ?? []) {
      const says = sentences().get(id)
      expect(reply.includes(says?.id ?? '?') || reply.includes(says?.en ?? '?'), id).toBe(true)
    }
    if (signs?.length === 0) expect(reply).toMatch(/tidak menemukan tanda/)
    // Each sign has its source and date beside it.
    for (const line of reply.split('\n').filter((one) => one.startsWith('- '))) expect(line).toMatch(/\(.+, (?:dilihat |\w+ )?\d{4}\)$/)
  })

  it.each(offers.filter(({ signs }) => signs === null))('is not seen in: $text', ({ text }) => {
    expect(ask(text).reply.join('\n')).not.toMatch(OFFER)
  })

  it('in danger is no matter of signs', () => {
    expect(ask('tolong saya dikurung di kamboja, dulu loker admin gaji 12 juta tiket gratis visa turis hub wa').outcome).toBe('safety')
  })
})

describe('a number', () => {
  const SAID = {
    official: /ada di daftar kami:|in our directory:/,
    reported: /pernah dilaporkan/,
    unknown: /tidak ada di daftar kami/,
  } as const

  it.each(numbers.filter(({ found }) => found !== null))('is looked up: $text', ({ text, found }) => {
    const reply = ask(text).reply.join('\n')
    expect(reply).toMatch(SAID[found ?? 'unknown'])
    expect(reply).not.toMatch(SAFE)
  })

  it.each(numbers.filter(({ found }) => found === null))('is not looked up: $text', ({ text }) => {
    expect(ask(text).reply.join('\n')).not.toMatch(/daftar kami|dilaporkan ke kami|our directory/)
  })

  it('is hidden in what is stored, unless it is an official one', () => {
    expect(ask('cek 081234567890').redacted).toBe('cek [nomor telepon]')
    expect(ask('cek nomor +62 811 8080 141 asli bukan').redacted).toContain('+62 811 8080 141')
  })
})

describe('the files of signs and numbers', () => {
  const problemsOf = (signs: string, reported = '[]\n'): readonly KnowledgeProblem[] => {
    const broken = mkdtempSync(join(tmpdir(), 'tanya-scam-broken-'))
    mkdirSync(join(broken, 'scam'))
    writeFileSync(join(broken, 'scam', 'offer-signs.yaml'), signs)
    writeFileSync(join(broken, 'scam', 'reported-numbers.yaml'), reported)
    const problems: KnowledgeProblem[] = []
    loadScam(broken, loadKnowledge(knowledgeFolder), problems)
    rmSync(broken, { recursive: true, force: true })
    return problems
  }
  const sign = (over: string): string =>
    `- id: x\n  says: { id: "Visa turis bukan izin.", en: "No permit at all." }\n  card: red-flags\n  source: "Disnaker Banjarnegara"\n${over}`

  it('are read without a problem as shipped', () => {
    const problems: KnowledgeProblem[] = []
    expect(loadScam(knowledgeFolder, loadKnowledge(knowledgeFolder), problems).signs.length).toBeGreaterThanOrEqual(12)
    expect(problems).toEqual([])
  })

  it.each<[string, string, RegExp]>([
    ['neither words nor absent', sign(''), /either words or absent/],
    ['a pattern in capitals', sign('  words: ["Visa Turis"]\n'), /small letters/],
    ['a card that is none', sign('  words: [visa]\n').replace('red-flags', 'no-such-card'), /there is no card/],
    ['a source that the card has not', sign('  words: [visa]\n').replace('Disnaker Banjarnegara', 'Somebody'), /has no source/],
  ])('name %s', (_, text, message) => {
    expect(problemsOf(text).map((one) => one.message)).toEqual([expect.stringMatching(message)])
  })

  it('name a number that is none', () => {
    expect(problemsOf('[]\n', REPORTED.replace('"7770001112"', '"77-70"'))[0]?.message).toMatch(/digits of an account/)
  })
})
