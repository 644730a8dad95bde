/** Which cards of a topic answer a message: by country first, then by text. */
import type { Card } from '../knowledge/schema.ts'
import type { SearchHit } from '../knowledge/search-document.ts'
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

/**
 * Ranks the cards of `topic` for a question, best first. A card about another country than the asked one never
 * appears. Cards without a shared word appear last, so that a topic with one card always has an answer.
 */
export function rankCards(cards: Iterable<Card>, hits: ReadonlyMap<string, SearchHit>, topic: Topic, question: CardQuestion): RankedCard[] {
  let top = 0
  for (const hit of hits.values()) if (hit.score > top) top = hit.score
  const ranked: RankedCard[] = []
  for (const card of cards) {
    if (!isUnder(card, topic) || !mayAnswer(card, question)) continue
    const hit = hits.get(card.id)
    const about = card.countries.length > 0
    const text = hit ? LIKENESS_WEIGHT * hit.nearest + (SCORE_WEIGHT * hit.score) / (top || 1) : 0
    const place = !about ? 0 : question.country ? COUNTRY_BONUS : -UNASKED_COUNTRY_PENALTY
    const reader = question.audience && !card.audience.includes(question.audience) ? -OTHER_AUDIENCE_PENALTY : 0
    ranked.push({ card, score: text + place + reader })
  }
  return ranked.sort((a, b) => b.score - a.score || (a.card.id < b.card.id ? -1 : 1))
}

function isUnder(card: Card, topic: Topic): boolean {
  return card.topic === topic || card.also.includes(topic)
}

function mayAnswer(card: Card, question: CardQuestion): boolean {
  if (card.countries.length === 0) return true
  if (question.country !== null) return card.countries.includes(question.country)
  return !card.countries.every((country) => question.negatedCountries.includes(country))
}
