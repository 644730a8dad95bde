import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EmergencyCase } from './support.ts'
import { cases, shippedTriage } from './support.ts'

const triage = shippedTriage()
const calm = { inCrisis: null }
const found = cases<EmergencyCase>('emergencies').filter((one) => triage(one.text, calm).urgency === 'emergency')
const foundByRule = found.filter((one) => !triage(one.text, calm).rules.includes('detector'))
const emergency = fc.constantFrom(...found.map((one) => one.text))
const emergencyByRule = fc.constantFrom(...foundByRule.map((one) => one.text))

function isEmergency(text: string): boolean {
  return triage(text, calm).urgency === 'emergency'
}

const STORIES = [
  'assalamualaikum kak perkenalkan saya dari indramayu. ',
  'Halo admin, maaf mengganggu malam malam. ',
  'kak mau cerita sebentar ya, saya sudah 2 tahun kerja di sini, awalnya baik baik. ',
  'permisi min, ',
]
const ENDINGS = ['', ' mohon bantuannya ya kak', '. terima kasih sebelumnya', ' gimana ini kak']

describe('an emergency stays one', () => {
  it('nearly always by a rule, not only by the detector', () => {
    expect(foundByRule.length / found.length).toBeGreaterThanOrEqual(0.9)
  })

  it('that only the detector knew, in at least 90 of 100 stories', () => {
    const told = found.filter((one) => !foundByRule.includes(one)).flatMap((one) => STORIES.map((story) => story + one.text))
    expect(told.filter(isEmergency).length / told.length).toBeGreaterThanOrEqual(0.9)
  })

  it('in capitals and with a salam, a story in front and a plea behind', () => {
    fc.assert(
      fc.property(emergencyByRule, fc.constantFrom(...STORIES), fc.constantFrom(...ENDINGS), fc.boolean(), (text, story, ending, loud) => {
        const told = story + text + ending
        return isEmergency(loud ? told.toUpperCase() : told)
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  it('with stretched letters', () => {
    fc.assert(
      fc.property(emergency, fc.nat(), fc.integer({ min: 2, max: 9 }), (text, where, times) => {
        const letters = [...text]
        const at = where % letters.length
        letters[at] = /[a-z]/.test(letters[at] ?? '') ? (letters[at] ?? '').repeat(times) : (letters[at] ?? '')
        return isEmergency(letters.join(''))
      }),
      { seed: 2, numRuns: 400 },
    )
  })

  it('with invisible marks, accents and lookalike letters', () => {
    const disguise: Record<string, string> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', i: 'і' }
    fc.assert(
      fc.property(emergency, fc.constantFrom('\u200b', '\u0301', '\u202e', ''), (text, mark) =>
        isEmergency([...text].map((letter) => (disguise[letter] ?? letter) + (letter === ' ' ? '' : mark)).join('')),
      ),
      { seed: 3, numRuns: 200 },
    )
  })

  it('with one typing mistake in a long word, in at least 97 of 100', () => {
    let kept = 0
    let tried = 0
    fc.assert(
      fc.property(emergency, fc.nat(), fc.nat(), fc.constantFrom('drop', 'swap', 'double'), (text, which, where, kind) => {
        const words = text.split(' ')
        const long = words.flatMap((word, index) => (/^[a-z]{6,}$/.test(word) ? [index] : []))
        const index = long[which % Math.max(1, long.length)]
        if (index === undefined) return
        words[index] = mistyped(words[index] ?? '', 1 + (where % 4), kind)
        tried++
        if (isEmergency(words.join(' '))) kept++
      }),
      { seed: 4, numRuns: 1_000 },
    )
    expect(tried).toBeGreaterThan(500)
    expect(kept / tried).toBeGreaterThanOrEqual(0.97)
  })
})

describe('any text', () => {
  it('gets a verdict that fits together', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const verdict = triage(text, calm)
        expect((verdict.danger !== null) === (verdict.urgency === 'emergency')).toBe(true)
        expect(verdict.score).toBeGreaterThanOrEqual(0)
        expect(verdict.score).toBeLessThanOrEqual(1)
      }),
      { seed: 5, numRuns: 300 },
    )
  })

  it.each([
    ['one word over and over', 'majikan '.repeat(8_192)],
    ['words of a rule over and over', 'saya dipukul kalau '.repeat(3_450)],
    ['words of many kinds over and over', 'bos malam kamar tangan sendiri '.repeat(2_100)],
    ['short sentences over and over', 'saya takut di kamar. '.repeat(3_100)],
    ['one endless word', 'a'.repeat(65_536)],
    ['a flood of accents', 'd\u0337\u0335\u0336'.repeat(16_384)],
    ['characters that unfold into eighteen', '\ufdfa'.repeat(65_536)],
    ['half of a pair', '\ud83d'.repeat(65_536)],
  ])('of 64 KB is read in bounded time: %s', (_, text) => {
    const before = process.cpuUsage()
    triage(text, calm)
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000)
  })

  it('is read to its end', () => {
    expect(isEmergency(`${'cerita panjang tentang kampung halaman '.repeat(1_500)} saya diperkosa majikan`)).toBe(true)
  })
})

function mistyped(word: string, at: number, kind: 'drop' | 'swap' | 'double'): string {
  if (kind === 'drop') return word.slice(0, at) + word.slice(at + 1)
  if (kind === 'double') return word.slice(0, at) + (word[at] ?? '') + word.slice(at)
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
}
