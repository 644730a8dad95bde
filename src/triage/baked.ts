/** The copy of everything triage needs that the build stores, so that danger is recognised when a knowledge file does not load. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { codeStamp, filesHash } from '../knowledge/prepared-file.ts'
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
export const BAKED_FILE = 'safety.baked'

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

/**
 * A line with a check sum and `madeFrom`, then a line of JSON. `madeFrom` is the `safetyHash` of the files and the code it
 * was made from; empty when that must not be relied on, because a file had a mistake.
 */
export function serialiseSafety(baked: BakedSafety, madeFrom: string): string {
  const json = JSON.stringify({
    rules: baked.rules,
    texts: baked.texts,
    contacts: [...baked.book.contacts.values()],
    countries: [...baked.book.countries.values()],
    weights: { buckets: baked.weights.buckets, weights: toBase64(baked.weights.weights), bias: toBase64(baked.weights.bias) },
    trainedFrom: baked.trainedFrom,
  })
  return `${sumOf(madeFrom, json)} ${madeFrom}\n${json}`
}

/** Null when `text` is not what `serialiseSafety` of this version wrote. An altered word or number is not noticed. */
export function deserialiseSafety(text: string): BakedSafety | null {
  let value: unknown
  try {
    value = JSON.parse(text.slice(text.indexOf('\n') + 1))
  } catch {
    return null
  }
  const parsed = bakedSchema.safeParse(value)
  return parsed.success ? bakedOf(parsed.data) : null
}

/** What the build wrote from these very files with this very code, not a letter changed: it stands for them. Null otherwise. */
export function safetyMadeFrom(today: string, text: string): BakedSafety | null {
  const end = text.indexOf('\n')
  const json = text.slice(end + 1)
  if (today === '' || text.slice(0, end) !== `${sumOf(today, json)} ${today}`) return null
  return bakedOf(JSON.parse(json) as Stored)
}

/** Of all that `loadSafety` reads below `folder`, and of the code that reads it. Empty when something cannot be read. */
export function safetyHash(folder: string): string {
  try {
    const files = ['safety', 'training/danger', 'training/topics'].flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    const code = fileURLToPath(new URL('.', import.meta.url))
    return `${filesHash(files)} ${codeStamp([code, join(code, '..')])}`
  } catch {
    return ''
  }
}

type Stored = z.infer<typeof bakedSchema>

function sumOf(madeFrom: string, json: string): string {
  return createHash('sha256').update(`${madeFrom}\n${json}`).digest('hex')
}

function bakedOf(stored: Stored): BakedSafety | null {
  const { rules, texts, contacts, countries, weights, trainedFrom } = stored
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
