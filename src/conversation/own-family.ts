/** Links between a worker and relatives (care 5), as a turn knows and changes them. Plain data. */
import type { Spoken } from '../message.ts'
import type { CaseState, FamilyRelation } from '../store/schema.ts'

/** A relative whom this person linked. */
export interface OwnRelative {
  readonly linkId: string
  readonly relation: FamilyRelation
  readonly linkedAt: number
  /** When the last check-in went to them; null: none did. */
  readonly newsAt: number | null
  /** Whether they may hear how the case is going. */
  readonly hearsOfCase: boolean
  readonly conversationId: string
  /** In which language the relative is written to. */
  readonly speaks: Spoken
}

/** A check-in on its way to a relative. */
export interface CheckInTo {
  readonly linkId: string
  readonly conversationId: string
  readonly text: string
}

/** What a relative has not heard yet. */
export interface FamilyNews {
  readonly linkId: string
  readonly linkedAt: number
  /** When the worker sent a check-in; null: no new one. */
  readonly newsAt: number | null
  /** The state of the case, where the worker allowed that; null: nothing new. */
  readonly caseState: CaseState | null
}

export interface OwnFamily {
  /** Those whom this person linked, oldest first. */
  readonly relatives: readonly OwnRelative[]
  /** The newest open case; null: none. */
  readonly openCase: string | null
  /** A code that is free, for a new relative. */
  readonly freeCode: string
  /** Name of our Telegram bot, for a link that fills the code in; null: there is none, or it is not known yet. */
  readonly telegramBot: string | null
  /** When this person last used somebody else's code; null: never. A cut does not change it. */
  readonly joinedAt: number | null
  /** What the code of this message is; null: there is none, or no try counts now. */
  readonly typedCode: 'works' | 'own' | 'wrong' | null
  /** Wrong codes in a row. */
  readonly failures: number
  /** What this person, as a relative, has not heard yet. Nothing of a worker who asked for silence. */
  readonly news: readonly FamilyNews[]
}

/** What is remembered while a relative is being linked, or one of several is being cut. */
export interface FamilyDraft {
  readonly relation: FamilyRelation | null
  /** The case that the worker opened with the PIN and may let the relative hear of; null: none. */
  readonly caseId: string | null
  /** The links in the order of their digits. */
  readonly linkIds: readonly string[]
}

export type FamilyEffect =
  | { readonly kind: 'code'; readonly code: string; readonly relation: FamilyRelation; readonly caseId: string | null }
  | { readonly kind: 'join'; readonly code: string }
  /** `nextAt`: no try counts before. Milliseconds since 1970. */
  | { readonly kind: 'wrong-code'; readonly nextAt: number }
  | { readonly kind: 'cut'; readonly linkIds: readonly string[] }
  /** A relative wants to hear nothing any more, or a worker takes back a code that was not used. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'check-in'; readonly to: readonly CheckInTo[] }
  | { readonly kind: 'told'; readonly news: readonly FamilyNews[] }
