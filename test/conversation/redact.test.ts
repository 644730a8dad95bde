import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedact } from '../../src/conversation/redact.ts'

interface Case {
  readonly text: string
  /** What must not be left of it. Absent: nothing of the text may change. */
  readonly hide?: readonly string[]
}

const cases = readFileSync(new URL('../cases/redaction.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

const OFFICIAL = ['+628118080141', '+622129244800', '+6281290070027', '+85236510200', '110', '112', '129', '999', '1955', '0800-1000']
const redact = createRedact(OFFICIAL)

const asciiDigits = (text: string): string =>
  [...text.normalize('NFKC')].map((letter) => (/[٠-٩]/u.test(letter) ? String((letter.codePointAt(0) ?? 0) - 0x660) : letter)).join('')
const digitsOf = (text: string): string => asciiDigits(text).replace(/\D/gu, '')

/** Whether the words themselves or six of their digits in a row are still there. */
function isLeft(planted: string, stored: string): boolean {
  if (asciiDigits(stored).toLowerCase().includes(asciiDigits(planted).toLowerCase())) return true
  const [digits, left] = [digitsOf(planted), digitsOf(stored)]
  for (let i = 0; i + 6 <= digits.length; i++) if (left.includes(digits.slice(i, i + 6))) return true
  return false
}

const mustHide = cases.filter((one) => one.hide !== undefined)
const mustKeep = cases.filter((one) => one.hide === undefined)
const leaks = mustHide.filter((one) => one.hide?.some((planted) => isLeft(planted, redact(one.text))))
const touched = mustKeep.filter((one) => redact(one.text) !== one.text.normalize('NFKC'))

describe('what is stored of a message', () => {
  it('is measured on at least three hundred lines, as many that must stay as it takes', () => {
    expect(cases.length).toBeGreaterThanOrEqual(300)
    expect(mustKeep.length).toBeGreaterThanOrEqual(150)
  })

  it('hides at least 97 of 100 things that identify a person', () => {
    expect(leaks.map((one) => `${one.text} -> ${redact(one.text)}`).slice(Math.floor(mustHide.length * 0.03))).toEqual([])
  })

  it('touches at most 2 of 100 look-alikes', () => {
    expect(touched.map((one) => `${one.text} -> ${redact(one.text)}`).slice(Math.floor(mustKeep.length * 0.02))).toEqual([])
  })

  it('says what was hidden, and leaves the rest readable', () => {
    expect(redact('nama saya Siti Aminah dari Cilacap, hp 081234567890, paspor C1234567 ditahan agen')).toBe(
      'nama saya [nama] dari Cilacap, hp [nomor telepon], paspor [nomor paspor] ditahan agen',
    )
    expect(redact('nik 3301124505900001, rekening bca 1234567890, email siti@gmail.com')).toBe(
      'nik [NIK], rekening bca [nomor rekening], email [e-mail]',
    )
  })

  it('is the same when it is hidden twice', () => {
    for (const { text } of cases) expect(redact(redact(text))).toBe(redact(text))
  })

  it('hides a planted phone in any grouping, wherever it stands', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', ' - ', '/', '_')
    fc.assert(
      fc.property(
        fc.constantFrom('halo ', 'tolong kak, ', 'gaji 5.000.000 hp ', ''),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 9, maxLength: 10 }),
        fc.array(separator, { minLength: 10, maxLength: 10 }),
        (lead, digits, separators) => {
          const number = `08${digits.map((digit, i) => `${digit}${separators[i] ?? ''}`).join('')}`.trim()
          expect(isLeft(number, redact(`${lead}${number} ya`))).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(typeof redact(text)).toBe('string')
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['digits', '1'],
    ['spaced digits', '1 '],
    ['dotted digits', '12.'],
    ['words of digits', 'satu '],
    ['letters', 'a'],
    ['an e-mail that never ends', 'a.'],
    ['at signs', 'a@'],
    ['names', 'nama saya '],
    ['streets', 'jl. a '],
    ['addresses', 'alamat saya '],
    ['brackets', '(0'],
    ['flats', 'flat a, '],
    ['roads', '1 a '],
    ['spaces', ' '],
    ['invisible letters', '\u200B'],
  ])('takes time in proportion to the length: 64 KB of %s', (_, unit) => {
    const time = (size: number): number => {
      const text = unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
      const started = performance.now()
      redact(text)
      return performance.now() - started
    }
    time(8_192)
    const [short, long] = [Math.min(time(8_192), time(8_192)), Math.min(time(65_536), time(65_536))]
    // Eight times the text; quadratic work would take sixty-four times as long.
    expect(long).toBeLessThan(Math.max(24 * short, 250))
  })
})
