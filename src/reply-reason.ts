/** Why a reply was given, as staff see it. Stored as JSON beside each message; holds nothing of the person's own words. */
import type { Danger, ScoredTopic, Topic } from './message.ts'

export interface ReplyReason {
  readonly topic: Topic | null
  /** 0 to 1, of the choice that was made. */
  readonly confidence: number | null
  readonly topics: readonly ScoredTopic[]
  /** Ids of the cards used. */
  readonly cards: readonly string[]
  readonly triage: { readonly rules: readonly string[]; readonly score: number; readonly danger: Danger | null } | null
  readonly source: 'card' | 'safety' | 'conversation' | 'staff' | 'model'
  /** Which rule of the conversation answered, when no card did: "digit-9", "greeting", "photo". */
  readonly note?: string
  /** Prompts of the model that had a part in it, with their versions, and why its words were not sent. */
  readonly model?: { readonly used: readonly string[]; readonly rejected?: string }
}
