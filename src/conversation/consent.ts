/**
 * Whether what was told may be passed on: asked by staff for each recipient, answered by button, number or word, and taken
 * back at any time (care 18). And "jangan simpan": words that are not kept after they were handled.
 */
import { plainWords } from '../plain-words.ts'
import { bareDigit, CHOICE_LASTS } from './command-words.ts'
import { isCryForHelp } from './contact-plan.ts'
import type { Step, Understood } from './step.ts'

/** Also of the other question about consent. */
export const YES = /^(?:boleh|ya|iya|silakan|yes|ok|oke)(?: kak| saja| aja)?$/u
export const NO = /^(?:jangan|tidak|tidak boleh|gak boleh|ga|gak|nggak|no)(?: kak| dulu)?$/u

/** Begins the id of a button under such a question. */
export const CONSENT = 'consent:'

/** The answer to the newest question of staff; null when the message says something else, or answers another question. */
export function consentAnswered(understood: Understood): Step | null {
  const { input, say, text, verdict } = understood
  const { content } = input.message
  if (content.kind === 'choice') {
    const [, id, answer] = /^consent:([\w-]{4,40}):([12])$/u.exec(content.value) ?? []
    return id === undefined ? null : answered(say, id, answer === '1')
  }
  const asked = input.consentAsked
  if (asked === null || content.kind !== 'text' || isCryForHelp(verdict) || !isNewest(understood, asked.askedAt)) return null
  const digit = bareDigit(text)
  const words = plainWords(text.slice(0, 40))
  if (digit === '1' || YES.test(words)) return answered(say, asked.id, true)
  return digit === '2' || NO.test(words) ? answered(say, asked.id, false) : null
}

/** The same words whether or not there was a yes. */
export function withdrawConsent({ say }: Understood): Step {
  return { ...step(say.CONSENT_WITHDRAWN, 'consent-withdrawn'), effects: { withdrawConsent: true } }
}

export function keepNothing({ say }: Understood): Step {
  return { ...step(say.KEEP_NOTHING, 'keep-nothing'), state: { keepsNothing: true }, effects: { forgetWords: true } }
}

export function keepAgain({ say }: Understood): Step {
  return { ...step(say.KEEP_AGAIN, 'keep-again'), state: { keepsNothing: false } }
}

/** A digit answers what was asked last. */
function isNewest({ input, awaited }: Understood, askedAt: number): boolean {
  const { now, state } = input
  const others = [
    awaited === null ? null : state.awaitingSince,
    state.route.offeredAt,
    state.crisisAt,
    state.flow?.status === 'asked' ? state.flow.at : null,
  ]
  return now - askedAt <= CHOICE_LASTS && others.every((at) => at === null || at < askedAt)
}

function answered(say: Understood['say'], id: string, yes: boolean): Step {
  return { ...step(yes ? say.CONSENT_YES : say.CONSENT_NO, yes ? 'consent-given' : 'consent-refused'), effects: { consent: { id, yes } } }
}

function step(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
