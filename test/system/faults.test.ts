/** A short run of `npm run faults`: killed in the middle of the work and at the point where nobody knows whether a reply arrived. */
import { describe, expect, it } from 'vitest'
import { killsAt, randomKills } from '../faults/faults.ts'
import { WORLDS } from '../faults/worlds.ts'

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 1)
const SOUND = { lost: 0, disordered: 0, problems: [] }
const tick = (): void => {}

describe.each(WORLDS)('%s', (name) => {
  it('loses and overtakes nothing when it is killed at random', { timeout: 120_000 + ROUNDS * 40_000 }, async () => {
    const outcome = await randomKills(name, ROUNDS, tick)
    expect(outcome).toMatchObject({ ...SOUND, kills: ROUNDS })
    expect(outcome.answered).toBe(outcome.written)
    // A message id keeps the second copy from being seen; a status tells that the first arrived.
    if (name === 'whatsapp') expect(outcome.twice).toBe(0)
  })

  it('knows what to do with a reply whose answer it never read', { timeout: 240_000 }, async () => {
    const outcome = await killsAt(name, 'cp8', 1, tick)
    expect(outcome).toMatchObject(SOUND)
    expect(outcome.answered).toBe(outcome.written)
    if (name !== 'telegram') expect(outcome.twice).toBe(0)
    else expect(outcome.twice).toBeLessThanOrEqual(2)
  })
})
