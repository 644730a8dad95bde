/** How likely each topic is for a message by its words alone: classifier and search joined. */
import type { CardSearch, Found } from '../knowledge/search-document.ts'
import type { Knowledge } from '../knowledge/schema.ts'
import type { Topic } from '../message.ts'
import { TOPICS } from '../message.ts'
import { classify } from './classifier.ts'
import { hashedFeatures, isInformative, searchTerms, stem } from './features.ts'
import type { RouterModel } from './router-model.ts'
import { JOIN, WORDS_FOR_UNKNOWN_SHARE } from './thresholds.ts'

export interface TopicScores {
  /** Logarithms, not yet summing to anything; in the order of `TOPICS`. */
  readonly logs: Float64Array
  /** The classifier alone, in the order of `TOPICS`. */
  readonly classifier: Float64Array
  readonly hits: Found
  /** Likeness of each topic's nearest phrasing, in the order of `TOPICS`. */
  readonly nearest: Float64Array
  /** Best BM25 score of all cards. */
  readonly bestScore: number
  /** Share of informative words that the knowledge base knows, 0 to 1; 0 when there are none. */
  readonly knownShare: number
}

export type ScoreTopics = (words: readonly string[], countries: readonly string[]) => TopicScores

/** BM25 counts rare words much more than the classifier does; a pinch keeps a topic without hits in the race. */
const LEAST_PROBABILITY = 1e-4

/** The logarithm of how likely a class is: its probability, the likeness of its nearest phrasing, its share of the best BM25 score. */
export function joined(probability: number, nearest: number, relative: number): number {
  return Math.log(Math.max(probability, LEAST_PROBABILITY)) + JOIN.nearest * nearest + JOIN.relative * relative
}

export function createTopicScorer(knowledge: Knowledge, model: Pick<RouterModel, 'classifier'>, search: CardSearch): ScoreTopics {
  const topics = new Map<string, number>()
  for (const card of knowledge.cards.values()) topics.set(card.id, TOPICS.indexOf(card.topic))
  for (const [i, topic] of TOPICS.entries()) topics.set(`topic:${topic}`, i)
  /** By number of the document. One that knowledge does not have any more counts for nothing. */
  const topicOf = Int32Array.from(search.ids, (id) => topics.get(id) ?? TOPICS.length)
  const isCard = Uint8Array.from(search.ids, (id) => (knowledge.cards.has(id) ? 1 : 0))
  const outOfScope = TOPICS.indexOf('out-of-scope')

  return (words, countries) => {
    const classifier = classify(model.classifier, hashedFeatures(words, countries))
    const hits = search.find(searchTerms(words))
    // One place more, for documents of no topic.
    const nearest = new Float64Array(TOPICS.length + 1)
    const best = new Float64Array(TOPICS.length + 1)
    let bestScore = 0
    for (let i = 0; i < topicOf.length; i++) {
      const score = hits.scores[i]!
      if (score === 0) continue
      const topic = topicOf[i]!
      if (hits.nearest[i]! > nearest[topic]!) nearest[topic] = hits.nearest[i]!
      if (isCard[i] === 1 && score > best[topic]!) best[topic] = score
      if (isCard[i] === 1 && score > bestScore) bestScore = score
    }
    const informative = words.filter(isInformative)
    const known = informative.filter((word) => search.knows(stem(word))).length
    const knownShare = informative.length === 0 ? 0 : known / informative.length
    const logs = new Float64Array(TOPICS.length)
    for (let t = 0; t < TOPICS.length; t++) logs[t] = joined(classifier[t] ?? 0, nearest[t] ?? 0, (best[t] ?? 0) / (bestScore || 1))
    const told = Math.min(1, informative.length / WORDS_FOR_UNKNOWN_SHARE)
    logs[outOfScope] = (logs[outOfScope] ?? 0) + told * (JOIN.outOfScope + JOIN.unknownToOutOfScope * (1 - knownShare))
    return { logs, classifier, hits, nearest, bestScore, knownShare }
  }
}

/** Probabilities from logarithms, best first. */
export function ranked(logs: Float64Array): { topic: Topic; score: number }[] {
  const top = Math.max(...logs)
  const shares = Array.from(logs, (log) => Math.exp(log - top))
  const sum = shares.reduce((total, share) => total + share, 0)
  return TOPICS.map((topic, i) => ({ topic, score: (shares[i] ?? 0) / sum })).sort((a, b) => b.score - a.score)
}
