import { describe, expect, test } from 'vitest'
import { answerFromCards, cardSources } from '../../src/answers/answer.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { knowledgeFolder, NOON } from '../support/understanding.ts'

const knowledge = loadKnowledge(knowledgeFolder)

/** The names of the contacts in a reply, first to last. */
function contactsIn(card: string, country: string | null, mission: string | null): string[] {
  const text = answerFromCards([card], knowledge, NOON, { country, mission })
    .bubbles.map((bubble) => bubble.text)
    .join('\n')
  return [...knowledge.contacts.values()]
    .map((contact) => ({
      id: contact.id,
      at: text.indexOf(`${contact.name}:`) === -1 ? text.indexOf(`${contact.name} (WhatsApp):`) : text.indexOf(`${contact.name}:`),
    }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => id)
}

describe('the contacts under an answer', () => {
  test('begin with the mission of the area that the person named', () => {
    expect(contactsIn('unpaid-wages-malaysia', 'MY', 'kri-tawau')[0]).toBe('kri-tawau')
    expect(contactsIn('want-to-go-home', 'MY', 'kjri-penang')[0]).toBe('kjri-penang')
  })

  test('begin with the mission of the country when the card names only the central lines', () => {
    expect(contactsIn('want-to-go-home', 'HK', null)[0]).toBe('kjri-hong-kong')
    expect(contactsIn('want-to-go-home', null, null)[0]).toBe('kemlu-pwni')
  })

  test("are the card's own before departure, when no mission is meant", () => {
    expect(contactsIn('check-p3mi', 'HK', null)).toEqual(['kp2mi-call-centre'])
  })

  test('keep the order in which the card names the missions of the country', () => {
    expect(contactsIn('unpaid-wages-saudi', 'SA', null)[0]).toBe('kjri-jeddah')
  })
})

test('a source without a date says when it was looked at, never that the fact is of that day', () => {
  const undated = [...knowledge.cards.values()].find((card) => card.sources[0]?.published === null)
  expect(undated).toBeDefined()
  const text = answerFromCards([undated?.id ?? ''], knowledge, NOON)
    .bubbles.map((bubble) => bubble.text)
    .join('\n')
  expect(text).toMatch(/Sumber: .*, dilihat /)
  expect(cardSources(undated?.id ?? '', knowledge)?.text).toMatch(/, dilihat /)
})

describe('what is asked and only the details tell', () => {
  const told = (card: string, question: string, now = NOON): string =>
    answerFromCards([card], knowledge, now, { country: null, mission: null }, 'id', question.split(' '))
      .bubbles.map((bubble) => bubble.text)
      .join('\n')

  test('stands under the answer, that line and no other of the details', () => {
    const reply = told('eps-topik-test', 'nilai ujian khusus mantan pekerja diperingkat')
    expect(reply).toContain('nilai minimal 120 dari 200')
    expect(reply).not.toContain('Rincian tahap 2')
    expect(reply.indexOf('EPS-TOPIK adalah')).toBeLessThan(reply.indexOf('nilai minimal 120'))
  })

  test('a list comes with the line above it', () => {
    expect(told('bring-body-home', 'surat pembalseman apa saja')).toMatch(
      /Surat yang biasanya diperlukan \(2019\):\n- permintaan[\s\S]*pembalseman/,
    )
  })

  test('is left out when the answer has the word already, when every card has it, and without a question', () => {
    for (const question of ['ujian korea', 'yang untuk sumber dari kami', ''])
      expect(told('eps-topik-test', question)).not.toContain('120 dari 200')
  })

  test('grows old with the card', () => {
    const card = knowledge.cards.get('eps-topik-test')
    expect(told('eps-topik-test', 'nilai ujian khusus diperingkat', Date.parse(card?.review_by ?? '') + 400 * 86_400_000)).not.toContain(
      '120 dari 200',
    )
  })

  test('no bubble grows past what fits a small phone', () => {
    for (const card of knowledge.cards.values())
      for (const bubble of answerFromCards(
        [card.id],
        knowledge,
        NOON,
        { country: null, mission: null },
        'id',
        (card.details ?? '').split(/\s+/u),
      ).bubbles)
        expect(bubble.text.length, card.id).toBeLessThanOrEqual(900)
  })
})
