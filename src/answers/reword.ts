/** An answer in a model's words: what it is asked, what comes back, and the check that decides whether it is sent. */
import { z } from 'zod'
import type { Knowledge } from '../knowledge/schema.ts'
import type { Spoken } from '../message.ts'
import { rejectionOf, type Rejection } from './draft-check.ts'
import { factsOf, type Fact } from './facts.ts'
import type { Model, NoReply } from './model.ts'
import type { Prompt } from './prompts.ts'

const OPENINGS = ['none', 'sorry', 'hard', 'glad-you-ask'] as const
type Opening = (typeof OPENINGS)[number]

/** Kind words are ours: a model only chooses among them. */
const OPENING_TEXTS: Readonly<Record<Spoken, Readonly<Record<Opening, string>>>> = {
  id: {
    none: '',
    sorry: 'Turut prihatin, Kak.',
    hard: 'Saya mengerti, Kak, ini tidak mudah.',
    'glad-you-ask': 'Bagus Kakak bertanya dulu.',
  },
  en: {
    none: '',
    sorry: 'I am sorry to read this.',
    hard: 'I understand, this is not easy.',
    'glad-you-ask': 'It is good that you ask first.',
  },
}

const draftSchema = z.object({
  opening: z.enum(OPENINGS),
  sentences: z.array(z.object({ text: z.string(), from: z.array(z.string()), step: z.boolean() })),
})
type Draft = z.infer<typeof draftSchema>

/** The words of one card, ready to be shown. */
export interface RewordedCard {
  readonly card: string
  readonly text: string
}

export interface Reworded {
  readonly opening: string
  readonly cards: readonly RewordedCard[]
}

export type RewordResult = { readonly ok: true; readonly value: Reworded } | { readonly ok: false; readonly cause: NoReply | Rejection }

export interface RewordParts {
  readonly model: Model
  readonly prompt: Prompt
  readonly knowledge: Knowledge
  /** Joins forms of one word. */
  readonly stem: (word: string) => string
}

export interface RewordRequest {
  readonly cards: readonly string[]
  /** Redacted. */
  readonly question: string
  readonly speaks: Spoken
  readonly now: number
  readonly signal: AbortSignal
}

/** Milliseconds that an answer may take. */
export const ANSWER_DEADLINE = 8_000
const LONGEST_DRAFT = 900
const LANGUAGE_NAMES: Readonly<Record<Spoken, string>> = { id: 'plain Indonesian', en: 'plain English' }

/** Null when these cards are not for rewording: too old, or not in the language. */
export async function reword(parts: RewordParts, request: RewordRequest): Promise<RewordResult | null> {
  const { speaks } = request
  const facts = factsOf(request.cards, parts.knowledge, request.now, speaks)
  if (facts === null) return null
  const reply = await parts.model.ask({
    prompt: parts.prompt,
    variables: {
      question: request.question,
      language: LANGUAGE_NAMES[speaks],
      facts: facts.map(factLine).join('\n'),
    },
    schema: draftSchema,
    maxTokens: LONGEST_DRAFT,
    deadline: ANSWER_DEADLINE,
    signal: request.signal,
  })
  if (!reply.ok) return reply
  const { opening } = reply.value
  const sentences = reply.value.sentences.map((one) => ({ ...one, text: straightened(one.text) }))
  const rejection = rejectionOf(sentences, facts, speaks, speaks === 'id' ? parts.stem : singular)
  if (rejection !== null) return { ok: false, cause: rejection }
  return { ok: true, value: { opening: OPENING_TEXTS[speaks][opening], cards: laidOut(sentences, facts, request.cards) } }
}

function factLine({ id, text, needs, limitedBy }: Fact): string {
  const together = [...(needs === null ? [] : [needs]), ...limitedBy]
  return together.length === 0 ? `${id} ${text}` : `${id} (never without ${together.join(', ')}) ${text}`
}

/** Curly quotes and long spaces are no other words. */
function straightened(text: string): string {
  return text
    .replace(/[“”„]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/[ \t\u00a0]+/gu, ' ')
    .trim()
}

/** "wages" and "wage" are one. */
function singular(word: string): string {
  return word.length > 3 && /[^s]s$/u.test(word) ? word.slice(0, -1) : word
}

/** Sentences as running text, then the steps, numbered. */
function laidOut(sentences: Draft['sentences'], facts: readonly Fact[], cards: readonly string[]): RewordedCard[] {
  const cardOf = new Map(facts.map((fact) => [fact.id, fact.card]))
  return cards.flatMap((card) => {
    const own = sentences.filter(({ from }) => cardOf.get(from[0] ?? '') === card)
    if (own.length === 0) return []
    const told = own.filter(({ step }) => !step).map(({ text }) => text)
    const steps = own.filter(({ step }) => step).map(({ text }, i) => `${i + 1}. ${text}`)
    return [{ card, text: [told.join(' '), steps.join('\n')].filter((part) => part !== '').join('\n\n') }]
  })
}
