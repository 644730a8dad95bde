/**
 * Whether a model's words say what the cards say and nothing else. Each sentence names the facts it tells; its weighty words must be
 * words of these facts, in their order, and nothing that decides what a fact says may be missing. In doubt the answer is no.
 */
import { textFindings } from '../knowledge/check-text.ts'
import type { Spoken } from '../message.ts'
import { weightyWords, type Word } from './draft-words.ts'
import type { Fact } from './facts.ts'

export interface DraftSentence {
  readonly text: string
  /** Ids of the facts it tells. */
  readonly from: readonly string[]
}

/** Why a draft is not sent. */
export type Rejection =
  | 'empty'
  | 'length'
  | 'characters'
  | 'tone'
  | 'no-fact'
  | 'order-of-facts'
  | 'context'
  | 'warning'
  | 'question'
  | 'number'
  | 'address'
  | 'name'
  | 'unsupported'
  | 'order-of-words'
  | 'left-out'

/** All sentences together stay under the limit of a bubble with contacts and source below them. */
const LONGEST = 800
const LONGEST_SENTENCE = 260
const SENTENCES_AT_MOST = 16
const FACTS_A_SENTENCE = 3
/** Of a fact without a "not" or "only", so much may be left out. */
const MAY_BE_LEFT_OUT = 0.25

/** Null when the draft may be sent. `stem` joins forms of one word. */
export function rejectionOf(
  draft: readonly DraftSentence[],
  facts: readonly Fact[],
  speaks: Spoken,
  stem: (word: string) => string,
): Rejection | null {
  if (draft.length === 0) return 'empty'
  const whole = draft.map(({ text }) => text).join(' ')
  if (whole.length > LONGEST || draft.length > SENTENCES_AT_MOST) return 'length'
  if (textFindings(whole, speaks).some(({ severity }) => severity === 'error')) return 'tone'
  const byId = new Map(facts.map((fact, place) => [fact.id, { fact, place }]))
  const told = new Set(draft.flatMap(({ from }) => from))
  let reached = -1
  for (const { text, from } of draft) {
    const cited = from.map((id) => byId.get(id))
    if (cited.length === 0 || cited.length > FACTS_A_SENTENCE || cited.some((one) => one === undefined)) return 'no-fact'
    const used = cited.filter((one) => one !== undefined)
    if (new Set(used.map(({ fact }) => fact.card)).size > 1) return 'context'
    // In the order of the cards, so that what leans on a fact stands after it.
    for (const { place } of used) {
      if (place < reached) return 'order-of-facts'
      reached = place
    }
    const wrong = wrongOf(
      text,
      used.map(({ fact }) => fact),
      stem,
    )
    if (wrong !== null) return wrong
  }
  for (const fact of facts) {
    if (told.has(fact.id) && [fact.needs, ...fact.limitedBy].some((id) => id !== null && !told.has(id))) return 'context'
    if (fact.warning && !told.has(fact.id)) return 'warning'
  }
  return null
}

function wrongOf(text: string, facts: readonly Fact[], stem: (word: string) => string): Rejection | null {
  if (text.length > LONGEST_SENTENCE) return 'length'
  const source = facts.map((fact) => fact.text).join(' ')
  if (!hasOnlyCharactersOf(text, source)) return 'characters'
  if (text.includes('?') !== source.includes('?')) return 'question'
  const said = weightyWords(text, stem)
  if (said.length === 0) return 'empty'
  const known = weightyWords(source, stem)
  const unknown = said.find((word) => !known.some((other) => isSame(word, other)))
  if (unknown) return kindOf(unknown)
  const kept = alignment(said, known)
  if (kept === null) return 'order-of-words'
  return leavesOut(kept, known) ? 'left-out' : null
}

/** Plain letters, figures and marks; any other sign only where the facts have it. */
function hasOnlyCharactersOf(text: string, source: string): boolean {
  return [...text].every((sign) => /[a-zA-Z0-9 .,;:?"'()/%-]/u.test(sign) || source.includes(sign))
}

function isSame(word: Word, other: Word): boolean {
  return word.meaning === other.meaning && word.passive === other.passive
}

function kindOf({ written, number, name }: Word): Rejection {
  if (/@|https?|www|\.\p{L}{2,}/u.test(written)) return 'address'
  if (number) return 'number'
  return name ? 'name' : 'unsupported'
}

/** Which words of the facts are said, when all that is said stands in the facts in this order; else null. The latest places are taken last. */
function alignment(said: readonly Word[], known: readonly Word[]): ReadonlySet<number> | null {
  const kept = new Set<number>()
  let at = 0
  for (const [w, word] of said.entries()) {
    const found = known.findIndex((other, i) => i >= at && isSame(word, other))
    if (found < 0 || breaksUp(word, known[found]!, w === said.length - 1)) return null
    kept.add(found)
    at = found + 1
  }
  return kept
}

/** "Tidak, boleh" and "Tidak. Boleh" are not "tidak boleh". */
function breaksUp(word: Word, other: Word, last: boolean): boolean {
  if (word.stop === 'none' || last) return false
  return word.stop === 'end' ? other.stop !== 'end' : word.whole && other.stop === 'none'
}

function leavesOut(kept: ReadonlySet<number>, known: readonly Word[]): boolean {
  // What stands in brackets is said as a whole or not at all.
  const aside = known.some((word, i) => word.aside && kept.has(i))
  const needed = known.map((word, i) => ({ word, i })).filter(({ word }) => aside || !word.aside)
  const missing = needed.filter(({ i }) => !kept.has(i))
  if (missing.length === 0) return false
  const numbers = known.filter((word) => word.number && !word.aside).length
  const told = known.some((word, i) => word.number && kept.has(i))
  // A figure stays with all that is said of it.
  if (known.some((word) => word.whole) || (numbers > 0 && told)) return true
  if (missing.some(({ word, i }) => word.deciding || word.name || i === needed[0]!.i)) return true
  return missing.length > needed.length * MAY_BE_LEFT_OUT
}
