/** Real questions through the front door: the reply holds the fact, says "not known" where no source tells, and nothing wrong or outdated. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createAskSession } from '../../src/ask-session.ts'
import { loadKnowledge, newestReview } from '../../src/knowledge/load.ts'
import { fullAssistant } from '../support/core-assistant.ts'
import { knowledgeFolder } from '../support/understanding.ts'

const factSchema = z.strictObject({
  text: z.string().min(1),
  /** What the same person wrote before. */
  previous: z.string().optional(),
  /** Patterns that the reply must hold, each of them; upper and lower case are the same. */
  must: z.array(z.string()).min(1),
  /** Patterns of what is wrong, outdated or unkind. */
  never: z.array(z.string()).default([]),
})

/** Whatever was asked: numbers that are placeholders, misprints or not confirmed, and names that are no more. */
const NEVER_IN_ANY_REPLY = [
  /111222333|11-1222 ?3333|124445556|177778889|138889900/,
  /kbri\.kualalumpur@kemlu/i,
  /\+65 ?9290 ?3110/,
  /0811-129-129/,
  /966 ?59 ?888 ?1945|966 ?58 ?178 ?1945/,
  /peduliwni\.com(?!" bukan)/i,
  /ext(?:ension)?\.? ?8\b/i,
  /322\.500/,
]

const path = fileURLToPath(new URL('../cases/facts.jsonl', import.meta.url))
const facts = readFileSync(path, 'utf8')
  .split('\n')
  .flatMap((line, i) => {
    if (line.trim() === '') return []
    const parsed = factSchema.safeParse(JSON.parse(line))
    if (!parsed.success) throw new Error(`test/cases/facts.jsonl, line ${i + 1}: ${parsed.error.issues[0]?.message}`)
    return [parsed.data]
  })

const clock = newestReview(loadKnowledge(knowledgeFolder))
const session = createAskSession(fullAssistant(knowledgeFolder, clock))

test('there are at least 200 questions, none asked twice', () => {
  expect(facts.length).toBeGreaterThanOrEqual(200)
  expect(new Set(facts.map((fact) => fact.text)).size).toBe(facts.length)
})

describe('the answer to', () => {
  test.each(facts.map((fact, i) => [fact.text, fact, i] as const))('"%s"', (_, fact, i) => {
    const conversation = `fact-${i}`
    if (fact.previous !== undefined) session({ id: `${conversation}-before`, conversation, text: fact.previous })
    const answer = session({ id: conversation, conversation, text: fact.text })
    const reply = answer.reply.join('\n')
    const seen = `${answer.topic}, ${answer.outcome}, ${answer.cards.join(' ')}:\n${reply}`
    for (const pattern of fact.must) expect(reply, seen).toMatch(new RegExp(pattern, 'is'))
    for (const pattern of fact.never) expect(reply, seen).not.toMatch(new RegExp(pattern, 'is'))
    for (const pattern of NEVER_IN_ANY_REPLY) expect(reply).not.toMatch(pattern)
  })
})
