import { describe, expect, it } from 'vitest'
import { prepareAssistant } from '../support/core-app.ts'
import { startModelCore, withoutModel } from '../support/model-core.ts'

prepareAssistant()

const WAGES = 'gaji saya sudah 3 bulan belum dibayar majikan, harus bagaimana'

describe('a model that does not answer in time', () => {
  it.each([{ kind: 'hang' }, { kind: 'drip', every: 100 }] as const)('is waited for 8 seconds and no longer: %j', async (answer) => {
    const { say, server } = await startModelCore({ answer })
    const began = performance.now()
    expect(await say(WAGES)).toEqual(withoutModel(WAGES))
    const took = performance.now() - began
    expect(took).toBeGreaterThan(7_900)
    expect(took).toBeLessThan(9_500)
    await expect.poll(() => server.givenUp()).toBe(1)
  })
})
