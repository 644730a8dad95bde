import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Contact, Country } from '../../src/knowledge/schema.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { DANGERS } from '../../src/message.ts'
import type { CrisisState, SafetyInput } from '../../src/triage/crisis.ts'
import { contactsFor } from '../../src/knowledge/first-call.ts'
import { loadSafety } from '../../src/triage/load.ts'
import { createSafetyReplies } from '../../src/triage/replies.ts'
import { KNOWLEDGE } from './support.ts'

const knowledge = loadKnowledge(KNOWLEDGE)
const { texts } = loadSafety(KNOWLEDGE)
const replies = createSafetyReplies(texts, knowledge)
const countries = [null, ...knowledge.countries.keys()]

function input(change: Partial<SafetyInput> = {}): SafetyInput {
  return {
    danger: 'violence',
    about: 'self',
    country: 'MY',
    language: 'id',
    crisis: null,
    staff: 'none',
    channel: 'telegram',
    now: 1_000,
    ...change,
  }
}

const anyInput = fc.record({
  danger: fc.constantFrom(...DANGERS),
  about: fc.constantFrom('self', 'other', 'unknown'),
  country: fc.constantFrom(...countries),
  staff: fc.constantFrom('on-duty', 'off-duty', 'none'),
  staffDetail: fc.constantFrom('besok jam 8 WIB', 'Senin pukul 08.00 waktu Jakarta'),
  language: fc.constantFrom('id', 'jv', 'su', 'en', 'mad'),
} as const)

/** Any number in the text stands alone on its line; names of hotlines ("SAPA 129") may hold one. */
function numbersStandAlone(text: string): boolean {
  return text
    .split('\n')
    .every(
      (line) =>
        line.endsWith('):') ||
        !/\+?\d{3,}/.test(line.replace(/\((?:nomor|number) \d{4}\)/, '')) ||
        /^\+?[\d-]+$/.test(line) ||
        /jam|pukul/.test(line),
    )
}

describe('the first reply', () => {
  it('is short, opens with a neutral line, and has a number alone on its line', () => {
    fc.assert(
      fc.property(anyInput, (change) => {
        const { bubbles } = replies.first(input(change))
        const text = bubbles[0]?.text ?? ''
        const firstLine = text.split('\n')[0] ?? ''
        expect(text.length).toBeLessThanOrEqual(500)
        expect(firstLine.length).toBeLessThanOrEqual(60)
        expect(firstLine).not.toMatch(/polisi|kbri|kasus/i)
        expect(text.split('\n').some((line) => /^\+?[\d-]{3,}$/.test(line))).toBe(true)
        expect(numbersStandAlone(text)).toBe(true)
        expect(text).not.toMatch(/[{}[\]!]/)
      }),
      { seed: 11, numRuns: 2_000 },
    )
  })

  it('gives the first contact of the country for that danger', () => {
    for (const [code, country] of knowledge.countries)
      for (const danger of DANGERS) {
        const state = replies.first(input({ danger, country: code })).crisis
        const first = contactsFor(danger, code, knowledge)[0]
        expect(state.contactsGiven, `${code} ${danger}`).toEqual([first?.id])
        const named = [...(country.first_call[danger] ?? country.first_call.default), 'kemlu-pwni', 'kp2mi-call-centre']
        expect(named).toContain(first?.id)
      }
  })

  it('never names the police first where nobody approved the order', () => {
    for (const [code, country] of knowledge.countries) {
      if (country.first_call_approved_by !== null) continue
      for (const danger of DANGERS) expect(contactsFor(danger, code, knowledge)[0]?.kind, code).not.toBe('police')
    }
  })

  it('puts a regional text under the Indonesian one, never in its place', () => {
    for (const language of ['jv', 'su'] as const) {
      const { bubbles } = replies.first(input({ language }))
      expect(bubbles).toHaveLength(2)
      expect(bubbles[0]).toEqual(replies.first(input()).bubbles[0])
    }
    expect(replies.first(input({ language: 'mad' })).bubbles).toHaveLength(1)
  })

  it('speaks of "dia" when somebody else is in danger', () => {
    const other = replies.first(input({ about: 'other' })).bubbles[0]?.text
    expect(other).toContain('dia dipukul')
    expect(other).not.toContain('saya dipukul')
  })

  it('promises no embassy to somebody who is in Indonesia', () => {
    expect(replies.first(input({ danger: 'medical', country: 'ID' })).bubbles[0]?.text).not.toContain('KBRI')
    expect(replies.first(input({ danger: 'detention', country: 'ID' })).bubbles[0]?.text).not.toContain('KBRI')
  })

  it('says when nobody reads, when somebody is back, and when somebody reads now', () => {
    expect(replies.first(input()).bubbles[0]?.text).toContain('Belum ada petugas yang membaca')
    expect(replies.first(input({ staff: 'off-duty', staffDetail: 'besok jam 8 WIB' })).bubbles[0]?.text).toContain('besok jam 8 WIB')
    expect(replies.first(input({ staff: 'off-duty' })).bubbles[0]?.text).toContain('Belum ada petugas yang membaca')
    expect(replies.first(input({ staff: 'on-duty' })).bubbles[0]?.text).toContain('Petugas juga membaca sekarang')
  })

  it('names the kind of help in words when no contact is known at all', () => {
    const without = createSafetyReplies(texts, { contacts: new Map(), countries: new Map() })
    expect(without.first(input()).bubbles[0]?.text).toContain(texts.general?.['no-contact'])
  })
})

type Move = 'next' | 'unanswered' | 'question' | '1' | '2' | '3'

describe('a conversation in danger', () => {
  it('never sends the same text twice, whatever the turns', () => {
    fc.assert(
      fc.property(
        anyInput,
        fc.array(fc.tuple(fc.constantFrom<Move[]>('next', 'unanswered', 'question', '1', '2', '3'), fc.constantFrom(...DANGERS)), {
          maxLength: 40,
        }),
        (change, moves) => {
          let reply: { bubbles: readonly { text: string }[]; crisis: CrisisState | null } = replies.first(input(change))
          const sent = reply.bubbles.map((bubble) => bubble.text)
          let { danger } = change
          for (const [move, newDanger] of moves) {
            if (!reply.crisis) return
            if (move === 'next' && sent.length % 5 === 0) danger = newDanger
            const now = input({ ...change, danger, language: 'id', crisis: reply.crisis })
            reply =
              move === 'next'
                ? replies.next(now)
                : move === 'unanswered'
                  ? replies.unanswered(now)
                  : move === 'question'
                    ? replies.dangerQuestion(now)
                    : (replies.answered(now, move, move) ?? replies.next(now))
            sent.push(...reply.bubbles.map((bubble) => bubble.text))
            for (const bubble of reply.bubbles) expect(bubble.text.length).toBeLessThanOrEqual(500)
          }
          const repeated = sent.filter((text, at) => sent.indexOf(text) !== at && text !== 'Baik, terima kasih.')
          expect(repeated).toEqual([])
          const given = reply.crisis?.contactsGiven ?? []
          expect(new Set(given).size).toBe(given.length)
        },
      ),
      { seed: 12, numRuns: 500 },
    )
  })

  it('brings the next contact and one question about the place on the second turn', () => {
    const first = replies.first(input({ country: null }))
    const second = replies.next(input({ country: null, crisis: first.crisis }))
    expect(second.crisis.contactsGiven).toHaveLength(2)
    expect(second.bubbles[0]?.text).toContain('Di negara dan kota mana?')
    expect(second.bubbles[0]?.text.match(/\?/g)).toHaveLength(1)
  })

  it('answers a new kind of danger with its own first reply', () => {
    const first = replies.first(input({ danger: 'stranded' }))
    const then = replies.next(input({ danger: 'medical', crisis: first.crisis }))
    expect(then.bubbles[0]?.text).toContain('Darah banyak')
    expect(then.crisis).toMatchObject({ danger: 'medical', since: 1_000, turn: 2 })
  })

  it('falls silent after "2, not safe" with one harmless line', () => {
    const first = replies.first(input())
    for (const said of ['2', 'tidak aman', 'gak aman kak', 'tidak'])
      expect(replies.answered(input({ crisis: first.crisis }), said, said === '2' ? '2' : null), said).toMatchObject({
        hold: true,
        bubbles: [{ text: 'Baik, terima kasih.' }],
      })
  })

  it('goes on after "1, safe"', () => {
    const first = replies.first(input())
    const safe = replies.answered(input({ crisis: first.crisis }), 'aman', null)
    expect(safe?.hold).toBe(false)
    expect(safe?.bubbles[0]?.text).toContain('Di kota mana')
  })

  it('does not take a longer message for an answer', () => {
    const first = replies.first(input())
    expect(replies.answered(input({ crisis: first.crisis }), 'aman tapi majikan ada di dapur dan saya takut', null)).toBeNull()
  })

  it.each(['1', '2', '3'])('answers %s to the question after a wish to die', (digit) => {
    const first = replies.first(input({ danger: 'self-harm' }))
    const answered = replies.answered(input({ danger: 'self-harm', crisis: first.crisis }), digit, digit)
    expect(answered?.crisis?.textsSent).toContain(`self-harm-answer-${digit}`)
  })

  it('counts the message when every text is used up', () => {
    let reply = replies.first(input())
    const sent: string[] = []
    for (let turn = 0; turn < 30; turn++) {
      reply = replies.next(input({ crisis: reply.crisis }))
      sent.push(reply.bubbles[0]?.text ?? '')
    }
    expect(sent.at(-1)).toContain('Pesan ke-31')
    expect(new Set(sent).size).toBe(sent.length)
  })

  it('stays plain JSON', () => {
    const { crisis } = replies.unanswered(input({ crisis: replies.first(input()).crisis }))
    expect(JSON.parse(JSON.stringify(crisis))).toEqual(crisis)
  })
})

describe('a number that does not answer', () => {
  it.each([
    'gak diangkat',
    'nomornya mati',
    'ga ada pulsa',
    'udah ditelpon tapi gak diangkat angkat',
    'nomor nya salah kak',
    'belum dibalas',
    'pulsa habis',
    'wa nya centang satu',
  ])('is told by "%s"', (text) => {
    expect(replies.saysUnanswered(text)).toBe(true)
  })

  it.each(['nomor kbri berapa', 'saya takut', 'hp saya mau mati', 'tidak aman'])('is not told by "%s"', (text) => {
    expect(replies.saysUnanswered(text)).toBe(false)
  })

  it('brings the next contact that takes chat, and a text to paste once', () => {
    const first = replies.first(input())
    const next = replies.unanswered(input({ crisis: first.crisis }))
    const given = knowledge.contacts.get(next.crisis.contactsGiven[1] ?? '')
    expect(given?.takes_chat).toBe(true)
    expect(next.bubbles[1]?.text).toContain('Saya dipukul')
    expect(replies.unanswered(input({ crisis: next.crisis })).bubbles).toHaveLength(1)
  })
})

describe('a question about danger', () => {
  it('after a bare call for help holds the right number', () => {
    const asked = replies.dangerQuestion(input({ country: 'TW' }), 'bare-tolong')
    expect(asked.bubbles[0]?.text).toContain('Apakah Kakak dalam bahaya sekarang? 1 ya, 2 tidak.')
    expect(asked.crisis).toMatchObject({ awaiting: 'danger', country: 'TW' })
  })

  it('leads to a contact after yes and ends the crisis after no', () => {
    const asked = replies.dangerQuestion(input(), 'bare-tolong')
    expect(replies.answered(input({ crisis: asked.crisis }), 'iya', null)?.bubbles[0]?.text).toContain('Hubungi ini sekarang')
    expect(replies.answered(input({ crisis: asked.crisis }), '2', '2')?.crisis).toBeNull()
  })

  it('in doubt is one question and a number', () => {
    const { bubbles } = replies.doubt(input())
    expect(bubbles).toHaveLength(1)
    expect(bubbles[0]?.text.match(/\?/g)).toHaveLength(1)
  })

  it.each([
    ['id', 'Apakah orang yang ditanyakan dalam bahaya sekarang?'],
    ['en', 'Is the person you ask about in danger now?'],
  ] as const)('in doubt about somebody else asks about them, in %s', (language, question) => {
    expect(replies.doubt(input({ about: 'other', language })).bubbles[0]?.text).toContain(question)
    expect(replies.doubt(input({ about: 'unknown', language })).bubbles[0]?.text).not.toContain(question)
  })
})

describe('the contact line', () => {
  const contact = [...knowledge.contacts.values()].find((one) => one.verified_by === null) as Contact
  const country = knowledge.countries.get('MY') as Country
  const bookWith = (one: Contact): { contacts: Map<string, Contact>; countries: Map<string, Country> } => ({
    contacts: new Map([[one.id, one]]),
    countries: new Map([['MY', { ...country, first_call: { default: [one.id] }, ambulance: null }]]),
  })

  it('shows the year of a number nobody has tried, and none once somebody has', () => {
    const year = (contact.source.published ?? contact.source.looked_at).slice(0, 4)
    const text = (one: Contact): string => createSafetyReplies(texts, bookWith(one)).first(input()).bubbles[0]?.text ?? ''
    expect(text(contact)).toContain(`(nomor ${year}):\n`)
    expect(text({ ...contact, verified_by: 'Sari, 2026-11-24' })).not.toContain('(nomor')
  })
})
