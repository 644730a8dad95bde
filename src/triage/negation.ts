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
      ? { word: `bukan-${lexicon.wordOf(token.id)}`, id: -1, afterBreak: token.afterBreak, denied: true }
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

/**
 * Whether a word of harm between `start` and `end` may be denied, but may as well not be: "beli dikurung"
 * (Dermayu "not", Indonesian "buy"), or "dipukul sih enggak", which without its question mark is also "was
 * he beaten or not". Such a finding is asked about, never dropped.
 */
export function perhapsDenied(tokens: readonly ReadToken[], start: number, end: number, lexicon: Lexicon): boolean {
  const harm = lexicon.group('celaka')
  for (let at = start; at <= end; at++)
    if (harm?.has(tokens[at]?.id ?? -1) && (twoFacedBefore(tokens, at, lexicon) || negatorLast(tokens, at, lexicon))) return true
  return false
}

function twoFacedBefore(tokens: readonly ReadToken[], at: number, lexicon: Lexicon): boolean {
  if (tokens[at]?.afterBreak) return false
  const before = tokens[at - 1]
  const bought = lexicon.group('hendak')?.has(tokens[at - 2]?.id ?? -1) === true
  return before !== undefined && !bought && lexicon.group('mungkin-ingkar')?.has(before.id) === true
}

/** The "not" stands behind, and nothing follows that it could belong to. */
function negatorLast(tokens: readonly ReadToken[], at: number, lexicon: Lexicon): boolean {
  const next = tokens[at + 1]
  if (next === undefined || next.afterBreak || lexicon.group('ingkar-akhir')?.has(next.id) !== true) return false
  const after = tokens[at + 2]
  return after === undefined || after.afterBreak || lexicon.group('penyambung')?.has(after.id) === true
}
