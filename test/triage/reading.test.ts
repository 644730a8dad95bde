import { describe, expect, it } from 'vitest'
import { cleanWords, lettersForDigits, squeeze } from '../../src/triage/clean.ts'
import { createLexicon, oneEditApart } from '../../src/triage/lexicon.ts'
import { compileMatcher, parsePattern, PatternError, wordsOfPattern } from '../../src/triage/patterns.ts'

const words = (text: string): string[] => cleanWords(text).map((token) => token.word)

describe('cleaning', () => {
  it.each([
    ['DIPUKUL', ['dipukul']],
    ['di​pu\u200bkul', ['dipukul']],
    ['ｄｉｐｕｋｕｌ', ['dipukul']],
    ['dіpukul', ['dipukul']],
    ['d̷i̶p̵u̷k̶u̵l', ['dipukul']],
    ['b*nuh diri', ['bnuh', 'diri']],
    ['t o l o n g saya', ['tolong', 'saya']],
    ['🆘', ['tolong']],
    ["dha'rammah", ['dharammah']],
    ['dipukul-pukul', ['dipukul', 'pukul']],
    ['', []],
  ])('reads "%s"', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('remembers where a sentence ends', () => {
    expect(cleanWords('tidak. dipukul').map((token) => token.afterBreak)).toEqual([false, true])
  })

  it('reduces stretched letters and reads digits as letters', () => {
    expect(squeeze('toloooong')).toBe('tolong')
    expect(lettersForDigits('d1pukul2')).toBe('dipukul')
  })
})

const lists = {
  same: { tidak: ['gak'], dipukul: ['digebuk'], membunuh: ['bunuh'], dibakar: [] },
  groups: { majikan: ['bos', 'juragan'] },
  tolerant: ['dipukul', 'membunuh', 'dibakar'],
  fillers: ['kak', 'sih'],
  ordinary: ['dibayar', 'butuh'],
  kinds: { kamar: ['kamar', 'loteng'], senjata: ['golok'], kekerasan: ['dipukul'] },
}
const lexicon = createLexicon(lists, ['pintu', 'kamar', 'dari', 'luar'])
const read = (text: string): string[] =>
  lexicon.read(cleanWords(text), 100).map((token) => (token.id < 0 ? `?${token.word}` : lexicon.wordOf(token.id)))

describe('the lexicon', () => {
  it.each([
    ['gak digebuk kak', ['tidak', 'dipukul']],
    ['di pukul', ['dipukul']],
    ['dipukuliii', ['dipukul']],
    ['dipukulnya', ['dipukul']],
    ['dipun gebuk', ['dipukul']],
    ['dipkul dipuukl dipukkul', ['dipukul', 'dipukul', 'dipukul']],
    ['d1pukul', ['dipukul']],
    ['belum dibayar', ['?belum', '?dibayar']],
    ['butuh', ['?butuh']],
  ])('reads "%s"', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it.each([
    ['pukul', 'pukul', true],
    ['pukul', 'pukl', true],
    ['pukul', 'pkuul', true],
    ['pukul', 'pokol', false],
    ['ab', 'ba', true],
    ['abcd', 'badc', false],
    ['', 'a', true],
  ])('counts edits between "%s" and "%s"', (a, b, close) => {
    expect(oneEditApart(a, b)).toBe(close)
    expect(oneEditApart(b, a)).toBe(close)
  })
})

describe('patterns', () => {
  const matches = (pattern: string, text: string): boolean =>
    compileMatcher(parsePattern(pattern, lexicon).map((steps) => ({ owner: 0, steps })))(lexicon.read(cleanWords(text), 100)).length > 0

  it.each([
    ['pintu dari luar', 'pintu dari luar', true],
    ['pintu dari luar', 'pintu itu dari luar', false],
    ['pintu .. luar', 'pintu satu dua tiga luar', true],
    ['pintu .. luar', 'pintu satu dua tiga empat luar', false],
    ['pintu ... luar', 'pintu satu dua tiga empat lima enam tujuh delapan luar', true],
    ['pintu|kamar luar', 'kamar luar', true],
    ['@majikan dipukul', 'juragan digebuk', true],
    ['pintu & luar', 'luar satu pintu', true],
    ['pintu & luar & kamar', 'luar kamar pintu', true],
    ['pintu pintu', 'pintu', false],
    ['pintu kak luar', 'pintu luar', true],
  ])('"%s" on "%s": %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  it('that cannot be read say why', () => {
    for (const [pattern, why] of [
      ['@gerombolan dipukul', 'no group'],
      ['kak sih', 'no word'],
      ['pintu & luar & kamar & dari & bos', 'more than'],
    ] as const) {
      expect(() => parsePattern(pattern, lexicon)).toThrow(PatternError)
      expect(() => parsePattern(pattern, lexicon)).toThrow(why)
    }
  })

  it('tell their words without marks', () => {
    expect(wordsOfPattern('@majikan .. pintu|kamar & luar')).toEqual(['pintu', 'kamar', 'luar'])
  })
})

describe('the kinds of a word', () => {
  const kindsOf = (text: string): readonly string[] => lexicon.read(cleanWords(text), 100).flatMap((token) => lexicon.kindsOf(token))

  it('are known in every way it is written', () => {
    expect(kindsOf('Kamarnya')).toEqual(['kamar'])
    expect(kindsOf('lotenggg')).toEqual(['kamar'])
    expect(kindsOf('gak digebuk pakai golok kak')).toEqual(['kekerasan', 'senjata'])
  })

  it('are none for an unknown word', () => {
    expect(kindsOf('meja')).toEqual([])
  })
})
