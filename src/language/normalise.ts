/** A message as it was typed, to plain Indonesian words that the router and the search understand. */
import type { NormalisedText } from '../message.ts'
import { cleanText, withoutLeet, withoutStretch } from './clean.ts'
import type { Lexicon, Region, RegionalWords } from './lexicon.ts'
import { REGIONS } from './lexicon.ts'
import { digitsForNumbers, splitNumber } from './numbers.ts'
import { createRepair } from './typos.ts'

export type Normalise = (text: string) => NormalisedText

/** Later words of a very long message are cleaned but not repaired: a look-up costs about 5 µs. */
const WORDS_REPAIRED = 400
const LONGEST_PHRASE = 3

/** Emoji that are a message of their own when nothing else is written. */
const EMOJI_WORDS: Readonly<Record<string, string>> = { '🙏': 'terima kasih', '👍': 'oke', '👋': 'halo', '🆗': 'oke' }

/** The function it returns is pure, never throws, and takes linear time. */
export function createNormaliser(lexicon: Lexicon): Normalise {
  const known = knownWords(lexicon)
  const isKnown = (word: string): boolean => known.has(word)
  const targets = new Map([...lexicon.words].filter(([, count]) => count >= lexicon.repairFrom))
  const repair = createRepair(targets)
  const phraseStarts = new Set<string>()
  for (const table of [lexicon.slang, ...REGIONS.map((region) => lexicon.regions[region].words)])
    for (const form of table.keys()) if (form.includes(' ')) phraseStarts.add(form.split(' ')[0] ?? '')
  const distinctive = distinctiveWords(lexicon)

  return (original) => {
    const clean = cleanText(original)
    const rawWords = clean.words.flatMap((word) => restoreSpelling(word, isKnown))
    const region = regionOf(rawWords, distinctive)
    const meaningOf = meanings(lexicon, region)
    const words: string[] = []
    for (let i = 0; i < rawWords.length;) {
      const word = rawWords[i] ?? ''
      const phrase = phraseStarts.has(word) ? longestPhrase(rawWords, i, meaningOf) : null
      if (phrase) {
        pushWords(words, phrase.meaning)
        i += phrase.length
        continue
      }
      const meaning = meaningOf(word) ?? (word.endsWith("'") ? meaningOf(word.slice(0, -1)) : undefined)
      if (meaning !== undefined) pushWords(words, meaning)
      else if (i < WORDS_REPAIRED && !isKnown(word)) pushWords(words, mended(word, repair, meaningOf))
      else words.push(word)
      i++
    }
    if (words.length === 0) for (const emoji of clean.emoji) pushWords(words, EMOJI_WORDS[emoji] ?? '')
    const counted = digitsForNumbers(words).filter((word, i, all) => word !== all[i - 1] || /^\d/.test(word))
    return { original, text: counted.join(' '), words: counted, rawWords }
  }
}

/** A misspelt word set right, also when a pronoun hangs on it ("gajiku", "kontraknya"). */
function mended(word: string, repair: (word: string) => string | null, meaningOf: Meaning): string {
  const whole = repair(word)
  if (whole !== null) return whole
  const bare = word.endsWith("'") ? word.slice(0, -1) : word
  for (const [ending, pronoun] of [
    ['nya', ''],
    ['ku', ' saya'],
    ['mu', ' kamu'],
    ['ne', ''],
  ] as const)
    if (bare.endsWith(ending) && bare.length > ending.length + 2) {
      const meaning = meaningOf(bare.slice(0, -ending.length))
      if (meaning) return meaning + pronoun
    }
  return bare
}

function restoreSpelling(word: string, isKnown: (word: string) => boolean): readonly string[] {
  if (isKnown(word)) return [word]
  const pair = splitNumber(word)
  if (pair) return pair
  const letters = withoutLeet(word)
  if (letters !== null && isKnown(letters)) return [letters]
  return [withoutStretch(word, isKnown)]
}

type Meaning = (form: string) => string | undefined

/** The region's own words first when the message is written in it, then slang, then any region's clear words. */
function meanings(lexicon: Lexicon, region: { name: Region; hits: number } | null): Meaning {
  const own = region ? lexicon.regions[region.name] : null
  const ambiguousToo = region !== null && region.hits >= 2
  return (form) => {
    if (own) {
      const meaning = clearMeaning(own, form, ambiguousToo)
      if (meaning !== undefined) return meaning
    }
    const slang = lexicon.slang.get(form)
    if (slang !== undefined) return slang
    for (const name of REGIONS) {
      const meaning = clearMeaning(lexicon.regions[name], form, false)
      if (meaning !== undefined) return meaning
    }
    return undefined
  }
}

function clearMeaning(table: RegionalWords, form: string, ambiguousToo: boolean): string | undefined {
  const meaning = table.words.get(form)
  return meaning !== undefined && (ambiguousToo || !table.ambiguous.has(form)) ? meaning : undefined
}

function longestPhrase(words: readonly string[], start: number, meaningOf: Meaning): { meaning: string; length: number } | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length - start); length >= 2; length--) {
    const meaning = meaningOf(words.slice(start, start + length).join(' '))
    if (meaning !== undefined) return { meaning, length }
  }
  return null
}

function pushWords(words: string[], meaning: string): void {
  for (const word of meaning.split(' ')) if (word !== '') words.push(word)
}

function knownWords(lexicon: Lexicon): Set<string> {
  const known = new Set(lexicon.words.keys())
  const tables = [lexicon.slang, ...REGIONS.map((region) => lexicon.regions[region].words)]
  for (const table of tables)
    for (const [form, meaning] of table) {
      if (!form.includes(' ')) known.add(form)
      for (const word of meaning.split(' ')) if (word !== '') known.add(word)
    }
  return known
}

/** Words that give a region away: clear, and neither Indonesian nor shared with another region. */
function distinctiveWords(lexicon: Lexicon): ReadonlyMap<string, readonly Region[]> {
  const regionsOf = new Map<string, Region[]>()
  for (const region of REGIONS) {
    const { words, ambiguous } = lexicon.regions[region]
    for (const [form, meaning] of words) {
      if (form === meaning || form.includes(' ') || ambiguous.has(form) || lexicon.words.has(form)) continue
      regionsOf.set(form, [...(regionsOf.get(form) ?? []), region])
    }
  }
  return regionsOf
}

function regionOf(words: readonly string[], distinctive: ReadonlyMap<string, readonly Region[]>): { name: Region; hits: number } | null {
  const hits = new Map<Region, number>()
  for (const word of words) for (const region of distinctive.get(word) ?? []) hits.set(region, (hits.get(region) ?? 0) + 1)
  let best: { name: Region; hits: number } | null = null
  for (const [name, count] of hits) if (!best || count > best.hits) best = { name, hits: count }
  return best
}
