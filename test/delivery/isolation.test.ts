import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Assistant } from '../../src/assistant.ts'
import { textMessage } from '../support/builders-core.ts'
import { assistant, freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

const PEOPLE = 50
const tokenOf = (person: number): string => `rahasia${String(person).padStart(2, '0')}x`

/** Repeats every message back, so that a mix-up of two people would show. */
function echo(): Assistant {
  const real = assistant()
  return {
    ...real,
    handleMessage(input) {
      const turn = real.handleMessage({ ...input, message: { ...input.message, content: { kind: 'text', text: '' } } })
      return {
        ...turn,
        bubbles:
          input.message.content.kind === 'text'
            ? [{ text: `satu ${input.message.content.text}` }, { text: `dua ${input.message.content.text}` }]
            : [],
      }
    },
  }
}

prepareAssistant()

describe('many people at once', () => {
  it('get their own answers in the order of their own messages, and never a word of anybody else', async () => {
    freezeTime()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ person: fc.integer({ min: 0, max: PEOPLE - 1 }), together: fc.boolean(), again: fc.boolean() }), {
          minLength: 60,
          maxLength: 120,
        }),
        fc.array(fc.constantFrom('sent', 'retry', 'slow'), { minLength: 7, maxLength: 7 }),
        async (steps, fates) => {
          const { telegram, settle, pass, app, crash } = await startCore({ assistant: echo() })
          let sends = 0
          telegram.answer(async (message) => {
            const fate = message.attempt > 1 ? 'sent' : fates[sends++ % fates.length]
            if (fate === 'slow') for (let tick = 0; tick < 9; tick++) await new Promise((resolve) => setImmediate(resolve))
            return fate === 'retry'
              ? { status: 'retry', afterMilliseconds: 1_000, reason: 'busy' }
              : { status: 'sent', providerIds: [`m${sends}`] }
          })
          const written = new Map<number, number>()
          let batch: ReturnType<typeof textMessage>[] = []
          const receiving: Promise<void>[] = []
          for (const { person, together, again } of steps) {
            const number = (written.get(person) ?? 0) + 1
            written.set(person, number)
            const message = textMessage(`pesan ${number} ${tokenOf(person)}`, {
              from: `9${person}`,
              externalId: `9${person}:${number}`,
              sentAt: Date.now() + number,
            })
            batch.push(message)
            if (again) batch.push(message)
            if (together) continue
            // Not awaited: the next batch comes while this one is being stored. One person's messages stay in order.
            receiving.push(telegram.receive(...batch))
            await Promise.resolve()
            batch = []
          }
          receiving.push(telegram.receive(...batch))
          await Promise.all(receiving)
          await settle()
          for (let minute = 0; minute < 20 && app.turns.waiting() + app.sender.waiting() > 0; minute++) await pass(60_000, 3_000)
          for (const [person, count] of written) {
            const expected = Array.from({ length: count }, (_, i) => [
              `satu pesan ${i + 1} ${tokenOf(person)}`,
              `dua pesan ${i + 1} ${tokenOf(person)}`,
            ]).flat()
            expect(telegram.shown(`9${person}`)).toEqual(expected)
          }
          const messages = await app.store.db.selectFrom('messages').select(['conversation_id', 'text']).execute()
          const tokensOf = new Map<string, Set<string>>()
          for (const { conversation_id: id, text } of messages) {
            const found = tokensOf.get(id) ?? new Set()
            for (const [token] of text.matchAll(/rahasia\d\dx/g)) found.add(token)
            tokensOf.set(id, found)
          }
          for (const tokens of tokensOf.values()) expect(tokens.size).toBe(1)
          await crash()
        },
      ),
      { numRuns: 5, endOnFailure: true },
    )
  })
})
