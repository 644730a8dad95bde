/** `phrases/sentences.yaml`: sentences that a person shows on the phone, in the languages of the countries where people work. */
import { z } from 'zod'
import { parseList, readFileOf, type FileReadings, type Parse } from './read-file.ts'
import type { KnowledgeProblem } from './schema.ts'

/** English, Malay, Arabic, Mandarin, Cantonese, Korean, Japanese, Khmer, Thai: ISO 639 codes. */
export const SHOWN_LANGUAGES = ['en', 'ms', 'ar', 'zh', 'yue', 'ko', 'ja', 'km', 'th'] as const
export type ShownLanguage = (typeof SHOWN_LANGUAGES)[number]

/** Letters that a sentence of the language is written in: a line put under the wrong language is refused. */
const SCRIPTS: Readonly<Record<ShownLanguage, RegExp>> = {
  en: /^[\p{Script=Latin}\P{L}]+$/u,
  ms: /^[\p{Script=Latin}\P{L}]+$/u,
  ar: /^[\p{Script=Arabic}\P{L}]+$/u,
  zh: /^[\p{Script=Han}\P{L}]+$/u,
  yue: /^[\p{Script=Han}\p{Script=Latin}\P{L}]+$/u,
  ko: /^[\p{Script=Hangul}\P{L}]+$/u,
  ja: /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\P{L}]+$/u,
  km: /^[\p{Script=Khmer}\P{L}]+$/u,
  th: /^[\p{Script=Thai}\P{L}]+$/u,
}

const shownSchema = (language: ShownLanguage): z.ZodType<Shown> =>
  z.strictObject({
    text: z.string().min(2).max(120).regex(SCRIPTS[language], `only letters of ${language}`),
    /** How an Indonesian reads it aloud. */
    say: z.string().min(2).max(120).regex(/^[a-z .,'-]+$/u, 'small Latin letters, spaces, points, commas and hyphens'),
    /** The speaker who signed it, and when; null until then, and the reply says so. */
    verified_by: z.string().nullable(),
  })

const sentenceSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  meaning: z.strictObject({ id: z.string().min(4).max(80), en: z.string().min(4).max(80) }),
  /** Lower case; the first sentence whose words stand in a question is meant, longer words first. */
  asked_as: z.array(z.string().regex(/^[a-z ]+$/u)).min(1),
  in: z.strictObject({
    en: shownSchema('en'),
    ms: shownSchema('ms'),
    ar: shownSchema('ar'),
    zh: shownSchema('zh'),
    yue: shownSchema('yue'),
    ko: shownSchema('ko'),
    ja: shownSchema('ja'),
    km: shownSchema('km'),
    th: shownSchema('th'),
  }),
})

export interface Shown {
  readonly text: string
  readonly say: string
  readonly verified_by: string | null
}
export type Sentence = z.infer<typeof sentenceSchema>

/** Path inside `knowledge/`. */
export const SENTENCES = 'phrases/sentences.yaml'

export const parseSentences: Parse<Sentence> = (text, path, problems) => parseList(text, path, sentenceSchema, problems)

/** `folder` is the path of `knowledge/`. A broken sentence is left out and named; none at all when the file cannot be read. */
export function loadSentences(folder: string, problems: KnowledgeProblem[], known: FileReadings = {}): readonly Sentence[] {
  const reading = readFileOf(folder, SENTENCES, parseSentences, known)
  problems.push(...reading.problems)
  // A known reading of this very file is what `parseSentences` gave for it.
  return reading.values as readonly Sentence[]
}
