/** What is said in danger: the shape of `knowledge/safety/texts/*.yaml`, and its loader. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { KnowledgeProblem } from '../knowledge/schema.ts'
import { yaml } from '../knowledge/yaml.ts'
import { DANGERS } from '../message.ts'

/**
 * One text, or one for each kind of place; `default` where a place is not named. Lines that begin with
 * [chat] are sent when the contact in the text takes chat, with [telepon] when it does not, with
 * [habis] when no further contact is left. `{kontak}`, `{petugas}` and `{tempat}` are filled in.
 */
const placedText = z.union([
  z.string().min(2).max(500),
  z.strictObject({ default: z.string().min(2).max(500), indonesia: z.string().max(500).optional(), sea: z.string().max(500).optional() }),
])

const asks = z.enum(['safe-to-write', 'self-harm', 'place', 'danger']).nullable().default(null)

const textSchema = z.strictObject({ id: z.string().regex(/^[a-z0-9-]+$/), text: placedText, asks })

const firstSchema = z.strictObject({ text: placedText, asks })

/** Sent under the Indonesian text, never alone, until a speaker has checked it. */
const regionalSchema = z.strictObject({ text: z.string().min(2).max(500), verified_by: z.string().nullable() })

const ownTextsSchema = z.strictObject({
  danger: z.enum(DANGERS),
  /** Who signed the first-aid, evidence and escape lines; null until then. */
  verified_by: z.string().nullable(),
  first: z.strictObject({ self: firstSchema, other: firstSchema }),
  /** From the second turn on, each once, in order. */
  next: z.strictObject({ self: z.array(textSchema), other: z.array(textSchema) }),
  /** A message to copy into a chat with the contact. */
  paste: z.strictObject({ self: z.string().max(300), other: z.string().max(300) }),
  /** Replies to 1, 2, 3 when the text asked for a digit of its own. */
  answers: z.partialRecord(z.enum(['1', '2', '3']), textSchema).default({}),
})

const dangerTextsSchema = ownTextsSchema.extend({ regional: z.partialRecord(z.enum(['jv', 'su']), regionalSchema) })

const generalTextsSchema = z.strictObject({
  staff: z.strictObject({ 'on-duty': z.string(), 'off-duty': z.string(), 'off-duty-short': z.string(), none: z.string() }),
  /** The one question about the place. */
  place: z.strictObject({ unknown: z.string(), abroad: z.string(), indonesia: z.string(), sea: z.string() }),
  next: z.strictObject({ self: z.array(textSchema), other: z.array(textSchema) }),
  /** After all texts are used up; `{nomor}` counts the message, so that it is never the same. */
  last: z.strictObject({ self: z.string(), other: z.string() }),
  'not-safe': textSchema,
  safe: textSchema,
  /** "Yes, in danger", of a kind nobody knows yet. */
  confirmed: textSchema,
  /** "No": the talk goes on as before. */
  'no-danger': textSchema,
  unanswered: z.array(textSchema),
  /** About the writer, and about somebody else. */
  doubt: z.strictObject({ self: z.array(textSchema), other: z.array(textSchema) }),
  'danger-question': z.strictObject({ 'bare-tolong': z.array(textSchema), 'digit-9': z.array(textSchema) }),
  /** When no contact at all is known. */
  'no-contact': z.string(),
  paste: z.string(),
})

export type PlacedText = z.infer<typeof placedText>
export type SafetyText = z.infer<typeof textSchema>
export type DangerTexts = z.infer<typeof ownTextsSchema>
export type GeneralTexts = z.infer<typeof generalTextsSchema>

/** Null and absent: did not load. */
export const safetyTextsSchema = z.strictObject({
  general: generalTextsSchema.nullable(),
  dangers: z.partialRecord(z.enum(DANGERS), dangerTextsSchema),
  /** For those who are answered in English; what is missing here is said in Indonesian. */
  english: z.strictObject({
    general: generalTextsSchema.nullable(),
    dangers: z.partialRecord(z.enum(DANGERS), ownTextsSchema),
  }),
})

export type SafetyTexts = z.infer<typeof safetyTextsSchema>

/** `folder` is the path of `knowledge/`. A broken file is left out and named in `problems`. */
export function loadTexts(folder: string, problems: KnowledgeProblem[]): SafetyTexts {
  const dangers: SafetyTexts['dangers'] = {}
  for (const danger of DANGERS) {
    const texts = read(folder, `safety/texts/${danger}.yaml`, dangerTextsSchema, problems)
    if (texts) dangers[danger] = texts
  }
  const general = read(folder, 'safety/texts/general.yaml', generalTextsSchema, problems)
  return { general, dangers, english: loadEnglish(folder, { general, dangers }, problems) }
}

/** A file whose texts do not stand for the same ones as the Indonesian file is left out and named. */
function loadEnglish(
  folder: string,
  original: Pick<SafetyTexts, 'general' | 'dangers'>,
  problems: KnowledgeProblem[],
): SafetyTexts['english'] {
  const sound = <Texts extends object>(path: string, texts: Texts | null, beside: Texts | null | undefined): texts is Texts => {
    if (texts === null) return false
    const differs = beside ? differenceBetween(beside, texts) : null
    if (differs === null) return true
    problems.push({
      path,
      line: null,
      severity: 'error',
      message: differs,
      advice: 'translate the Indonesian file of the same name, text by text',
    })
    return false
  }
  const dangers: SafetyTexts['english']['dangers'] = {}
  for (const danger of DANGERS) {
    const path = `safety/texts/en/${danger}.yaml`
    const texts = read(folder, path, ownTextsSchema, problems)
    if (sound<DangerTexts>(path, texts, original.dangers[danger])) dangers[danger] = texts
  }
  const path = 'safety/texts/en/general.yaml'
  const general = read(folder, path, generalTextsSchema, problems)
  return { general: sound<GeneralTexts>(path, general, original.general) ? general : null, dangers }
}

const PLACEHOLDER = /\{\w+\}|^\[\w+\]/gmu

/** Where two texts, lists or records of texts do not match: another id, question, place, placeholder or marker. Null when they do. */
function differenceBetween(one: unknown, other: unknown, at = ''): string | null {
  if (typeof one === 'string' && typeof other === 'string') {
    const [wanted, found] = [one, other].map((text) => [...new Set(text.match(PLACEHOLDER))].sort().join(' '))
    if (wanted !== found) return `${at}: has ${found === '' ? 'no placeholder' : found}, not ${wanted === '' ? 'none' : wanted}`
    const isName = /(?:^|\.)(?:id|asks|danger)$/u.test(at)
    return isName && one !== other ? `${at}: is ${other}, not ${one}` : null
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other ? null : `${at}: differs`
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  for (const name of [...names].filter((key) => key !== 'regional' && key !== 'verified_by')) {
    const place = at === '' ? name : `${at}.${name}`
    if (!(name in one) || !(name in other)) return `${place}: stands in one of the two files only`
    const differs = differenceBetween((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name], place)
    if (differs !== null) return differs
  }
  return null
}

function read<Schema extends z.ZodType>(
  folder: string,
  path: string,
  schema: Schema,
  problems: KnowledgeProblem[],
): z.infer<Schema> | null {
  let text: string
  try {
    text = readFileSync(join(folder, path), 'utf8')
  } catch (error) {
    problems.push({
      path,
      line: null,
      severity: 'error',
      message: `cannot be read: ${(error as Error).message}`,
      advice: 'restore the file from the last release',
    })
    return null
  }
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    problems.push({
      path,
      line: broken.linePos?.[0].line ?? null,
      severity: 'error',
      message: broken.message.split('\n')[0] ?? '',
      advice: 'correct the YAML at this line',
    })
    return null
  }
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const node = document.getIn(issue.path as (string | number)[], true) as { range?: [number, number, number] } | undefined
    const line = node?.range ? lines.linePos(node.range[0]).line : null
    problems.push({ path, line, severity: 'error', message: `${issue.path.join('.')}: ${issue.message}`, advice: 'correct this text' })
  }
  return null
}
