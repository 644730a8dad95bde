/** The copy of everything triage needs that the build stores, so that danger is recognised when a knowledge file does not load. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { contactSchema, countrySchema } from '../knowledge/schema.ts'
import { DANGERS } from '../message.ts'
import type { ContactBook } from '../knowledge/first-call.ts'
import type { DetectorWeights } from './detector.ts'
import { CLASSES } from './detector.ts'
import { createLexicon } from './lexicon.ts'
import type { Safety } from './load.ts'
import type { RuleSet } from './rules.ts'
import { bakedWordListsSchema, exceptionSchema, ruleSchema, wordsOfRules } from './rules.ts'
import type { SafetyTexts } from './texts.ts'
import { safetyTextsSchema } from './texts.ts'
import { trainDetector } from './train.ts'
import type { TrainingLine } from './train.ts'

export interface BakedSafety {
  readonly rules: RuleSet
  readonly texts: SafetyTexts
  /** Only the contacts that a first call may name, and the posts in charge of an area. */
  readonly book: ContactBook
  readonly weights: DetectorWeights
  /** Of the words and lines that the weights were trained from. */
  readonly trainedFrom: string
}

/** The name of the file inside the build's folder. */
export const BAKED_FILE = 'safety.json'

const bakedSchema = z.strictObject({
  rules: z.strictObject({
    words: bakedWordListsSchema,
    exceptions: z.array(exceptionSchema),
    rules: z.array(ruleSchema.extend({ danger: z.enum(DANGERS).nullable() })),
  }),
  texts: safetyTextsSchema,
  contacts: z.array(contactSchema),
  countries: z.array(countrySchema),
  weights: z.strictObject({ buckets: z.int().positive(), weights: z.base64(), bias: z.base64() }),
  trainedFrom: z.string(),
})

/** Trains the detector: about a quarter of a second. */
export function bakeSafety(safety: Safety, book: ContactBook): BakedSafety {
  return {
    rules: safety.rules,
    texts: safety.texts,
    book: firstCallsOnly(book),
    weights: trainDetector(safety.training, createLexicon(safety.rules.words, wordsOfRules(safety.rules))),
    trainedFrom: fingerprint(safety.rules, safety.training),
  }
}

/** One line of JSON. */
export function serialiseSafety(baked: BakedSafety): string {
  return JSON.stringify({
    rules: baked.rules,
    texts: baked.texts,
    contacts: [...baked.book.contacts.values()],
    countries: [...baked.book.countries.values()],
    weights: { buckets: baked.weights.buckets, weights: toBase64(baked.weights.weights), bias: toBase64(baked.weights.bias) },
    trainedFrom: baked.trainedFrom,
  })
}

/** Null when `text` is not what `serialiseSafety` of this version wrote. */
export function deserialiseSafety(text: string): BakedSafety | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = bakedSchema.safeParse(value)
  if (!parsed.success) return null
  const { rules, texts, contacts, countries, weights, trainedFrom } = parsed.data
  const numbers = { buckets: weights.buckets, weights: fromBase64(weights.weights), bias: fromBase64(weights.bias) }
  if (numbers.weights.length !== numbers.buckets * CLASSES || numbers.bias.length !== CLASSES) return null
  return {
    rules,
    texts,
    book: { contacts: new Map(contacts.map((one) => [one.id, one])), countries: new Map(countries.map((one) => [one.code, one])) },
    weights: numbers,
    trainedFrom,
  }
}

/** Changes whenever the weights must be trained anew. */
export function fingerprint(rules: RuleSet, training: readonly TrainingLine[]): string {
  return createHash('sha256')
    .update(JSON.stringify([rules.words, wordsOfRules(rules), training]))
    .digest('hex')
}

function firstCallsOnly(book: ContactBook): ContactBook {
  const named = new Set(['kemlu-pwni', 'kp2mi-call-centre'])
  for (const country of book.countries.values()) {
    for (const ids of Object.values(country.first_call)) for (const id of ids ?? []) named.add(id)
    for (const post of country.posts) named.add(post.contact)
    if (country.ambulance !== null) named.add(country.ambulance)
  }
  return { countries: book.countries, contacts: new Map([...book.contacts].filter(([id]) => named.has(id))) }
}

function toBase64(numbers: Float32Array): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')
}

function fromBase64(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4))
}
