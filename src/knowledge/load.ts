/** Reads `knowledge/` into memory. A broken file is left out and named; the rest is served. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { z } from 'zod'
import type { Card, Contact, Country, Knowledge, KnowledgeProblem, Notice } from './schema.ts'
import { withCardLines } from './card-lines.ts'
import { cardFrontMatterSchema, contactSchema, countrySchema, noticeSchema } from './schema.ts'
import { problem, readFrontMatter, splitSections } from './front-matter.ts'
import { parseTranslationFile, TRANSLATION_ENDING, withTranslation } from './translation.ts'
import { yaml } from './yaml.ts'

export const ANSWER_LIMIT = 900
const NOTICES = 'notices.yaml'

/** What reading one file gave. Plain JSON: the build keeps it, so that a file that has not changed is not parsed again. */
export interface FileReading {
  /** Of the file's bytes; empty when it could not be read. */
  readonly hash: string
  /** Cards, contacts or countries, as their schema made them. */
  readonly values: readonly unknown[]
  readonly problems: readonly KnowledgeProblem[]
}

/** By path inside `knowledge/`. */
export type FileReadings = Readonly<Record<string, FileReading>>

/**
 * Loads all of `folder` (the path of `knowledge/`). Never throws for a bad file; throws when the folder is missing.
 * The file on disk decides: of `known`, only readings whose hash is that of today's file are used.
 */
export function loadKnowledge(folder: string, known: FileReadings = {}): Knowledge {
  const problems: KnowledgeProblem[] = []
  const take = <Value>(path: string, parse: Parse<Value>): readonly Value[] => {
    const reading = readFileOf(folder, path, parse, known)
    problems.push(...reading.problems)
    // A known reading of this very file is what `parse` gave for it.
    return reading.values as readonly Value[]
  }
  const contacts = new Map<string, Contact>()
  for (const contact of take('contacts.yaml', parseContacts)) contacts.set(contact.id, contact)
  const countries = new Map<string, Country>()
  for (const country of take('countries.yaml', parseCountries)) countries.set(country.code, country)
  const cards = new Map<string, Card>()
  for (const path of markdownFiles(folder))
    for (const card of take(path, parseCardFile)) {
      const twin = cards.get(card.id)
      if (twin) {
        problems.push(problem(card.path, 1, `id ${card.id} is also used by ${twin.path}`, 'give this card an id of its own'))
      } else cards.set(card.id, card)
    }
  for (const path of translationFiles(folder))
    for (const english of take(path, parseTranslationFile)) {
      const card = [...cards.values()].find((one) => `${path.slice(0, -TRANSLATION_ENDING.length)}.md` === one.path)
      if (card) cards.set(card.id, withTranslation(card, english, problems))
      else problems.push(problem(path, null, 'has no card beside it', 'name it as the card that it translates, or remove it'))
    }
  // No file means no notice: in quiet times there is nothing to pin.
  const notices = existsSync(join(folder, NOTICES)) ? take(NOTICES, parseNotices) : []
  return { cards: withCardLines(cards, folder, problems), contacts, countries, notices, problems }
}

/** The newest `reviewed_on` of all cards: the clock of tests and evaluations. Milliseconds since 1970. */
export function newestReview(knowledge: Knowledge): number {
  return Math.max(...[...knowledge.cards.values()].map((card) => Date.parse(card.reviewed_on)))
}

/** For the build: all that `loadKnowledge` parses. */
export function readKnowledgeFiles(folder: string): FileReadings {
  return Object.fromEntries([
    ['contacts.yaml', readFileOf(folder, 'contacts.yaml', parseContacts, {})],
    ['countries.yaml', readFileOf(folder, 'countries.yaml', parseCountries, {})],
    ...(existsSync(join(folder, NOTICES)) ? [[NOTICES, readFileOf(folder, NOTICES, parseNotices, {})] as const] : []),
    ...markdownFiles(folder).map((path) => [path, readFileOf(folder, path, parseCardFile, {})] as const),
    ...translationFiles(folder).map((path) => [path, readFileOf(folder, path, parseTranslationFile, {})] as const),
  ])
}

type Parse<Value> = (text: string, path: string, problems: KnowledgeProblem[]) => readonly Value[]

const parseContacts: Parse<Contact> = (text, path, problems) => parseList(text, path, contactSchema, problems)
const parseCountries: Parse<Country> = (text, path, problems) => parseList(text, path, countrySchema, problems)
const parseNotices: Parse<Notice> = (text, path, problems) => parseList(text, path, noticeSchema, problems)
const parseCardFile: Parse<Card> = (text, path, problems) => {
  const card = parseCard(text, path, problems)
  return card ? [card] : []
}

function readFileOf(folder: string, path: string, parse: Parse<unknown>, known: FileReadings): FileReading {
  let bytes: Buffer
  try {
    bytes = readFileSync(join(folder, path))
  } catch (error) {
    const unread = problem(path, null, `cannot be read: ${(error as Error).message}`, 'restore the file from the last release')
    return { hash: '', values: [], problems: [unread] }
  }
  const hash = createHash('sha256').update(bytes).digest('hex')
  const before = known[path]
  if (before?.hash === hash) return before
  const problems: KnowledgeProblem[] = []
  return { hash, values: parse(bytes.toString('utf8'), path, problems), problems }
}

/** Parses one card. Adds to `problems` and returns null when it cannot be served. */
export function parseCard(text: string, path: string, problems: KnowledgeProblem[]): Card | null {
  const file = readFrontMatter(text, path, cardFrontMatterSchema, problems)
  if (!file) return null
  const sections = splitSections(file.body, { steps: 'langkah', details: 'rincian' })
  if (sections.answer === '') {
    problems.push(problem(path, null, 'the card has no answer', 'write the short answer under the front matter'))
    return null
  }
  if (sections.answer.length > ANSWER_LIMIT) {
    problems.push(
      problem(
        path,
        null,
        `the answer has ${sections.answer.length} characters, at most ${ANSWER_LIMIT} are allowed`,
        'move what is not needed first under "## Rincian"',
      ),
    )
    return null
  }
  return { ...file.front, ...sections, path }
}

function parseList<Schema extends z.ZodType>(
  text: string,
  name: string,
  schema: Schema,
  problems: KnowledgeProblem[],
): z.infer<Schema>[] {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    problems.push(problem(name, broken.linePos?.[0].line ?? null, broken.message.split('\n')[0] ?? '', 'correct the YAML at this line'))
    return []
  }
  const list = document.contents
  if (!list || !('items' in list)) {
    problems.push(problem(name, 1, 'is not a list', 'each entry starts with "- "'))
    return []
  }
  const found: z.infer<Schema>[] = []
  for (const item of list.items) {
    const node = item as { toJS?: (d: unknown) => unknown; range?: [number, number, number] }
    const value = node.toJS ? node.toJS(document) : item
    const line = node.range ? lines.linePos(node.range[0]).line : null
    const parsed = schema.safeParse(value)
    if (parsed.success) found.push(parsed.data)
    else {
      const name_ = (value as { id?: string; code?: string } | null)?.id ?? (value as { code?: string } | null)?.code ?? '?'
      for (const issue of parsed.error.issues)
        problems.push(problem(name, line, `${name_}: ${issue.path.join('.')}: ${issue.message}`, 'correct this field'))
    }
  }
  return found
}

/** Paths of cards inside `folder`, in a fixed order. */
function markdownFiles(folder: string): string[] {
  return filesUnderCards(folder).filter((path) => !path.endsWith(TRANSLATION_ENDING))
}

function translationFiles(folder: string): string[] {
  return filesUnderCards(folder).filter((path) => path.endsWith(TRANSLATION_ENDING))
}

function filesUnderCards(folder: string): string[] {
  return readdirSync(join(folder, 'cards'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && entry.name !== 'README.md')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}
