import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const person = { channel: 'whatsapp', from: '5@lid' } as const
const rowOf = ({ app }: Core): Promise<{ state: string; sealed_bubble: string | null; sent_at: number | null }> =>
  app.store.db.selectFrom('outbox').select(['state', 'sealed_bubble', 'sent_at']).executeTakeFirstOrThrow()

describe('what the transport says later', () => {
  it('moves a message on, and never back', async () => {
    freezeTime()
    const core = await startCore()
    await core.whatsapp.receive(textMessage('halo', { ...person, sentAt: Date.now() }))
    await core.settle()
    const providerId = core.whatsapp.attempts[0]?.providerId ?? ''
    const order = ['sent', 'delivered', 'read']
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('accepted', 'delivered', 'read', 'refused'), { maxLength: 6 }), async (states) => {
        for (const state of states) {
          const before = order.indexOf((await rowOf(core)).state)
          core.whatsapp.deliver({
            providerId,
            state: state === 'refused' && before > 0 ? 'refused' : state === 'refused' ? 'accepted' : state,
          })
          await core.settle()
          expect(order.indexOf((await rowOf(core)).state)).toBeGreaterThanOrEqual(before)
        }
      }),
      { numRuns: 10 },
    )
  })

  it('about something that is not ours changes nothing', async () => {
    freezeTime()
    const core = await startCore()
    await core.whatsapp.receive(textMessage('halo', { ...person, sentAt: Date.now() }))
    await core.settle()
    core.whatsapp.deliver({ providerId: 'unknown', state: 'read' })
    core.telegram.deliver({ providerId: core.whatsapp.attempts[0]?.providerId ?? '', state: 'read' })
    await core.settle()
    expect((await rowOf(core)).state).toBe('sent')
  })

  it('counts when it comes before the send has returned, and leaves no text behind', async () => {
    freezeTime()
    const core = await startCore()
    core.whatsapp.answer(async (message) => {
      core.whatsapp.deliver({ providerId: message.providerId ?? '', state: 'delivered' })
      await core.settle()
      return { status: 'sent', providerIds: [message.providerId ?? ''] }
    })
    await core.whatsapp.receive(textMessage('halo', { ...person, sentAt: Date.now() }))
    await core.pass(5_000)
    expect(await rowOf(core)).toMatchObject({ state: 'delivered', sealed_bubble: null, sent_at: expect.any(Number) as number })
  })

  it('ends the doubt about a message, so that it is not sent again', async () => {
    freezeTime()
    const core = await startCore()
    core.whatsapp.answer(() => ({ status: 'ambiguous', reason: 'no ack' }))
    await core.whatsapp.receive(textMessage('halo', { ...person, sentAt: Date.now() }))
    await core.settle()
    core.whatsapp.deliver({ providerId: core.whatsapp.attempts[0]?.providerId ?? '', state: 'delivered' })
    await core.pass(120_000)
    expect(core.whatsapp.attempts).toHaveLength(1)
    expect((await rowOf(core)).state).toBe('delivered')
  })
})
