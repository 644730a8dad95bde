/** Whom a message in danger is about: the writer, or somebody they write about. */
import type { TriageVerdict } from '../message.ts'
import type { Lexicon, ReadToken } from './lexicon.ts'

/** Places in the message where danger was found. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** How far from the danger a word still tells who suffers it. */
const NEAR = 7

/**
 * A relative or friend near the danger means somebody else, unless that person does the harm
 * ("suami mukul saya"). A bare "saya" near it means the writer, unless it only says whose relative it
 * is ("anak saya") or who is writing ("saya ibunya", "saya mau tanya").
 */
export function whomItIsAbout(tokens: readonly ReadToken[], spans: readonly Span[], lexicon: Lexicon): TriageVerdict['about'] {
  const kin = lexicon.group('kerabat') ?? new Set<number>()
  const self = lexicon.group('diri-sendiri') ?? new Set<number>()
  const doer = lexicon.group('pelaku-verba') ?? new Set<number>()
  const introduction = lexicon.group('pengantar') ?? new Set<number>()
  const third = lexicon.group('orang-lain') ?? new Set<number>()
  const near = (at: number): boolean => spans.length === 0 || spans.some((span) => at >= span.start - NEAR && at <= span.end + NEAR)
  const idAt = (at: number): number => tokens[at]?.id ?? -1

  let other = 0
  let writer = 0
  let someone = 0
  tokens.forEach((token, at) => {
    if (!near(at)) return
    if (kin.has(token.id)) {
      const owned = self.has(idAt(at + 1)) || self.has(idAt(at - 1)) ? 1 : 0
      const harms = doer.has(idAt(at + 1 + owned)) || doer.has(idAt(at + 2 + owned))
      if (harms) writer += self.has(idAt(at + 2 + owned)) || self.has(idAt(at + 3 + owned)) ? 2 : 0
      else other += 2
    } else if (self.has(token.id)) {
      const possessive = kin.has(idAt(at - 1)) || kin.has(idAt(at + 1))
      if (!possessive && !introduction.has(idAt(at + 1))) writer += doer.has(idAt(at - 1)) ? 3 : 1
    } else if (third.has(token.id)) someone += 1
  })
  if (other > 0 && other >= writer) return 'other'
  if (writer > 0) return 'self'
  return someone > 0 ? 'other' : 'unknown'
}
