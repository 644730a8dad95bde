/**
 * The trained part of triage: how likely a message is an emergency, and of which kind. It adds what no
 * rule knows. Multinomial logistic regression on hashed words, word pairs and letter sequences.
 */
import type { Danger } from '../message.ts'
import { DANGERS } from '../message.ts'
import type { ReadToken } from './lexicon.ts'

/** Plain buffers, so that a build can store them. Class 0 is "no danger", then DANGERS in order. */
export interface DetectorWeights {
  /** Number of hash buckets; a power of two. */
  readonly buckets: number
  /** `buckets` × classes, row by row. */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

export interface Detection {
  /** 0 to 1: any danger. */
  readonly score: number
  /** The likeliest danger, whatever the score. */
  readonly kind: Danger
  /** 0 to 1 for each danger; together they make `score`. */
  readonly byKind: Readonly<Record<Danger, number>>
}

export type Detector = (tokens: readonly ReadToken[], standardWord: (id: number) => string) => Detection

export const CLASSES = DANGERS.length + 1

/** Later words add nothing but time: stories tell the danger earlier, and rules read all of it. */
const MOST_WORDS = 300

export function createDetector(trained: DetectorWeights): Detector {
  return (tokens, standardWord) => {
    const probabilities = classify(trained, featuresOf(tokens, standardWord, trained.buckets))
    const byKind = Object.fromEntries(DANGERS.map((danger, at) => [danger, probabilities[at + 1] ?? 0])) as Record<Danger, number>
    let kind: Danger = DANGERS[0]
    for (const danger of DANGERS) if (byKind[danger] > byKind[kind]) kind = danger
    return { score: 1 - (probabilities[0] ?? 0), kind, byKind }
  }
}

/** Bucket numbers, each once. */
export function featuresOf(tokens: readonly ReadToken[], standardWord: (id: number) => string, buckets: number): Int32Array {
  const found = new Set<number>()
  const mask = buckets - 1
  let previous = '^'
  for (const token of tokens.slice(0, MOST_WORDS)) {
    const word = token.id >= 0 ? standardWord(token.id) : token.word
    found.add(hash(`w ${word}`) & mask)
    found.add(hash(`p ${previous} ${word}`) & mask)
    previous = word
    const framed = `<${word.slice(0, 20)}>`
    for (let length = 3; length <= 5; length++)
      for (let at = 0; at + length <= framed.length; at++) found.add(hash(framed.slice(at, at + length)) & mask)
  }
  return Int32Array.from(found)
}

/** Probabilities of the classes; an empty message has those of the bias. */
export function classify(trained: DetectorWeights, features: Int32Array): Float64Array {
  const sums = Float64Array.from(trained.bias)
  const scale = 1 / Math.sqrt(Math.max(1, features.length))
  for (const feature of features)
    for (let at = 0; at < CLASSES; at++) sums[at] = (sums[at] ?? 0) + scale * (trained.weights[feature * CLASSES + at] ?? 0)
  const largest = Math.max(...sums)
  let total = 0
  for (let at = 0; at < CLASSES; at++) total += sums[at] = Math.exp((sums[at] ?? 0) - largest)
  for (let at = 0; at < CLASSES; at++) sums[at] = (sums[at] ?? 0) / total
  return sums
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value ^ (value >>> 15)
}
