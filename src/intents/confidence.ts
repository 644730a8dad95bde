/** How sure the router may be of its topic. */
import type { ScoredTopic } from '../message.ts'
import { CONFIDENCE } from './thresholds.ts'
import type { TopicScores } from './topic-scores.ts'

/**
 * The chance, 0 to 1, that the first of `topics` is right. A message that leans on an earlier one has few words of its
 * own and is judged by the joint probability alone.
 */
export function confidenceOf(topics: readonly ScoredTopic[], leans: boolean): number {
  const first = topics[0]?.score ?? 0
  const margin = first - (topics[1]?.score ?? 0)
  const chance = 1 / (1 + Math.exp(-(CONFIDENCE.bias + CONFIDENCE.probability * first + CONFIDENCE.margin * margin)))
  return leans ? Math.max(chance, 0.9 * first) : chance
}

/** BM25 of the best card times the share of known words: what the knowledge base has to say about a message at all. */
export function evidenceOf(scores: TopicScores): number {
  return scores.bestScore * scores.knownShare
}
