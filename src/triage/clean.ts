/**
 * Turns what a person typed into plain lower-case words, for triage only. Linear in the length of the
 * text; has no list of words in it, so that it cannot fail when a knowledge file does.
 */

/** One word of a message. */
export interface Token {
  readonly word: string
  /** A full stop, comma or line break stands between this word and the one before. */
  readonly afterBreak: boolean
}

/** Characters beyond this are not read at all: the largest message any channel passes on. */
export const READ_LIMIT = 65_536

const FOLDED_AT_ONCE = 4_096

/** A run of letters longer than this is no word; the rest of it is skipped. */
const WORD_LIMIT = 32

/** Cyrillic and Greek letters that look like Latin ones, and signs used in place of letters. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  в: 'b',
  β: 'b',
  с: 'c',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  ε: 'e',
  є: 'e',
  ё: 'e',
  ғ: 'f',
  ɡ: 'g',
  һ: 'h',
  н: 'h',
  і: 'i',
  ι: 'i',
  ı: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  κ: 'k',
  ӏ: 'l',
  м: 'm',
  п: 'n',
  η: 'n',
  ո: 'n',
  о: 'o',
  ο: 'o',
  σ: 'o',
  р: 'p',
  ρ: 'p',
  ԛ: 'q',
  г: 'r',
  ѕ: 's',
  т: 't',
  τ: 't',
  υ: 'u',
  и: 'u',
  ц: 'u',
  ν: 'v',
  ѵ: 'v',
  ԝ: 'w',
  ω: 'w',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
  з: 'z',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ħ: 'h',
  æ: 'a',
  '@': 'a',
  $: 's',
}

/** Signs put inside a word to hide it ("b*nuh"): the word goes on without them. */
const MASKS = new Set(['*', '#', '_', '~', "'", '’', '‘', '`', 'ʼ', '´'])

const BREAKS = new Set(['.', ',', ';', '!', '?', '\n', ':', '(', ')', '…', '。', '،'])

/**
 * Splits `text` into words: compatibility forms folded, accents and invisible marks dropped, lookalike
 * letters made Latin, letters typed apart ("t o l o n g") joined. A distress sign (🆘) is read as "tolong".
 */
export function cleanWords(text: string): Token[] {
  const folded = fold(text.slice(0, READ_LIMIT))
  const tokens: Token[] = []
  let word = ''
  let skipping = false
  let broken = false
  const flush = (): void => {
    if (word !== '') {
      tokens.push({ word, afterBreak: broken })
      broken = false
    }
    word = ''
    skipping = false
  }
  for (const character of folded) {
    const letter = letterOf(character, word !== '')
    if (letter === '') continue
    if (letter !== null) {
      if (skipping) continue
      if (word.length >= WORD_LIMIT) skipping = true
      else word += letter
      continue
    }
    flush()
    if (BREAKS.has(character)) broken = true
    else if (character === '🆘') tokens.push({ word: 'tolong', afterBreak: true })
  }
  flush()
  return joinSpelledOut(tokens)
}

/** The letter or digit that `character` stands for, '' when it only hides inside a word, null when it ends the word. */
function letterOf(character: string, insideWord: boolean): string | null {
  const code = character.charCodeAt(0)
  if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) return character
  const lookalike = LOOKALIKES[character]
  if (lookalike !== undefined && (insideWord || code > 127)) return lookalike
  if (MASKS.has(character)) return insideWord ? '' : null
  return code > 127 && isLetter(character) ? character : null
}

function isLetter(character: string): boolean {
  return character.toLowerCase() !== character.toUpperCase() || /^\p{L}$/u.test(character)
}

/** In pieces, because one character may unfold into eighteen: reading stops at the limit. */
function fold(text: string): string {
  let folded = ''
  for (let at = 0; at < text.length && folded.length < READ_LIMIT; at += FOLDED_AT_ONCE)
    folded += text
      .slice(at, at + FOLDED_AT_ONCE)
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}]/gu, '')
  return folded.slice(0, READ_LIMIT).toLowerCase()
}

/** Joins runs of four and more single letters into one word. */
function joinSpelledOut(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  let run: Token[] = []
  const flush = (): void => {
    const first = run[0]
    if (first && run.length >= 4) joined.push({ word: run.map((token) => token.word).join(''), afterBreak: first.afterBreak })
    else joined.push(...run)
    run = []
  }
  for (const token of tokens) {
    if (token.word.length === 1) {
      run.push(token)
      if (run.length >= WORD_LIMIT) flush()
    } else {
      flush()
      joined.push(token)
    }
  }
  flush()
  return joined
}

/** Doubled and stretched letters reduced to one: "toloooong" and "tolong" become the same. */
export function squeeze(word: string): string {
  let result = ''
  let previous = ''
  for (const letter of word) {
    if (letter !== previous) result += letter
    previous = letter
  }
  return result
}

const DIGIT_LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
}

/** Digits inside a word read as the letters they stand for: "d1pukul". A digit 2 at the end doubles the word and is dropped. */
export function lettersForDigits(word: string): string {
  const base = word.length > 2 && word.endsWith('2') ? word.slice(0, -1) : word
  let result = ''
  for (const letter of base) result += DIGIT_LETTERS[letter] ?? letter
  return result
}
