/** How likely each topic is for a message by its words alone: classifier and search joined. */
import type { CardSearch, SearchHit } from '../knowledge/search-document.ts'
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
  /** By id of the document. */
  readonly hits: ReadonlyMap<string, SearchHit>
  /** Likeness of each topic's nearest phrasing, in the order of `TOPICS`. */
  readonly nearest: Float64Array
  /** Best BM25 score of all. */
  readonly bestScore: number
  /** Share of informative words that the knowledge base knows, 0 to 1; 0 when there are none. */
  readonly knownShare: number
}

export type ScoreTopics = (words: readonly string[], countries: readonly string[]) => TopicScores

/** BM25 counts rare words much more than the classifier does; a pinch keeps a topic without hits in the race. */
const LEAST_PROBABILITY = 1e-4

export function createTopicScorer(knowledge: Knowledge, model: Pick<RouterModel, 'classifier'>, search: CardSearch): ScoreTopics {
  const topicOf = new Map<string, number>()
  for (const card of knowledge.cards.values()) topicOf.set(card.id, TOPICS.indexOf(card.topic))
  for (const [i, topic] of TOPICS.entries()) topicOf.set(`topic:${topic}`, i)
  const outOfScope = TOPICS.indexOf('out-of-scope')

  return (words, countries) => {
    const classifier = classify(model.classifier, hashedFeatures(words, countries))
    const found = search.find(searchTerms(words))
    const hits = new Map(found.map((hit) => [hit.id, hit]))
    const nearest = new Float64Array(TOPICS.length)
    const best = new Float64Array(TOPICS.length)
    let bestScore = 0
    for (const hit of found) {
      const topic = topicOf.get(hit.id)
      if (topic === undefined) continue
      nearest[topic] = Math.max(nearest[topic] ?? 0, hit.nearest)
      if (!hit.id.startsWith('topic:')) {
        best[topic] = Math.max(best[topic] ?? 0, hit.score)
        bestScore = Math.max(bestScore, hit.score)
      }
    }
    const informative = words.filter(isInformative)
    const known = informative.filter((word) => search.knows(stem(word))).length
    const knownShare = informative.length === 0 ? 0 : known / informative.length
    const logs = new Float64Array(TOPICS.length)
    for (let t = 0; t < TOPICS.length; t++) {
      const probability = Math.log(Math.max(classifier[t] ?? 0, LEAST_PROBABILITY))
      logs[t] = probability + JOIN.nearest * (nearest[t] ?? 0) + (JOIN.relative * (best[t] ?? 0)) / (bestScore || 1)
    }
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
