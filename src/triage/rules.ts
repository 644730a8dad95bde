/** Danger rules and their exceptions: the shape of the files, and what a message makes them say. */
import { z } from 'zod'
import type { Danger } from '../message.ts'
import { DANGERS } from '../message.ts'
import type { Lexicon, ReadToken, WordLists } from './lexicon.ts'
import { createLexicon } from './lexicon.ts'
import { negatorBefore, perhapsDenied, withoutDenied } from './negation.ts'
import type { Match, Matcher, PatternStep } from './patterns.ts'
import { compileMatcher, parsePattern, wordsOfPattern } from './patterns.ts'

const ruleId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by hyphens')

export const ruleSchema = z.strictObject({
  id: ruleId,
  /** For people: what the rule is about, in Indonesian. */
  means: z.string().min(3),
  /** Patterns (patterns.ts); one is enough. */
  says: z.array(z.string().min(2)).min(1),
  /** Ids of exceptions; for dangers those in `exceptionsOf` are added. */
  unless: z.array(ruleId).default([]),
  /** `keep` when the patterns themselves contain the "not" ("tidak dikasih makan"). */
  negation: z.enum(['cancels', 'keep']).default('cancels'),
  /** Which danger is named when several rules fire: the highest. */
  strength: z.int().min(1).max(6).default(2),
  fires: z.array(z.string()).min(1),
  silent: z.array(z.string()).min(1),
})

export const ruleFileSchema = z.union([
  z.strictObject({ danger: z.enum(DANGERS), rules: z.array(z.unknown()) }),
  z.strictObject({ urgency: z.literal('urgent'), rules: z.array(z.unknown()) }),
])

export const exceptionSchema = z.strictObject({
  id: ruleId,
  means: z.string().min(3),
  where: z.enum(['near', 'anywhere']),
  /** Words between the rule's finding and the exception, when `near`. */
  within: z.int().min(0).max(20).default(4),
  says: z.array(z.string().min(2)).min(1),
  /** When one of these is in the message the exception does not hold. */
  not_if: z.array(z.string().min(2)).default([]),
  /** What remains of the finding. */
  leaves: z.enum(['nothing', 'doubt', 'urgent']),
})

/** One string of words, for lists that fit the screen. */
const wordsOfOneLine = z.string().transform((words) => words.split(/\s+/).filter((word) => word !== ''))

export const wordListsSchema = z.strictObject({
  same: z.record(z.string(), wordsOfOneLine),
  groups: z.record(z.string(), z.array(z.string())),
  tolerant: z.array(z.string()),
  fillers: z.array(z.string()),
  ordinary: z.array(z.string()),
  kinds: z.record(z.string(), wordsOfOneLine),
})

/** The same lists after reading, as the build stores them. */
export const bakedWordListsSchema = wordListsSchema.extend({
  same: z.record(z.string(), z.array(z.string())),
  kinds: z.record(z.string(), z.array(z.string())),
})

export type RuleSource = z.infer<typeof ruleSchema>
export type ExceptionSource = z.infer<typeof exceptionSchema>

export interface Rule extends RuleSource {
  /** Null: urgent without a danger. */
  readonly danger: Danger | null
}

/** Everything the rules part of triage is built from; plain JSON. */
export interface RuleSet {
  readonly words: WordLists
  readonly exceptions: readonly ExceptionSource[]
  readonly rules: readonly Rule[]
}

/** Exceptions that hold for every danger, and the one that makes it urgent because it is over. */
const EVERY_DANGER = ['film', 'law-question', 'hypothetical', 'general-term', 'joking']
/** Where a question with "kalau" is as serious as the thing itself. */
const NEVER_HYPOTHETICAL: readonly (Danger | null)[] = ['self-harm']
/** Rape is an emergency for days, also for somebody who is safe now: only a long time ends it. */
const PAST: Partial<Record<Danger, readonly string[]>> = {
  violence: ['safe-now', 'long-ago'],
  'sexual-violence': ['long-ago'],
  confinement: ['safe-now', 'long-ago'],
  trafficking: ['safe-now', 'long-ago'],
  stranded: ['safe-now', 'long-ago'],
  medical: ['long-ago'],
}

/** Stands among the exceptions that took a finding away when its words may have been denied. */
export const PERHAPS_DENIED = 'perhaps-denied'

/** No pattern spans more words. */
const LONGEST_PATTERN = 60

/** A rule whose words are in the message. */
export interface Finding {
  readonly rule: Rule
  readonly start: number
  readonly end: number
  /** `danger` or `urgent`: what the rule says. `doubt`: an exception left only a question. */
  readonly says: 'danger' | 'urgent' | 'doubt'
}

export interface Reading {
  /** Denied words of harm made unknown. */
  readonly tokens: readonly ReadToken[]
  readonly findings: readonly Finding[]
  /** Ids of the exceptions that took a danger's finding away, wholly or in part. */
  readonly excused: readonly string[]
  /** Dangers that are told with a "not" in front: "ora pengin mati". */
  readonly denied: readonly Danger[]
}

export interface RuleReader {
  readonly lexicon: Lexicon
  read(tokens: readonly ReadToken[]): Reading
}

/** Every word that patterns use, so that the lexicon knows them. */
export function wordsOfRules(set: Pick<RuleSet, 'exceptions' | 'rules'>): string[] {
  const patterns = [
    ...set.rules.flatMap((rule) => rule.says),
    ...set.exceptions.flatMap((exception) => [...exception.says, ...exception.not_if]),
  ]
  return patterns.flatMap(wordsOfPattern)
}

/** Throws PatternError when a pattern is wrong: `loadSafety` leaves such rules out beforehand. */
export function createRuleReader(set: RuleSet): RuleReader {
  const lexicon = createLexicon(set.words, wordsOfRules(set))
  const patterns: { owner: number; steps: PatternStep[] }[] = []
  const add = (owner: number, says: readonly string[]): void => {
    for (const pattern of says) for (const steps of parsePattern(pattern, lexicon)) patterns.push({ owner, steps })
  }
  const exceptionAt = set.rules.length
  const counterAt = exceptionAt + set.exceptions.length
  set.rules.forEach((rule, at) => add(at, rule.says))
  set.exceptions.forEach((exception, at) => {
    add(exceptionAt + at, exception.says)
    add(counterAt + at, exception.not_if)
  })
  const matcher = compileMatcher(patterns)
  const numberOf = new Map(set.exceptions.map((exception, at) => [exception.id, at]))
  const unless = set.rules.map((rule) => exceptionsOf(rule).flatMap((id) => numberOf.get(id) ?? []))
  return { lexicon, read: (tokens) => readRules(tokens, { set, lexicon, matcher, unless, exceptionAt, counterAt }) }
}

export function exceptionsOf(rule: Rule): string[] {
  if (rule.danger === null) return rule.unless
  const always = EVERY_DANGER.filter((id) => id !== 'hypothetical' || !NEVER_HYPOTHETICAL.includes(rule.danger))
  return [...rule.unless, ...always, ...(PAST[rule.danger] ?? [])]
}

interface Compiled {
  readonly set: RuleSet
  readonly lexicon: Lexicon
  readonly matcher: Matcher
  /** For each rule the indices of its exceptions. */
  readonly unless: readonly (readonly number[])[]
  readonly exceptionAt: number
  readonly counterAt: number
}

function readRules(tokens: readonly ReadToken[], compiled: Compiled): Reading {
  const { set, exceptionAt, counterAt } = compiled
  const said = withoutDenied(tokens, compiled.lexicon)
  const ruleMatches: Match[] = []
  const exceptionMatches = new Map<number, Match[]>()
  const countered = new Set<number>()
  for (const match of compiled.matcher(said)) {
    if (match.owner < exceptionAt) ruleMatches.push(match)
    else if (match.owner >= counterAt) countered.add(match.owner - counterAt)
    else {
      const number = match.owner - exceptionAt
      // "Paspor diambil, saya disekap" says two things: that the papers are held excuses nothing of the second.
      if (set.exceptions[number]?.where === 'near' && crossesBreak(said, match)) continue
      const list = exceptionMatches.get(number)
      if (list) list.push(match)
      else exceptionMatches.set(number, [match])
    }
  }
  const findings: Finding[] = []
  const excused = new Set<string>()
  const denied = new Set<Danger>()
  for (const match of ruleMatches) {
    const rule = set.rules[match.owner] as Rule
    if (rule.negation === 'cancels' && negatorBefore(tokens, match.start, compiled.lexicon)) {
      if (rule.danger !== null) denied.add(rule.danger)
      continue
    }
    let says: Finding['says'] | null = rule.danger === null ? 'urgent' : 'danger'
    if (rule.danger !== null && rule.negation === 'cancels' && perhapsDenied(said, match.start, match.end, compiled.lexicon)) {
      says = 'doubt'
      excused.add(PERHAPS_DENIED)
    }
    for (const number of compiled.unless[match.owner] ?? []) {
      const exception = set.exceptions[number] as ExceptionSource
      if (countered.has(number) || !holds(exception, match, exceptionMatches.get(number))) continue
      if (rule.danger !== null) excused.add(exception.id)
      says = weaker(says, exception.leaves)
    }
    if (says !== null) findings.push({ rule, start: match.start, end: match.end, says })
  }
  return { tokens: said, findings, excused: [...excused], denied: [...denied] }
}

function crossesBreak(tokens: readonly ReadToken[], match: Match): boolean {
  for (let at = match.start + 1; at <= match.end; at++) if (tokens[at]?.afterBreak) return true
  return false
}

function holds(exception: ExceptionSource, match: Match, found: readonly Match[] | undefined): boolean {
  if (!found) return false
  if (exception.where === 'anywhere') return true
  const from = match.start - 1 - exception.within
  const to = match.end + 1 + exception.within
  for (let at = firstEndingAt(found, from); at < found.length; at++) {
    const other = found[at] as Match
    if (other.end > to + LONGEST_PATTERN) return false
    if (other.start <= to) return true
  }
  return false
}

/** Matches come in order of their end, so the search stays short in the longest message. */
function firstEndingAt(found: readonly Match[], position: number): number {
  let low = 0
  let high = found.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((found[middle] as Match).end < position) low = middle + 1
    else high = middle
  }
  return low
}

function weaker(says: Finding['says'] | null, leaves: ExceptionSource['leaves']): Finding['says'] | null {
  if (says === null || leaves === 'nothing') return null
  if (says === 'danger') return leaves
  return says === 'urgent' && leaves === 'doubt' ? null : says
}
