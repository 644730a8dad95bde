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
    expect(search.find(['saya', 'paspor']).best(1)[0]?.id).toBe('paspor-hilang')
  })

  test('a phrasing asked word for word is as near as can be', () => {
    expect(search.find(['gaji', 'belum', 'dibayar']).get('gaji')?.nearest).toBeCloseTo(1, 6)
  })

  test('words of the answer count less than words of the phrasings', () => {
    const [first, second] = search.find(['pulang', 'polisi']).best(2)
    expect(first?.id).toBe('pulang')
    expect(second?.id).toBe('paspor-hilang')
  })

  test('nothing is found for words that no document holds', () => {
    expect(search.find(['cuaca']).best(5)).toEqual([])
    expect(search.find([])).toMatchObject({ top: 0 })
    expect(search.find(['cuaca']).get('gaji')).toBeUndefined()
    expect(search.knows('cuaca')).toBe(false)
    expect(search.knows('polisi')).toBe(true)
  })

  test('one search leaves nothing behind for the next', () => {
    const before = search.find(['paspor', 'hilang']).best(5)
    search.find(['gaji', 'saya', 'pulang', 'tiket'])
    expect(search.find(['paspor', 'hilang']).best(5)).toEqual(before)
  })

  test('the best are those that are accepted, in order', () => {
    const hits = search.find(['saya', 'pulang', 'gaji', 'paspor'])
    expect(hits.best(3).map(({ score }) => score)).toEqual(
      hits
        .best(3)
        .map(({ score }) => score)
        .sort((a, b) => b - a),
    )
    expect(hits.best(1, (id) => id === 'gaji').map(({ id }) => id)).toEqual(['gaji'])
  })

  test('a repeated word counts once', () => {
    expect(search.find(['gaji', 'gaji', 'gaji']).best(5)).toEqual(search.find(['gaji']).best(5))
  })
})
