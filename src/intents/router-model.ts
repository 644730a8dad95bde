/** What the router learns from the knowledge base, and how it is stored with the build. */
import { createHash } from 'node:crypto'
import type { Card, Knowledge } from '../knowledge/schema.ts'
import type { SearchDocument } from '../knowledge/search-document.ts'
import type { NormalisedText, Topic } from '../message.ts'
import { TOPICS } from '../message.ts'
import type { ClassifierWeights, Example } from './classifier.ts'
import { trainClassifier } from './classifier.ts'
import { BUCKETS, hashedFeatures, searchTerms } from './features.ts'
import { coreOf } from './pleasantries.ts'
import type { TrainingLines } from './training-lines.ts'

export interface RouterModel {
  /** Of the training input: when it differs from `trainingInputHash` of today's, the model is stale. */
  readonly inputHash: string
  readonly classifier: ClassifierWeights
  /** What the search looks through: each card, and each topic's example lines under the id `topic:<topic>`. */
  readonly documents: readonly SearchDocument[]
}

export interface TrainingInput {
  readonly knowledge: Knowledge
  readonly lines: TrainingLines
  /** Says which word lists were used: `lexiconFingerprint` of src/language/lexicon.ts. */
  readonly lexiconFingerprint: string
}

/** How a text is read: by the same functions that read messages later. */
export type ReadText = (text: string) => { readonly text: NormalisedText; readonly countries: readonly string[] }

/** Raised when the way of training or the layout changes, so that stored models are made anew. */
const VERSION = 1
/** A title is written by staff, not by people who ask. Answers are searched only: learning from them did not help. */
const TITLE_WEIGHT = 0.7

/** Deterministic. About 1 s for 180 cards of 14 phrasings and 3,000 lines on one slow core. */
export function trainRouter(input: TrainingInput, read: ReadText): RouterModel {
  const examples: Example[] = []
  const documents: SearchDocument[] = []
  const learn = (text: string, topic: Topic, weight: number): readonly string[] => {
    const { text: normalised, countries } = read(text)
    const words = coreOf(normalised.words)
    examples.push({ label: TOPICS.indexOf(topic), features: hashedFeatures(words, countries), weight })
    return searchTerms(words)
  }
  const termsOf = (text: string): readonly string[] => searchTerms(read(text).text.words)
  for (const card of input.knowledge.cards.values())
    documents.push({
      id: card.id,
      phrasings: card.phrasings.map((phrasing) => learn(phrasing, card.topic, 1)),
      title: learn(card.title, card.topic, TITLE_WEIGHT),
      answer: termsOf(card.answer),
    })
  for (const [topic, lines] of input.lines)
    documents.push({ id: `topic:${topic}`, phrasings: lines.map((line) => learn(line, topic, 1)), title: [], answer: [] })
  return { inputHash: trainingInputHash(input), classifier: trainClassifier(balanced(examples), TOPICS.length), documents }
}

/** A topic with few examples is not to lose against one with many: each example weighs by the root of its topic's share. */
function balanced(examples: readonly Example[]): Example[] {
  const counts = new Float64Array(TOPICS.length)
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1
  const average = examples.length / TOPICS.length
  return examples.map((example) => ({ ...example, weight: example.weight * Math.sqrt(average / (counts[example.label] || 1)) }))
}

/** Changes when anything that training reads changes. */
export function trainingInputHash(input: TrainingInput): string {
  const hash = createHash('sha256')
  hash.update(`${VERSION} ${BUCKETS} ${TOPICS.join(' ')} ${input.lexiconFingerprint}\n`)
  for (const card of input.knowledge.cards.values()) hash.update(JSON.stringify(partsOf(card)))
  for (const [topic, lines] of input.lines) hash.update(JSON.stringify([topic, lines]))
  return hash.digest('hex')
}

function partsOf(card: Card): unknown {
  return [card.id, card.topic, card.title, card.answer, card.phrasings]
}

/** One buffer: length of the header, header as JSON, steps, bias, rarities, then the weights as one byte each. */
export function serialiseModel(model: RouterModel): Buffer {
  const { classifier } = model
  const { weights, steps } = classifier
  const header = Buffer.from(JSON.stringify({ version: VERSION, inputHash: model.inputHash, topics: TOPICS, documents: model.documents }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([length, header, bytesOf(steps), bytesOf(classifier.bias), bytesOf(classifier.idf), bytesOf(weights)])
}

/** Null when the buffer was written by another version or for other topics: train anew. */
export function deserialiseModel(buffer: Buffer): RouterModel | null {
  if (buffer.length < 4) return null
  const headerLength = buffer.readUInt32LE(0)
  if (headerLength + 4 > buffer.length) return null
  const header = readHeader(buffer.subarray(4, 4 + headerLength).toString('utf8'))
  const classes = TOPICS.length
  const rest = new Uint8Array(buffer.subarray(4 + headerLength))
  if (!header || rest.length !== 8 * classes + 4 * BUCKETS + BUCKETS * classes) return null
  const steps = new Float32Array(rest.buffer, 0, classes)
  const bias = new Float32Array(rest.buffer, 4 * classes, classes)
  const idf = new Float32Array(rest.buffer, 8 * classes, BUCKETS)
  const weights = new Int8Array(rest.buffer, 8 * classes + 4 * BUCKETS)
  return {
    inputHash: header.inputHash,
    classifier: { classes, weights, steps, bias, idf },
    documents: header.documents,
  }
}

function readHeader(text: string): { inputHash: string; documents: SearchDocument[] } | null {
  let header: { version?: unknown; inputHash?: unknown; topics?: unknown; documents?: unknown }
  try {
    header = JSON.parse(text) as typeof header
  } catch {
    return null
  }
  const fits = header.version === VERSION && JSON.stringify(header.topics) === JSON.stringify(TOPICS)
  if (!fits || typeof header.inputHash !== 'string' || !Array.isArray(header.documents)) return null
  return { inputHash: header.inputHash, documents: header.documents as SearchDocument[] }
}

function bytesOf(array: Float32Array | Int8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
