/** When the router is unsure: which cards a model may choose among, and what its choice comes to. It may choose none. */
import { z } from 'zod'
import type { CardSearch } from '../knowledge/search-document.ts'
import type { Card, Knowledge } from '../knowledge/schema.ts'
import type { NormalisedText } from '../message.ts'
import { cardsByTopic, rankCards } from './card-choice.ts'
import { choiceOfCard } from './choices.ts'
import { searchTerms } from './features.ts'
import type { Routing } from './routing.ts'

/** What the model is asked for. */
export const cardChoiceSchema = z.object({ cards: z.array(z.string()), sure: z.boolean(), country: z.string().nullable() })
export type CardChoice = z.infer<typeof cardChoiceSchema>

const CANDIDATES = 10
const BY_TEXT = 6
const TOPICS = 3
const CARDS_OF_A_TOPIC = 2
const CARDS_AT_MOST = 3

/** The nearest cards by text, then the best of the likeliest topics. */
export type Candidates = (text: NormalisedText, routing: Routing) => readonly Card[]

export function createCandidates(knowledge: Knowledge, search: CardSearch): Candidates {
  const byTopic = cardsByTopic(knowledge.cards.values())
  return (text, routing) => {
    const found = search.find(searchTerms(text.words))
    const ids = found.best(BY_TEXT, (id) => !id.startsWith('topic:')).map(({ id }) => id)
    const question = { country: routing.country, negatedCountries: [], audience: null }
    for (const { topic } of routing.topics.slice(0, TOPICS))
      ids.push(
        ...rankCards(byTopic.get(topic) ?? [], found, question)
          .slice(0, CARDS_OF_A_TOPIC)
          .map(({ card }) => card.id),
      )
    return [...new Set(ids)]
      .map((id) => knowledge.cards.get(id))
      .filter((card): card is Card => card !== undefined)
      .slice(0, CANDIDATES)
  }
}

/**
 * The router's outcome with the model's choice; null when it chose none, or none that we offered. What was named by the
 * person counts more than the country that the model read. Unsure, its cards are offered first.
 */
export function routingOf(
  chosen: CardChoice,
  routing: Routing,
  candidates: readonly Card[],
  named: string | null,
  knowledge: Knowledge,
): Routing | null {
  const read = chosen.country !== null && knowledge.countries.has(chosen.country) ? chosen.country : null
  const country = named ?? read ?? routing.country
  const cards = [...new Set(chosen.cards)]
    .map((id) => candidates.find((card) => card.id === id))
    .filter((card): card is Card => card !== undefined)
    .filter((card) => card.countries.length === 0 || country === null || card.countries.includes(country))
    .slice(0, CARDS_AT_MOST)
  const [first] = cards
  if (!first) return null
  const score = routing.topics.find(({ topic }) => topic === first.topic)?.score ?? 0
  const topics = [{ topic: first.topic, score }, ...routing.topics.filter(({ topic }) => topic !== first.topic)].slice(0, 5)
  const base = { ...routing, topic: first.topic, topics, country, subtopic: first.subtopic ?? null }
  if (chosen.sure) return { ...base, outcome: 'answer', cards: cards.map(({ id }) => id), choices: [] }
  const offers = [...cards.map(choiceOfCard), ...routing.choices]
  const choices = offers.filter((offer, i) => offers.findIndex(({ id }) => id === offer.id) === i).slice(0, CARDS_AT_MOST)
  return { ...base, outcome: 'choices', cards: [], choices }
}
