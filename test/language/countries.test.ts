import { beforeAll, describe, expect, test } from 'vitest'
import type { CountriesFound } from '../../src/language/countries.ts'
import { shippedLanguage } from '../support/understanding.ts'

let find: (text: string) => CountriesFound
beforeAll(() => {
  const { normalise, findCountries } = shippedLanguage()
  find = (text) => findCountries(normalise(text))
})

describe('countries', () => {
  test.each([
    ['mau ke taiwan', ['TW']],
    ['kerja di Hong Kong atau singapur', ['HK', 'SG']],
    ['saya di jeddah', ['SA']],
    ['ditaiwan ketaiwan', ['TW']],
    ['kerja di mlaysia', ['MY']],
    ['kambodja', ['KH']],
    ['gaji 1500 ringgit', ['MY']],
    ['askes saya hilang', ['TW']],
    ['kafil gak kasih iqamah', ['SA']],
    ['jaga akong di sana', ['TW']],
    ['mau lapor 1955', ['TW']],
    ['lulus ubt tinggal nunggu', ['KR']],
    ['kerja di dubai gaji riyal saudi', ['AE', 'SA']],
  ])('%s names %j', (text, codes) => {
    expect(find(text).codes).toEqual(codes)
  })

  test.each([
    'saya dari indramayu',
    'liburan ke bali',
    'komandan aman omongan',
    'kursus bahasa inggris',
    'huruf arab',
    'kedah nyandak artos sabaraha',
    'apanya yang kurang',
    'cinta dan teman',
    'macam mana nak tanya',
    'lara wetengku nemen',
  ])('%s names none', (text) => {
    expect(find(text).codes).toEqual([])
  })

  test.each([
    ['bukan korea tapi jepang', ['JP'], ['KR']],
    ['selain taiwan ada apa', [], ['TW']],
    ['gak jadi ke hongkong', [], ['HK']],
  ])('%s rules out what it denies', (text, codes, negated) => {
    expect(find(text)).toEqual({ codes, negated })
  })

  test('home counts only when somebody says to be there and names no other country', () => {
    expect(find('saya masih di indonesia').codes).toEqual(['ID'])
    expect(find('saya masih di indonesia mau ke taiwan').codes).toEqual(['TW'])
    expect(find('pajak di indonesia').codes).toEqual([])
  })

  test('who is at sea is at sea unless a country is named', () => {
    expect(find('kami di tengah laut').codes).toEqual(['XS'])
    expect(find('di tengah laut dekat taiwan').codes).toEqual(['TW'])
  })
})
