import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitText } from '../../src/channels/split-text.ts'

describe('splitText', () => {
  test('leaves a short text whole and trims it', () => {
    expect(splitText('  Halo Kak.\n', 100)).toEqual(['Halo Kak.'])
  })

  test('gives no parts for a blank text', () => {
    expect(splitText(' \n\t ', 100)).toEqual([])
  })

  test('keeps a text of exactly the limit in one part', () => {
    expect(splitText('a'.repeat(10), 10)).toEqual(['a'.repeat(10)])
  })

  test('cuts after a paragraph before it cuts after a sentence', () => {
    expect(splitText('Satu dua.\n\nTiga. Empat lima enam', 20)).toEqual(['Satu dua.\n\nTiga.', 'Empat lima enam'])
    expect(splitText('Satu dua tiga.\n\nEmpat. Lima enam', 22)).toEqual(['Satu dua tiga.', 'Empat. Lima enam'])
  })

  test('cuts after a sentence before it cuts after a word', () => {
    expect(splitText('Bawa paspor asli. Simpan salinannya', 25)).toEqual(['Bawa paspor asli.', 'Simpan salinannya'])
  })

  test('does not make a tiny part for an early paragraph', () => {
    expect(splitText('Ya.\n\nkata kata kata kata', 16)).toEqual(['Ya.\n\nkata kata', 'kata kata'])
  })

  test('keeps a word that ends exactly at the limit', () => {
    expect(splitText('abcde fghij', 5)).toEqual(['abcde', 'fghij'])
  })

  test('never cuts an emoji made of several code points in two', () => {
    const family = '👨‍👩‍👧'
    for (const part of splitText(family.repeat(5), 20)) expect(part.replaceAll(family, '')).toBe('')
  })

  test('refuses a limit under 2', () => {
    expect(() => splitText('abc', 1)).toThrow(RangeError)
  })

  test('keeps every character but white space, in order, within the limit, with whole surrogate pairs', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '.', '😀', 'é', '́', '‍', '字') }))
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (pieces, limit) => {
        const text = pieces.join('')
        const parts = splitText(text, limit)
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part).not.toBe('')
          expect(/\p{Surrogate}/u.test(part)).toBe(false)
        }
      }),
    )
  })
})
