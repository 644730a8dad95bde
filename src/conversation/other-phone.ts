/**
 * The account runs on another phone since the last message: a new phone, a number that was given to somebody else, or
 * somebody who took it over. Nothing that was said before is taken up or shown until the PIN was given (care 16); help in
 * danger stays as it is.
 */
import { newConversation, type ConversationState } from './state.ts'
import type { TurnInput, Understood, Step } from './step.ts'

/** The input of the first message from there, without what was said before. */
export function asOnOtherPhone(input: TurnInput): TurnInput {
  if (input.message.identityChanged !== true) return input
  return { ...input, state: forgotten(input.state, input.now), lateAnswersWait: false, caseNumber: null, consentAsked: null, media: null }
}

/** Says once that the old opens with the PIN; what waited to be sent is let go. */
export function withOtherPhone({ input, say }: Understood, step: Step): Step {
  if (input.message.identityChanged !== true) return step
  const tells = input.state.hasPin && step.kind !== 'safety' && step.kind !== 'cover' && step.bubbles.length > 0
  return {
    ...step,
    bubbles: tells ? [...step.bubbles, { text: say.OTHER_PHONE }] : step.bubbles,
    effects: { ...step.effects, lateAnswers: 'drop' },
  }
}

function forgotten(state: ConversationState, now: number): ConversationState {
  const { introduced, crisis, crisisAt, contactPlanAsked, codeWord, hasPin, keepsNothing, language, writes } = state
  return {
    ...newConversation,
    introduced,
    crisis,
    crisisAt,
    contactPlanAsked,
    codeWord,
    hasPin,
    keepsNothing,
    language,
    writes,
    otherPhoneSince: now,
  }
}
