/** What the training data lacks, for whoever writes more of it. */
import type { Knowledge } from '../knowledge/schema.ts'
import type { Topic } from '../message.ts'
import { TOPICS } from '../message.ts'
import type { TrainingLines } from './training-lines.ts'

const PHRASINGS_OF_A_CARD = 25
const PHRASINGS_OF_A_TOPIC = 60
const LINES_OUT_OF_SCOPE = 500

export interface TrainingGaps {
  /** Phrasings of cards and example lines together, in the order of `TOPICS`. */
  readonly counts: readonly { readonly topic: Topic; readonly cards: number; readonly phrasings: number; readonly wanted: number }[]
  /** Cards with fewer than 25 phrasings, those that lack most first. */
  readonly fewPhrasings: readonly { readonly card: string; readonly phrasings: number }[]
  /** Lines of the same words under two topics: they teach nothing, and one of the two is wrong. */
  readonly twins: readonly { readonly line: string; readonly topics: readonly Topic[] }[]
}

/** Pure. Two lines are twins when they hold the same words in whatever order; case, signs and repetition do not count. */
export function trainingGaps(knowledge: Pick<Knowledge, 'cards'>, lines: TrainingLines): TrainingGaps {
  const cards = [...knowledge.cards.values()]
  const topicsOf = new Map<string, { line: string; topics: Set<Topic> }>()
  const note = (line: string, topic: Topic): void => {
    const key = [...new Set(line.toLowerCase().match(/[\p{L}\p{N}]+/gu))].sort().join(' ')
    const known = topicsOf.get(key)
    if (known) known.topics.add(topic)
    else topicsOf.set(key, { line, topics: new Set([topic]) })
  }
  for (const card of cards) for (const phrasing of card.phrasings) note(phrasing, card.topic)
  for (const [topic, list] of lines) for (const line of list) note(line, topic)
  return {
    counts: TOPICS.map((topic) => {
      const own = cards.filter((card) => card.topic === topic)
      const phrasings = own.reduce((sum, card) => sum + card.phrasings.length, lines.get(topic)?.length ?? 0)
      return { topic, cards: own.length, phrasings, wanted: topic === 'out-of-scope' ? LINES_OUT_OF_SCOPE : PHRASINGS_OF_A_TOPIC }
    }),
    fewPhrasings: cards
      .filter((card) => card.phrasings.length < PHRASINGS_OF_A_CARD)
      .map((card) => ({ card: card.id, phrasings: card.phrasings.length }))
      .sort((a, b) => a.phrasings - b.phrasings || (a.card < b.card ? -1 : 1)),
    twins: [...topicsOf.values()].filter(({ topics }) => topics.size > 1).map(({ line, topics }) => ({ line, topics: [...topics] })),
  }
}
