/** Questions about a person's own data: answered within minutes or not at all, as the phone may change hands. */
import { isCryForHelp } from './contact-plan.ts'
import type { ConversationState } from './state.ts'
import type { Understood } from './step.ts'

const LASTS = 10 * 60_000

/** The whole message leaves the question. */
export const LEFT = /^\W{0,4}(?:batal|tidak jadi|gak jadi|ga jadi|lewati|cancel|skip)\W{0,4}$/iu

/** Whether this message may answer one of these questions; danger comes first. */
export function mayAnswer(understood: Understood, questions: readonly NonNullable<ConversationState['awaiting']>[]): boolean {
  const { awaited, input, verdict } = understood
  const isAsked = awaited !== null && questions.includes(awaited)
  return isAsked && !isCryForHelp(verdict) && input.now - (input.state.awaitingSince ?? 0) <= LASTS
}
