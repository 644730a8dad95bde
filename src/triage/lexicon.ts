/**
 * Knows the words that matter in danger, in whatever way they are written: other languages, slang,
 * endings, digits for letters, one typing mistake. Built once from `knowledge/safety/words.yaml`.
 */
import { lettersForDigits, squeeze } from './clean.ts'
import type { Token } from './clean.ts'

export interface WordLists {
  /** Standard word, and every other way to say it. */
  readonly same: Readonly<Record<string, readonly string[]>>
  /** Names for sets of standard words, used in rules as @name. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  /** Standard words of which mistyped forms are understood; the other ways to say them too, from six letters. */
  readonly tolerant: readonly string[]
  /** Words without weight ("kak", "dong"): left out before rules look. */
  readonly fillers: readonly string[]
  /** Everyday words that must never be taken for a mistyped word of danger ("dibayar" is not "dibakar"). */
  readonly ordinary: readonly string[]
  /** Kinds of words ("night", "somebody of the house"), for the detector only. */
  readonly kinds: Readonly<Record<string, readonly string[]>>
}

/** A word of the message that is not a filler, with the number of the standard word it stands for. */
export interface ReadToken {
  readonly word: string
  /** -1 when the word is not known here. */
  readonly id: number
  readonly afterBreak: boolean
  /** A word of harm that the message denies (negation.ts); its letters tell nothing. */
  readonly denied?: true
}

export interface Lexicon {
  /** The number of a standard word; `register` first. -1 when unknown. */
  idOf(word: string): number
  wordOf(id: number): string
  /** Numbers of the words in group `name`; null when there is no such group. */
  group(name: string): ReadonlySet<number> | null
  isFiller(word: string): boolean
  /** The kinds that a word is of, by what was written and by what it stands for. */
  kindsOf(token: ReadToken): readonly string[]
  /** Maps every word; typing mistakes are looked for only in the first `detailed` words. */
  read(tokens: readonly Token[], detailed: number): ReadToken[]
}

/** Shorter words are never corrected: too many others are one letter away. */
const SHORTEST_CORRECTED = 5
/** From this length a changed letter is forgiven, not only a missing, added or swapped one. */
const SHORTEST_CHANGED = 7
const LONGEST_CORRECTED = 20
/** Words whose kinds are kept, so that common ones are looked up once; people's own words must not fill the memory. */
const MOST_WORDS_REMEMBERED = 5_000
const LIGHT_ENDINGS = ['nya', 'ku', 'mu', 'lah', 'kah', 'pun', 'ne', 'na', 'e']
const VERB_ENDINGS = ['kan', 'in', 'an', 'i']
/** Written apart from the verb more often than not: "di pukul", "ter kunci". */
const LOOSE_PREFIXES = new Set(['di', 'ter', 'nge', 'd', 'dipun'])

/** `registered`: words of the rules, known beside those of the lists. */
export function createLexicon(lists: WordLists, registered: readonly string[]): Lexicon {
  const ids = new Map<string, number>()
  const words: string[] = []
  const exact = new Map<string, number>()
  const squeezed = new Map<string, number>()
  const fillers = new Set<string>(lists.fillers.map(squeeze))
  const ordinary = new Set<string>(lists.ordinary.map(squeeze))

  const add = (word: string, standard: string): void => {
    let id = ids.get(standard)
    if (id === undefined) {
      id = words.length
      ids.set(standard, id)
      words.push(standard)
    }
    if (!exact.has(word)) exact.set(word, id)
    const short = squeeze(word)
    if (!squeezed.has(short)) squeezed.set(short, id)
  }
  for (const [standard, others] of Object.entries(lists.same)) {
    add(standard, standard)
    for (const other of others) add(other, standard)
  }
  const known = (word: string): void => {
    if (!exact.has(word) && !fillers.has(squeeze(word))) add(word, word)
  }
  for (const group of Object.values(lists.groups)) group.forEach(known)
  registered.forEach(known)

  const groups = new Map<string, Set<number>>()
  for (const [name, members] of Object.entries(lists.groups))
    groups.set(name, new Set(members.flatMap((member) => exact.get(member) ?? [])))

  const corrections = indexDeletions(
    lists.tolerant.flatMap((word) => [word, ...(lists.same[word] ?? []).filter((other) => other.length > SHORTEST_CORRECTED)]).map(squeeze),
  )

  const plain = (word: string): number => exact.get(word) ?? squeezed.get(squeeze(word)) ?? -1
  const withoutEnding = (word: string): number => {
    for (const [endings, shortest] of [
      [LIGHT_ENDINGS, 4],
      [VERB_ENDINGS, 5],
    ] as const)
      for (const ending of endings) {
        if (word.length - ending.length < shortest || !word.endsWith(ending)) continue
        const id = plain(word.slice(0, -ending.length))
        if (id >= 0) return id
      }
    return -1
  }
  /** High Javanese: "dipuntampar" is "ditampar". */
  const politePassive = (word: string): number => {
    const low = `di${word.slice('dipun'.length)}`
    return plain(low) >= 0 ? plain(low) : withoutEnding(low)
  }
  const lookUp = (typed: string, repairs: boolean): number => {
    let id = plain(typed)
    if (id >= 0) return id
    const word = squeeze(typed)
    if (ordinary.has(word)) return -1
    id = withoutEnding(typed)
    if (id < 0) id = withoutEnding(word)
    if (id < 0 && word.startsWith('dipun')) id = politePassive(word)
    if (id >= 0) return id
    if (/\d/.test(word)) {
      const letters = lettersForDigits(word)
      id = /\d/.test(letters) ? -1 : plain(letters)
      if (id < 0 && letters !== word) id = repairs && !/^\d/.test(word) ? corrected(letters) : -1
      return id
    }
    return repairs ? corrected(word) : -1
  }
  const corrected = (word: string): number => {
    const short = squeeze(word)
    if (short.length < SHORTEST_CORRECTED || short.length > LONGEST_CORRECTED || ordinary.has(short)) return -1
    const found = correct(short, corrections, squeezed)
    if (found >= 0) return found
    for (const ending of ['nya', 'ku', 'in', 'i'])
      if (short.endsWith(ending) && short.length - ending.length >= 6) {
        const stem = short.slice(0, -ending.length)
        const id = ordinary.has(stem) ? -1 : correct(stem, corrections, squeezed)
        if (id >= 0) return id
      }
    return -1
  }

  const kinds = new Map<string, Set<string>>()
  for (const [kind, members] of Object.entries(lists.kinds))
    for (const member of members) for (const key of kindKeys(member, plain(member))) kinds.set(key, (kinds.get(key) ?? new Set()).add(kind))
  const kindsRead = new Map<string, readonly string[]>()

  return {
    kindsOf(token) {
      const key = `${token.id} ${token.word}`
      let found = kindsRead.get(key)
      if (!found) {
        found = token.denied ? [] : [...new Set([...kindsOfWord(token.word, kinds), ...(kinds.get(`${token.id}`) ?? [])])]
        if (kindsRead.size < MOST_WORDS_REMEMBERED) kindsRead.set(key, found)
      }
      return found
    },
    idOf: (word) => exact.get(word) ?? -1,
    wordOf: (id) => words[id] ?? '',
    group: (name) => groups.get(name) ?? null,
    isFiller: (word) => fillers.has(squeeze(word)),
    read(tokens, detailed) {
      const read: ReadToken[] = []
      let carriedBreak = false
      for (let at = 0; at < tokens.length; at++) {
        const token = tokens[at] as Token
        const afterBreak: boolean = token.afterBreak || carriedBreak
        carriedBreak = false
        const next = tokens[at + 1]
        if (next && !next.afterBreak && LOOSE_PREFIXES.has(token.word)) {
          const joined = (token.word === 'd' || token.word === 'dipun' ? 'di' : token.word) + next.word
          const id = plain(joined) >= 0 ? plain(joined) : withoutEnding(joined)
          if (id >= 0) {
            read.push({ word: joined, id, afterBreak })
            at++
            continue
          }
        }
        const short = squeeze(token.word)
        if (fillers.has(short)) {
          carriedBreak = afterBreak
          continue
        }
        read.push({ word: token.word, id: lookUp(token.word, at < detailed), afterBreak })
      }
      return read
    },
  }
}

/** What a word of a kind is found by: its letters, and the number of the standard word it stands for. */
function kindKeys(word: string, id: number): string[] {
  return id < 0 ? [squeeze(word)] : [squeeze(word), `${id}`]
}

/** Also with an ending: "kamarku", "dirabain". */
function kindsOfWord(word: string, kinds: ReadonlyMap<string, ReadonlySet<string>>): Iterable<string> {
  const short = squeeze(word)
  const whole = kinds.get(short)
  if (whole) return whole
  for (const ending of [...LIGHT_ENDINGS, ...VERB_ENDINGS]) {
    const stem = short.endsWith(ending) && short.length - ending.length >= 4 ? kinds.get(short.slice(0, -ending.length)) : undefined
    if (stem) return stem
  }
  return []
}

/** Every word of five letters and more under itself and under itself with one letter left out. */
function indexDeletions(words: readonly string[]): Map<string, string[]> {
  const index = new Map<string, string[]>()
  const put = (key: string, word: string): void => {
    const list = index.get(key)
    if (list) list.push(word)
    else index.set(key, [word])
  }
  for (const word of new Set(words)) {
    if (word.length < SHORTEST_CORRECTED || !/^[a-z]+$/.test(word)) continue
    for (const key of new Set([word, ...deletions(word)])) put(key, word)
  }
  return index
}

function correct(word: string, index: ReadonlyMap<string, readonly string[]>, known: ReadonlyMap<string, number>): number {
  for (const key of [word, ...deletions(word)])
    for (const candidate of index.get(key) ?? []) if (forgivable(word, candidate)) return known.get(candidate) ?? -1
  return -1
}

/** In short words the first letter must stand, and no letter may be another one: "butuh" is not "bunuh". */
function forgivable(typed: string, meant: string): boolean {
  if (!oneEditApart(typed, meant)) return false
  if (meant.length >= SHORTEST_CHANGED) return true
  return typed[0] === meant[0] && (typed.length !== meant.length || [...typed].sort().join('') === [...meant].sort().join(''))
}

function deletions(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
}

/** One letter added, left out, changed, or two neighbours swapped. */
export function oneEditApart(a: string, b: string): boolean {
  if (a === b) return true
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let endA = a.length - 1
  let endB = b.length - 1
  while (endA >= start && endB >= start && a[endA] === b[endB]) {
    endA--
    endB--
  }
  const restA = endA - start + 1
  const restB = endB - start + 1
  if (restA <= 1 && restB <= 1) return true
  return restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}
