/** The path of one message, top to bottom. Pure: what it leads to is returned, delivery stores and sends it. */
import { codeWordChosen, codeWordSaid } from './conversation/code-word.ts'
import { command } from './conversation/commands.ts'
import { consentAnswered } from './conversation/consent.ts'
import { contactPlanAnswered, withContactPlan } from './conversation/contact-plan.ts'
import { factCorrected } from './conversation/correct-fact.ts'
import { eraseAllConfirmed } from './conversation/erase-all.ts'
import { eraseConfirmed } from './conversation/erase-traces.ts'
import { pinSaid } from './conversation/guard.ts'
import { crisisTurn } from './conversation/crisis-turn.ts'
import { depositUnlocked } from './conversation/deposit.ts'
import { bareCallForHelp, doubtAnswered, doubtful } from './conversation/doubt.ts'
import { familyAnswered } from './conversation/family.ts'
import { familyCodeSaid } from './conversation/family-relative.ts'
import { finish } from './conversation/finish.ts'
import { flowTurn } from './conversation/flow.ts'
import { withNoteOffer } from './conversation/flow-offer.ts'
import { withFlow } from './conversation/flow-return.ts'
import { harmfulRequest } from './conversation/harmful-request.ts'
import { heard } from './conversation/heard.ts'
import { lateAnswer } from './conversation/late-answer.ts'
import { mediaAnswered, withMedia } from './conversation/media.ts'
import { asOnOtherPhone, withOtherPhone } from './conversation/other-phone.ts'
import { pinChosen } from './conversation/pin.ts'
import { numberChecked } from './conversation/number-check.ts'
import { routed } from './conversation/routed.ts'
import { shownSentence, withSentence } from './conversation/show-sentence.ts'
import { specialContent } from './conversation/special-content.ts'
import type { PathParts, TurnInput } from './conversation/step.ts'
import type { Turn } from './conversation/turn.ts'
import { understand } from './conversation/understand.ts'
import { whatWasWrong } from './conversation/what-was-wrong.ts'

export type HandleMessage = (input: TurnInput) => Turn

export function createHandleMessage(parts: PathParts): HandleMessage {
  return (given) => {
    const input = asOnOtherPhone(given)
    const understood = understand(parts, input)
    const step =
      heard(understood) ??
      codeWordSaid(understood) ??
      lateAnswer(understood) ??
      shownSentence(understood) ??
      contactPlanAnswered(understood) ??
      eraseConfirmed(understood) ??
      depositUnlocked(understood) ??
      pinSaid(understood) ??
      pinChosen(understood) ??
      eraseAllConfirmed(understood) ??
      factCorrected(understood) ??
      familyAnswered(understood) ??
      familyCodeSaid(understood) ??
      consentAnswered(understood) ??
      mediaAnswered(understood) ??
      codeWordChosen(understood) ??
      flowTurn(understood) ??
      crisisTurn(understood) ??
      doubtAnswered(understood) ??
      command(understood) ??
      whatWasWrong(understood) ??
      specialContent(understood) ??
      bareCallForHelp(understood) ??
      doubtful(understood) ??
      harmfulRequest(understood) ??
      numberChecked(understood) ??
      routed(understood)
    const told = withNoteOffer(understood, withContactPlan(understood, withMedia(understood, withSentence(understood, step))))
    return finish(understood, withOtherPhone(understood, withFlow(understood, told)))
  }
}
