import { describe, expect, test } from 'vitest'
import { createCardSearch } from '../../src/answers/search.ts'
import type { SearchDocument } from '../../src/knowledge/search-document.ts'

function document(id: string, phrasings: string[], answer = ''): SearchDocument {
  return { id, phrasings: phrasings.map((phrasing) => phrasing.split(' ')), title: [id], answer: answer.split(' ') }
}

const search = createCardSearch([
  document('paspor-hilang', ['paspor hilang di bis', 'paspor saya hilang'], 'lapor polisi lalu ke kbri'),
  document('gaji', ['gaji belum dibayar', 'gaji saya telat'], 'catat tanggal gaji'),
  document('pulang', ['saya mau pulang', 'tiket pulang'], 'hubungi kbri'),
])

describe('search', () => {
  test('the document with the rare word comes first', () => {
    expect(search.find(['saya', 'paspor'])[0]?.id).toBe('paspor-hilang')
  })

  test('a phrasing asked word for word is as near as can be', () => {
    expect(search.find(['gaji', 'belum', 'dibayar'])[0]?.nearest).toBeCloseTo(1, 6)
  })

  test('words of the answer count less than words of the phrasings', () => {
    const [first, second] = search.find(['pulang', 'polisi'])
    expect(first?.id).toBe('pulang')
    expect(second?.id).toBe('paspor-hilang')
  })

  test('nothing is found for words that no document holds', () => {
    expect(search.find(['cuaca'])).toEqual([])
    expect(search.find([])).toEqual([])
    expect(search.knows('cuaca')).toBe(false)
    expect(search.knows('polisi')).toBe(true)
  })

  test('a repeated word counts once', () => {
    expect(search.find(['gaji', 'gaji', 'gaji'])).toEqual(search.find(['gaji']))
  })
})
