import { describe, expect, it } from 'vitest'
import { readAmount, readMonths, sameCurrency, shownAmount } from '../../src/conversation/amount.ts'

const SUMS: readonly (readonly [string, number, string])[] = [
  ['1700 SAR', 1_700, '1.700 SAR'],
  ['1700', 1_700, '1.700'],
  ['1.700 riyal', 1_700, '1.700 riyal'],
  ['1,700 riyal', 1_700, '1.700 riyal'],
  ['2,5 juta', 2_500_000, '2.500.000'],
  ['2.5 juta', 2_500_000, '2.500.000'],
  ['2,5jt', 2_500_000, '2.500.000'],
  ['2,75 juta rupiah', 2_750_000, '2.750.000 rupiah'],
  ['Rp2.500.000', 2_500_000, 'Rp2.500.000'],
  ['Rp. 3.000.000,-', 3_000_000, 'Rp3.000.000'],
  ['rp 3.000.000,00', 3_000_000, 'rp3.000.000'],
  ['18rb', 18_000, '18.000'],
  ['18rb nt', 18_000, '18.000 nt'],
  ['NT$20.000', 20_000, 'NT$20.000'],
  ['20k NT', 20_000, '20.000 NT'],
  ['HK$5.100', 5_100, 'HK$5.100'],
  ['RM1500', 1_500, 'RM1.500'],
  ['RM1,500.50', 1_500.5, 'RM1.500,5'],
  ['1,5 juta won', 1_500_000, '1.500.000 won'],
  ['2 juta 500 ribu', 2_500_000, '2.500.000'],
  ['dua juta lima ratus ribu', 2_500_000, '2.500.000'],
  ['dua setengah juta', 2_500_000, '2.500.000'],
  ['2 juta setengah', 2_500_000, '2.500.000'],
  ['setengah juta', 500_000, '500.000'],
  ['sejuta', 1_000_000, '1.000.000'],
  ['seribu lima ratus ringgit', 1_500, '1.500 ringgit'],
  ['seratus lima puluh ribu yen', 150_000, '150.000 yen'],
  ['gaji saya 1000 riyal sebulan', 1_000, '1.000 riyal'],
  ['kira-kira 700 dolar singapura per bulan', 700, '700 dolar singapura'],
  ['1500/bln', 1_500, '1.500'],
  ['120 dinar kuwait', 120, '120 dinar kuwait'],
  ['95,50 KWD', 95.5, '95,5 KWD'],
  ['belum', 0, '0'],
  ['belum sama sekali', 0, '0'],
  ['tidak pernah dibayar', 0, '0'],
  ['0 riyal', 0, '0 riyal'],
]

const NO_SUMS = [
  '',
  'banyak',
  'belum tahu kapan',
  'kurang dari 1000',
  'lebih dari 1000',
  '1700-1800',
  '1700 sampai 1800 riyal',
  '1700 atau 1800',
  '1700 200',
  '500 riyal 20 dolar',
  '50 ribu per hari',
  '8 dolar sejam',
  '20 juta setahun',
  '3 bulan',
  '1.250 juta',
  '1,250 juta',
  '2 juta 500',
  '18 ribu 5',
  '500 ribu 2 juta',
  '2 juta 3 juta',
  '2 5 juta',
  '1.000.00',
  '8.000.0000',
  '08123456789',
  '628123456789012',
  '-500',
  '500 + 300',
  '1700 sar 200 makan',
  '95.500 KWD',
  '1.200 dinar',
  '1e9',
  'juta',
  'riyal',
  'setengah setengah juta',
  '1700?',
  'constructor',
  'toString juta',
  '5.000.000.000.000',
]

describe('a sum of money', () => {
  it.each(SUMS)('"%s" is %d', (text, value, shown) => {
    const read = readAmount(text)
    expect(read?.value).toBe(value)
    expect(shownAmount(read!, 'id')).toBe(shown)
  })

  it.each(NO_SUMS)('"%s" is none for certain', (text) => {
    expect(readAmount(text)).toBeNull()
  })

  it('is written in English as the English write it', () => {
    expect(shownAmount(readAmount('2,5 juta rupiah')!, 'en')).toBe('2,500,000 rupiah')
  })
})

describe('currencies', () => {
  const same = (one: string, other: string): boolean => sameCurrency(readAmount(one)!, readAmount(other)!)

  it.each([
    ['1700 SAR', '500 riyal'],
    ['1700 riyal', '500'],
    ['HK$5100', '1000 dolar'],
    ['5100 dolar hongkong', '1000 hkd'],
    ['RM1500', '200 ringgit'],
    ['18rb NT', '3000 dolar taiwan'],
  ])('"%s" and "%s" are one', (one, other) => {
    expect(same(one, other)).toBe(true)
  })

  it.each([
    ['1700 SAR', '2 juta rupiah'],
    ['1700 riyal qatar', '500 SAR'],
    ['HK$5100', '1000 sgd'],
    ['500 dolar singapura', '1000 dolar taiwan'],
    ['RM1500', '200 riyal'],
  ])('"%s" and "%s" are two', (one, other) => {
    expect(same(one, other)).toBe(false)
  })
})

describe('a number of months', () => {
  it.each([
    ['3', 3],
    ['3 bulan', 3],
    ['tiga bln', 3],
    ['sudah 3 bulan kak', 3],
    ['dua belas bulan', 12],
    ['setahun', 12],
    ['1 tahun 2 bulan', 14],
    ['1,5 tahun', 18],
    ['setengah tahun', 6],
    ['2 tahun setengah', 30],
    ['satu setengah bulan', 1.5],
    ['9 bulan', 9],
    ['12 years', 144],
  ])('"%s" is %d', (text, months) => {
    expect(readMonths(text)).toBe(months)
  })

  it.each([
    '',
    'lama',
    'dari maret',
    'maret sampai mei',
    '3-4 bulan',
    '3 atau 4',
    '3 4',
    '2 minggu',
    '10 hari',
    '2024',
    '0',
    '0 bulan',
    'bulan',
    '2 bulan 1 tahun',
    '1 tahun 2',
    '99 tahun',
    '3 bulan lebih',
    '1700 SAR',
    'constructor',
  ])('"%s" is none for certain', (text) => {
    expect(readMonths(text)).toBeNull()
  })
})
