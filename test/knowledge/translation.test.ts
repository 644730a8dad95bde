import { describe, expect, it } from 'vitest'
import { answerFromCards } from '../../src/answers/answer.ts'
import { checkKnowledge } from '../../src/knowledge/check.ts'
import { loadKnowledge, parseCard } from '../../src/knowledge/load.ts'
import type { Card, KnowledgeProblem } from '../../src/knowledge/schema.ts'
import { factsOf, parseTranslationFile, withTranslation } from '../../src/knowledge/translation.ts'
import { KNOWLEDGE } from '../triage/support.ts'

const CARD = `---
id: fee
topic: costs-and-loans
title: Biaya
audience: [worker]
countries: []
sources:
  - { title: "UU 18/2017", address: "https://example.org/uu", published: "2017-11-22", looked_at: "2026-11-24" }
confidence: high
reviewed_on: "2026-11-24"
review_by: "2027-05-24"
verified_by: null
phrasings: ["biaya berapa"]
---
Paling banyak Rp1.500.000 atau 2,5 juta sejak 29 Oktober 2025. Lihat siapkerja.kemnaker.go.id.

## Langkah
1. Minta kuitansi.
`
const FRONT = `---
id: fee
title: Costs
translated_from: "2026-11-24"
verified_by: null
phrasings: ["how much is it", "what does it cost", "the fee", "cost of it"]
---
`
const ANSWER = 'At most Rp1,500,000 or 2.5 million since 29 October 2025. See siapkerja.kemnaker.go.id.'
const STEPS = '\n\n## Steps\n1. Ask for a receipt.\n'

const original = parseCard(CARD, 'cards/costs-and-loans/fee.md', []) as Card

function problemsOf(text: string): string[] {
  const problems: KnowledgeProblem[] = []
  const english = parseTranslation(text, 'cards/costs-and-loans/fee.en.md', original, problems)
  expect(english === null).toBe(problems.length > 0)
  for (const problem of problems) expect(problem).toMatchObject({ path: 'cards/costs-and-loans/fee.en.md', severity: 'error' })
  return problems.map((problem) => problem.message)
}

function parseTranslation(text: string, path: string, card: Card, problems: KnowledgeProblem[]): Card['english'] | null {
  return parseTranslationFile(text, path, problems).map((english) => withTranslation(card, english, problems).english ?? null)[0] ?? null
}

describe('a translation', () => {
  it('with the figures and addresses of the original is served', () => {
    expect(problemsOf(FRONT + ANSWER + STEPS)).toEqual([])
  })

  it.each([
    ['a figure that was changed', ANSWER.replace('1,500,000', '1,600,000'), '1500000 of the original is missing'],
    ['a figure that was added', `${ANSWER} Pay within 30 days.`, '30 is not in the original'],
    ['a fraction without its point', ANSWER.replace('2.5', '25'), '2.5 million of the original is missing'],
    ['a figure in words that was changed', ANSWER.replace('At most', 'In two parts, at most'), '2 is not in the original'],
    ['another size', ANSWER.replace('million', 'billion'), '2.5 billion is not in the original'],
    ['another month', ANSWER.replace('October', 'August'), 'month 10 of the original is missing'],
    ['another address', ANSWER.replace('kemnaker', 'kernnaker'), 'siapkerja.kernnaker.go.id is not in the original'],
    ['a phone number', `${ANSWER} Call +62 811 8080 141.`, '8080'],
  ])('with %s is refused', (_, answer, message) => {
    expect(problemsOf(FRONT + answer + STEPS).join('; ')).toContain(message)
  })

  it('without a section of the original, or with one more, is refused', () => {
    expect(problemsOf(FRONT + ANSWER)).toEqual(['"## Steps" is missing'])
    expect(problemsOf(`${FRONT}${ANSWER}${STEPS}\n## Details\nMore.\n`)).toEqual(['"## Details" is not in the original'])
  })

  it('of another card, too long, or without front matter is refused', () => {
    expect(problemsOf(FRONT.replace('id: fee', 'id: other') + ANSWER + STEPS)).toEqual(['id other is not that of the card'])
    expect(problemsOf(`${FRONT}${ANSWER}${' And so on.'.repeat(90)}${STEPS}`)[0]).toContain('at most 900')
    expect(problemsOf(ANSWER)).toEqual(['no front matter found'])
    expect(problemsOf(FRONT.replace('title: Costs\n', '') + ANSWER + STEPS)[0]).toContain('title')
  })

  it('of an older original is served and named', () => {
    const english = parseTranslation(FRONT.replace('2026-11-24', '2026-10-01') + ANSWER + STEPS, 'fee.en.md', original, [])
    const knowledge = { cards: new Map([['fee', { ...original, english: english! }]]), contacts: new Map(), countries: new Map(), notices: [], problems: [] }
    const found = checkKnowledge(knowledge, Date.parse('2026-11-24')).filter(({ path }) => path === 'fee.en.md')
    expect(found).toMatchObject([{ severity: 'warning', message: expect.stringContaining('2026-10-01') }])
    expect(answerFromCards(['fee'], knowledge, Date.parse('2026-11-24'), { country: null, mission: null }, 'en').bubbles[0]?.text).toContain('At most')
  })
})

describe('facts of a text', () => {
  it('are the same in both ways of writing', () => {
    const indonesian = 'Rp50 juta, NT$30.000-150.000, 6%, 12,5 persen, 1 Mei 2026, Des 2025, halo@kp2mi.go.id'
    const english = 'Rp50 million, NT$30,000-150,000, 6 percent, 12.5%, 1 May 2026, Dec 2025, halo@kp2mi.go.id'
    expect([...factsOf(english, 'en')].sort()).toEqual([...factsOf(indonesian, 'id')].sort())
  })

  it('are read from words as from digits', () => {
    expect(factsOf('Dua belas jam, tiga juta, sepuluh jabatan', 'id')).toEqual(factsOf('12 hours, three million, ten jobs', 'en'))
    expect([...factsOf('satu hari saja, salah satu', 'id')]).toEqual([])
  })

  it('are no months in ordinary words', () => {
    expect([...factsOf('you may go, or march on 3 times', 'en')]).toEqual(['3'])
  })
})

describe('the shipped cards in English', () => {
  const { cards, problems } = loadKnowledge(KNOWLEDGE)
  const translated = [...cards.values()].filter((card) => card.english)

  it('are at least 25, none of them broken', () => {
    expect(problems.filter(({ path }) => path.endsWith('.en.md'))).toEqual([])
    expect(translated.length).toBeGreaterThanOrEqual(25)
  })

  it('name every follow-up in English', () => {
    for (const card of translated) expect(Object.keys(card.english?.follow_ups ?? {}), card.id).toHaveLength(card.follow_ups.length)
  })

  it.each(translated.map((card) => card.id))('%s holds no Indonesian sentence and no bubble over 900 characters', (id) => {
    const { bubbles } = answerFromCards([id], { cards, contacts: new Map(), countries: new Map(), notices: [], problems: [] }, Date.parse('2026-11-24'), { country: null, mission: null }, 'en')
    const text = bubbles.map((bubble) => bubble.text).join('\n')
    // Names of offices and sources stay as they are; these words stand in sentences only.
    expect(text.replace(/Source: .*/u, '')).not.toMatch(/\b(?:yang|untuk|dengan|majikan|tidak|jangan|adalah|dari)\b/iu)
    for (const bubble of bubbles) expect(bubble.text.length).toBeLessThanOrEqual(900)
  })
})
