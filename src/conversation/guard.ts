/**
 * What was said before is shown, changed and erased only to who knows the PIN, where one was set (care 16). It is asked
 * for each time: the phone may have changed hands since.
 */
import { commandOf } from './command-words.ts'
import { askCorrection } from './correct-fact.ts'
import { askPinForDeposit, eraseDeposit, tellDeposit } from './own-deposit.ts'
import { askEraseAll } from './erase-all.ts'
import { askFamilyCut, askFamilyLink, tellFamily } from './family.ts'
import type { Guarded, Own, PinView } from './own.ts'
import { tellOwnData, tellStatus } from './own-data.ts'
import { askNewPin, CONCEALED_PIN, removePin } from './pin.ts'
import { isRipe, MOST_TRIES, mayTry, pinDigits, waitAfter } from './pin-digits.ts'
import { LEFT, mayAnswer } from './private-question.ts'
import type { Step, Understood } from './step.ts'

export function guarded(understood: Understood, what: Guarded): Step {
  const { input, say } = understood
  if (input.own === null) return step(say.OWN_NOT_HERE, 'own-not-here')
  const { pin } = input.own
  if (pin === null) {
    const open = opened(understood, input.own, what, false)
    return { ...open, state: { ...open.state, guarded: what } }
  }
  if (!mayTry(pin, input.now)) return mustWait(understood, pin)
  return { ...step(say.PIN_ASK, 'pin-asked'), state: { awaiting: 'pin', guarded: what } }
}

/** The PIN that was asked for; null when the message says something else. */
export function pinSaid(understood: Understood): Step | null {
  return pinTried(understood, (own, what, unlocked) => opened(understood, own, what, unlocked))
}

/** `open` gives what follows when the PIN is right, or when there is none any more. */
export function pinTried(understood: Understood, open: (own: Own, what: Guarded, unlocked: boolean) => Step): Step | null {
  const { input, say } = understood
  const { own } = input
  const { content } = input.message
  const what = input.state.guarded
  if (what === null || own === null || !mayAnswer(understood, ['pin'])) return null
  if (commandOf(content) !== null && pinDigits(content) === null) return null
  if (LEFT.test(understood.text.slice(0, 30))) return step(say.PIN_LEFT, 'pin-left')
  if (pinDigits(content) === null) return null
  const { pin } = own
  // Staff removed it meanwhile.
  if (pin === null) return { ...open(own, what, false), concealed: CONCEALED_PIN }
  if (pin.matches === null) return { ...mustWait(understood, pin), concealed: CONCEALED_PIN }
  if (pin.matches) {
    const told = open(own, what, true)
    return {
      ...told,
      // A PIN that was made on the other phone just now proves nothing of the one before.
      state: isRipe(pin, input.now) ? { ...told.state, otherPhoneSince: null } : { ...told.state },
      effects: { ...told.effects, pinTried: { right: true } },
      concealed: CONCEALED_PIN,
    }
  }
  const failures = pin.failures + 1
  const tried: PinView = { ...pin, failures, nextAt: input.now + waitAfter(failures) }
  const again = mayTry(tried, input.now)
    ? { ...step(say.PIN_WRONG, 'pin-wrong'), state: { awaiting: 'pin' as const } }
    : { ...mustWait(understood, tried), note: 'pin-wrong' }
  return { ...again, effects: { pinTried: { right: false, nextAt: tried.nextAt ?? 0 } }, concealed: CONCEALED_PIN }
}

function opened(understood: Understood, own: Own, what: Guarded, unlocked: boolean): Step {
  switch (what) {
    case 'own-data':
      return tellOwnData(understood, own, unlocked)
    case 'status':
      return tellStatus(understood, own, unlocked)
    case 'correct':
      return askCorrection(understood, own, unlocked)
    case 'erase-all':
      return askEraseAll(understood, own)
    case 'new-pin':
      return askNewPin(understood, unlocked)
    case 'remove-pin':
      return removePin(understood, own)
    case 'link-family':
      return askFamilyLink(understood, own, unlocked)
    case 'family':
      return tellFamily(understood, own, unlocked)
    case 'cut-family':
      return askFamilyCut(understood, own, unlocked)
    case 'deposit':
      return askPinForDeposit(understood)
    case 'own-deposit':
      return tellDeposit(understood, own, unlocked)
    case 'erase-deposit':
      return eraseDeposit(understood, own, unlocked)
  }
}

function mustWait({ input, say }: Understood, { failures, nextAt }: PinView): Step {
  return failures >= MOST_TRIES
    ? step(say.PIN_LOCKED, 'pin-locked')
    : step(say.pinWait(Math.max(60_000, (nextAt ?? 0) - input.now)), 'pin-must-wait')
}

function step(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
