/** What a step says becomes the whole turn: urgency weighed, news and notice put around it, state and reason for staff. */
import type { Bubble, TriageVerdict } from '../message.ts'
import { noticesFor } from '../knowledge/notices.ts'
import { strayPin } from './pin.ts'
import { writtenLanguage } from './reply-language.ts'
import type { Step, Understood } from './step.ts'
import type { Turn } from './turn.ts'
import { weighedByTopic } from './urgency.ts'

export function finish(understood: Understood, step: Step): Turn {
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
      // A name, a number or a PIN tells no language, nor does what staff typed of a voice note.
      writes:
        step.concealed === undefined && input.message.content.kind !== 'heard'
          ? writtenLanguage(input.state.writes, understood.language, understood.normalised.rawWords)
          : input.state.writes,
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
