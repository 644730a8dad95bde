/** What is remembered between two messages of one conversation. Plain JSON; holds none of the person's words. */
import type { PendingChoice, RouteContext } from '../intents/routing.ts'
import type { CrisisState } from '../triage/crisis.ts'
import type { FlowId } from '../knowledge/flows.ts'
import type { Guarded } from './own.ts'
import type { FamilyDraft } from './own-family.ts'
import type { Language } from '../message.ts'

/** Guided questions that are not finished. */
export interface FlowState {
  readonly id: FlowId
  /** The question to be answered next; null when only the end is left to be told. */
  readonly question: string | null
  /** The answers so far, sealed: they are the person's own words. Null: none. */
  readonly sealed: string | null
  /**
   * `asked`: the next words answer. `waiting`: something else is asked meanwhile. `kept`: danger came first.
   * `offered`: whether to go on was asked. `silent`: never spoken of again by us, as somebody else may hold the phone.
   */
  readonly status: 'asked' | 'waiting' | 'kept' | 'offered' | 'silent'
  /** When it was last spoken of. Milliseconds since 1970. */
  readonly at: number
  /** The question was put twice; a third answer that says nothing counts as "tidak tahu". */
  readonly repeated: boolean
}

export interface ConversationState {
  /** The notice of who answers and who may read has been given. */
  readonly introduced: boolean
  readonly route: Omit<RouteContext, 'now'>
  /** The post in charge of the area the person named, by contact id; null while none was. */
  readonly mission: string | null
  readonly crisis: CrisisState | null
  /** When the last turn in danger was. Milliseconds since 1970. */
  readonly crisisAt: number | null
  /** The question whether there is danger was asked, and no crisis is open: what a yes, a no or a digit would answer. */
  readonly doubt: CrisisState | null
  /** What a free text would answer. */
  readonly awaiting:
    | 'what-was-wrong'
    | 'phone-owner'
    | 'reply-hours'
    | 'borrowed-for'
    | 'code-word'
    | 'erase'
    | 'erase-all'
    | 'correct'
    | 'pin'
    | 'new-pin'
    | 'new-pin-again'
    | 'family-safe'
    | 'family-who'
    | 'family-what'
    | 'family-cut'
    | 'media'
    | null
  /** When that was asked. Milliseconds since 1970. */
  readonly awaitingSince: number | null
  readonly flow: FlowState | null
  /** What was answered to a checklist, so that only what is left is asked the next time; sealed. Null: nothing. */
  readonly checklist: { readonly id: FlowId; readonly sealed: string; readonly at: number } | null
  /** Whether the person was asked how they may be written to: once, then only when they ask for it. */
  readonly contactPlanAsked: boolean
  /** Keyed hash of the word that means "I am in danger, say nothing"; null while none was chosen. */
  readonly codeWord: string | null
  /** What the PIN was asked for; of meaning only while it is awaited. */
  readonly guarded: Guarded | null
  /** Keyed hash of a PIN that was written once and waits to be written again; null: none. */
  readonly pinDraft: string | null
  /** Of meaning only while a link to a relative is asked about. */
  readonly family: FamilyDraft | null
  /** A PIN was set: digits alone are not kept. */
  readonly hasPin: boolean
  /** The account came to another phone, and nothing older was opened with a PIN since. Milliseconds since 1970; null: it did not. */
  readonly otherPhoneSince: number | null
  /** What the person writes is not kept once it was handled. */
  readonly keepsNothing: boolean
  /** The last message was urgent: what follows on it ("terus lapornya kemana?") is so too. */
  readonly lastWasUrgent: boolean
  /** Chosen by the person; null means that the assistant decides. */
  readonly language: Language | null
  /** What the last message long enough to tell was written in; null before there was one. */
  readonly writes: 'id' | 'en' | null
  /** The message id of the last answer from cards, for "membantu" and "salah". */
  readonly lastAnswerId: string | null
}

export const newConversation: ConversationState = {
  introduced: false,
  route: { lastTopic: null, lastCountry: null, lastCards: [], lastAt: null, pendingChoices: [], offeredAt: null },
  mission: null,
  crisis: null,
  crisisAt: null,
  doubt: null,
  awaiting: null,
  awaitingSince: null,
  flow: null,
  checklist: null,
  contactPlanAsked: false,
  codeWord: null,
  guarded: null,
  pinDraft: null,
  family: null,
  hasPin: false,
  otherPhoneSince: null,
  keepsNothing: false,
  lastWasUrgent: false,
  language: null,
  writes: null,
  lastAnswerId: null,
}

/** Reads a stored state; one that an older or newer version wrote is filled up with defaults. */
export function readState(json: string): ConversationState {
  const stored = JSON.parse(json) as Partial<ConversationState>
  return { ...newConversation, ...stored, route: { ...newConversation.route, ...stored.route } }
}

/** The state after these choices were offered. */
export function withChoices(state: ConversationState, choices: readonly PendingChoice[], now: number): ConversationState {
  return { ...state, route: { ...state.route, pendingChoices: choices, offeredAt: now } }
}
