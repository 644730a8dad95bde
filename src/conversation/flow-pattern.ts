/** The patterns of flow files: `..` stands for up to four words, the rest is an expression over words parted by single spaces. */
import { plainWords } from '../plain-words.ts'

const PATTERNS = new Map<string, RegExp>()
const WRITTEN = new Map<string, RegExp>()

/** Whether one of the patterns fits words in small letters, as `plainWords` gives them. */
export function anyFits(patterns: readonly string[], words: string): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(words))
}

/** What stands in the place of words that must not be kept. */
const LEFT_OUT = '[tidak disimpan]'

/** The text without the clauses that one of the patterns fits. */
export function withoutClauses(text: string, patterns: readonly string[]): string {
  return text
    .split(/(?<=[.,;!?\n])/u)
    .map((clause) => (anyFits(patterns, plainWords(clause)) ? LEFT_OUT : clause))
    .join('')
}

/** The text without the very words that one of the patterns fits: a place in the same breath stays. */
export function withoutPhrases(text: string, patterns: readonly string[]): string {
  return patterns.reduce((left, pattern) => left.replace(writtenExpressionOf(pattern), LEFT_OUT), text)
}

/** The same over words as a person writes them: capitals, commas and line ends between them. */
function writtenExpressionOf(pattern: string): RegExp {
  let found = WRITTEN.get(pattern)
  if (!found) {
    const gap = '[^\\p{L}\\p{N}]{1,5}'
    const words = pattern
      .replaceAll(/ ?\.\. ?/gu, '\0')
      .replaceAll(' ', gap)
      .replaceAll('\0', `${gap}(?:[\\p{L}\\p{N}]{1,30}${gap}){0,4}?`)
    found = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'giu')
    WRITTEN.set(pattern, found)
  }
  return found
}

function expressionOf(pattern: string): RegExp {
  let found = PATTERNS.get(pattern)
  if (!found) {
    found = new RegExp(`(?<!\\S)${pattern.replaceAll(/ ?\.\. ?/gu, ' (?:\\S+ ){0,4}?')}(?!\\S)`, 'u')
    PATTERNS.set(pattern, found)
  }
  return found
}
