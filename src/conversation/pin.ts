/** Choosing a PIN, written twice. Only a hash of it is ever stored, and staff read that one was written. */
import { commandOf } from './command-words.ts'
import type { Own } from './own.ts'
import { isWeakPin, pinDigits } from './pin-digits.ts'
import { LEFT, mayAnswer } from './private-question.ts'
import type { Step, Understood } from './step.ts'

/** What staff read in place of it. */
export const CONCEALED_PIN = '[PIN]'

/** `isChange`: the message was the old PIN, which is not taken for the new one. */
export function askNewPin(understood: Understood, isChange: boolean): Step {
  const digits = isChange ? null : pinDigits(understood.input.message.content)
  return digits === null ? step(understood.say.PIN_NEW, 'pin-new', { awaiting: 'new-pin' }) : firstOf(understood, digits)
}

/** What follows on the question; null when the message says something else. */
export function pinChosen(understood: Understood): Step | null {
  const { awaited, input, say, text } = understood
  const { content } = input.message
  if (input.own === null || !mayAnswer(understood, ['new-pin', 'new-pin-again'])) return null
  if (LEFT.test(text.slice(0, 30))) return step(say.PIN_LEFT, 'pin-left', { pinDraft: null })
  const digits = pinDigits(content)
  if (digits === null) {
    if (commandOf(content) !== null || !/^[\d\s.-]{2,20}$/u.test(text)) return null
    return { ...step(say.PIN_WEAK, 'pin-unfit', { awaiting: 'new-pin' }), concealed: CONCEALED_PIN }
  }
  if (awaited === 'new-pin' || input.state.pinDraft === null) return firstOf(understood, digits)
  if (input.hash(draftOf(digits)) !== input.state.pinDraft)
    return { ...step(say.PIN_DIFFERS, 'pin-differs', { awaiting: 'new-pin', pinDraft: null }), concealed: CONCEALED_PIN }
  const hash = input.own.newPinHash
  // Not made, because too many were being made: asked once more.
  if (hash === null) return { ...step(say.PIN_AGAIN, 'pin-again', { awaiting: 'new-pin-again' }), concealed: CONCEALED_PIN }
  return {
    ...step(say.PIN_SET, 'pin-set', { pinDraft: null, hasPin: true }),
    effects: { setPin: { hash } },
    concealed: CONCEALED_PIN,
  }
}

export function removePin({ say }: Understood, own: Own): Step {
  if (own.pin === null) return step(say.PIN_NONE, 'pin-none', {})
  return { ...step(say.PIN_REMOVED, 'pin-removed', { hasPin: false }), effects: { setPin: { hash: null } } }
}

/** Digits alone are the PIN, also when nobody asked for it any more: they are not kept. */
export function strayPin({ input }: Understood): string | undefined {
  const { hasPin, pinDraft, flow } = input.state
  const mayBe = (hasPin || pinDraft !== null) && flow?.status !== 'asked'
  return mayBe && pinDigits(input.message.content) !== null ? CONCEALED_PIN : undefined
}

function firstOf({ input, say }: Understood, digits: string): Step {
  const next = isWeakPin(digits)
    ? step(say.PIN_WEAK, 'pin-weak', { awaiting: 'new-pin' as const, pinDraft: null })
    : step(say.PIN_AGAIN, 'pin-again', { awaiting: 'new-pin-again' as const, pinDraft: input.hash(draftOf(digits)) })
  return { ...next, concealed: CONCEALED_PIN }
}

function draftOf(digits: string): string {
  return `pin-draft:${digits}`
}

function step(text: string, note: string, state: NonNullable<Step['state']>): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note, state }
}
