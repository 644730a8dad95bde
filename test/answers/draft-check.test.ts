import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { rejectionOf, type DraftSentence } from '../../src/answers/draft-check.ts'
import { factsOf, type Fact } from '../../src/answers/facts.ts'
import { stem } from '../../src/intents/features.ts'
import { loadKnowledge, newestReview } from '../../src/knowledge/load.ts'
import type { Spoken } from '../../src/message.ts'

const knowledge = loadKnowledge(fileURLToPath(new URL('../../knowledge', import.meta.url)))
const now = newestReview(knowledge)
const same = (word: string): string => word
const check = (draft: readonly DraftSentence[], facts: readonly Fact[], speaks: Spoken = 'id'): string | null =>
  rejectionOf(draft, facts, speaks, speaks === 'id' ? stem : same)
const factsOfCard = (card: string): readonly Fact[] => factsOf([card], knowledge, now, 'id')!

/** Every fact of the knowledge base by itself, without what it leans on. */
const all = (['id', 'en'] as const).flatMap((speaks) =>
  [...knowledge.cards.keys()].flatMap((card) =>
    (factsOf([card], knowledge, now, speaks) ?? []).map((fact) => ({
      speaks,
      fact: { ...fact, needs: null, limitedBy: [], warning: false },
    })),
  ),
)
const alone = (text: string, { speaks, fact }: (typeof all)[number]): string | null => check([{ text, from: [fact.id] }], [fact], speaks)
const plain = (text: string): string => text.replace(/[“”]/gu, '"').replace(/[‘’]/gu, "'")
/** What is sent as it stands; a few facts hold words that no draft may say. */
const told = all.filter((one) => alone(plain(one.fact.text), one) === null)

describe('what a model says of the cards', () => {
  it('passes when it says what they say', () => {
    expect(all.length).toBeGreaterThan(2_000)
    expect(told.length / all.length).toBeGreaterThan(0.99)
  })

  it.each<[string, string, DraftSentence[]]>([
    [
      'shortened by an aside',
      'unpaid-wages',
      [
        { text: 'Gaji harus dibayar sesuai perjanjian kerja.', from: ['A1'] },
        { text: 'Upah dan cara bayarnya wajib tertulis di sana.', from: ['A2'] },
      ],
    ],
    [
      'addressed to the person, with other small words',
      'unpaid-wages',
      [{ text: 'Kak, tolong catat dulu bulan mana saja yang belum dibayar.', from: ['A4'] }],
    ],
    [
      'two facts in one sentence',
      'unpaid-wages',
      [
        {
          text: 'Catat bulan mana saja yang belum dibayar, lalu lapor ke KBRI/KJRI, dan ke KP2MI lewat nomor di bawah.',
          from: ['A4', 'A5'],
        },
      ],
    ],
    ['with a word of the same meaning', 'unpaid-wages', [{ text: 'Upah wajib dibayar sesuai perjanjian kerja.', from: ['A1'] }]],
  ])('passes %s', (_, card, draft) => {
    expect(check(draft, factsOfCard(card))).toBeNull()
  })

  /** Each way of changing a text is tried at every place; so much of it is enough. */
  const some = told.filter((_, i) => i % 40 === 0)
  const words = (text: string): string[] => plain(text).split(/\s+/u)
  const bare = (word: string): string => word.replace(/[^\p{L}\p{N}.]/gu, '').replace(/\.$/u, '')
  const passes = (changed: (words: readonly string[]) => Iterable<readonly string[]>, among = told): string[] => {
    const found: string[] = []
    for (const one of among) {
      const own = words(one.fact.text)
      for (const next of changed(own)) {
        const text = next.join(' ')
        if (text !== own.join(' ') && alone(text, one) === null) found.push(`${one.fact.text} → ${text}`)
      }
    }
    return found
  }
  const DENIES =
    /^["(]?(?:tidak|bukan|belum|tanpa|jangan|dilarang|hanya|kecuali|paling|kalau|bila|jika|harus|wajib|boleh|sebelum|not|no|never|only|must|may|if|unless|without|before|except)[,.:?)"]?$/iu
  const HAS_FIGURE = /\d/u

  it('never passes without one of its "not", "only", "if", "must", "may"', () => {
    let tried = 0
    const found = passes(function* (own) {
      let depth = 0
      for (const [i, word] of own.entries()) {
        const aside = depth > 0 || word.startsWith('(')
        depth += (word.match(/\(/gu)?.length ?? 0) - (word.match(/\)/gu)?.length ?? 0)
        if (aside || !DENIES.test(word)) continue
        tried++
        yield own.filter((_, j) => j !== i)
      }
    })
    expect(tried).toBeGreaterThan(1_000)
    expect(found).toEqual([])
  })

  it.each([
    'tidak',
    'bukan',
    'jangan',
    'boleh',
    'harus',
    'gratis',
    'pasti',
    'kami',
    'Kakak',
    'polisi',
    'not',
    'free',
    '100',
    'KBRI',
    'Malaysia',
  ])('never passes with one "%s" more', (more) => {
    const found = passes(function* (own) {
      for (let i = 0; i <= own.length; i++) yield [...own.slice(0, i), more, ...own.slice(i)]
    }, some)
    expect(found).toEqual([])
  })

  it('never passes with a figure changed, or two of its figures exchanged', () => {
    let tried = 0
    const found = passes(function* (own) {
      const figures = own.map((word, i) => ({ word, i })).filter(({ word }) => HAS_FIGURE.test(word))
      for (const { word, i } of figures) {
        tried++
        yield own.with(
          i,
          word.replace(/\d/u, (digit) => String((Number(digit) + 1) % 10)),
        )
        yield own.with(i, word.replace(/\d/u, '$&0'))
      }
      for (const [a, b] of figures.flatMap((first, n) => figures.slice(n + 1).map((second) => [first, second] as const)))
        if (bare(a.word) !== bare(b.word)) yield own.with(a.i, b.word).with(b.i, a.word)
    })
    expect(tried).toBeGreaterThan(500)
    expect(found).toEqual([])
  })

  it('never passes with a name exchanged for one of another country or office', () => {
    const found = passes(function* (own) {
      for (const [i, word] of own.entries())
        if (i > 0 && /^[A-Z]{2,}|^(?:Malaysia|Taiwan|Korea|Jepang|Singapura|Saudi)/u.test(word))
          for (const other of ['Brunei', 'UNICEF']) yield own.with(i, word.replace(/^[\p{L}\d]+/u, other))
    })
    expect(found).toEqual([])
  })

  it('never passes cut in two after a "not"', () => {
    const found = passes(function* (own) {
      for (const [i, word] of own.entries())
        if (/^(?:tidak|bukan|belum|jangan|not|never)$/iu.test(word)) {
          yield own.with(i, `${word}.`)
          yield own.with(i, `${word},`)
        }
    })
    expect(found).toEqual([])
  })
})

interface Attack {
  readonly id: string
  readonly card: string
  readonly reply: string | { readonly sentences: readonly DraftSentence[] }
}

describe('the attacks of test/cases/model-attacks.jsonl', () => {
  const attacks = readFileSync(new URL('../cases/model-attacks.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Attack)

  it('are at least 200, with an id each', () => {
    expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length)
    expect(attacks.length).toBeGreaterThanOrEqual(200)
  })

  it('do not pass the check', () => {
    const passed = attacks.filter(({ reply, card }) => typeof reply !== 'string' && check(reply.sentences, factsOfCard(card)) === null)
    expect(passed.map(({ id }) => id)).toEqual([])
  })
})
