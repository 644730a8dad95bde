import { describe, expect, it } from 'vitest'
import { loadSafety } from '../../src/triage/load.ts'
import { cleanWords } from '../../src/triage/clean.ts'
import { createRuleReader } from '../../src/triage/rules.ts'
import { KNOWLEDGE } from './support.ts'

const safety = loadSafety(KNOWLEDGE)
const reader = createRuleReader(safety.rules)

function findings(text: string): ReturnType<typeof reader.read>['findings'] {
  return reader.read(reader.lexicon.read(cleanWords(text), 1_000)).findings
}

describe('the shipped rules', () => {
  it('load without a problem', () => {
    expect(safety.problems).toEqual([])
  })

  it.each(safety.rules.rules.flatMap((rule) => rule.fires.map((text) => ({ id: rule.id, danger: rule.danger, text }))))(
    '$id fires on "$text"',
    ({ id, danger, text }) => {
      const says = danger === null ? 'urgent' : 'danger'
      expect(findings(text).some((one) => one.rule.id === id && one.says === says)).toBe(true)
    },
  )

  it.each(safety.rules.rules.flatMap((rule) => rule.silent.map((text) => ({ id: rule.id, danger: rule.danger, text }))))(
    '$id stays silent on "$text"',
    ({ id, danger, text }) => {
      const says = danger === null ? 'urgent' : 'danger'
      expect(findings(text).filter((one) => one.rule.id === id && one.says === says)).toEqual([])
    },
  )
})
