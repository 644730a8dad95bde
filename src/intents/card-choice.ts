/** Which cards of a topic answer a message: by country first, then by text. */
import type { Card } from '../knowledge/schema.ts'
import type { Found } from '../knowledge/search-document.ts'
import type { Topic } from '../message.ts'

export interface RankedCard {
  readonly card: Card
  /** Comparable within one message only. */
  readonly score: number
}

/** A card about the asked country is worth this much likeness to a phrasing. */
const COUNTRY_BONUS = 0.35
/** A card about one country answers a question that names none only when nothing general does. */
const UNASKED_COUNTRY_PENALTY = 0.25
const OTHER_AUDIENCE_PENALTY = 0.1
const LIKENESS_WEIGHT = 1
const SCORE_WEIGHT = 0.8

export interface CardQuestion {
  readonly country: string | null
  readonly negatedCountries: readonly string[]
  readonly audience: 'worker' | 'family' | null
}

/** The cards that answer under each topic. */
export type CardsByTopic = ReadonlyMap<Topic, readonly Card[]>

/** A card may answer under several topics. */
export function cardsByTopic(cards: Iterable<Card>): CardsByTopic {
  const byTopic = new Map<Topic, Card[]>()
  for (const card of cards)
    for (const topic of new Set([card.topic, ...card.also])) {
      const under = byTopic.get(topic)
      if (under) under.push(card)
      else byTopic.set(topic, [card])
    }
  return byTopic
}

/**
 * Ranks cards for a question, best first; `found` is null when only the place counts. A card about another country than
 * the asked one never appears. Cards without a shared word appear last, so that a topic with one card always has an answer.
 */
export function rankCards(cards: readonly Card[], found: Found | null, question: CardQuestion): RankedCard[] {
  const ranked: RankedCard[] = []
  for (const card of cards) {
    if (!mayAnswer(card, question)) continue
    const hit = found?.get(card.id)
    const about = card.countries.length > 0
    const text = hit ? LIKENESS_WEIGHT * hit.nearest + (SCORE_WEIGHT * hit.score) / (found?.top || 1) : 0
    const place = !about ? 0 : question.country ? COUNTRY_BONUS : -UNASKED_COUNTRY_PENALTY
    const reader = question.audience && !card.audience.includes(question.audience) ? -OTHER_AUDIENCE_PENALTY : 0
    ranked.push({ card, score: text + place + reader })
  }
  return ranked.sort((a, b) => b.score - a.score || (a.card.id < b.card.id ? -1 : 1))
}

function mayAnswer(card: Card, question: CardQuestion): boolean {
  if (card.countries.length === 0) return true
  if (question.country !== null) return card.countries.includes(question.country)
  return !card.countries.every((country) => question.negatedCountries.includes(country))
}
