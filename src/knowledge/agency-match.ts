/**
 * Which agencies of a list a typed name may mean. A slip in a word, a word run together, a short form and a missing last word
 * are forgiven; nothing is, that would make another name of it.
 */
import { oneSlipApart } from '../language/typos.ts'
import { plainWords } from '../plain-words.ts'
import type { Agency } from './agency-list.ts'

/** Forms of companies and of the trade: they tell no agency from another. */
const FORMS: ReadonlySet<string> = new Set(['pt', 'cv', 'ud', 'tbk', 'persero', 'perseroan', 'terbatas', 'p3mi', 'pjtki', 'pptkis', 'perusahaan'])
const SHORT_FORMS: Readonly<Record<string, string>> = {
  intl: 'internasional',
  int: 'internasional',
  inter: 'internasional',
  international: 'internasional',
  indo: 'indonesia',
  ind: 'indonesia',
  sej: 'sejahtera',
  sjhtr: 'sejahtera',
  mgt: 'manajemen',
  management: 'manajemen',
  mandri: 'mandiri',
  bros: 'brothers',
}
/** Below, one slip makes another good name of it: jaya, raya. */
const SHORTEST_WITH_SLIP = 5
const SHORTEST_JOINED = 6
/** A city or another word behind the name is let by, when so many words of it fit. */
const WORDS_TO_LET_ONE_BY = 2
const LONGEST_NAME_WORDS = 8

export interface Match {
  readonly agency: Agency
  /** The whole name, however it was written. */
  readonly whole: boolean
}

/** The words that tell one agency from another. */
export function nameWords(name: string): string[] {
  return (
    plainWords(name.normalize('NFKD').replace(/\p{M}/gu, ''))
      // "P.T." is two words by now.
      .replace(/^p t(?= )/u, 'pt')
      .split(' ')
      .filter((word) => word !== '' && !FORMS.has(word))
      .map((word) => SHORT_FORMS[word] ?? word)
  )
}

const WORDS = new WeakMap<Agency, readonly string[]>()

/** Once for each agency of a list: a question is held against all of them. */
function wordsOf(agency: Agency): readonly string[] {
  let words = WORDS.get(agency)
  if (!words) WORDS.set(agency, (words = nameWords(agency.name)))
  return words
}

/** Best first: the whole name, then the nearest. Empty for a name without a word of its own. */
export function matchesOf(typed: string, agencies: readonly Agency[]): Match[] {
  const asked = nameWords(typed).slice(0, LONGEST_NAME_WORDS)
  if (asked.length === 0) return []
  return agencies
    .flatMap((agency) => {
      const words = wordsOf(agency)
      const likeness = likenessOf(asked, words)
      return likeness === 0 ? [] : [{ agency, whole: likeness === 1, likeness }]
    })
    .toSorted((one, other) => other.likeness - one.likeness || one.agency.name.localeCompare(other.agency.name))
    .map(({ agency, whole }) => ({ agency, whole }))
}

/** The agencies whose whole name, of two words or more, stands in a text. */
export function namedIn(text: string, agencies: readonly Agency[]): Match[] {
  const said = nameWords(text)
  return agencies
    .filter((agency) => {
      const words = wordsOf(agency)
      return (
        words.length > 1 &&
        said.some((_, at) => at + words.length <= said.length && words.every((word, offset) => sameWord(said[at + offset]!, word)))
      )
    })
    .map((agency) => ({ agency, whole: true }))
}

/** From 0, another name, to 1, the same one. */
function likenessOf(asked: readonly string[], words: readonly string[]): number {
  const [one, other] = [asked.join(''), words.join('')]
  if (one === other) return 1
  // A word run together with the next: word by word they were never alike.
  if (asked.length !== words.length && one.length >= SHORTEST_JOINED && oneSlipApart(one, other) && sameInitial(one, other)) return 0.99
  const left = [...words]
  let fits = 0
  for (const word of asked) {
    const at = left.findIndex((candidate) => sameWord(word, candidate))
    if (at < 0) continue
    left.splice(at, 1)
    fits++
  }
  const lost = asked.length - fits
  if (fits === 0 || lost > (fits >= WORDS_TO_LET_ONE_BY ? 1 : 0)) return 0
  return fits === asked.length && left.length === 0 ? 0.98 : (0.9 * (2 * fits)) / (asked.length + words.length)
}

function sameWord(one: string, other: string): boolean {
  if (one === other) return true
  return Math.min(one.length, other.length) >= SHORTEST_WITH_SLIP && sameInitial(one, other) && oneSlipApart(one, other)
}

/** People slip inside a word, seldom in its first letter. */
function sameInitial(one: string, other: string): boolean {
  return one[0] === other[0]
}
