/** The path of one message, top to bottom. Pure: what it leads to is returned, delivery stores and sends it. */
import type { Bubble, TriageVerdict } from './message.ts'
import { codeWordChosen, codeWordSaid } from './conversation/code-word.ts'
import { command } from './conversation/commands.ts'
import { consentAnswered } from './conversation/consent.ts'
import { contactPlanAnswered, withContactPlan } from './conversation/contact-plan.ts'
import { factCorrected } from './conversation/correct-fact.ts'
import { eraseAllConfirmed } from './conversation/erase-all.ts'
import { eraseConfirmed } from './conversation/erase-traces.ts'
import { pinSaid } from './conversation/guard.ts'
import { crisisTurn } from './conversation/crisis-turn.ts'
import { bareCallForHelp, doubtAnswered, doubtful } from './conversation/doubt.ts'
import { flowTurn } from './conversation/flow.ts'
import { withNoteOffer } from './conversation/flow-offer.ts'
import { withFlow } from './conversation/flow-return.ts'
import { harmfulRequest } from './conversation/harmful-request.ts'
import { lateAnswer } from './conversation/late-answer.ts'
import { asOnOtherPhone, withOtherPhone } from './conversation/other-phone.ts'
import { pinChosen, strayPin } from './conversation/pin.ts'
import { numberChecked } from './conversation/number-check.ts'
import { routed } from './conversation/routed.ts'
import { shownSentence, withSentence } from './conversation/show-sentence.ts'
import { specialContent } from './conversation/special-content.ts'
import type { PathParts, Step, TurnInput, Understood } from './conversation/step.ts'
import { writtenLanguage } from './conversation/reply-language.ts'
import type { Turn } from './conversation/turn.ts'
import { understand } from './conversation/understand.ts'
import { weighedByTopic } from './conversation/urgency.ts'
import { whatWasWrong } from './conversation/what-was-wrong.ts'
import { noticesFor } from './knowledge/notices.ts'

export type HandleMessage = (input: TurnInput) => Turn

export function createHandleMessage(parts: PathParts): HandleMessage {
  return (given) => {
    const input = asOnOtherPhone(given)
    const understood = understand(parts, input)
    const step =
      codeWordSaid(understood) ??
      lateAnswer(understood) ??
      shownSentence(understood) ??
      contactPlanAnswered(understood) ??
      eraseConfirmed(understood) ??
      pinSaid(understood) ??
      pinChosen(understood) ??
      eraseAllConfirmed(understood) ??
      factCorrected(understood) ??
      consentAnswered(understood) ??
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
    const told = withNoteOffer(understood, withContactPlan(understood, withSentence(understood, step)))
    return finish(understood, withOtherPhone(understood, withFlow(understood, told)))
  }
}

function finish(understood: Understood, step: Step): Turn {
  const { input, parts, verdict } = understood
  const state = { ...input.state, ...step.state }
  // Only what the router scored tells what a message is about; fixed steps name a topic of their own.
  const weighed = step.verdict ?? (step.confidence === undefined ? verdict : weighedByTopic(verdict, step.topics ?? []))
  const found = inheritUrgency(weighed, step, input.state.lastWasUrgent)
  const country = step.country === undefined ? understood.country : step.country
  return {
    bubbles: headed(introduce(understood, step), noticesFor(country, parts.knowledge, input.now), step),
    kind: step.kind ?? 'reply',
    state: {
      ...state,
      awaitingSince: state.awaiting === null ? null : input.now,
      writes: writtenLanguage(input.state.writes, understood.language, understood.normalised.rawWords),
      lastWasUrgent: found.urgency === 'urgent',
      mission: understood.mission,
      route: { ...state.route, lastCountry: country ?? state.route.lastCountry },
    },
    outcome: step.outcome,
    topic: step.topic,
    topics: step.topics ?? [{ topic: step.topic, score: 1 }],
    subtopic: step.subtopic ?? null,
    country,
    language: understood.language,
    cards: step.cards ?? [],
    verdict: found,
    reason: {
      topic: step.topic,
      confidence: step.confidence ?? null,
      topics: step.topics ?? [],
      cards: step.cards ?? [],
      triage: found.rules.length > 0 || found.danger !== null ? { rules: found.rules, score: found.score, danger: found.danger } : null,
      source: step.source,
      ...(step.note === undefined ? {} : { note: step.note }),
      ...(input.help === undefined ? {} : { model: input.help.reason }),
    },
    redacted:
      step.concealed ??
      strayPin(understood) ??
      parts.redact(input.message.content.kind === 'typed-on-phone' ? input.message.content.text : understood.text),
    effects: step.effects ?? {},
  }
}

/** A follow-up on something urgent is as urgent as what it follows on. */
function inheritUrgency(found: TriageVerdict, step: Step, lastWasUrgent: boolean): TriageVerdict {
  const leansOnLast = step.note === 'follow-up' || step.note === 'choice'
  return lastWasUrgent && leansOnLast && found.urgency === 'routine'
    ? { ...found, urgency: 'urgent', rules: [...found.rules, 'follows-urgent'] }
    : found
}

/** News for the country comes first; in danger nothing stands before the number, and silence stays silence. */
function headed(bubbles: readonly Bubble[], news: readonly string[], step: Step): readonly Bubble[] {
  return step.kind === 'safety' || bubbles.length === 0 ? bubbles : [...news.map((text) => ({ text })), ...bubbles]
}

/** One line of notice with the first answer, never in danger. */
function introduce(understood: Understood, step: Step): readonly Bubble[] {
  const last = step.bubbles.at(-1)
  if (understood.input.state.introduced || step.kind === 'safety' || step.note === 'welcome' || !last || step.state?.introduced !== true)
    return step.bubbles
  return [...step.bubbles.slice(0, -1), { ...last, text: `${last.text}\n\n${understood.say.NOTICE}` }]
}
