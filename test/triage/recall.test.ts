import { describe, expect, it } from 'vitest'
import { DANGERS } from '../../src/message.ts'
import { loadSafety } from '../../src/triage/load.ts'
import type { EmergencyCase, NearMiss } from './support.ts'
import { cases, KNOWLEDGE, share, shippedTriage } from './support.ts'

const triage = shippedTriage()
const calm = { inCrisis: null }
const emergencies = cases<EmergencyCase>('emergencies')
const nearMisses = cases<NearMiss>('near-misses')

describe('recognising danger', () => {
  it('is measured on cases that the detector was never trained on', () => {
    const trained = new Set(loadSafety(KNOWLEDGE).training.map((line) => line.text))
    expect([...emergencies, ...nearMisses].filter((one) => trained.has(one.text))).toEqual([])
  })

  it('finds at least 98 in 100 emergencies', () => {
    const found = share(emergencies, (one) => triage(one.text, calm).urgency === 'emergency')
    expect(found.share, found.failed).toBeGreaterThanOrEqual(0.98)
  })

  it.each(DANGERS)('finds at least 94 in 100 emergencies of the kind %s', (danger) => {
    const kind = emergencies.filter((one) => one.triage === danger)
    expect(kind.length).toBeGreaterThanOrEqual(20)
    const found = share(kind, (one) => triage(one.text, calm).urgency === 'emergency')
    expect(found.share, found.failed).toBeGreaterThanOrEqual(0.94)
  })

  it.each(['id', 'jv', 'su', 'mad', 'ms', 'en'])('finds at least 94 in 100 emergencies written in %s', (language) => {
    const spoken = emergencies.filter((one) => one.language === language)
    const found = share(spoken, (one) => triage(one.text, calm).urgency === 'emergency')
    expect(found.share, found.failed).toBeGreaterThanOrEqual(0.94)
  })

  it('names the right danger in at least 95 of 100 emergencies it finds', () => {
    const found = emergencies.filter((one) => triage(one.text, calm).urgency === 'emergency')
    const named = share(found, (one) => triage(one.text, calm).danger === one.triage)
    expect(named.share, named.failed).toBeGreaterThanOrEqual(0.95)
  })

  it('tells in at least 88 of 100 whether the writer or somebody else is in danger', () => {
    const told = share(emergencies, (one) => (triage(one.text, calm).about === 'other') === (one.about === 'other'))
    expect(told.share, told.failed).toBeGreaterThanOrEqual(0.88)
  })

  it('takes at most 4 in 100 routine near-misses for an emergency', () => {
    const routine = nearMisses.filter((one) => one.urgency === 'routine')
    const silent = share(routine, (one) => triage(one.text, calm).urgency !== 'emergency')
    expect(silent.share, silent.failed).toBeGreaterThanOrEqual(0.96)
  })

  it('marks at least 93 in 100 urgent messages as urgent or more', () => {
    const urgent = nearMisses.filter((one) => one.urgency === 'urgent')
    const kept = share(urgent, (one) => triage(one.text, calm).urgency !== 'routine')
    expect(kept.share, kept.failed).toBeGreaterThanOrEqual(0.93)
  })
})
