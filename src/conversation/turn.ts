/** What one message leads to. Pure data: delivery turns it into writes. */
import type { Bubble, Language, Outcome, ScoredTopic, Subtopic, Topic, TriageVerdict } from '../message.ts'
import type { CaseFlowId, DepositRule } from '../knowledge/flows.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { FamilyEffect } from './own-family.ts'
import type { ConversationState } from './state.ts'

/** How the person may be written to, as far as they told. What is left out stays as it was. */
export interface ToldPlan {
  readonly phoneOwner: 'own' | 'borrowed' | 'employer'
  /** Minutes after midnight, from and until; null: at any time. */
  readonly safeHours?: readonly [number, number] | null
  /** Minutes after their last message; null: no limit. */
  readonly quietAfter?: number | null
}

/** One answer of guided questions, as it goes into the case. */
export interface CaseFact {
  readonly question: string
  readonly label: string
  /** What staff see at once; null: nothing, it identifies somebody. */
  readonly shown: string | null
  /** In the person's own words, sealed; null when `shown` is all of it. */
  readonly full: string | null
}

/** Guided questions came to their end. */
export interface Intake {
  readonly kind: CaseFlowId
  readonly lane: 'today' | 'this-week' | 'long-search'
  /** As it was told to the person. */
  readonly number: string
  readonly facts: readonly CaseFact[]
  /** What was answered to the question about names and ways to be reached; null: it was not asked. */
  readonly consent: { readonly given: boolean; readonly version: string } | null
}

/** What a worker leaves here before the journey; it replaces what was left before. */
export interface Deposit {
  readonly rule: DepositRule
  readonly facts: readonly DepositFact[]
  /** By what a family's report is recognised, in the person's own words; null: not told. */
  readonly passport: string | null
  readonly name: string | null
  readonly born: string | null
  /** Of the words in which consent was asked. */
  readonly consentVersion: string
}

export interface DepositFact {
  readonly label: string
  readonly text: string
}

export interface TurnEffects {
  /** Nothing goes out until the person writes again. */
  readonly hold?: 'not-safe' | 'code-word'
  readonly contactPlan?: ToldPlan
  /** A case is opened, or the open one is joined. An emergency needs no such effect: its verdict opens one. */
  readonly opensCase?: 'code-word' | 'person'
  readonly intake?: Intake
  /** Null: what was deposited is to go. */
  readonly deposit?: Deposit | null
  /** The person answered the late-reply text: send the waiting answers, or let them go. */
  readonly lateAnswers?: 'send' | 'drop'
  /** Staff must look: a person was asked for, or a voice note or photo waits. */
  readonly needsStaff?: 'asked' | 'unseen-media' | 'unanswered'
  readonly feedback?: { readonly verdict: 'helpful' | 'wrong'; readonly text: string | null; readonly answerId: string | null }
  /** The person's chat with us was blocked or opened again. */
  readonly blocked?: boolean
  /** A member of staff typed on the paired phone: the bot is silent until this time. */
  readonly pauseUntil?: number
  /** What is on the phone is to be deleted, as far as the channel can. */
  readonly eraseTraces?: true
  /** Everything that we keep of the person is to go, what is on the phone at once. */
  readonly eraseAll?: { readonly receipt: string }
  /** It is not to go after all. */
  readonly undoEraseAll?: true
  readonly consent?: { readonly id: string; readonly yes: boolean }
  /** Every yes that was given is taken back. */
  readonly withdrawConsent?: true
  /** What the person wrote before is not to be kept. */
  readonly forgetWords?: true
  /** A PIN was tried. `nextAt`: no try counts before. Milliseconds since 1970. */
  readonly pinTried?: { readonly right: true } | { readonly right: false; readonly nextAt: number }
  /** A PIN was chosen, as argon2id; null: there is none any more. */
  readonly setPin?: { readonly hash: string | null }
  readonly family?: FamilyEffect
  /** A part of the case is put right. `full`: in the person's own words, sealed; null when `shown` is all of it. */
  readonly correctFact?: { readonly id: string; readonly shown: string | null; readonly full: string | null }
  /** What becomes of the photo or voice note; absent: it is not fetched, and nothing of it is noted. */
  readonly media?: 'keep' | 'ask' | 'too-big'
  /** Whether photos and voice notes may be kept; what waited for the answer goes with it. */
  readonly mediaConsent?: { readonly yes: boolean; readonly version: string }
  /** The person deleted a message: our copy of it goes too. */
  readonly forgetExternalId?: string
}

export interface Turn {
  readonly bubbles: readonly Bubble[]
  /** `safety` goes out at once and silently; `cover` answers a code word, before the silence; the rest in the channel's own pace. */
  readonly kind: 'safety' | 'reply' | 'cover'
  readonly state: ConversationState
  readonly outcome: Outcome
  readonly topic: Topic
  readonly topics: readonly ScoredTopic[]
  readonly subtopic: Subtopic | null
  readonly country: string | null
  readonly language: Language
  readonly cards: readonly string[]
  readonly verdict: TriageVerdict
  readonly reason: ReplyReason
  /** What the person wrote, as it is stored and shown to staff. */
  readonly redacted: string
  readonly effects: TurnEffects
}
