import { describe, expect, test } from 'vitest'
import { contactsFor, missionOfArea, missionOfCountry } from '../../src/knowledge/first-call.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { knowledgeFolder } from '../support/understanding.ts'

const knowledge = loadKnowledge(knowledgeFolder)
const inCharge = (text: string, country: string | null): string | null => missionOfArea(text.split(' '), country, knowledge)

describe('the post in charge of an area', () => {
  test('is found by city or state, also by a name of several words', () => {
    expect(inCharge('saya kerja di johor bahru', 'MY')).toBe('kjri-johor-bahru')
    expect(inCharge('gaji belum dibayar di lahad datu', 'MY')).toBe('kri-tawau')
    expect(inCharge('majikan di jeddah', 'SA')).toBe('kjri-jeddah')
    expect(inCharge('pabrik di osaka', 'JP')).toBe('kjri-osaka')
  })

  test('is unknown in another country, and when no area is named', () => {
    expect(inCharge('johor', 'SG')).toBeNull()
    expect(inCharge('johor', null)).toBeNull()
    expect(inCharge('saya di malaysia', 'MY')).toBeNull()
  })

  test('every area of every country leads to a contact of that mission', () => {
    for (const country of knowledge.countries.values())
      for (const post of country.posts)
        for (const area of post.areas) {
          const found = inCharge(area, country.code)
          expect(knowledge.contacts.get(found ?? '')?.kind, `${country.code} ${area}`).toBe('mission')
        }
  })
})

test('a country is served by the mission that its first calls name; one without a mission by none', () => {
  expect(missionOfCountry('HK', knowledge)).toBe('kjri-hong-kong')
  expect(missionOfCountry('SK', knowledge)).toBeNull()
  expect(missionOfCountry(null, knowledge)).toBeNull()
})

describe('whom to call first', () => {
  const ids = (danger: Parameters<typeof contactsFor>[0], code: string, mission: string | null): string[] =>
    contactsFor(danger, code, knowledge, mission).map(({ id }) => id)

  test('the post of the area stands before every other mission', () => {
    expect(ids('violence', 'MY', 'kjri-johor-bahru')[0]).toBe('kjri-johor-bahru')
    expect(ids('violence', 'MY', 'kjri-johor-bahru')).toContain('kbri-kuala-lumpur')
  })

  test('an ambulance that leads still leads', () => {
    expect(ids('medical', 'JP', 'kjri-osaka').slice(0, 2)).toEqual(['jp-ambulance', 'kjri-osaka'])
  })
})
