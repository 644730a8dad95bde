/**
 * A message of somebody in danger, or of somebody who was a moment ago. The conversation stays in crisis: "ya",
 * "takut", "sekarang" are never small talk, and no safety text goes out twice.
 */
import type { TriageVerdict } from '../message.ts'
import { askPerson, isPlainCommand } from './commands.ts'
import { bareDigit, isDangerDigit } from './command-words.ts'
import { isFromPerson, safetyInput } from './receipt.ts'
import { safetyLanguage } from './reply-language.ts'
import type { Step, Understood } from './step.ts'

/** After this long without a word about it, a conversation is no longer in crisis. */
export const CRISIS_LASTS = 48 * 3_600_000

/** A sure answer from the cards about something else may be given in the middle of a crisis; anything less stays in it. */
const SURE_ENOUGH_TO_LEAVE = 0.6
const WORDS_OF_A_QUESTION = 3

export function crisisTurn(understood: Understood): Step | null {
  const { input, parts, verdict } = understood
  const { now } = input
  const { content } = input.message
  if (!isFromPerson(content)) return null
  const crisis = openCrisis(understood)
  if (input.onReceipt?.crisis) {
    return {
      bubbles: [],
      kind: 'safety',
      outcome: 'safety',
      topic: topicOf(verdict),
      source: 'safety',
      note: 'answered-on-receipt',
      country: input.onReceipt.crisis.country ?? understood.country,
      verdict,
      state: { crisis: input.onReceipt.crisis, crisisAt: now, awaiting: null, introduced: true, route: nothingOffered(understood) },
      effects: { needsStaff: 'asked' },
    }
  }
  const ask = {
    ...safetyInput(
      { countryOf: () => understood.countries[0] ?? null, missionOf: () => understood.mission, presence: parts.presence, now: () => now },
      input.message,
      verdict,
      understood.country,
      crisis,
      safetyLanguage(input.state, understood.language, understood.normalised.rawWords),
    ),
  }
  const digit = content.kind === 'choice' ? content.value : bareDigit(understood.text)
  if (crisis === null) return verdict.urgency === 'emergency' ? safetyStep(understood, parts.replies.first(ask), verdict, 'first') : null
  const kept: TriageVerdict = verdict.urgency === 'emergency' ? verdict : { ...verdict, urgency: 'emergency', danger: crisis.danger }
  if (content.kind === 'reaction') return safetyStep(understood, { bubbles: [], crisis }, kept, 'reaction')
  if (isDangerDigit(content)) return safetyStep(understood, parts.replies.next(ask), kept, 'danger-digit')
  if (digit === '0') return { ...askPerson(understood), verdict: kept }
  const answered = parts.replies.answered(ask, understood.text, digit)
  if (answered?.hold) {
    // Silence was asked for: not even a last word goes out.
    return {
      ...safetyStep(understood, { bubbles: [], crisis: answered.crisis }, kept, 'not-safe'),
      effects: { hold: 'not-safe', needsStaff: 'asked' },
    }
  }
  if (answered && answered.crisis === null)
    return { ...safetyStep(understood, answered, verdict, 'no-danger'), kind: 'reply', state: { crisis: null, crisisAt: null } }
  if (answered) return safetyStep(understood, answered, kept, 'answered')
  if (parts.replies.saysUnanswered(understood.text))
    return safetyStep(understood, parts.replies.unanswered(ask), kept, 'number-not-answering')
  if (verdict.urgency !== 'emergency' && (isPlainCommand(understood) || asksSomethingElse(understood))) return null
  return safetyStep(understood, parts.replies.next(ask), kept, 'next')
}

/** The crisis of this conversation while it lasts. */
export function openCrisis(understood: Pick<Understood, 'input'>): Understood['input']['state']['crisis'] {
  const { state, now } = understood.input
  return state.crisis !== null && state.crisisAt !== null && now - state.crisisAt < CRISIS_LASTS ? state.crisis : null
}

export function safetyStep(
  understood: Understood,
  reply: { readonly bubbles: Step['bubbles']; readonly crisis: Understood['input']['state']['crisis'] },
  verdict: TriageVerdict,
  note: string,
): Step {
  return {
    bubbles: reply.bubbles,
    kind: 'safety',
    outcome: 'safety',
    topic: topicOf(verdict),
    source: 'safety',
    note,
    country: reply.crisis?.country ?? understood.country,
    verdict,
    state: { crisis: reply.crisis, crisisAt: understood.input.now, awaiting: null, introduced: true, route: nothingOffered(understood) },
    effects: { needsStaff: 'asked' },
  }
}

/** After a word about danger a digit answers what was asked about that, never an offer made before. */
function nothingOffered({ input }: Understood): Understood['input']['state']['route'] {
  return { ...input.state.route, pendingChoices: [], offeredAt: null }
}

/** Each danger has its topic, so that reports count it where staff look for it. */
export function topicOf(verdict: TriageVerdict): Step['topic'] {
  switch (verdict.danger) {
    case 'trafficking':
      return 'trafficking'
    case 'self-harm':
      return 'mental-distress'
    case 'medical':
      return 'health-and-insurance'
    case 'detention':
      return 'arrest-and-legal'
    case 'conflict-disaster':
    case 'stranded':
      return 'return-home'
    case 'violence':
    case 'sexual-violence':
    case 'confinement':
    case null:
      return 'violence'
  }
}

function asksSomethingElse(understood: Understood): boolean {
  const { parts, normalised, input } = understood
  if (normalised.rawWords.length < WORDS_OF_A_QUESTION) return false
  const routing = parts.route({
    text: normalised,
    countries: understood.countries,
    negatedCountries: understood.negatedCountries,
    context: { ...input.state.route, pendingChoices: [], offeredAt: null, now: input.now },
  })
  return routing.outcome === 'answer' && routing.cards.length > 0 && routing.confidence >= SURE_ENOUGH_TO_LEAVE
}
