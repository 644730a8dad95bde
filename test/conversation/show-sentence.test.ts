import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAskSession, type AskAnswer } from '../../src/ask-session.ts'
import type { Assistant } from '../../src/assistant.ts'
import { loadSentences, SHOWN_LANGUAGES, type ShownLanguage } from '../../src/knowledge/phrases.ts'
import type { KnowledgeProblem } from '../../src/knowledge/schema.ts'
import { smallAssistant } from '../support/core-assistant.ts'
import { KNOWLEDGE } from '../triage/support.ts'

const problems: KnowledgeProblem[] = []
const sentences = loadSentences(KNOWLEDGE, problems)
let assistant: Assistant

beforeAll(() => {
  assistant = smallAssistant({ now: () => Date.UTC(2026, 10, 24, 3), logger: pino({ level: 'silent' }) })
})

function chat(language?: 'en'): (text: string) => AskAnswer {
  const ask = createAskSession(assistant)
  return (text) => ask({ id: text, conversation: 'c', text, ...(language === undefined ? {} : { language }) })
}

const textOf = (id: string, language: ShownLanguage): string => sentences.find((sentence) => sentence.id === id)?.in[language].text ?? '?'

interface Case {
  readonly text: string
  readonly shows: string | null
  readonly language?: ShownLanguage
}
const cases = readFileSync(new URL('../cases/sentences.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

describe('a sentence to show', () => {
  it.each(cases.filter(({ shows }) => shows !== null))('is given: $text', ({ text, shows, language }) => {
    const reply = chat()(text).reply.join('\n')
    expect(reply).toContain(textOf(shows ?? '', language ?? 'en'))
    expect(reply).toMatch(/Belum diperiksa penutur|Not checked by a native speaker/u)
  })

  it.each(cases.filter(({ shows }) => shows === null))('is not given: $text', ({ text }) => {
    expect(chat()(text).reply.join('\n')).not.toMatch(/Tunjukkan ini|Show this|Dalam bahasa apa/u)
  })

  it('has at least as many cases that must not fire as that must', () => {
    expect(cases.filter(({ shows }) => shows === null).length).toBeGreaterThanOrEqual(cases.filter(({ shows }) => shows !== null).length)
  })

  it('comes in the language of the country that is known, and else the language is asked', () => {
    expect(chat()('kalimat buat ditunjukin ke dokter').reply.join('\n')).toContain('Dalam bahasa apa')
    const say = chat()
    say('saya kerja di taiwan, gaji belum dibayar')
    expect(say('kalimat buat ditunjukin ke dokter').reply.join('\n')).toContain(textOf('doctor', 'zh'))
  })

  it('in danger comes under the safety reply, which is not weakened', () => {
    const say = chat()
    const first = say('saya dipukul majikan di korea')
    expect(first.triage).toBe('violence')
    const then = say('cara bilang saya dipukul dalam bahasa korea')
    expect(then.urgency).toBe('emergency')
    expect(then.reply.join('\n')).toContain(textOf('beaten', 'ko'))
  })

  it('is listed by the one word, also in English', () => {
    expect(chat()('kalimat').reply.join('\n').split('\n- ')).toHaveLength(21)
    expect(chat('en')('phrases').reply.join('\n')).toContain('- I am pregnant.')
  })
})

describe('the sentences', () => {
  it('are 20 in nine languages, each unverified until a speaker signed it', () => {
    expect(problems).toEqual([])
    expect(sentences).toHaveLength(20)
    for (const sentence of sentences)
      for (const language of SHOWN_LANGUAGES) expect(sentence.in[language].verified_by, `${sentence.id} ${language}`).toBeNull()
  })

  it.each([
    ['another script', (text: string) => text.replace('구급차를 불러 주세요.', 'Please.'), 'in.ko.text'],
    ['a language left out', (text: string) => text.replace(/ {4}th: .*\n/u, ''), 'in.th'],
    ['an id twice', (text: string) => text.replace('- id: police', '- id: ambulance'), 'used twice'],
    ['no signature line', (text: string) => text.replace(', verified_by: null }', ' }'), 'verified_by'],
  ])('with %s are named with their line, and the rest is served', (_, change, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-phrases-'))
    try {
      mkdirSync(join(folder, 'phrases'))
      writeFileSync(join(folder, 'phrases/sentences.yaml'), change(readFileSync(join(KNOWLEDGE, 'phrases/sentences.yaml'), 'utf8')))
      const found: KnowledgeProblem[] = []
      expect(loadSentences(folder, found)).toHaveLength(19)
      expect(found[0]?.message).toContain(message)
      expect(found[0]?.line).toBeGreaterThan(1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
