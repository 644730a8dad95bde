import { describe, expect, test } from 'vitest'
import { contactLines, dangerContactLines, sourceDate } from '../../src/knowledge/contact-line.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Contact } from '../../src/knowledge/schema.ts'
import { knowledgeFolder } from '../support/understanding.ts'

const { contacts } = loadKnowledge(knowledgeFolder)

function contact(change: Partial<Contact> = {}): Contact {
  const found = contacts.get('kbri-kuala-lumpur')
  if (!found) throw new Error('contacts.yaml lost kbri-kuala-lumpur')
  return { ...found, caution: null, verified_by: null, ...change }
}

describe('the age of a number', () => {
  const source = { title: 'Kemlu', address: 'https://kemlu.go.id', looked_at: '2026-11-24' }

  test('is that of the source', () => {
    expect(contactLines(contact({ source: { ...source, published: '2024-12' } }))).toContain('(nomor per Des 2024)')
    expect(dangerContactLines(contact({ source: { ...source, published: '2024-12' } }), 40)).toContain('(nomor 2024)')
  })

  test('is not the day on which somebody looked at a page without a date', () => {
    const undated = contact({ source: { ...source, published: null } })
    expect(contactLines(undated)).toContain('(dilihat Nov 2026)')
    expect(contactLines(undated)).not.toMatch(/nomor/)
    expect(dangerContactLines(undated, 40)).toContain('(dilihat 2026)')
    expect(sourceDate(undated.source)).toBe('dilihat Nov 2026')
  })

  test('is left out once a person verified the number', () => {
    const verified = contact({ verified_by: 'Sari, 2026-11-24' })
    expect(contactLines(verified)).not.toMatch(/nomor|dilihat/)
    expect(dangerContactLines(verified, 40)).not.toMatch(/nomor|dilihat/)
  })
})

test('in danger the number is bare and alone on its line; the ordinary answer groups it', () => {
  expect(dangerContactLines(contact(), 40).split('\n')[1]).toMatch(/^\+\d+$/)
  expect(contactLines(contact())?.split('\n')[1]).toMatch(/^\+60 \d/)
})
