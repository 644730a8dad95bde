/** The sentences of cards as numbered facts: what a model may use, and what its words are checked against. */
import type { Card, Knowledge } from '../knowledge/schema.ts'
import type { Spoken } from '../message.ts'
import { aged } from './expiry.ts'

export interface Fact {
  /** `A1`: card and place in it. */
  readonly id: string
  readonly text: string
  readonly card: string
  /** The fact before it, when this one is not to be understood alone ("Itu pun …"). */
  readonly needs: string | null
  /** Facts that limit this one ("Tapi …", "Kecuali …"): whoever says this says them too. */
  readonly limitedBy: readonly string[]
  /** A warning that no answer may leave out. */
  readonly warning: boolean
}

const CARDS_AT_MOST = 3
/** Leans on the sentence before: begins with what points back, or speaks of a place named there. */
const LEANS =
  /^(?:(?:\p{L}+ ){0,2}(?:itu|tersebut|tadi)\b|ini\b|jadi\b|lalu\b|karena itu\b|mereka\b|sesudah itu\b|setelah itu\b|sebelum itu\b|this\b|that\b|these\b|those\b|it\b|they\b|then\b|so\b)|\b(?:di|ke) (?:sana|situ)\b|\bthere\b(?! (?:is|are)\b)/iu
/** Begins a sentence that takes something back from the one before. */
const LIMITS = /^(?:itu pun|itupun|tapi|tetapi|namun|kecuali|asal|asalkan|syaratnya|hanya|but|however|except|unless|only|even then)\b/iu
const WARNS = /\bbahaya\b|\bbalas 9\b|\bdanger\b|\banswer 9\b/iu
const FORBIDS = /^(?:jangan|do not|don't|never)\b/iu

/**
 * Facts of up to three cards in their order, as they may be told at this time. Null when one of them may not be told any
 * more, or is not in the language: then it speaks for itself.
 */
export function factsOf(cardIds: readonly string[], knowledge: Knowledge, now: number, speaks: Spoken): readonly Fact[] | null {
  const cards = cardIds.map((id) => knowledge.cards.get(id)).filter((card): card is Card => card !== undefined)
  if (cards.length === 0 || cards.length > CARDS_AT_MOST) return null
  const facts: Fact[] = []
  for (const [i, card] of cards.entries()) {
    if (speaks === 'en' && !card.english) return null
    const { words } = aged(card, now, speaks)
    if (words === null) return null
    facts.push(...factsOfCard(card.id, 'ABC'[i]!, words))
  }
  return facts
}

function factsOfCard(card: string, letter: string, words: Pick<Card, 'answer' | 'steps' | 'details'>): Fact[] {
  const parts = [words.answer, words.steps, words.details].filter((part) => part !== null)
  const facts: Fact[] = []
  for (const [p, part] of parts.entries()) {
    const sentences = factTexts(part)
    let heading: string | null = null
    for (const [s, { text, item }] of sentences.entries()) {
      const id = `${letter}${facts.length + 1}`
      const before = facts.at(-1)
      const limits = s > 0 && LIMITS.test(text)
      const leans = s > 0 && (limits || LEANS.test(text))
      if (limits && before) facts[facts.length - 1] = { ...before, limitedBy: [...before.limitedBy, id] }
      const needs = item && heading !== null ? heading : leans ? (before?.id ?? null) : null
      facts.push({ id, text, card, needs, limitedBy: [], warning: WARNS.test(text) || (p === 0 && FORBIDS.test(text)) })
      if (text.endsWith(':')) heading = id
      else if (!item) heading = null
    }
  }
  return facts
}

/** Sentences, without the numbers of steps. A question and what is said to it are one; so are a heading and the line under it. */
function factTexts(part: string): { readonly text: string; readonly item: boolean }[] {
  const found: { text: string; item: boolean }[] = []
  const lines = part.split('\n').map((line) => line.trim())
  for (const [i, line] of lines.entries()) {
    if (line === '') continue
    const item = line.startsWith('- ')
    const sentences = line
      .replace(/^(?:\d+\.|-) /u, '')
      .split(/(?<=[.?!]["”)]?)\s+(?=["“(]?[\p{Lu}\d])/u)
      .filter((sentence) => sentence !== '')
    for (const [s, text] of sentences.entries()) {
      const last = found.at(-1)
      const answersQuestion = s > 0 && last?.text.endsWith('?') === true
      const underHeading = s === 0 && !item && i > 0 && last?.text.endsWith(':') === true && !/^\d+\. /u.test(line)
      if (last && (answersQuestion || underHeading)) last.text = `${last.text} ${text}`
      else found.push({ text, item })
    }
  }
  return found
}
