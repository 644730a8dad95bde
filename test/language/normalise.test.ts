import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Normalise } from '../../src/language/normalise.ts'
import { oneSlipApart } from '../../src/language/typos.ts'
import { shippedNormaliser } from '../support/understanding.ts'

let normalise: Normalise
beforeAll(() => {
  normalise = shippedNormaliser()
})
const textOf = (original: string): string => normalise(original).text

describe('normalise', () => {
  test.each([
    ['sy blm digaji 3bln', 'saya belum digaji 3 bulan'],
    ['GAJI SAYA TELAT', 'gaji saya telat'],
    ['toloooong majikaaan', 'tolong majikan'],
    ['umur dua puluh lima', 'umur 25'],
    ['20jt setahun', '20 juta 1 tahun'],
    ['anak-anak tki', 'anak pmi'],
    ['bp2mi atau pjtki', 'kp2mi atau p3mi'],
    ['p​aspor g4ji', 'paspor gaji'],
    ['раspor ditahan', 'paspor ditahan'],
  ])('%s becomes %s', (original, expected) => {
    expect(textOf(original)).toBe(expected)
  })

  test.each([
    ['ora digaji karo juragan', 'tidak'],
    ['kulo dereng digaji', 'belum'],
    ['mboten saged wangsul', 'tidak'],
    ['abdi teu dibayar', 'tidak'],
    ['artos euweuh pisan di dieu', 'tidak ada'],
    ['abdi can dibayar, hoyong uih', 'belum'],
    ['reang beli duwe duit, nyong wis kesel', 'tidak'],
    ["sengko' ta' ebajar", 'tidak'],
    ["pesse tadha' sengko' terro mole", 'tidak ada'],
    ['tiang ndek tebayah', 'tidak'],
    ['beta sonde bisa pulang', 'tidak'],
    ['saya tak boleh balik, macam mana nak buat', 'tidak'],
  ])('the negation in "%s" is understood as %s', (original, expected) => {
    expect(` ${textOf(original)} `).toContain(` ${expected} `)
  })

  test('an ambiguous word keeps its Indonesian meaning in an Indonesian sentence', () => {
    expect(textOf('mau beli tiket pulang')).toContain('beli')
    expect(textOf('bisa antar ke rumah')).toContain('ke rumah')
  })

  test.each([
    ['pasporr majikn kontrka', 'paspor majikan kontrak'],
    ['rekening koran', 'rekening koran'],
  ])('one slip in a word of the trade is repaired and other words are left alone: %s', (original, expected) => {
    expect(textOf(original)).toBe(expected)
  })

  test('keeps the original and the words before slang was mapped', () => {
    const normalised = normalise('Sajangnim gk bayar')
    expect(normalised.original).toBe('Sajangnim gk bayar')
    expect(normalised.rawWords).toEqual(['sajangnim', 'gk', 'bayar'])
  })

  test('a message of nothing but a thankful emoji says thanks, and an emoji beside words adds nothing', () => {
    expect(textOf('🙏')).toBe('terima kasih')
    expect(textOf('tolong kak 🙏')).not.toContain('terima')
  })

  test('reads 64 KB of anything without growing beyond its limit', () => {
    for (const piece of ['a', 'tolong ', '​', 'é́', '9', '🙏', "ta'", 'xq'])
      expect(normalise(piece.repeat(Math.ceil(65_536 / piece.length))).text.length).toBeLessThan(200_000)
  })

  test('never throws and always gives single spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (original) => {
        const { text, words } = normalise(original)
        expect(text).toBe(words.join(' '))
        expect(text).not.toContain('  ')
      }),
    )
  })
})

test('two words are one slip apart when a letter is missing, added, changed or swapped with its neighbour', () => {
  for (const other of ['pspor', 'paspoor', 'pasbor', 'papsor']) expect(oneSlipApart('paspor', other)).toBe(true)
  for (const other of ['pasar', 'sporpa', 'pas']) expect(oneSlipApart('paspor', other)).toBe(false)
})
