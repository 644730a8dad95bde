/** Reads the word lists of `knowledge/language/`. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const REGIONS = ['jv', 'su', 'mad', 'ms', 'other'] as const
export type Region = (typeof REGIONS)[number]

export interface RegionalWords {
  /** Regional word or phrase to Indonesian. */
  readonly words: ReadonlyMap<string, string>
  /** Those that mean something else in Indonesian: used only among other words of the region. */
  readonly ambiguous: ReadonlySet<string>
}

export interface Lexicon {
  /** Informal word or phrase to Indonesian; an empty meaning drops the word. */
  readonly slang: ReadonlyMap<string, string>
  readonly regions: Readonly<Record<Region, RegionalWords>>
  /** Words of the trade with how often they occur; never repaired, and from `repairFrom` on repaired towards. */
  readonly words: ReadonlyMap<string, number>
  readonly repairFrom: number
  /** Words that give a country away beyond countries.yaml, to the ISO code. */
  readonly countryCues: ReadonlyMap<string, string>
}

/** How often a word must occur in the knowledge base before misspellings are repaired towards it. */
const REPAIR_FROM = 4

/** Throws, naming the file, when one is missing; a line it cannot read is passed over. */
export function loadLexicon(folder: string): Lexicon {
  const slang = new Map<string, string>()
  for (const name of ['slang-indocollex.tsv', 'slang.tsv'])
    for (const [form, meaning] of readTable(join(folder, name))) slang.set(form, meaning)
  const regional = (region: Region): RegionalWords => {
    const words = new Map<string, string>()
    const ambiguous = new Set<string>()
    for (const [form, meaning, mark] of readTable(join(folder, 'regional', `${region}.tsv`))) {
      words.set(form, meaning)
      if (mark === '?') ambiguous.add(form)
    }
    return { words, ambiguous }
  }
  const words = new Map<string, number>()
  for (const [word, count] of readTable(join(folder, 'words.tsv'))) words.set(word, Number(count) || 1)
  return {
    slang,
    regions: { jv: regional('jv'), su: regional('su'), mad: regional('mad'), ms: regional('ms'), other: regional('other') },
    words,
    repairFrom: REPAIR_FROM,
    countryCues: new Map(readTable(join(folder, 'country-cues.tsv')).map(([form, code]) => [form, code])),
  }
}

/** A hash of every word list in `folder`: it changes when any of them changes. */
export function lexiconFingerprint(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (name.endsWith('.tsv')) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

function readTable(path: string): [form: string, meaning: string, mark: string][] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [form = '', meaning = '', mark = ''] = line.split('\t')
      return [
        form
          .trim()
          .toLowerCase()
          .normalize('NFD')
          .replace(/\p{M}+/gu, ''),
        meaning.trim(),
        mark.trim(),
      ]
    })
}
