/** "Data saya" and "status": what is stored of the person, told to that person (care 16, 18). Bounded: the newest words only. */
import type { Bubble } from '../message.ts'
import { ownFamilyBubble } from './family.ts'
import { day } from './own-day.ts'
import { isRipe } from './pin-digits.ts'
import type { Own, OwnCase } from './own.ts'
import type { Step, Understood } from './step.ts'

const LONGEST_LINE = 90
/** What every channel sends as one message. */
const LONGEST_BUBBLE = 900
/** Stands in the transcript in place of what was read out of it. */
const KEPT = '[data saya]'

export function tellOwnData(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say, parts } = understood
  const summary = `${say.ownStored(own.counts)}\n\n${say.keptFor(parts.retention)}`
  return step([{ text: summary }, ...contents(understood, own, unlocked), { text: say.OWN_NEXT }], 'own-data')
}

export function tellStatus(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say, input } = understood
  // The same words whether or not there is a case.
  if (!unlocked) return step([{ text: say.STATUS_PIN }], 'status-needs-pin')
  const shown = own.cases.filter(({ openedAt }) => isRipe(own.pin, input.now) || openedAt >= (own.pin?.setAt ?? 0))
  if (shown.length < own.cases.length) return step([{ text: say.OWN_PIN_YOUNG }], 'pin-young')
  if (shown.length === 0) return step([{ text: say.STATUS_NONE }], 'status-none')
  const text = [...shown.map((one) => statusOf(understood, one)), say.STATUS_NOT_OFFICIAL].join('\n')
  return step([{ text: text.slice(0, LONGEST_BUBBLE), kept: KEPT }], 'status')
}

function contents(understood: Understood, own: Own, unlocked: boolean): Bubble[] {
  const { say, input, speaks } = understood
  if (unlocked && !isRipe(own.pin, input.now)) return [{ text: say.OWN_PIN_YOUNG }]
  const isClosed = own.inDanger || own.cases.length > 0 || own.deposit !== null || input.state.otherPhoneSince !== null
  if (!unlocked && isClosed) return [{ text: say.OWN_CLOSED }]
  const family = ownFamilyBubble(understood, own)
  const lines = own.lines.map(({ at, text }) => `- ${day(at, speaks)}: ${cut(text, LONGEST_LINE)}`)
  return [
    ...(own.deposit === null ? [] : [{ text: say.depositSince(own.deposit.at), kept: KEPT }]),
    ...(lines.length === 0 ? [] : [readOut(say.OWN_WORDS, lines)]),
    ...own.cases.map((one) =>
      readOut(
        statusOf(understood, one),
        one.facts.map(({ label, told }) => `- ${label}: ${cut(told, LONGEST_LINE)}`),
      ),
    ),
    ...(family === null ? [] : [family]),
  ]
}

function readOut(title: string, lines: readonly string[]): Bubble {
  return { text: [title, ...lines].join('\n').slice(0, LONGEST_BUBBLE), kept: KEPT }
}

function statusOf({ say, speaks, parts }: Understood, { number, state, stateAt, stateText }: OwnCase): string {
  const about = stateText === null ? '' : ` (${cut(parts.redact(stateText), LONGEST_LINE)})`
  return `${say.OWN_CASE} ${number}: ${say.STATUS_STATES[state]}${about}, ${day(stateAt, speaks)}.`
}

export function cut(text: string, longest: number): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`
}

function step(bubbles: readonly Bubble[], note: string): Step {
  return { bubbles, outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
