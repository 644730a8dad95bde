/** What other programs rely on when they call `ask --jsonl`. */
import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { DANGERS, LANGUAGES, OUTCOMES, TOPICS, URGENCIES } from '../../src/message.ts'

interface Answer {
  readonly id: string | null
  readonly error?: string
  readonly conversation: string
  readonly topic: string
  readonly topics: readonly { readonly topic: string; readonly score: number }[]
  readonly country: string | null
  readonly urgency: string
  readonly triage: string | null
  readonly language: string
  readonly cards: readonly string[]
  readonly outcome: string
  readonly reply: readonly string[]
  readonly choices?: readonly string[]
  readonly redacted: string
  readonly ms: number
}

const LINES: readonly (string | { id: string; text: string; conversation?: string; channel?: string })[] = [
  { id: 'passport', text: 'pasporku ditahan majikan gmn ya' },
  { id: 'korea', conversation: 'abroad', text: 'syarat kerja ke korea apa aja' },
  { id: 'japan', conversation: 'abroad', text: 'kalo jepang?' },
  { id: 'locked', channel: 'telegram', text: 'tolong saya dikunci di kamar majikan, riyadh' },
  '{"id": broken',
  '{"id":"no-text"}',
  { id: 'empty', text: '' },
  { id: 'emoji', text: '😀'.repeat(3000) },
  { id: 'long', text: 'a'.repeat(64 * 1024) },
  { id: 'odd', text: '\u202e\u200b\u0000\ud800 halo' },
  { id: 'identity', text: 'NIK saya 3518024507929117 tolong dicek' },
  { id: 'weather', text: 'besok hujan gak ya di bandung' },
  { id: 'help', text: 'tolong' },
  { id: 'not-safe', conversation: 'locked', text: '2' },
]

let answers: readonly Answer[]
let status: number | null

beforeAll(() => {
  const input = `${LINES.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`
  const run = spawnSync('npm', ['run', '-s', 'ask', '--', '--jsonl'], { input, encoding: 'utf8', maxBuffer: 1 << 26 })
  status = run.status
  answers = run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer)
})

const understood = (): readonly Answer[] => answers.filter((answer) => answer.id !== null)
const find = (id: string): Answer | undefined => answers.find((answer) => answer.id === id)

describe('ask', () => {
  it('gives one line for each, in order, and goes on after a broken one', () => {
    expect(status).toBe(0)
    expect(answers.map((answer) => answer.id)).toEqual(LINES.map((line) => (typeof line === 'string' ? null : line.id)))
    for (const broken of answers.filter((answer) => answer.id === null)) expect(broken.error).toMatch(/\S/)
  })

  it('uses only the known words, and fills every field', () => {
    for (const answer of understood()) {
      expect(TOPICS).toContain(answer.topic)
      for (const { topic, score } of answer.topics) {
        expect(TOPICS).toContain(topic)
        expect(score).toEqual(expect.any(Number))
      }
      expect(URGENCIES).toContain(answer.urgency)
      expect(LANGUAGES).toContain(answer.language)
      expect(OUTCOMES).toContain(answer.outcome)
      expect(answer.country ?? 'ID').toMatch(/^[A-Z]{2}$/)
      expect(answer.cards).toEqual(expect.any(Array))
      expect(answer.ms).toEqual(expect.any(Number))
    }
  })

  it('names a danger exactly when it is an emergency', () => {
    for (const answer of understood()) expect(DANGERS.some((danger) => danger === answer.triage)).toBe(answer.urgency === 'emergency')
    expect(find('locked')).toMatchObject({ urgency: 'emergency', triage: 'confinement', country: 'SA', outcome: 'safety' })
  })

  it('has one to three choices with the outcome choices, and at least one bubble always', () => {
    for (const answer of understood()) {
      expect(answer.reply.length).toBeGreaterThan(0)
      expect(answer.reply.every((bubble) => bubble.trim() !== '')).toBe(true)
      const count = answer.choices?.length ?? 0
      expect(answer.outcome !== 'choices' || (count >= 1 && count <= 3)).toBe(true)
    }
  })

  it('keeps the conversation, and the conversation defaults to the id', () => {
    expect(find('japan')).toMatchObject({ conversation: 'abroad', country: 'JP' })
    expect(find('weather')?.conversation).toBe('weather')
  })

  it('hides an identity number', () => {
    expect(find('identity')?.redacted).toBe('NIK saya [NIK] tolong dicek')
  })
})
