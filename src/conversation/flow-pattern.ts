/** The patterns of flow files: `..` stands for up to four words, the rest is an expression over words parted by single spaces. */
import { plainWords } from '../plain-words.ts'

const PATTERNS = new Map<string, RegExp>()

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

function expressionOf(pattern: string): RegExp {
  let found = PATTERNS.get(pattern)
  if (!found) {
    found = new RegExp(`(?<!\\S)${pattern.replaceAll(/ ?\.\. ?/gu, ' (?:\\S+ ){0,4}?')}(?!\\S)`, 'u')
    PATTERNS.set(pattern, found)
  }
  return found
}
