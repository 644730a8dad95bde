/**
 * The words in which the router is asked and answers. All of it is plain JSON, so that a context can be
 * stored with the conversation and an explanation shown to staff.
 */
import type { NormalisedText, ScoredTopic, Subtopic, Topic } from '../message.ts'

/** One numbered offer made to the person; a digit picks it for six hours. */
export interface PendingChoice {
  /** Stable ASCII id: `card:<card id>` or `topic:<topic>`. */
  readonly id: string
  /** What is shown, at most 40 characters. */
  readonly label: string
  readonly topic: Topic
  /** The card to send when it is picked; null when only the topic is known. */
  readonly card: string | null
}

/** What the conversation remembers for the router. Holds no text of the person. */
export interface RouteContext {
  readonly lastTopic: Topic | null
  readonly lastCountry: string | null
  readonly lastCards: readonly string[]
  /** When the last message was routed, milliseconds since 1970. */
  readonly lastAt: number | null
  readonly pendingChoices: readonly PendingChoice[]
  /** When `pendingChoices` were offered, milliseconds since 1970. */
  readonly offeredAt: number | null
  readonly now: number
}

export interface RouteInput {
  readonly text: NormalisedText
  /** ISO codes named by this message, in order of mention. */
  readonly countries: readonly string[]
  /** ISO codes this message rules out ("bukan korea"). */
  readonly negatedCountries: readonly string[]
  readonly context: RouteContext
  /** Who asks, where the conversation knows it. */
  readonly audience?: 'worker' | 'family'
}

export type RoutedOutcome = 'answer' | 'choices' | 'unknown' | 'smalltalk' | 'handoff'

/** Why, for staff and for the evaluation. Never shown to the person. */
export interface RoutingExplanation {
  /** How the message was understood: by itself, with the context, as a digit, … */
  readonly by: 'text' | 'follow-up' | 'country-only' | 'choice' | 'stale-choice' | 'several-questions' | 'empty'
  /** The classifier alone. */
  readonly classifier: readonly ScoredTopic[]
  /** The best cards by text, with their score before the country was weighed. */
  readonly search: readonly { readonly card: string; readonly score: number }[]
  /** Share of the message's informative words that the knowledge base knows, 0 to 1. */
  readonly knownShare: number
}

export interface Routing {
  readonly outcome: RoutedOutcome
  /** The best guess, also when the outcome is `choices` or `unknown`. */
  readonly topic: Topic
  /** Best first, at most five. */
  readonly topics: readonly ScoredTopic[]
  readonly subtopic: Subtopic | null
  readonly country: string | null
  /** 0 to 3 card ids, the first to be sent first. Empty unless the outcome is `answer` (or `smalltalk`/`handoff` with a card of its own). */
  readonly cards: readonly string[]
  /** At most three, when the outcome is `choices`. */
  readonly choices: readonly PendingChoice[]
  /** 0 to 1: the estimated chance that `topic` is right. */
  readonly confidence: number
  readonly explain: RoutingExplanation
}

/** Pure and synchronous; never throws for any text. */
export type Route = (input: RouteInput) => Routing

/** The context of a conversation that has just begun. */
export function emptyContext(now: number): RouteContext {
  return { lastTopic: null, lastCountry: null, lastCards: [], lastAt: null, pendingChoices: [], offeredAt: null, now }
}
