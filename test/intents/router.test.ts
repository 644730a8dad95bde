import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RouteContext, Routing } from '../../src/intents/router.ts'
import { emptyContext, nextContext } from '../../src/intents/router.ts'
import { loadTrainingLines } from '../../src/intents/training-lines.ts'
import type { Topic } from '../../src/message.ts'
import { TOPICS } from '../../src/message.ts'
import type { Ask, LanguageStage } from '../support/understanding.ts'
import { askOf, knowledgeFolder, NOON, shippedLanguage, trained } from '../support/understanding.ts'

const HOUR = 3_600_000
let stage: LanguageStage
let ask: Ask
beforeAll(() => {
  stage = shippedLanguage()
  ask = askOf(stage, trained(stage, loadTrainingLines(join(knowledgeFolder, 'training', 'topics'))))
})

function talk(...texts: string[]): { routing: Routing; context: RouteContext } {
  let context = emptyContext(NOON)
  let routing = ask(texts[0] ?? '')
  for (const text of texts) {
    routing = ask(text, context)
    context = nextContext(context, routing, NOON)
  }
  return { routing, context }
}

describe('one message', () => {
  test.each<[string, Topic, string | null]>([
    ['gaji saya di taiwan dua bulan belum dibayar', 'contract-and-wages', 'TW'],
    ['majikan pegang paspor saya', 'passport-withheld', null],
    ['cara ngecek pt resmi', 'check-agency', null],
    ['cuaca di bandung besok', 'out-of-scope', null],
    ['assalamualaikum', 'greeting', null],
    ['makasih banyak kak', 'thanks', null],
    ['mau ngomong sama petugas', 'talk-to-human', null],
    ['ssw itu apa', 'japan-programme', 'JP'],
  ])('%s is about %s', (text, topic, country) => {
    const routing = ask(text)
    expect(routing.topic).toBe(topic)
    expect(routing.country).toBe(country)
  })

  test('a salutation in front and thanks behind never win over the question', () => {
    const routing = ask('assalamualaikum selamat pagi kak mau tanya, paspor saya hilang di hongkong, terima kasih banyak')
    expect(routing.topic).toBe('lost-passport')
    expect(routing.outcome).toBe('answer')
  })

  test('a person is handed over, small talk stays small talk, and what is out of scope is not answered', () => {
    expect(ask('sambungkan ke petugas').outcome).toBe('handoff')
    expect(ask('halo kak').outcome).toBe('smalltalk')
    const outside = ask('resep rendang padang yang enak')
    expect([outside.outcome, outside.cards]).toEqual(['unknown', []])
  })

  test.each([
    ['kerja di korea gaji 4 bulan belum dikasih, gimana', ['unpaid-wages-korea']],
    ['kak gaji saya 3 bulan belum dibayar di taiwan trs paspor dipegang agen', ['passport-held-employer', 'unpaid-wages-taiwan']],
    ['1 gaji belum dibayar di taiwan 2 paspor saya dipegang agen', ['passport-held-employer', 'unpaid-wages-taiwan']],
  ])('a number of months is no number of a question: %s', (text, cards) => {
    expect(ask(text).cards).toEqual(cards)
  })

  test('several questions get the cards of each, the most urgent first', () => {
    const routing = ask(
      'pak saya mau tanya. gaji saya tiga bulan belum dibayar majikan. cara daftar bpjs ketenagakerjaan pmi gimana? alamat kbri kuala lumpur di mana?',
    )
    const topics = routing.cards.map((id) => stage.knowledge.cards.get(id)?.topic)
    expect(topics.length).toBeGreaterThan(1)
    expect(topics[0]).toBe('contract-and-wages')
  })

  test('never throws, and always gives a topic, a confidence and at most three cards and choices', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { topic, confidence, cards, choices, topics } = ask(text)
        const sum = topics.reduce((total, { score }) => total + score, 0)
        expect(TOPICS).toContain(topic)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
        expect(Math.max(cards.length, choices.length)).toBeLessThanOrEqual(3)
        expect(sum).toBeLessThan(1.000001)
      }),
      { numRuns: 50 },
    )
  })

  test('a message of 64 KB is understood by its ends', () => {
    expect(ask('gaji saya belum dibayar '.repeat(2_800)).topic).toBe('contract-and-wages')
  })
})

describe('countries and cards', () => {
  test('a card about one country never answers for another', () => {
    const asked = [
      'biaya ke hongkong berapa',
      'gaji di taiwan berapa',
      'syarat kerja di jepang',
      'overstay di malaysia dendanya',
      'libur di singapura',
      'kerja di polandia resmi gak',
    ]
    for (const text of asked) {
      const routing = ask(text)
      expect(routing.cards.length + routing.choices.length).toBeGreaterThan(0)
      for (const id of [...routing.cards, ...routing.choices.flatMap(({ card }) => card ?? [])]) {
        const countries = stage.knowledge.cards.get(id)?.countries ?? []
        expect(countries.length === 0 || countries.includes(routing.country ?? '')).toBe(true)
      }
    }
  })

  test('a country that is ruled out is not the answer', () => {
    expect(ask('bukan korea tapi jepang, syarat kerjanya apa').country).toBe('JP')
  })
})

describe('a conversation', () => {
  test('only another country asks the same for that country, and a programme becomes that country’s programme', () => {
    expect(talk('biaya ke taiwan berapa', 'kalau hongkong?').routing).toMatchObject({ topic: 'costs-and-loans', country: 'HK' })
    expect(talk('syarat ikut g to g korea', 'kalo jepang?').routing).toMatchObject({ topic: 'japan-programme', country: 'JP' })
  })

  test('the country stays for later questions', () => {
    expect(talk('paspor saya ditahan majikan di riyadh', 'lapornya ke mana').routing.country).toBe('SA')
  })

  test('thanks in between changes nothing', () => {
    expect(talk('overstay di malaysia 2 tahun', 'makasih kak', 'dendanya berapa').routing).toMatchObject({
      topic: 'overstay-and-amnesty',
      country: 'MY',
    })
  })

  test('a correction leaves the earlier matter', () => {
    expect(talk('imei hp saya keblokir', 'bukan itu, maksud saya cara kirim uang dari hongkong').routing).toMatchObject({
      topic: 'money-home',
      country: 'HK',
    })
  })

  test('after twelve hours a short message no longer leans on the earlier one', () => {
    const { context } = talk('biaya ke taiwan berapa')
    expect(ask('kalau hongkong?', { ...context, now: NOON + 13 * HOUR }).explain.by).toBe('text')
    expect(ask('kalau hongkong?', context).explain.by).toBe('country-only')
  })
})

describe('digits', () => {
  const offered = (hours: number): RouteContext => ({
    ...emptyContext(NOON + hours * HOUR),
    pendingChoices: [
      { id: 'topic:training', label: 'Kursus dan pelatihan kerja', topic: 'training', card: null },
      { id: 'topic:lost-passport', label: 'Paspor hilang', topic: 'lost-passport', card: null },
    ],
    offeredAt: NOON,
  })

  test.each(['2', '2.', 'yang dua', 'nomor 2 kak', 'pilih no 2 ya', 'paspor hilang'])('"%s" picks the second choice', (text) => {
    const routing = ask(text, offered(1))
    expect([routing.topic, routing.outcome, routing.explain.by]).toEqual(['lost-passport', 'answer', 'choice'])
    expect(stage.knowledge.cards.get(routing.cards[0] ?? '')?.topic).toBe('lost-passport')
  })

  test('a digit to an offer older than six hours is asked back in words', () => {
    const routing = ask('2', offered(7))
    expect(routing.outcome).toBe('choices')
    expect(routing.choices.map(({ label }) => label)).toEqual(['Kursus dan pelatihan kerja', 'Paspor hilang'])
  })

  test('a digit nobody offered, and a number inside a sentence, pick nothing', () => {
    expect(ask('3', offered(1)).explain.by).not.toBe('choice')
    expect(ask('2').explain.by).not.toBe('choice')
    expect(ask('saya kerja 2 tahun di taiwan', offered(1)).explain.by).not.toBe('choice')
  })
})

describe('cases kept out of training', () => {
  interface Turn {
    readonly text: string
    readonly topic: Topic
    readonly also: readonly Topic[]
    readonly country: string | null
    readonly outcome?: string
    /** Hours of silence before this turn. */
    readonly after_hours?: number
    /** Topics that the cards of the answer must cover: every question of the message is answered. */
    readonly cards_of?: string[]
  }
  const lines = (name: string): unknown[] =>
    readFileSync(join(knowledgeFolder, '..', 'test', 'cases', name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)

  test('topics and countries of single messages reach their thresholds', () => {
    const cases = lines('topics.jsonl') as Turn[]
    const understood = cases.map((turn) => ({ turn, routing: ask(turn.text) }))
    const topic = understood.filter(({ turn, routing }) => [turn.topic, ...turn.also].includes(routing.topic)).length
    const country = understood.filter(({ turn, routing }) => turn.country === routing.country).length
    const answered = understood.filter(({ routing }) => routing.outcome === 'answer')
    const right = answered.filter(({ turn, routing }) => [turn.topic, ...turn.also].includes(routing.topic)).length
    expect(cases.length).toBeGreaterThanOrEqual(250)
    expect(topic / cases.length).toBeGreaterThan(0.85)
    expect(country / cases.length).toBeGreaterThan(0.9)
    expect(right / answered.length).toBeGreaterThan(0.92)
  })

  test('cases that no training line was written from reach their thresholds', () => {
    const cases = (lines('topics-unseen.jsonl') as Turn[]).map((turn) => ({ turn, routing: ask(turn.text) }))
    const accepted = ({ turn }: (typeof cases)[number]): string[] => [turn.topic, ...turn.also]
    const share = (of: typeof cases, holds: (one: (typeof cases)[number]) => boolean): number => of.filter(holds).length / of.length
    const outside = cases.filter(({ turn }) => turn.topic === 'out-of-scope')
    const answered = cases.filter(({ routing }) => routing.outcome === 'answer')
    expect(cases.length).toBeGreaterThanOrEqual(350)
    expect(share(cases, (one) => accepted(one).includes(one.routing.topic))).toBeGreaterThan(0.91)
    expect(share(cases, (one) => one.routing.topics.slice(0, 3).some(({ topic }) => accepted(one).includes(topic)))).toBeGreaterThan(0.96)
    expect(share(outside, ({ routing }) => routing.topic === 'out-of-scope' || routing.outcome === 'unknown')).toBeGreaterThan(0.88)
    expect(share(answered, (one) => accepted(one).includes(one.routing.topic))).toBeGreaterThan(0.93)
  })

  test('conversations keep their thread', () => {
    const conversations = lines('conversations.jsonl') as { turns: Turn[] }[]
    let all = 0
    let right = 0
    for (const { turns } of conversations) {
      let now = NOON
      let context = emptyContext(now)
      for (const turn of turns) {
        now += (turn.after_hours ?? 0) * HOUR
        const routing = ask(turn.text, { ...context, now })
        context = nextContext(context, routing, now)
        const covered = new Set(routing.cards.map((id) => stage.knowledge.cards.get(id)?.topic as string))
        all++
        if (
          (turn.cards_of ?? []).every((topic) => covered.has(topic)) &&
          [turn.topic, ...turn.also].includes(routing.topic) &&
          turn.country === routing.country &&
          (turn.outcome ?? routing.outcome) === routing.outcome
        )
          right++
      }
    }
    expect(conversations.length).toBeGreaterThanOrEqual(90)
    expect(right / all).toBeGreaterThan(0.9)
  })
})
