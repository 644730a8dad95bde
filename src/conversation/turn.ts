/** What one message leads to. Pure data: delivery turns it into writes. */
import type { Bubble, Language, Outcome, ScoredTopic, Subtopic, Topic, TriageVerdict } from '../message.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { ConversationState } from './state.ts'

export interface TurnEffects {
  /** Nothing goes out until the person writes again. */
  readonly hold?: 'not-safe'
  /** The person answered the late-reply text: send the waiting answers, or let them go. */
  readonly lateAnswers?: 'send' | 'drop'
  /** Staff must look: a person was asked for, or a voice note or photo waits. */
  readonly needsStaff?: 'asked' | 'unseen-media' | 'unanswered'
  readonly feedback?: { readonly verdict: 'helpful' | 'wrong'; readonly text: string | null; readonly answerId: string | null }
  /** The person's chat with us was blocked or opened again. */
  readonly blocked?: boolean
  /** A member of staff typed on the paired phone: the bot is silent until this time. */
  readonly pauseUntil?: number
  /** The person deleted a message: our copy of it goes too. */
  readonly forgetExternalId?: string
}

export interface Turn {
  readonly bubbles: readonly Bubble[]
  /** `safety` goes out at once and silently; the rest in the channel's own pace. */
  readonly kind: 'safety' | 'reply'
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
