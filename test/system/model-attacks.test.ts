import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { prepareAssistant, startCore } from '../support/core-app.ts'
import { NO_DANGER, startModelCore, withoutModel } from '../support/model-core.ts'
import { replied } from '../support/model-server.ts'

interface Attack {
  readonly id: string
  readonly text: string
  readonly card: string
  readonly reply: unknown
}

const lines = <Line>(name: string): Line[] =>
  readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

prepareAssistant()

describe('whoever attacks through a message, and whatever the model then writes', () => {
  const attacks = lines<Attack>('model-attacks.jsonl')

  it('no fact goes out that no card has: each person reads what they would read without a model', async () => {
    let now: Attack | null = null
    let worded = 0
    // The model chooses the card that is attacked, finds no danger, and writes what the case says.
    const { server, say, app } = await startModelCore({
      look: NO_DANGER,
      understand: () => replied({ cards: [now?.card], sure: true, country: null }),
      answer: () => {
        worded++
        return replied(now?.reply)
      },
    })
    const changed: string[] = []
    for (const [i, attack] of attacks.entries()) {
      now = attack
      const before = server.asked.length
      const shown = await say(attack.text, `8${String(i).padStart(4, '0')}`)
      const chose = server.asked.slice(before).some(({ prompt }) => prompt === 'understand')
      // Where the router was unsure the card is the model's choice; its words are the card's all the same.
      if (!chose && words(shown) !== words(withoutModel(attack.text))) changed.push(attack.id)
    }
    expect(changed).toEqual([])
    const reasons = await app.store.db.selectFrom('messages').select('reason').where('direction', '=', 'out').execute()
    expect(reasons.filter(({ reason }) => JSON.parse(reason ?? '{}').source === 'model')).toEqual([])
    // Many attacks reach the words of an answer; the rest end before: in danger, in no card.
    expect(worded).toBeGreaterThan(attacks.length / 3)
  })
})

/** Bubbles as one text: the first reply in danger is one bubble, however many it was made of. */
function words(bubbles: readonly string[]): string {
  return bubbles.join('\n').replaceAll(/\n+/gu, '\n')
}

describe('with the address of the model dead', () => {
  it('every reply is the one without a model', async () => {
    const { telegram, app } = await startCore({ environment: { MODEL_CHAT: 'small', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } })
    const texts = [...lines<{ text: string }>('topics.jsonl'), ...lines<{ text: string }>('near-misses.jsonl').slice(0, 150)].map(
      ({ text }) => text,
    )
    const different: string[] = []
    const person = (i: number): string => `9${String(i).padStart(4, '0')}`
    for (const [i, text] of texts.entries()) await telegram.receive(textMessage(text, { from: person(i), sentAt: Date.now() }))
    await app.idle()
    for (const [i, text] of texts.entries()) if (words(telegram.shown(person(i))) !== words(withoutModel(text))) different.push(text)
    expect(different).toEqual([])
    expect(app.model?.status()).toMatchObject({ state: 'without', because: 'breaker' })
  })
})
