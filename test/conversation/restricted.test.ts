import { describe, expect, test } from 'vitest'
import { isRestricted } from '../../src/conversation/restricted.ts'

describe('only the restricted team reads', () => {
  test.each([
    'saya diperkosa majikan',
    'kemarin dilecehkan anak majikan',
    'dia mau mencabuli adik saya',
    'majikan melakukan pelecehan ke aku kak',
    'hasil tes saya HIV positif, apa dipulangkan',
    'obat ARV saya habis di taiwan',
    'saya lesbian, takut ketahuan majikan',
    'aku gay kerja di malaysia',
    'pacar saya sesama jenis, ada hukumnya?',
    'pacarku cewek juga kak',
    'saya waria, paspor saya laki-laki',
    'umurku baru 16 tapi di paspor 21',
    'umur saya 15 tahun sudah di penampungan',
    'usia 17 dipaksa berangkat',
    'adik saya masih smp mau dibawa sponsor',
    'dia belum cukup umur dibawah umur',
  ])('%s', (text) => expect(isRestricted(text, null)).toBe(true))

  test('what was found to be sexual violence, in whatever words', () => {
    expect(isRestricted('dia masuk kamar lagi', 'sexual-violence')).toBe(true)
  })

  test.each([
    'gaji saya belum dibayar',
    'gajiku cuma 15 juta',
    'umur saya 27 tahun mau ke korea',
    'umur maksimal jepang berapa',
    'umur 35 masih bisa?',
    'umur bayi saya 6 bulan',
    'berapa syarat umur minimal 18',
    'saya lulusan smp apa bisa kerja di taiwan',
    'saya punya anak kelas 5',
    'majikan saya homo sapiens',
    'kontrak 17 bulan',
    'usia kontrak 12 bulan lagi',
    'saya dipukul majikan',
    'AC rusak, aidil fitri libur tidak',
    'sejenis kontrak apa itu',
    'paspor sesama teman hilang',
  ])('not: %s', (text) => expect(isRestricted(text, null)).toBe(false))

  test('not for another danger', () => expect(isRestricted('saya dipukul', 'violence')).toBe(false))
})
