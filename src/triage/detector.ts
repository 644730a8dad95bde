/**
 * The trained part of triage: how likely a message is an emergency, and of which kind. It adds what no
 * rule knows. Multinomial logistic regression on hashed words, word pairs and letter sequences.
 */
import type { Danger } from '../message.ts'
import { DANGERS } from '../message.ts'
import type { Lexicon, ReadToken } from './lexicon.ts'

/** Plain buffers, so that a build can store them. Class 0 is "nothing pressing", then DANGERS in order, last "urgent". */
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
  /** 0 to 1: serious and pressing without danger. */
  readonly urgent: number
  /** The detector has learnt nothing and has no opinion: the other fields are 0. */
  readonly abstains: boolean
}

/** What the detector needs to know of words. */
export type WordKnowledge = Pick<Lexicon, 'wordOf' | 'kindsOf'>

export type Detector = (tokens: readonly ReadToken[], lexicon: WordKnowledge) => Detection

export const CLASSES = DANGERS.length + 2
export const URGENT_CLASS = DANGERS.length + 1

/** Later words add nothing but time: stories tell the danger earlier, and rules read all of it. */
const MOST_WORDS = 300

/** As the bias of "nothing pressing": trained on nothing, so that the rules decide alone. */
export const ABSTAINS = 50

export function createDetector(trained: DetectorWeights): Detector {
  if ((trained.bias[0] ?? 0) >= ABSTAINS) return () => NO_OPINION
  const marksRead: MarksRead = new WeakMap()
  return (tokens, lexicon) => {
    const probabilities = classify(trained, featuresOf(tokens, lexicon, trained.buckets, marksRead))
    const byKind = Object.fromEntries(DANGERS.map((danger, at) => [danger, probabilities[at + 1] ?? 0])) as Record<Danger, number>
    let kind: Danger = DANGERS[0]
    for (const danger of DANGERS) if (byKind[danger] > byKind[kind]) kind = danger
    const urgent = probabilities[URGENT_CLASS] ?? 0
    return { score: Math.min(1, Math.max(0, 1 - (probabilities[0] ?? 0) - urgent)), kind, byKind, urgent, abstains: false }
  }
}

const NO_OPINION: Detection = {
  score: 0,
  kind: DANGERS[0],
  byKind: Object.fromEntries(DANGERS.map((danger) => [danger, 0])) as Record<Danger, number>,
  urgent: 0,
  abstains: true,
}

/** Places where a sentence starts that are looked at on their own; later ones count only as part of the whole. */
const MOST_STARTS = 12
/** A danger told over several short sentences fits into this many words. */
const STRETCH = 24

/**
 * The estimate for the whole message, or for the most dangerous part of it that begins with a sentence
 * and has at least `fewestWords` words: a story around it must not hide it.
 */
export function detectAnywhere(detector: Detector, tokens: readonly ReadToken[], lexicon: WordKnowledge, fewestWords: number): Detection {
  let strongest = detector(tokens, lexicon)
  const starts = tokens.flatMap((token, at) => (at === 0 || token.afterBreak ? [at] : []))
  if (starts.length < 2) return strongest
  for (const [index, start] of starts.slice(0, MOST_STARTS).entries())
    for (const end of new Set([starts[index + 1] ?? tokens.length, Math.min(tokens.length, start + STRETCH)])) {
      if (end - start < fewestWords || end - start === tokens.length) continue
      const found = detector(tokens.slice(start, end), lexicon)
      if (found.score > strongest.score) strongest = found
    }
  return strongest
}

export interface Features {
  /** Bucket numbers, each once. */
  readonly buckets: Int32Array
  /** How much each counts; together of length 1. */
  readonly values: Float32Array
}

/** A whole word tells more than a pair, a pair more than four letters. Found by measuring on cases that are not trained on. */
const WORD = 3
const PAIR = 2
/** Two words close to each other, in either order: "tangan … muka", "muka … tangan". */
const TOGETHER = 1.5
const CLOSE = 4
/** What kind of word it is, and which kinds stand near each other: somebody of the house, night, room. */
const KIND = 2
const KINDS_TOGETHER = 1.5
const SAME_SCENE = 8
const LETTERS = 0.5
const SEQUENCE = 4
/** Which number it is says nothing about danger: a phone, a passport, a registration. */
const LONG_NUMBER = /^[a-z]{0,2}\d{5,}$/
const A_NUMBER = '#'
const LONGEST_WORD = 20

/** What one word adds, given the words before it: buckets, and how much each counts. */
interface Marks {
  /** The word `SAME_SCENE` places before: the same word there means the same marks. */
  readonly first: ReadToken
  readonly buckets: readonly number[]
  readonly counts: readonly number[]
}

/** Marks of words already read, so that parts of one message do not cost as much as the whole again. */
export type MarksRead = WeakMap<ReadToken, Marks>

export function featuresOf(
  tokens: readonly ReadToken[],
  lexicon: WordKnowledge,
  buckets: number,
  marksRead: MarksRead = new WeakMap(),
): Features {
  const found = new Map<number, number>()
  const length = Math.min(tokens.length, MOST_WORDS)
  const words: string[] = []
  const kinds: (readonly string[])[] = []
  for (let at = 0; at < length; at++) {
    const token = tokens[at] as ReadToken
    words.push(token.id >= 0 ? lexicon.wordOf(token.id) : LONG_NUMBER.test(token.word) ? A_NUMBER : token.word)
    kinds.push(lexicon.kindsOf(token))
    const first = tokens[at - SAME_SCENE]
    let marks = first && marksRead.get(token)
    if (!marks || marks.first !== first) {
      marks = { first: first ?? token, ...marksOf(words, kinds, token.denied === true, buckets) }
      if (first) marksRead.set(token, marks)
    }
    for (let mark = 0; mark < marks.buckets.length; mark++) {
      const bucket = marks.buckets[mark] ?? 0
      const count = marks.counts[mark] ?? 0
      if ((found.get(bucket) ?? 0) < count) found.set(bucket, count)
    }
  }
  const values = Float32Array.from(found.values())
  const size = Math.hypot(...values) || 1
  return { buckets: Int32Array.from(found.keys()), values: values.map((value) => value / size) }
}

/** Of the last of `words`. */
function marksOf(
  words: readonly string[],
  kinds: readonly (readonly string[])[],
  denied: boolean,
  buckets: number,
): Pick<Marks, 'buckets' | 'counts'> {
  const found: number[] = []
  const counts: number[] = []
  const put = (text: string, count: number): void => {
    found.push(hash(text) & (buckets - 1))
    counts.push(count)
  }
  const last = words.length - 1
  const word = words[last] ?? ''
  put(`w ${word}`, WORD)
  put(`p ${words[last - 1] ?? '^'} ${word}`, PAIR)
  for (const other of words.slice(Math.max(0, last - CLOSE), last))
    put(other < word ? `s ${other} ${word}` : `s ${word} ${other}`, TOGETHER)
  const own = kinds[last] ?? []
  for (const kind of own) put(`k ${kind}`, KIND)
  for (let at = Math.max(0, last - SAME_SCENE); at < last; at++)
    for (const other of kinds[at] ?? [])
      for (const kind of own) if (other !== kind) put(other < kind ? `kk ${other} ${kind}` : `kk ${kind} ${other}`, KINDS_TOGETHER)
  if (denied) return { buckets: found, counts }
  const framed = `<${word.slice(0, LONGEST_WORD)}>`
  for (let at = 0; at + SEQUENCE <= framed.length; at++) put(framed.slice(at, at + SEQUENCE), LETTERS)
  return { buckets: found, counts }
}

/** Probabilities of the classes; an empty message has those of the bias. */
export function classify(trained: DetectorWeights, features: Features): Float64Array {
  const sums = Float64Array.from(trained.bias)
  for (let index = 0; index < features.buckets.length; index++) {
    const row = (features.buckets[index] ?? 0) * CLASSES
    const value = features.values[index] ?? 0
    for (let at = 0; at < CLASSES; at++) sums[at] = (sums[at] ?? 0) + value * (trained.weights[row + at] ?? 0)
  }
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
