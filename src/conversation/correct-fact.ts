/** "Perbaiki": the person puts a part of their own case right, as "bagian: isi yang benar". */
import { plainWords } from '../plain-words.ts'
import type { Own, OwnFact } from './own.ts'
import { LEFT, mayAnswer } from './private-question.ts'
import type { Step, Understood } from './step.ts'

const PART_AND_VALUE = /^\s{0,4}([^:=\n]{2,60}?)\s{0,4}[:=]\s{0,4}(\S[^]{0,499})$/u
/** What staff read in place of it: the right value may be a name. */
const CONCEALED = '[perbaikan]'

/** `unlocked`: the parts are named; else whoever holds the phone learns nothing, not even that there is a case. */
export function askCorrection({ say }: Understood, own: Own, unlocked: boolean): Step {
  const labels = own.cases.flatMap(({ facts }) => facts.map(({ label }) => label))
  if (unlocked && labels.length === 0) return said(say.STATUS_NONE, 'correct-nothing')
  const ask = said(say.CORRECT_ASK, 'correct-asked')
  return {
    ...ask,
    bubbles: [...ask.bubbles, ...(unlocked ? [{ text: say.correctParts(labels) }] : [])],
    state: { awaiting: 'correct' },
  }
}

/** The part and its right value; null when the message says something else. */
export function factCorrected(understood: Understood): Step | null {
  const { input, text, say, parts } = understood
  const { own } = input
  if (own === null || !mayAnswer(understood, ['correct'])) return null
  if (LEFT.test(text.slice(0, 30))) return said(say.CORRECT_LEFT, 'correct-left')
  const [, part, value] = PART_AND_VALUE.exec(text) ?? []
  if (part === undefined || value === undefined) return null
  const fact = factOf(own, part)
  if (fact === null) return { ...said(say.CORRECT_UNKNOWN, 'correct-unknown'), concealed: CONCEALED }
  const told = value.trim()
  const shown = fact.shown === null ? null : parts.redact(told)
  return {
    ...said(say.CORRECTED, 'corrected'),
    effects: { correctFact: { id: fact.id, shown, full: shown === told ? null : told } },
    concealed: CONCEALED,
  }
}

/** By its whole name, or by words of it that no other part has. */
function factOf({ cases }: Own, part: string): OwnFact | null {
  const facts = cases.flatMap((one) => one.facts)
  const wanted = plainWords(part)
  const exact = facts.find(({ label }) => plainWords(label) === wanted)
  if (exact) return exact
  const words = wanted.split(' ').filter((word) => word !== '')
  const fitting = facts.filter(({ label }) => words.every((word) => plainWords(label).split(' ').includes(word)))
  return words.length > 0 && fitting.length === 1 ? (fitting[0] ?? null) : null
}

function said(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
