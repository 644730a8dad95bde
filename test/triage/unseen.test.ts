import { describe, expect, it } from 'vitest'
import { DANGERS } from '../../src/message.ts'
import { loadSafety } from '../../src/triage/load.ts'
import type { EmergencyCase, NearMiss } from './support.ts'
import { cases, KNOWLEDGE, share, shippedTriage } from './support.ts'

// Counted only: the texts that fail are not printed, so that nobody writes a rule for them.
const triage = shippedTriage()
const calm = { inCrisis: null }
const emergencies = cases<EmergencyCase>('emergencies-unseen')
const nearMisses = cases<NearMiss>('near-misses-unseen')
const retold = cases<EmergencyCase>('emergencies-retold')
const retoldNearMisses = cases<NearMiss>('near-misses-retold')
const routine = nearMisses.filter((one) => one.urgency === 'routine')
const urgent = [...nearMisses, ...retoldNearMisses].filter((one) => one.urgency === 'urgent')

describe('messages that no rule and no training line was written from', () => {
  it('stand nowhere in the knowledge and in no other case', () => {
    const { rules, training } = loadSafety(KNOWLEDGE)
    const known = new Set([
      ...training.map((line) => line.text),
      ...rules.rules.flatMap((rule) => [...rule.fires, ...rule.silent]),
      ...[...cases<EmergencyCase>('emergencies'), ...cases<NearMiss>('near-misses')].map((one) => one.text),
    ])
    expect([...emergencies, ...nearMisses, ...retold, ...retoldNearMisses].filter((one) => known.has(one.text))).toHaveLength(0)
  })

  it('are found when somebody is in danger', () => {
    expect(share(emergencies, (one) => triage(one.text, calm).urgency === 'emergency').share).toBeGreaterThanOrEqual(0.96)
  })

  it('are found when the danger is told sideways', () => {
    expect(share(retold, (one) => triage(one.text, calm).urgency === 'emergency').share).toBeGreaterThanOrEqual(0.93)
  })

  it('are at least asked about when somebody is in danger', () => {
    const noticed = share(
      [...emergencies, ...retold],
      (one) => triage(one.text, calm).urgency !== 'routine' || triage(one.text, calm).doubtful,
    )
    expect(noticed.share).toBeGreaterThanOrEqual(0.97)
  })

  it.each(DANGERS)('of the kind %s are found in most cases', (danger) => {
    const kind = [...emergencies, ...retold].filter((one) => one.triage === danger)
    expect(share(kind, (one) => triage(one.text, calm).urgency === 'emergency').share).toBeGreaterThanOrEqual(0.87)
  })

  it('are seldom taken for an emergency when nothing is wrong', () => {
    expect(share(routine, (one) => triage(one.text, calm).urgency !== 'emergency').share).toBeGreaterThanOrEqual(0.92)
  })

  it('are seldom taken for an emergency when they are chosen to mislead', () => {
    const misleading = retoldNearMisses.filter((one) => one.urgency === 'routine')
    expect(share(misleading, (one) => triage(one.text, calm).urgency !== 'emergency').share).toBeGreaterThanOrEqual(0.88)
  })

  it('are marked urgent when staff should look within a day', () => {
    expect(share(urgent, (one) => triage(one.text, calm).urgency !== 'routine').share).toBeGreaterThanOrEqual(0.86)
  })
})
