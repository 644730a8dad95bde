/** "Titipan saya" and "hapus titipan": only with the PIN, and in the same words whether or not anything is deposited. */
import { cut } from './own-data.ts'
import { isRipe } from './pin-digits.ts'
import type { Own } from './own.ts'
import { askNewPin } from './pin.ts'
import type { Step, Understood } from './step.ts'

const LONGEST_FACT = 240
/** What every channel sends as one message. */
const LONGEST_BUBBLE = 900
/** Stands in the transcript in place of what was read out. */
const KEPT = '[titipan]'

/** There is no PIN: nothing is deposited without one. */
export function askPinForDeposit(understood: Understood): Step {
  const asked = askNewPin(understood, true)
  return { ...asked, note: 'deposit-needs-pin', bubbles: [{ text: understood.say.DEPOSIT_NEEDS_PIN }, ...asked.bubbles] }
}

export function tellDeposit(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say } = understood
  const closed = whyClosed(understood, own, unlocked)
  if (closed !== null) return closed
  const { deposit } = own
  if (deposit === null) return said(say.DEPOSIT_NONE, 'deposit-none')
  const lines = deposit.facts.map(({ label, text }) => `- ${label}: ${cut(text, LONGEST_FACT)}`)
  const texts = [say.depositSince(deposit.at), ...lines].reduce<string[]>((bubbles, line) => {
    const last = bubbles.at(-1)
    return last === undefined || last.length + line.length + 1 > LONGEST_BUBBLE
      ? [...bubbles, line]
      : [...bubbles.slice(0, -1), `${last}\n${line}`]
  }, [])
  return {
    ...said('', 'deposit-told'),
    bubbles: [...texts.map((text) => ({ text, kept: KEPT })), { text: `${say.DEPOSIT_RULES[deposit.rule]}\n${say.DEPOSIT_NEXT}` }],
  }
}

export function eraseDeposit(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say } = understood
  const closed = whyClosed(understood, own, unlocked)
  if (closed !== null) return closed
  if (own.deposit === null) return said(say.DEPOSIT_NONE, 'deposit-none')
  return { ...said(say.DEPOSIT_ERASED, 'deposit-erased'), effects: { deposit: null } }
}

/** Whether what is deposited is older than the PIN, and that was made a moment ago: whoever took the phone could have made it. */
export function isOutOfReach({ deposit, pin }: Own, now: number): boolean {
  return deposit !== null && (pin === null || (deposit.at < pin.setAt && !isRipe(pin, now)))
}

function whyClosed({ say, input }: Understood, own: Own, unlocked: boolean): Step | null {
  if (!unlocked) return said(say.DEPOSIT_PIN, 'deposit-closed')
  return isOutOfReach(own, input.now) ? said(say.OWN_PIN_YOUNG, 'pin-young') : null
}

function said(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
