/**
 * The small language in which rules say what to look for, and its matcher.
 *
 *   tidak dikasih makan     words one after the other
 *   pintu .. dikunci        up to 3 words between; `...` up to 8
 *   bos|mandor memukul      either word
 *   @majikan memukul        any word of a group
 *   dipukul & @majikan      in any order, up to 6 words between
 *
 * Words are compared after reading (lexicon.ts), so other languages, slang and one typing mistake are
 * covered. The matcher reads each word once and keeps one number per step of a pattern: no backtracking.
 */
import type { Lexicon, ReadToken } from './lexicon.ts'

export interface PatternStep {
  readonly words: ReadonlySet<number>
  /** Most words allowed between the step before and this one. */
  readonly gap: number
}

export interface Match {
  /** Index of the pattern's owner, as given to `compileMatcher`. */
  readonly owner: number
  /** First and last token. */
  readonly start: number
  readonly end: number
}

export type Matcher = (tokens: readonly ReadToken[]) => Match[]

const SHORT_GAP = 3
const LONG_GAP = 8
const ANY_ORDER_GAP = 6
const MOST_PARTS = 4

/** A pattern that cannot be understood, with the reason in words for whoever wrote it. */
export class PatternError extends Error {}

/** The plain words used in `pattern`, for registering them with the lexicon before compiling. */
export function wordsOfPattern(pattern: string): string[] {
  return pattern.split(/[\s|&]+/).filter((word) => word !== '' && !word.startsWith('@') && !/^\.+$/.test(word))
}

/** Throws PatternError. One pattern may become several: each order of the parts joined by `&`. */
export function parsePattern(pattern: string, lexicon: Lexicon): PatternStep[][] {
  const parts = pattern.split('&').map((part) => parseSequence(part.trim(), pattern, lexicon))
  if (parts.length > MOST_PARTS) throw new PatternError(`"${pattern}" joins more than ${MOST_PARTS} parts with &`)
  return permutations(parts).map((order) =>
    order.flatMap((steps, part) => steps.map((step, at) => (part > 0 && at === 0 ? { ...step, gap: ANY_ORDER_GAP } : step))),
  )
}

function parseSequence(part: string, pattern: string, lexicon: Lexicon): PatternStep[] {
  const steps: PatternStep[] = []
  let gap = 0
  for (const element of part.split(/\s+/)) {
    if (element === '..' || element === '...') {
      gap = element === '..' ? SHORT_GAP : LONG_GAP
      continue
    }
    const words = new Set<number>()
    let onlyFillers = true
    for (const choice of element.split('|')) {
      if (choice.startsWith('@')) {
        const group = lexicon.group(choice.slice(1))
        if (!group) throw new PatternError(`"${pattern}" uses ${choice}, which is no group of words.yaml`)
        for (const id of group) words.add(id)
        onlyFillers = false
      } else if (choice !== '' && !lexicon.isFiller(choice)) {
        const id = lexicon.idOf(choice)
        if (id < 0) throw new PatternError(`"${pattern}" holds "${choice}", which cannot be read as a word`)
        words.add(id)
        onlyFillers = false
      }
    }
    if (onlyFillers) continue
    steps.push({ words, gap: steps.length === 0 ? 0 : gap })
    gap = 0
  }
  if (steps.length === 0) throw new PatternError(`"${pattern}" has no word to look for`)
  return steps
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]))
}

/** Patterns with the same owner are alternatives. */
export function compileMatcher(patterns: readonly { readonly owner: number; readonly steps: readonly PatternStep[] }[]): Matcher {
  const owner: number[] = []
  const isFirst: boolean[] = []
  const isLast: boolean[] = []
  const nextGap: number[] = []
  const waiting = new Map<number, number[]>()
  for (const pattern of patterns)
    pattern.steps.forEach((step, at) => {
      const state = owner.length
      owner.push(pattern.owner)
      isFirst.push(at === 0)
      isLast.push(at === pattern.steps.length - 1)
      nextGap.push(pattern.steps[at + 1]?.gap ?? 0)
      for (const word of step.words) {
        const list = waiting.get(word)
        if (list) list.push(state)
        else waiting.set(word, [state])
      }
    })
  // Later steps first, so that one word never moves a pattern two steps on.
  for (const list of waiting.values()) list.reverse()

  return (tokens) => {
    const until = new Int32Array(owner.length).fill(-1)
    const begun = new Int32Array(owner.length)
    const matches: Match[] = []
    tokens.forEach((token, at) => {
      for (const state of waiting.get(token.id) ?? []) {
        if (!isFirst[state] && (until[state] ?? -1) < at) continue
        const start = isFirst[state] ? at : (begun[state] ?? at)
        if (isLast[state]) matches.push({ owner: owner[state] ?? 0, start, end: at })
        else {
          until[state + 1] = at + 1 + (nextGap[state] ?? 0)
          begun[state + 1] = start
        }
      }
    })
    return matches
  }
}
