import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createLanguageIdentifier, loadLanguageSamples } from '../../src/language/identify.ts'
import type { Language } from '../../src/message.ts'
import { knowledgeFolder, shippedNormaliser } from '../support/understanding.ts'

const normalise = shippedNormaliser()
const samples = loadLanguageSamples(join(knowledgeFolder, 'language'))
const words = (text: string): readonly string[] => normalise(text).rawWords
let languageOf: (text: string) => Language
beforeAll(() => {
  const identify = createLanguageIdentifier(samples, words)
  languageOf = (text) => identify(normalise(text))
})

describe('language', () => {
  test.each([
    ['gimana cara urus surat buat kerja di sana', 'id'],
    ['piye carane ngurus surat kanggo kerjo neng kono', 'jv'],
    ['kepriben kiye nyong durung digaji', 'jv'],
    ['kumaha carana ngurus serat kanggo damel di ditu', 'su'],
    ["dha'ramma carana ngoros sorat sengko' ta' tao", 'mad'],
    ['macam mana nak urus surat kat sini, boss tak bagi', 'ms'],
    ['how do I get my papers back from them', 'en'],
    ['beta sonde tau karmana mau urus surat', 'other'],
    ['老板不给我护照', 'other'],
    ['', 'id'],
    ['12345', 'id'],
    ['P', 'id'],
  ])('%s is %s', (text, language) => {
    expect(languageOf(text)).toBe(language)
  })

  test('text that mixes a regional word into Indonesian is Indonesian', () => {
    expect(languageOf('mas saya mau tanya gaji saya kok belum dibayar ya piye')).toBe('id')
  })

  test('sentences it has not seen are told apart nine times in ten', () => {
    let right = 0
    let all = 0
    const seen = new Map([...samples].map(([language, lines]) => [language, lines.filter((_, i) => i % 5 !== 0)]))
    const identify = createLanguageIdentifier(seen, words)
    for (const [language, lines] of samples)
      for (const line of lines.filter((_, i) => i % 5 === 0)) {
        all++
        if (identify(normalise(line)) === language) right++
      }
    expect(right / all).toBeGreaterThan(0.9)
  })
})
