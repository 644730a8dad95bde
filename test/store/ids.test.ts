import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIds } from '../../src/store/ids.ts'
import { NOON } from '../support/builders-core.ts'

describe('ids', () => {
  it('sort by the order in which they were made, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -86_400_000, max: 86_400_000 }), { minLength: 2, maxLength: 200 }), (steps) => {
        let time = NOON
        const newId = createIds(() => time)
        const ids = steps.map((step) => {
          time = NOON + step
          return newId()
        })
        expect(ids).toEqual([...ids].sort())
        expect(new Set(ids).size).toBe(ids.length)
      }),
      { numRuns: 50 },
    )
  })

  it('all have 25 characters', () => {
    const newId = createIds(() => NOON)
    expect(Array.from({ length: 100 }, newId).every((id) => /^[0-9a-z]{25}$/.test(id))).toBe(true)
  })
})
