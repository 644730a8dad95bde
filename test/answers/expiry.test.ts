import { describe, expect, test } from 'vitest'
import { answerFromCards, cardDetails } from '../../src/answers/answer.ts'
import { aged, GRACE_DAYS } from '../../src/answers/expiry.ts'
import { checkKnowledge } from '../../src/knowledge/check.ts'
import { loadKnowledge, newestReview } from '../../src/knowledge/load.ts'
import type { Card } from '../../src/knowledge/schema.ts'
import { knowledgeFolder } from '../support/understanding.ts'

const DAY = 86_400_000
const knowledge = loadKnowledge(knowledgeFolder)
const reviewed = newestReview(knowledge)

const said = (card: string, now: number): string =>
  answerFromCards([card], knowledge, now)
    .bubbles.map((bubble) => bubble.text)
    .join('\n')
const dueOf = (card: string): number => Date.parse(knowledge.cards.get(card)?.review_by ?? '')

describe('a card', () => {
  test('says nothing of its age on the day it is to be reviewed', () => {
    expect(said('wages-hong-kong', dueOf('wages-hong-kong'))).not.toMatch(/[Tt]erakhir/)
  })

  test('past that day says when it was last checked, still with its figure and with an office to ask', () => {
    const reply = said('wages-hong-kong', dueOf('wages-hong-kong') + 2 * DAY)
    expect(reply).toContain('HK$5.100')
    expect(reply).toContain('Terakhir kami periksa Nov 2026')
    expect(reply).toContain('KJRI Hong Kong')
  })

  test('about what changes tells nothing any more when the grace is over, but whom to ask', () => {
    const reply = said('wages-hong-kong', dueOf('wages-hong-kong') + (GRACE_DAYS + 1) * DAY)
    expect(reply).not.toMatch(/5\.100|1\.236/)
    expect(reply).toContain('terakhir diperiksa Nov 2026')
    expect(reply).toContain('KJRI Hong Kong')
  })

  test('of advice keeps its advice when the grace is over, without any figure', () => {
    const reply = said('bpjs-premium', dueOf('bpjs-premium') + (GRACE_DAYS + 1) * DAY)
    expect(reply).not.toMatch(/Rp\s?\d/)
    expect(reply).toContain('Minta nomor peserta dan bukti bayar')
    expect(reply).toContain('Angkanya tidak kami sebut lagi')
    expect(said('violence-now', dueOf('violence-now') + 2_000 * DAY)).toMatch(/^Balas 9 sekarang/)
  })

  test('gives no details either when the grace is over', () => {
    const details = cardDetails('bpjs-premium', knowledge, dueOf('bpjs-premium') + (GRACE_DAYS + 1) * DAY)
    expect(details.map((bubble) => bubble.text).join('\n')).not.toMatch(/494\.500/)
  })
})

describe('a year after the newest review, with nobody at work,', () => {
  const now = reviewed + 365 * DAY
  const old = [...knowledge.cards.values()].filter((card) => now >= Date.parse(card.review_by) + DAY)

  test('every card past its date says so, and names a mission or the ministry', () => {
    expect(old.length).toBeGreaterThan(200)
    const official = [...knowledge.contacts.values()]
      .filter(({ kind }) => kind === 'mission' || kind === 'ministry')
      .map(({ name }) => name)
    for (const card of old) {
      const reply = said(card.id, now)
      expect(reply, card.id).toMatch(/terakhir (?:kami periksa|diperiksa)/i)
      expect(
        official.some((name) => reply.includes(name)),
        card.id,
      ).toBe(true)
    }
  })

  test('no wage, fee or fine is told by a card whose grace is over', () => {
    for (const card of old) {
      if (now < Date.parse(card.review_by) + GRACE_DAYS * DAY) continue
      const { words } = aged(card, now)
      expect(`${words?.answer ?? ''} ${words?.steps ?? ''}`, card.id).not.toMatch(
        /(?:Rp|RM|NT\$|HK\$|US\$|€)\s?\d|\d (?:won|yen|riyal|juta|persen)|\d%/,
      )
    }
  })

  test('the check reports it and does not fail', () => {
    const problems = checkKnowledge(knowledge, now)
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(problems.filter(({ message }) => message.startsWith('was to be reviewed by')).length).toBe(old.length)
  })
})

describe('a card in English ages with the Indonesian one:', () => {
  const place = { country: null, mission: null }
  const inEnglish = (card: string, now: number): string =>
    answerFromCards([card], knowledge, now, place, 'en')
      .bubbles.map((bubble) => bubble.text)
      .join('\n')
  const translated = [...knowledge.cards.values()].filter((card) => card.english).map((card) => card.id)
  const cardOf = (id: string): Card => {
    const card = knowledge.cards.get(id)
    if (!card?.english) throw new Error(`${id} is not in English`)
    return card
  }
  const lines = (text: string | null | undefined): number => (text ?? '').split('\n').filter((line) => line !== '').length

  test('nothing on the day it is to be reviewed, then when it was last checked, with its figures', () => {
    const due = dueOf('overstay-malaysia')
    expect(inEnglish('overstay-malaysia', due)).not.toContain('last checked this')
    const late = inEnglish('overstay-malaysia', due + 2 * DAY)
    expect(late).toContain('We last checked this in Nov 2026. Ask the official number')
    expect(late).toContain('RM500')
    expect(late).toContain('KBRI Kuala Lumpur')
  })

  test('what changes is not told any more when the grace is over, but whom to ask', () => {
    const late = inEnglish('overstay-malaysia', dueOf('overstay-malaysia') + (GRACE_DAYS + 1) * DAY)
    expect(late).not.toMatch(/RM[35]00|RM20|30 April/)
    expect(late).toContain('was last checked in Nov 2026 and may have changed')
    expect(late).toContain('KBRI Kuala Lumpur')
  })

  test('advice stays when the grace is over, without its figures', () => {
    const late = inEnglish('bpjs-benefits', dueOf('bpjs-benefits') + (GRACE_DAYS + 1) * DAY)
    expect(late).not.toMatch(/Rp\s?\d|from 14 to 21/)
    expect(late).toContain('Keep your member number')
    expect(late).toContain('We leave out its figures')
  })

  test.each(translated)('%s leaves out the same lines in both languages, and no figure stays', (id) => {
    const card = cardOf(id)
    for (const days of [0, 2, GRACE_DAYS + 1]) {
      const now = Date.parse(card.review_by) + days * DAY
      const indonesian = aged(card, now)
      const english = aged(card, now, 'en')
      expect(english.note === '').toBe(indonesian.note === '')
      expect(english.words === null).toBe(indonesian.words === null)
      for (const part of ['answer', 'steps', 'details'] as const)
        expect(lines(english.words?.[part]), `${part} after ${days} days: ${english.words?.[part]}`).toBe(lines(indonesian.words?.[part]))
      if (days <= GRACE_DAYS) continue
      expect(`${english.words?.answer} ${english.words?.steps}`).not.toMatch(
        /(?:Rp|RM|NT\$|HK\$|US\$|€)\s?\d|\d (?:won|yen|riyal|million|percent)|\d%|\b20\d\d\b(?<!\/20\d\d)/,
      )
    }
  })
})
