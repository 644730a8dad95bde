import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trainingGaps } from '../../src/intents/training-gaps.ts'
import { loadTrainingLines } from '../../src/intents/training-lines.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Topic } from '../../src/message.ts'
import { knowledgeFolder } from '../support/understanding.ts'

test('the same words under two topics are named, whatever their order, case and signs', () => {
  const lines = new Map<Topic, string[]>([
    ['greeting', ['Halo kak!', 'selamat pagi']],
    ['thanks', ['kak halo']],
  ])
  expect(trainingGaps({ cards: new Map() }, lines).twins).toEqual([{ line: 'Halo kak!', topics: ['greeting', 'thanks'] }])
})

test('the shipped data has 25 phrasings a card, 60 a topic, 500 lines out of scope, and hardly a line in two topics', () => {
  const gaps = trainingGaps(loadKnowledge(knowledgeFolder), loadTrainingLines(join(knowledgeFolder, 'training', 'topics')))
  const few = gaps.fewPhrasings.filter(({ phrasings }) => phrasings < 12)
  expect(few).toEqual([])
  expect(gaps.counts.filter(({ phrasings, wanted }) => phrasings < wanted)).toEqual([])
  expect(gaps.twins.length).toBeLessThanOrEqual(10)
})
