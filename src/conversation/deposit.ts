/** What follows on the PIN that the deposit asked for: its questions. */
import { depositOpened } from './flow.ts'
import { pinTried } from './guard.ts'
import { askPinForDeposit, isOutOfReach } from './own-deposit.ts'
import type { Own } from './own.ts'
import { pinChosen } from './pin.ts'
import type { Step, Understood } from './step.ts'

/** The PIN, chosen for it or asked for; null when it was not for the deposit, or the message says something else. */
export function depositUnlocked(understood: Understood): Step | null {
  const { own, state } = understood.input
  if (state.guarded !== 'deposit' || own === null) return null
  const chosen = pinChosen(understood)
  if (chosen?.note === 'pin-set') return joined(chosen, questions(understood, own))
  return chosen ?? pinTried(understood, (_own, _what, unlocked) => (unlocked ? questions(understood, own) : askPinForDeposit(understood)))
}

/** What is deposited is not replaced by whoever made a PIN a moment ago. */
function questions(understood: Understood, own: Own): Step {
  const { say, input } = understood
  const opened = isOutOfReach(own, input.now) ? null : depositOpened(understood)
  return opened ?? { bubbles: [{ text: say.OWN_PIN_YOUNG }], outcome: 'flow', topic: 'privacy', source: 'conversation', note: 'pin-young' }
}

function joined(first: Step, then: Step): Step {
  return { ...then, ...first, bubbles: [...first.bubbles, ...then.bubbles], state: { ...then.state, ...first.state } }
}
