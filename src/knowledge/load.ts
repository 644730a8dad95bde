/** Reads `knowledge/` into memory. A broken file is left out and named; the rest is served. */
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Card, Contact, Country, Knowledge, KnowledgeProblem, Notice } from './schema.ts'
import { withCardLines } from './card-lines.ts'
import { cardFrontMatterSchema, contactSchema, countrySchema, noticeSchema } from './schema.ts'
import { readFlowFiles } from './flows.ts'
import { problem, readFrontMatter, splitSections } from './front-matter.ts'
import { parseSentences, SENTENCES } from './phrases.ts'
import { readScamFiles } from './scam.ts'
import { parseList, readFileOf, type FileReadings, type Parse } from './read-file.ts'
import { CONTACTS, NOTICES, revisedCards, withRevisedEntries, type Revisions } from './revisions.ts'
import { parseTranslationFile, TRANSLATION_ENDING, withTranslation } from './translation.ts'

export const ANSWER_LIMIT = 900

/**
 * Loads all of `folder` (the path of `knowledge/`). Never throws for a bad file; throws when the folder is missing.
 * The file on disk decides: of `known`, only readings whose hash is that of today's file are used. `revisions` stand over
 * the files; one that cannot be served leaves the file in its place and is named.
 */
export function loadKnowledge(folder: string, known: FileReadings = {}, revisions: Revisions = {}): Knowledge {
  const problems: KnowledgeProblem[] = []
  const take = <Value>(path: string, parse: Parse<Value>): readonly Value[] => {
    const reading = readFileOf(folder, path, parse, known)
    problems.push(...reading.problems)
    // A known reading of this very file is what `parse` gave for it.
    return reading.values as readonly Value[]
  }
  const cardOf = (path: string): readonly Card[] => {
    const revised = revisions[path] === undefined ? null : parseCard(revisions[path], path, problems)
    if (revised) return [revised]
    return existsSync(join(folder, path)) ? take(path, parseCardFile) : []
  }
  const contacts = new Map<string, Contact>()
  for (const contact of withRevisedEntries(take(CONTACTS, parseContacts), CONTACTS, contactSchema, revisions, problems))
    contacts.set(contact.id, contact)
  const countries = new Map<string, Country>()
  for (const country of take('countries.yaml', parseCountries)) countries.set(country.code, country)
  const cards = new Map<string, Card>()
  for (const path of new Set([...markdownFiles(folder), ...revisedCards(revisions)]))
    for (const card of cardOf(path)) {
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
  const pinned = existsSync(join(folder, NOTICES)) ? take(NOTICES, parseNotices) : []
  const notices = withRevisedEntries(pinned, NOTICES, noticeSchema, revisions, problems)
  return { cards: withCardLines(cards, folder, problems), contacts, countries, notices, problems }
}

/** The newest `reviewed_on` of all cards: the clock of tests and evaluations. Milliseconds since 1970. */
export function newestReview(knowledge: Knowledge): number {
  return Math.max(...[...knowledge.cards.values()].map((card) => Date.parse(card.reviewed_on)))
}

/** For the build: all that `loadKnowledge`, `loadSentences`, `loadScam` and `loadFlows` parse. */
export function readKnowledgeFiles(folder: string): FileReadings {
  return Object.fromEntries([
    [CONTACTS, readFileOf(folder, CONTACTS, parseContacts, {})],
    ['countries.yaml', readFileOf(folder, 'countries.yaml', parseCountries, {})],
    [SENTENCES, readFileOf(folder, SENTENCES, parseSentences, {})],
    ...Object.entries(readScamFiles(folder)),
    ...Object.entries(readFlowFiles(folder)),
    ...(existsSync(join(folder, NOTICES)) ? [[NOTICES, readFileOf(folder, NOTICES, parseNotices, {})] as const] : []),
    ...markdownFiles(folder).map((path) => [path, readFileOf(folder, path, parseCardFile, {})] as const),
    ...translationFiles(folder).map((path) => [path, readFileOf(folder, path, parseTranslationFile, {})] as const),
  ])
}

const parseContacts: Parse<Contact> = (text, path, problems) => parseList(text, path, contactSchema, problems)
const parseCountries: Parse<Country> = (text, path, problems) => parseList(text, path, countrySchema, problems)
const parseNotices: Parse<Notice> = (text, path, problems) => parseList(text, path, noticeSchema, problems)
const parseCardFile: Parse<Card> = (text, path, problems) => {
  const card = parseCard(text, path, problems)
  return card ? [card] : []
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
