/** Characters only: what a message looks like once it is free of invisible, look-alike and decorative characters. */

/** Longer messages are understood by their first part; triage looks at all of it by itself. */
const CHARACTERS_READ = 16_000

/** Format characters and Hangul fillers; variation selectors are marks and fall with the marks. */
const INVISIBLE = /[\p{Cf}\u115f\u1160\u3164\uffa0]/gu
const QUOTES = /[\u2018\u2019\u201a\u201b\u02bc\u02bb\u0060\u00b4\u2032]/g
const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]*)*/gu
const EMOJI = /\p{Extended_Pictographic}/gu

/** Cyrillic and Greek letters that are drawn like Latin ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  г: 'r',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
}
const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' }

export interface CleanText {
  /** Lower case, NFKC, one space between words. */
  readonly text: string
  readonly words: readonly string[]
  readonly emoji: readonly string[]
}

/** Takes linear time. Reads at most the first 16,000 characters. */
export function cleanText(original: string): CleanText {
  const head = original.length > CHARACTERS_READ ? original.slice(0, CHARACTERS_READ) : original
  const emoji = head.match(EMOJI)?.slice(0, 20) ?? []
  const text = head
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .replace(QUOTES, "'")
    .replace(/(\d)[.,](?=\d)/g, '$1')
  const words = (text.match(WORD) ?? []).map(toLatin)
  return { text, words, emoji }
}

/** Replaces look-alikes, but only in words that already hold a Latin letter: a Russian word stays Russian. */
function toLatin(word: string): string {
  if (!/[a-z]/.test(word) || /^[a-z0-9']+$/.test(word)) return word
  return Array.from(word, (letter) => LOOK_ALIKES[letter] ?? letter).join('')
}

/** "g4ji" to "gaji"; null when the word does not mix digits between letters. */
export function withoutLeet(word: string): string | null {
  if (!/[a-z][013457]+[a-z]/.test(word)) return null
  return word.replace(/[013457]/g, (digit) => LEET[digit] ?? digit)
}

/** Shortens stretched letters ("toloooong"), to the spelling that `known` accepts, else to single letters. */
export function withoutStretch(word: string, known: (word: string) => boolean): string {
  if (!/([a-z])\1/.test(word) || known(word)) return word
  const single = word.replace(/([a-z])\1+/g, '$1')
  if (known(single)) return single
  if (!/([a-z])\1\1/.test(word)) return word
  const double = word.replace(/([a-z])\1\1+/g, '$1$1')
  return known(double) ? double : word.replace(/([a-z])\1\1+/g, '$1')
}
