/** One step of the path may answer a message; the first that does decides the turn. */
import type {
  Bubble,
  IncomingMessage,
  Language,
  NormalisedText,
  Outcome,
  ScoredTopic,
  Spoken,
  Subtopic,
  Topic,
  TriageVerdict,
} from '../message.ts'
import type { ServedAgencyList } from '../knowledge/agency-list.ts'
import type { Flow } from '../knowledge/flows.ts'
import type { Sentence } from '../knowledge/phrases.ts'
import type { ScamKnowledge } from '../knowledge/scam.ts'
import type { Knowledge } from '../knowledge/schema.ts'
import type { Reworded } from '../answers/reword.ts'
import type { Route, Routing } from '../intents/routing.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { SafetyReplies } from '../triage/replies.ts'
import type { Triage } from '../triage/triage.ts'
import type { MediaSituation } from './media.ts'
import type { Own } from './own.ts'
import type { Redact } from './redact.ts'
import type { ConversationState } from './state.ts'
import type { Wording } from './wording.ts'
import type { Retention } from './retention.ts'
import type { Operator, Presence } from './texts.ts'
import type { Turn, TurnEffects } from './turn.ts'

export interface PathParts {
  readonly knowledge: Knowledge
  /** Sentences to show on the phone. */
  readonly sentences: readonly Sentence[]
  /** Signs of danger in offers, and reported numbers. */
  readonly scam: ScamKnowledge
  readonly flows: readonly Flow[]
  /** What staff imported last; null: nothing. */
  readonly agencies: () => ServedAgencyList | null
  readonly normalise: (text: string) => NormalisedText
  readonly identifyLanguage: (text: NormalisedText) => Language
  readonly findCountries: (text: NormalisedText) => { readonly codes: readonly string[]; readonly negated: readonly string[] }
  readonly triage: Triage
  readonly replies: SafetyReplies
  readonly route: Route
  readonly redact: Redact
  readonly operator: Operator
  readonly retention: Retention
  readonly presence: () => Presence
}

export interface TurnInput {
  readonly message: IncomingMessage
  readonly state: ConversationState
  readonly now: number
  /** What the reply on receipt left behind; null when none was sent for this message. */
  readonly onReceipt: { readonly verdict: TriageVerdict; readonly crisis: ConversationState['crisis'] } | null
  /** What the triage found on receipt; null when it read with a crisis in mind, or not at all. */
  readonly readOnReceipt: TriageVerdict | null
  /** A keyed hash: what the person chose in secret is kept only so. */
  readonly hash: (text: string) => string
  /** Encrypts what must outlast the message and may not be read in the state; `open` throws when its key is gone. */
  readonly vault: { readonly seal: (text: string) => string; readonly open: (sealed: string) => string }
  /** Number of the conversation's open case, else one that is free; null while no guided questions are under way. */
  readonly caseNumber: string | null
  /** What is stored of the person; null when the message is about something else, and where nothing is stored. */
  readonly own: Own | null
  /** The newest question of staff whether something may be passed on, not answered yet; null: none. `askedAt`: milliseconds since 1970. */
  readonly consentAsked: { readonly id: string; readonly askedAt: number } | null
  /** Only of a photo or voice note, where it can be fetched; else null. */
  readonly media: MediaSituation | null
  /** A late-reply text waits for a yes. */
  readonly lateAnswersWait: boolean
  /** Absent without a model. */
  readonly help?: ModelHelp
}

/** What a model made of a message; each part was checked. What it says of danger only ever raises. */
export interface ModelHelp {
  /** More danger than the rules found. */
  readonly verdict?: TriageVerdict
  /** What the message is about, when the router was unsure. */
  readonly routing?: Routing
  /** The answer from these cards in other words. */
  readonly reworded?: Reworded
  /** The answer was given already: only what `verdict` asks for is said. */
  readonly late?: boolean
  /** For staff. */
  readonly reason: NonNullable<ReplyReason['model']>
}

/** A message as understood so far. */
export interface Understood {
  readonly input: TurnInput
  /** What a free text would answer, as the message before left it. */
  readonly awaited: ConversationState['awaiting']
  readonly parts: PathParts
  readonly text: string
  readonly normalised: NormalisedText
  readonly language: Language
  /** In which language the person is answered. */
  readonly speaks: Spoken
  /** The fixed texts in that language. */
  readonly say: Wording
  readonly countries: readonly string[]
  readonly negatedCountries: readonly string[]
  /** The country of this message, else of the conversation. */
  readonly country: string | null
  /** The post in charge of the person's area in that country, by contact id; null while no area was named. */
  readonly mission: string | null
  readonly verdict: TriageVerdict
}

export interface Step {
  readonly bubbles: readonly Bubble[]
  readonly kind?: Turn['kind']
  readonly outcome: Outcome
  readonly topic: Topic
  readonly source: ReplyReason['source']
  readonly note?: string
  readonly topics?: readonly ScoredTopic[]
  readonly confidence?: number
  readonly subtopic?: Subtopic | null
  readonly country?: string | null
  readonly cards?: readonly string[]
  /** The verdict when the step changed it: in crisis "ya" keeps the danger. */
  readonly verdict?: TriageVerdict
  readonly state?: Partial<ConversationState>
  readonly effects?: TurnEffects
  /** What staff read in place of the person's words: a code word or a PIN is not theirs to know. */
  readonly concealed?: string
}
