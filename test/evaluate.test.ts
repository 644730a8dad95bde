import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EvaluationCase, Understood } from '../src/evaluate.ts'
import { evaluateCases, failuresOf, formatReport, readCases } from '../src/evaluate.ts'

const routine: Understood = {
  topic: 'training',
  topics: [],
  country: null,
  urgency: 'routine',
  triage: null,
  language: 'id',
  outcome: 'answer',
  choices: [],
}
const quiet = { progress: false, now: () => 0 }

function labelled(part: Partial<EvaluationCase>): EvaluationCase {
  return { text: 'x', also: [], ...part }
}

test('a topic of `also` counts as right but not as exact', async () => {
  const report = await evaluateCases([labelled({ topic: 'eligibility', also: ['training'] })], () => routine, quiet)
  expect(report.topic.share).toBe(1)
  expect(report.topic_exact.share).toBe(0)
})

test('a missed emergency, a false alarm and the wrong kind are told apart', async () => {
  const cases = [
    labelled({ id: 'missed', urgency: 'emergency', triage: 'violence' }),
    labelled({ id: 'alarm', urgency: 'routine' }),
    labelled({ id: 'kind', urgency: 'emergency', triage: 'medical' }),
    labelled({ id: 'urgent', urgency: 'urgent' }),
  ]
  const emergency: Understood = { ...routine, urgency: 'emergency', triage: 'violence', outcome: 'safety' }
  const report = await evaluateCases(cases, ({ id }) => (id === 'alarm' || id === 'kind' ? emergency : routine), quiet)
  expect(report.emergency_recall).toEqual({ right: 1, of: 2, share: 0.5 })
  expect(report.emergency_recall_by_kind['medical']?.share).toBe(1)
  expect(report.emergency_recall_by_kind['violence']?.share).toBe(0)
  expect(report.emergency_kind.share).toBe(0)
  expect(report.false_alarms).toEqual({ right: 1, of: 1, share: 1 })
  expect(report.urgent_recall.share).toBe(0)
  expect(report.urgency_confusion.emergency.routine).toBe(1)
  expect(report.wrong).toMatchObject({ missed: ['missed'], alarmed: ['alarm'] })
})

test('coverage and precision count direct answers, and choices count when a right topic is among them', async () => {
  const cases = [
    labelled({ topic: 'training' }),
    labelled({ topic: 'seafarer' }),
    labelled({ topic: 'documents' }),
    labelled({ topic: 'out-of-scope' }),
  ]
  const answers: Understood[] = [
    routine,
    routine,
    {
      ...routine,
      outcome: 'choices',
      choices: [{ topic: 'training' }, { topic: 'documents' }],
    },
    { ...routine, outcome: 'unknown', topic: 'training' },
  ]
  let asked = 0
  const report = await evaluateCases(cases, () => answers[asked++] ?? routine, quiet)
  expect(report.answer_precision).toEqual({ right: 1, of: 2, share: 0.5 })
  expect(report.answer_coverage).toEqual({ right: 2, of: 3, share: 2 / 3 })
  expect(report.choices_top3.share).toBe(1)
  expect(report.out_of_scope_recall.share).toBe(1)
  expect(report.outcomes).toEqual({ answer: 2, choices: 1, unknown: 1 })
})

test('what a file does not label is not counted, and fails no threshold', async () => {
  const report = await evaluateCases([labelled({})], () => routine, quiet)
  expect(report.country).toEqual({ right: 0, of: 0, share: null })
  expect(failuresOf(report, { country: { at_least: 0.9 } })).toEqual([])
  expect(formatReport(report)).toContain('none')
})

test('a missed threshold and a threshold for a number that does not exist are named', async () => {
  const report = await evaluateCases(
    [labelled({ topic: 'seafarer', urgency: 'routine' })],
    () => ({ ...routine, urgency: 'emergency' }),
    quiet,
  )
  const failures = failuresOf(report, { topic: { at_least: 0.5 }, false_alarms: { at_most: 0.04 }, cleverness: { at_least: 1 } })
  expect(failures).toHaveLength(3)
  expect(failures.join('\n')).toMatch(/topic is 0\.0 %[\s\S]*false_alarms is 100\.0 %[\s\S]*cleverness/)
})

test('a broken line is refused by file and number', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cases-'))
  const path = join(folder, 'cases.jsonl')
  try {
    writeFileSync(path, '{"text":"a","topic":"training"}\n\n{"text":"b","topic":"nothing"}\n')
    expect(() => readCases(path)).toThrow(/cases\.jsonl, line 3: topic/)
    writeFileSync(path, '{"text":"a","topic":"training"}\n\n')
    expect(readCases(path)).toEqual([{ text: 'a', topic: 'training', also: [] }])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the slowest cases are named', async () => {
  const clock = [0, 5, 5, 6]
  const report = await evaluateCases([labelled({ id: 'slow' }), labelled({ id: 'fast' })], () => routine, {
    progress: false,
    now: () => clock.shift() ?? 6,
  })
  expect(report.slowest.map(({ case: name }) => name)).toEqual(['slow', 'fast'])
  expect(report.milliseconds.p99).toBe(5)
})
