import { describe, expect, it } from 'vitest'
import { backoffMilliseconds, closingFor } from '../../src/channels/whatsapp-web-closing.ts'
import { createPace, typingMilliseconds } from '../../src/channels/whatsapp-web-pace.ts'

const PACE = { shortestMilliseconds: 1000, longestMilliseconds: 3000, messagesPerMinute: 2 }

describe('pace', () => {
  it('pauses 1 to 3 seconds, longer for longer texts', () => {
    expect(typingMilliseconds(0, PACE, () => 0)).toBe(1000)
    expect(typingMilliseconds(150, PACE, () => 0)).toBe(1900)
    expect(typingMilliseconds(9000, PACE, () => 1)).toBe(3000)
  })

  it('lets so many messages a minute through, and gives the others their place', () => {
    const pace = createPace(PACE)
    expect([pace.reserve('a', 0), pace.reserve('b', 1000), pace.reserve('c', 2000), pace.reserve('d', 2000)]).toEqual([
      0, 0, 58_000, 59_000,
    ])
    expect(pace.reserve('c', 30_000)).toBe(30_000)
    expect(pace.reserve('c', 60_000)).toBe(0)
    expect(pace.reserve('e', 60_500)).toBe(59_500)
    expect(pace.reserve('d', 61_000)).toBe(0)
  })
})

describe('after an end', () => {
  it('waits longer each time, up to a limit, and never the same for all', () => {
    const backoff = { firstMilliseconds: 1000, largestMilliseconds: 300_000 }
    expect([0, 1, 2, 20].map((attempt) => backoffMilliseconds(backoff, attempt, () => 1))).toEqual([1000, 2000, 4000, 300_000])
    expect(backoffMilliseconds(backoff, 0, () => 0)).toBe(500)
  })

  it('takes what it does not know for trouble that passes', () => {
    expect(closingFor(undefined)).toEqual({ action: 'later' })
    expect(closingFor(500)).toEqual({ action: 'later' })
    expect(closingFor(599)).toEqual({ action: 'later' })
  })
})
