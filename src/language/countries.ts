/** Which countries a message names, by name, nickname, city, currency or the words of the trade there. */
import type { Country } from '../knowledge/schema.ts'
import type { NormalisedText } from '../message.ts'
import { cleanText } from './clean.ts'
import type { Lexicon } from './lexicon.ts'
import { createRepair } from './typos.ts'

export interface CountriesFound {
  /** ISO codes in order of mention, names and cities before currencies and words of the trade. */
  readonly codes: string[]
  /** ISO codes that the message rules out ("bukan korea", "selain taiwan"). */
  readonly negated: string[]
}
export type FindCountries = (text: NormalisedText) => CountriesFound

interface Cue {
  readonly code: string
  /** A name or place says it; currency and words of the trade only hint at it. */
  readonly strong: boolean
  /** From this length on one slip is forgiven. */
  readonly forgivenFrom: number
}

const LONGEST_CUE = 4
/** Every name may be guessed at, however seldom it is written. */
const COMMON_ENOUGH = 100
/** In shorter names one slip makes another word too often (Yaman, teman); there are many more places than countries. */
const FORGIVEN_NAME = 5
const FORGIVEN_PLACE = 7
/** "bahasa inggris" is a language, and so is "tulisan arab". For other countries the language learnt is the country aimed at. */
const LANGUAGE_CODES = new Set(['GB', 'SA', 'US', 'FR', 'ES'])
const LANGUAGE_BEFORE = new Set([
  'bahasa',
  'bhs',
  'huruf',
  'tulisan',
  'les',
  'kursus',
  'belajar',
  'skor',
  'tes',
  'masakan',
  'resep',
  'drama',
  'film',
])
const PLACE_BEFORE = new Set(['di', 'ke', 'dari', 'dr', 'kat', 'nang', 'ning', 'negeri', 'kota', 'daerah', 'ka'])
const FILLERS = new Set(['di', 'ke', 'dari', 'yang', 'yg', 'negara', 'kerja', 'mau', 'jadi', 'nang', 'ka', 'untuk', 'buat'])
const NEGATIONS = new Set(['bukan', 'bkn', 'bukannya', 'selain', 'kecuali', 'dudu', 'sanes', 'benne', 'batal'])
const NOTS = new Set(['gak', 'ga', 'gk', 'tidak', 'tdk', 'nggak', 'ngga', 'enggak', 'ora', 'teu', 'tak', 'gajadi'])
const GLUED = /^(?:ke|di|dr|se|wong|nang)(?=[a-z]{4})/
/** Words people add to say that they are at home now; a home town alone says nothing about the country. */
const HERE_IN_INDONESIA =
  /\b(?:saya|aku|masih|sekarang|skrg|lagi|udah|sudah|posisi|posisinya) (?:masih |sudah |sekarang |lagi )?(?:di|ning|nang) (?:indonesia|indo)\b/

/** The function it returns is pure and never throws. */
export function createCountryFinder(countries: Iterable<Country>, lexicon: Lexicon): FindCountries {
  const cues = collectCues(countries, lexicon)
  const misspellable = new Map<string, number>()
  for (const [form, cue] of cues) if (!form.includes(' ') && form.length >= cue.forgivenFrom) misspellable.set(form, COMMON_ENOUGH)
  const repair = createRepair(misspellable)
  const isRegional = (word: string): boolean => Object.values(lexicon.regions).some((region) => region.words.has(word))
  const isOtherWord = (word: string): boolean => lexicon.words.has(word) || lexicon.slang.has(word) || isRegional(word)

  /** A place that is a word as well (Kedah, Sundanese "must") counts only after "di", "ke" or the like. */
  const isPlainWord = (words: readonly string[], at: number): boolean =>
    isRegional(words[at] ?? '') && !PLACE_BEFORE.has(words[at - 1] ?? '')

  return (text) => {
    const words = text.rawWords
    const strong: string[] = []
    const hints: string[] = []
    const negated: string[] = []
    for (let i = 0; i < words.length;) {
      const found = cueAt(words, i, cues) ?? misspelt(words[i] ?? '', cues, isOtherWord, repair)
      if (!found) {
        i++
        continue
      }
      const { code, strong: named } = found.cue
      if (
        code !== 'ID' &&
        !(named && found.length === 1 && isPlainWord(words, i)) &&
        !(LANGUAGE_CODES.has(code) && LANGUAGE_BEFORE.has(words[i - 1] ?? ''))
      ) {
        if (isNegated(words, i)) pushNew(negated, code)
        else pushNew(named ? strong : hints, code)
      }
      i += found.length
    }
    const codes = [...strong]
    for (const code of hints) pushNew(codes, code)
    const ashore = codes.filter((code) => code !== 'XS' && !negated.includes(code))
    const result = ashore.length > 0 ? ashore : codes.filter((code) => !negated.includes(code))
    if (result.length === 0 && negated.length === 0 && HERE_IN_INDONESIA.test(words.join(' '))) result.push('ID')
    return { codes: result, negated }
  }
}

function collectCues(countries: Iterable<Country>, lexicon: Lexicon): Map<string, Cue> {
  const cues = new Map<string, Cue>()
  const put = (form: string, code: string, forgivenFrom: number): void => {
    const key = cleanText(form).words.join(' ')
    if (key.length >= 2 && !cues.has(key)) cues.set(key, { code, strong: forgivenFrom < Infinity, forgivenFrom })
  }
  const all = [...countries]
  for (const country of all)
    for (const form of [...country.names, ...country.nicknames, ...country.misspellings]) put(form, country.code, FORGIVEN_NAME)
  for (const country of all) for (const form of country.cities) put(form, country.code, FORGIVEN_PLACE)
  const known = new Set(all.map((country) => country.code))
  for (const [form, code] of lexicon.countryCues) if (known.has(code)) put(form, code, Infinity)
  for (const country of all) for (const form of [...country.currency, ...country.jargon]) put(form, country.code, Infinity)
  return cues
}

function cueAt(words: readonly string[], start: number, cues: ReadonlyMap<string, Cue>): { cue: Cue; length: number } | null {
  for (let length = Math.min(LONGEST_CUE, words.length - start); length >= 1; length--) {
    const cue = cues.get(words.slice(start, start + length).join(' '))
    if (cue) return { cue, length }
  }
  return null
}

function misspelt(
  word: string,
  cues: ReadonlyMap<string, Cue>,
  isOtherWord: (word: string) => boolean,
  repair: (word: string) => string | null,
): { cue: Cue; length: number } | null {
  const unglued = word.replace(GLUED, '')
  for (const form of [unglued, word.replace(/(?:nya|ku|an)$/, '')]) {
    const cue = form !== word && form.length >= 4 ? cues.get(form) : undefined
    if (cue?.strong) return { cue, length: 1 }
  }
  if (isOtherWord(word) || isOtherWord(word.replace(/(?:nya|ku|mu|an)$/, ''))) return null
  const repaired = repair(word)
  const cue = repaired === null ? undefined : cues.get(repaired)
  return cue ? { cue, length: 1 } : null
}

function isNegated(words: readonly string[], at: number): boolean {
  let i = at - 1
  let skipped = ''
  while (i >= 0 && FILLERS.has(words[i] ?? '') && at - i <= 3) {
    skipped = words[i] === 'jadi' ? 'jadi' : skipped
    i--
  }
  const word = words[i] ?? ''
  return NEGATIONS.has(word) || (skipped === 'jadi' && NOTS.has(word)) || word === 'gajadi'
}

function pushNew(list: string[], code: string): void {
  if (!list.includes(code)) list.push(code)
}
