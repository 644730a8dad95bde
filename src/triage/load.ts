/** Reads `knowledge/safety/` and `knowledge/training/danger/`. A broken rule is left out and named; the rest serves. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document, LineCounter } from 'yaml'
import type { z } from 'zod'
import type { KnowledgeProblem } from '../knowledge/schema.ts'
import { yaml } from '../knowledge/yaml.ts'
import type { Topic } from '../message.ts'
import { DANGERS } from '../message.ts'
import { createLexicon } from './lexicon.ts'
import type { Lexicon, WordLists } from './lexicon.ts'
import { PatternError, parsePattern } from './patterns.ts'
import type { ExceptionSource, Rule, RuleSet } from './rules.ts'
import { exceptionSchema, exceptionsOf, ruleFileSchema, ruleSchema, wordListsSchema, wordsOfRules } from './rules.ts'
import type { SafetyTexts } from './texts.ts'
import { loadTexts } from './texts.ts'
import type { TrainingLine } from './train.ts'

/** All that triage and the safety replies are made from. Plain JSON. */
export interface Safety {
  readonly rules: RuleSet
  readonly texts: SafetyTexts
  readonly training: readonly TrainingLine[]
  readonly problems: readonly KnowledgeProblem[]
}

/** `folder` is the path of `knowledge/`. Never throws for a bad file. */
export function loadSafety(folder: string): Safety {
  const problems: KnowledgeProblem[] = []
  const words = readWords(folder, problems)
  const exceptions = readEach(folder, 'safety/exceptions.yaml', exceptionSchema, problems)
  const rules = ruleFiles(folder, problems).flatMap((path) => readRuleFile(folder, path, problems))
  return {
    rules: withoutBroken(words, exceptions, rules, problems),
    texts: loadTexts(folder, problems),
    training: readTraining(folder, problems),
    problems,
  }
}

interface Placed<Value> {
  readonly value: Value
  readonly path: string
  readonly line: number | null
}

function readWords(folder: string, problems: KnowledgeProblem[]): WordLists {
  const empty: WordLists = { same: {}, groups: {}, tolerant: [], fillers: [], ordinary: [], kinds: {} }
  const file = readYaml(folder, 'safety/words.yaml', problems)
  if (!file) return empty
  const parsed = wordListsSchema.safeParse(file.document.toJS())
  if (parsed.success) return parsed.data
  addIssues(parsed.error, 'safety/words.yaml', null, problems)
  return empty
}

function ruleFiles(folder: string, problems: KnowledgeProblem[]): string[] {
  try {
    return readdirSync(join(folder, 'safety/rules'))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => `safety/rules/${name}`)
  } catch (error) {
    problems.push(problem('safety/rules', null, `cannot be read: ${(error as Error).message}`, 'restore the folder from the last release'))
    return []
  }
}

function readRuleFile(folder: string, path: string, problems: KnowledgeProblem[]): Placed<Rule>[] {
  const file = readYaml(folder, path, problems)
  if (!file) return []
  const head = ruleFileSchema.safeParse(file.document.toJS())
  if (!head.success) {
    problems.push(
      problem(
        path,
        1,
        'does not name a known danger',
        `start the file with "danger: " and one of ${DANGERS.join(', ')}, or "urgency: urgent"`,
      ),
    )
    return []
  }
  const danger = 'danger' in head.data ? head.data.danger : null
  return eachOf(file, file.document.get('rules'), path, ruleSchema, problems).map((placed) => ({
    ...placed,
    value: { ...placed.value, danger },
  }))
}

function readEach<Schema extends z.ZodType>(
  folder: string,
  path: string,
  schema: Schema,
  problems: KnowledgeProblem[],
): Placed<z.infer<Schema>>[] {
  const file = readYaml(folder, path, problems)
  return file ? eachOf(file, file.document.contents, path, schema, problems) : []
}

function eachOf<Schema extends z.ZodType>(
  file: YamlFile,
  list: unknown,
  path: string,
  schema: Schema,
  problems: KnowledgeProblem[],
): Placed<z.infer<Schema>>[] {
  const { isMap, isNode, isSeq } = yaml()
  if (!isSeq(list)) {
    problems.push(problem(path, null, 'holds no list', 'each entry starts with "- id: "'))
    return []
  }
  const found: Placed<z.infer<Schema>>[] = []
  for (const item of list.items) {
    const line = isNode(item) && item.range ? file.lines.linePos(item.range[0]).line : null
    const parsed = schema.safeParse(isNode(item) ? item.toJS(file.document) : item)
    if (parsed.success) found.push({ value: parsed.data, path, line })
    else addIssues(parsed.error, path, line, problems, isMap(item) ? String(item.get('id')) : '?')
  }
  return found
}

/**
 * Leaves out patterns that cannot be read and entries that have none left or whose id is taken. A rule
 * that names an unknown exception stays, without it, and an exception with a broken `not_if` goes as a
 * whole, for it would excuse too much: too many alarms are better than one too few.
 */
function withoutBroken(
  words: WordLists,
  exceptions: readonly Placed<ExceptionSource>[],
  rules: readonly Placed<Rule>[],
  problems: KnowledgeProblem[],
): RuleSet {
  const lexicon = createLexicon(
    words,
    wordsOfRules({ exceptions: exceptions.map(({ value }) => value), rules: rules.map(({ value }) => value) }),
  )
  const names = new Set(exceptions.map(({ value }) => value.id))
  const seen = new Set<string>()
  const sound = <Entry extends Rule | ExceptionSource>({ value, path, line }: Placed<Entry>): Entry[] => {
    const report = (message: string, advice: string): number => problems.push(problem(path, line, `${value.id}: ${message}`, advice))
    if (seen.has(value.id)) {
      report('this id is used twice', 'give it an id of its own')
      return []
    }
    seen.add(value.id)
    if ('danger' in value && names.size > 0)
      for (const id of exceptionsOf(value))
        if (!names.has(id)) report(`names the exception "${id}", which does not exist`, 'correct its name or add it to exceptions.yaml')
    const isSound = (pattern: string): boolean => {
      const wrong = mistakeIn(pattern, lexicon)
      if (wrong !== null) report(wrong, 'correct the pattern; how to write one stands in knowledge/safety/README.md')
      return wrong === null
    }
    const says = value.says.filter(isSound)
    if ('not_if' in value && !value.not_if.every(isSound)) return []
    return says.length > 0 ? [{ ...value, says }] : []
  }
  return { words, exceptions: exceptions.flatMap(sound), rules: rules.flatMap(sound) }
}

function mistakeIn(pattern: string, lexicon: Lexicon): string | null {
  try {
    parsePattern(pattern, lexicon)
    return null
  } catch (error) {
    if (error instanceof PatternError) return error.message
    throw error
  }
}

/**
 * Topics asked about in everyday words: the detector must know the ordinary as well as what looks like danger, or
 * whatever it never read seems dangerous. Their lines are read by the router too, which names what is wrong with them.
 */
const ORDINARY_TOPICS = [
  'about-bot',
  'case-status',
  'certification-and-language',
  'check-agency',
  'costs-and-loans',
  'destination-country',
  'documents',
  'eligibility',
  'embassy-contact',
  'europe-programme',
  'feedback',
  'greeting',
  'japan-programme',
  'korea-programme',
  'language',
  'legal-route',
  'lost-passport',
  'money-home',
  'out-of-scope',
  'pre-departure',
  'privacy',
  'reintegration',
  'talk-to-human',
  'thanks',
  'training',
  'vacancies',
] as const satisfies readonly Topic[]

function readOrdinary(folder: string): TrainingLine[] {
  return ORDINARY_TOPICS.flatMap((topic) => {
    try {
      return linesOf(readFileSync(join(folder, `training/topics/${topic}.txt`), 'utf8')).map((text) => ({ text, danger: null }))
    } catch {
      return []
    }
  })
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function readTraining(folder: string, problems: KnowledgeProblem[]): TrainingLine[] {
  const written = ([...DANGERS, 'urgent', null] as const).flatMap((danger) => {
    const path = `training/danger/${danger ?? 'none'}.txt`
    try {
      return linesOf(readFileSync(join(folder, path), 'utf8')).map((text) => ({ text, danger }))
    } catch (error) {
      problems.push(problem(path, null, `cannot be read: ${(error as Error).message}`, 'restore the file from the last release'))
      return []
    }
  })
  // Without the lines that only look like danger everyday questions must not stand in for them: then the build's copy serves.
  return written.some((line) => line.danger === null) ? [...written, ...readOrdinary(folder)] : written
}

interface YamlFile {
  readonly document: Document.Parsed
  readonly lines: LineCounter
}

function readYaml(folder: string, path: string, problems: KnowledgeProblem[]): YamlFile | null {
  let text: string
  try {
    text = readFileSync(join(folder, path), 'utf8')
  } catch (error) {
    problems.push(problem(path, null, `cannot be read: ${(error as Error).message}`, 'restore the file from the last release'))
    return null
  }
  const { LineCounter: Lines, parseDocument } = yaml()
  const lines = new Lines()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (!broken) return { document, lines }
  problems.push(problem(path, broken.linePos?.[0].line ?? null, broken.message.split('\n')[0] ?? '', 'correct the YAML at this line'))
  return null
}

function addIssues(error: z.ZodError, path: string, line: number | null, problems: KnowledgeProblem[], id?: string): void {
  for (const issue of error.issues)
    problems.push(
      problem(path, line, `${id === undefined ? '' : `${id}: `}${issue.path.join('.')}: ${issue.message}`, 'correct this field'),
    )
}

function problem(path: string, line: number | null, message: string, advice: string): KnowledgeProblem {
  return { path, line, severity: 'error', message, advice }
}
