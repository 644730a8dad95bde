import { describe, expect, test } from 'vitest'
import { withFrontMatter } from '../../src/knowledge/front-matter.ts'

const CARD = `---
id: sick-leave # a comment
countries: [MY, HK]
title: "Cuti sakit"
phrasings:
  - "kalo sakit gaji dipotong gak"
  -   'izin sakit boleh'
verified_by: null
---
Jawaban.
`

describe('setting fields of a front matter', () => {
  test('changes only their own lines', () => {
    expect(withFrontMatter(CARD, { verified_by: 'Sari, 2026-11-24' })).toBe(
      CARD.replace('verified_by: null', 'verified_by: "Sari, 2026-11-24"'),
    )
    expect(withFrontMatter(CARD, { countries: ['MY'], title: 'Sakit: gaji?' })).toBe(
      CARD.replace('[MY, HK]', '[MY]').replace('"Cuti sakit"', '"Sakit: gaji?"'),
    )
  })

  test('replaces a whole list, and adds what was not there', () => {
    const text = withFrontMatter(CARD, { phrasings: ['satu', 'dua'], also: ['documents'] })
    expect(text).toContain('phrasings:\n  - "satu"\n  - "dua"\nverified_by: null\nalso: [documents]\n---\nJawaban.\n')
  })

  test('leaves a text as it is when nothing changes', () => {
    const same = { title: 'Cuti sakit', countries: ['MY', 'HK'], verified_by: null, phrasings: ['kalo sakit gaji dipotong gak', 'izin sakit boleh'] }
    expect(withFrontMatter(CARD, same)).toBe(CARD)
  })

  test('refuses a text without a front matter', () => {
    expect(() => withFrontMatter('Jawaban.', { title: 'x' })).toThrow('no front matter')
  })
})
