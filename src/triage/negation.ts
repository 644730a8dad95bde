/** Which words of a message are denied: "tidak pernah dipukul". */
import type { Lexicon, ReadToken } from './lexicon.ts'

/**
 * The message with denied words of harm made unknown, so that no rule and no training line takes them
 * for the harm itself. "Tidak cuma dipukul" denies nothing.
 */
export function withoutDenied(tokens: readonly ReadToken[], lexicon: Lexicon): ReadToken[] {
  const harm = lexicon.group('celaka')
  return tokens.map((token, at) =>
    harm?.has(token.id) && negatorBefore(tokens, at, lexicon)
      ? { word: `bukan-${lexicon.wordOf(token.id)}`, id: -1, afterBreak: token.afterBreak }
      : token,
  )
}

/** "tidak", also with a light word between: "tidak pernah main tangan". Never across a comma or full stop. */
export function negatorBefore(tokens: readonly ReadToken[], start: number, lexicon: Lexicon): boolean {
  if (tokens[start]?.afterBreak) return false
  const through = lexicon.group('lewat-ingkar')
  let before = start - 1
  while (before >= 0 && through?.has(tokens[before]?.id ?? -1) && !tokens[before]?.afterBreak) before--
  return lexicon.group('bukan')?.has(tokens[before]?.id ?? -1) === true
}
