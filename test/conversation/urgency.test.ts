import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAskSession, type AskAnswer } from '../../src/ask-session.ts'
import type { Assistant } from '../../src/assistant.ts'
import { URGENT_FROM, urgencyLikelihood, weighedByTopic } from '../../src/conversation/urgency.ts'
import type { TriageVerdict } from '../../src/message.ts'
import { fullAssistant } from '../support/core-assistant.ts'
import { knowledgeFolder, NOON } from '../support/understanding.ts'

let assistant: Assistant

beforeAll(() => {
  assistant = fullAssistant(knowledgeFolder, NOON)
})

function answer(text: string): AskAnswer {
  return createAskSession(assistant)({ id: text, conversation: 'c', text })
}

interface Case {
  readonly text: string
  readonly urgency: 'routine' | 'urgent'
}
function cases(file: string): Case[] {
  return readFileSync(new URL(`../cases/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case)
}

describe('what a message is about', () => {
  it.each([
    'kakak saya belum ketemu, terakhir kerja di arab tahun 2005',
    'paspor saya masih sama agen sampai sekarang',
    'duit 20 juta sudah disetor, berangkatnya tidak jadi',
    'upah saya tidak lengkap sejak bulan puasa',
  ])('brings it to staff within a day: %s', (text) => {
    expect(answer(text).urgency).not.toBe('routine')
  })

  it.each([
    'syarat umur kerja di jepang berapa',
    'jam buka kantor disnaker kota malang',
    'berapa lama bikin paspor di kantor imigrasi',
    'biaya pelatihan las di jakarta',
  ])('does not call for staff: %s', (text) => {
    expect(answer(text).urgency).toBe('routine')
  })

  // Counted only: what fails is not printed, so that nobody writes a rule for it.
  it('finds what staff should see within a day in words that nobody prepared for', () => {
    const urgent = [...cases('near-misses-unseen'), ...cases('near-misses-retold')].filter(({ urgency }) => urgency === 'urgent')
    const found = urgent.filter(({ text }) => answer(text).urgency !== 'routine').length
    expect(found / urgent.length).toBeGreaterThanOrEqual(0.93)
  })

  it('seldom sends staff to what can wait', () => {
    const routine = cases('near-misses-unseen').filter(({ urgency }) => urgency === 'routine')
    const called = routine.filter(({ text }) => answer(text).urgency === 'urgent').length
    expect(called / routine.length).toBeLessThanOrEqual(0.08)
  })
})

describe('weighing by topic', () => {
  const verdict: TriageVerdict = { urgency: 'routine', danger: null, rules: [], score: 0, pressing: 0.2, about: 'self', doubtful: false }
  const passport = [{ topic: 'passport-withheld', score: 0.9 }] as const
  const training = [{ topic: 'training', score: 0.9 }] as const

  it('never touches an emergency', () => {
    const emergency: TriageVerdict = { ...verdict, urgency: 'emergency', danger: 'violence', pressing: 0 }
    expect(weighedByTopic(emergency, training)).toBe(emergency)
  })

  it('leaves what was not read as it is', () => {
    const { pressing: _, ...unread } = verdict
    expect(weighedByTopic(unread, passport)).toBe(unread)
    expect(weighedByTopic(verdict, [])).toBe(verdict)
  })

  it('raises with the reason named, and takes back what only looked pressing', () => {
    expect(weighedByTopic(verdict, passport)).toMatchObject({ urgency: 'urgent', rules: ['urgent-by-topic'] })
    const looked: TriageVerdict = { ...verdict, urgency: 'urgent', rules: ['stuck'], pressing: 0.01 }
    expect(weighedByTopic(looked, training)).toMatchObject({ urgency: 'routine', rules: ['stuck'] })
  })

  it('believes a rule that the detector finds plausible, whatever the topic', () => {
    expect(urgencyLikelihood({ pressing: 0.3, rule: true, topics: training })).toBeGreaterThanOrEqual(URGENT_FROM)
  })

  it('gives a likelihood for the ends of the scale', () => {
    for (const pressing of [0, 1]) expect(Number.isFinite(urgencyLikelihood({ pressing, rule: false, topics: [] }))).toBe(true)
  })
})
