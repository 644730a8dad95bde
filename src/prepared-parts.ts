/**
 * What the build stores of the knowledge base in a form that start only has to read. Each part names the files it was
 * made from; one that does not fit today's files, or today's code, is not used: then everything is made anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SearchIndex } from './answers/search.ts'
import { deserialiseModel, serialiseModel, type RouterModel } from './intents/router-model.ts'
import type { FileReadings } from './knowledge/read-file.ts'
import { codeStamp, packPrepared, readPrepared, type Prepared } from './knowledge/prepared-file.ts'
import type { LanguageCounts } from './language/identify.ts'

/** Whatever turns a knowledge file into what is stored: when any of it changes, the stored is stale. */
const FOLDERS_OF_CODE = ['knowledge', 'language', 'intents', 'answers']
const KNOWLEDGE_FILE = 'knowledge.bin'
const UNDERSTANDING_FILE = 'router.bin'

/** All that is learnt from texts. */
export interface Understanding {
  readonly router: Pick<RouterModel, 'inputHash' | 'classifier'>
  readonly search: SearchIndex
  readonly languages: LanguageCounts
  /** Of the files that `languages` were counted from. */
  readonly languagesHash: string
}

/** The folder of the running code: `dist` when built, `src` from the sources. */
export function stampOfCode(root: string = fileURLToPath(new URL('.', import.meta.url))): string {
  return codeStamp([root, ...FOLDERS_OF_CODE.map((name) => join(root, name))])
}

/** `code`: stamps of the code that may read the files. */
export function writePreparedParts(
  folder: string,
  parts: { readings: FileReadings; understanding: Understanding },
  code: readonly string[],
): void {
  mkdirSync(folder, { recursive: true })
  const { router, search, languages, languagesHash } = parts.understanding
  writeFileSync(join(folder, KNOWLEDGE_FILE), packPrepared({ value: parts.readings, arrays: {} }, code))
  const { ids, terms, ...numbers } = search
  const { features, languages: names, ...counts } = languages
  const model = Uint8Array.from(serialiseModel({ ...router, documents: [] }))
  writeFileSync(
    join(folder, UNDERSTANDING_FILE),
    packPrepared({ value: { ids, terms, features, names, languagesHash }, arrays: { model, ...numbers, ...counts } }, code),
  )
}

export interface PreparedParts {
  readonly readings: FileReadings | null
  readonly understanding: Understanding | null
}

/** Null for what is missing, broken or of other code. Never throws. */
export function readPreparedParts(folder: string): PreparedParts {
  const code = stampOfCode()
  const knowledge = readPrepared(join(folder, KNOWLEDGE_FILE), code)
  const stored = readPrepared(join(folder, UNDERSTANDING_FILE), code)
  return {
    readings: knowledge === null ? null : (knowledge.value as FileReadings),
    understanding: stored === null ? null : understandingOf(stored),
  }
}

/** The check sum and the stamp say that `writePreparedParts` of this code wrote it; so its shape is known. */
function understandingOf(stored: Prepared): Understanding | null {
  const { ids, terms, features, names, languagesHash } = stored.value as StoredWords
  const { model, counts, totals, ...numbers } = stored.arrays as unknown as StoredNumbers
  const router = deserialiseModel(Buffer.from(model.buffer))
  return router && { router, search: { ids, terms, ...numbers }, languages: { languages: names, features, counts, totals }, languagesHash }
}

interface StoredWords extends Pick<SearchIndex, 'ids' | 'terms'>, Pick<LanguageCounts, 'features'>, Pick<Understanding, 'languagesHash'> {
  readonly names: LanguageCounts['languages']
}

interface StoredNumbers extends Omit<SearchIndex, 'ids' | 'terms'>, Pick<LanguageCounts, 'counts' | 'totals'> {
  /** As `serialiseModel` writes it, without documents: the search has its index. */
  readonly model: Uint8Array
}
