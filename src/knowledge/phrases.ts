/** `phrases/sentences.yaml`: sentences that a person shows on the phone, in the languages of the countries where people work. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { problem } from './front-matter.ts'
import type { KnowledgeProblem } from './schema.ts'
import { yaml } from './yaml.ts'

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

const PATH = 'phrases/sentences.yaml'

/** `folder` is the path of `knowledge/`. A broken sentence is left out and named; none at all when the file cannot be read. */
export function loadSentences(folder: string, problems: KnowledgeProblem[]): readonly Sentence[] {
  let text: string
  try {
    text = readFileSync(join(folder, PATH), 'utf8')
  } catch (error) {
    problems.push(problem(PATH, null, `cannot be read: ${(error as Error).message}`, 'restore the file from the last release'))
    return []
  }
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  const list = document.contents
  if (broken || !list || !('items' in list)) {
    problems.push(problem(PATH, broken?.linePos?.[0].line ?? 1, broken?.message.split('\n')[0] ?? 'is not a list', 'each entry starts with "- id: "'))
    return []
  }
  const found: Sentence[] = []
  for (const item of list.items) {
    const node = item as { toJS?: (of: unknown) => unknown; range?: [number, number, number] }
    const value = node.toJS ? node.toJS(document) : item
    const line = node.range ? lines.linePos(node.range[0]).line : null
    const parsed = sentenceSchema.safeParse(value)
    const id = (value as { id?: string } | null)?.id ?? '?'
    if (!parsed.success)
      for (const issue of parsed.error.issues)
        problems.push(problem(PATH, line, `${id}: ${issue.path.join('.')}: ${issue.message}`, 'correct this field'))
    else if (found.some((other) => other.id === id)) problems.push(problem(PATH, line, `${id}: this id is used twice`, 'give it an id of its own'))
    else found.push(parsed.data)
  }
  return found
}
