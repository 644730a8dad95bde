/** What comes after "salah" and the question which part of the answer was wrong. */
import { routed } from './routed.ts'
import type { Step, Understood } from './step.ts'

/** Said of an answer, not asked: "nomornya salah", "harusnya tahun 2026". */
const OF_THE_ANSWER =
  /\b(?:salah|keliru|lama|basi|kedaluwarsa|kadaluarsa|mati|kurang|harusnya|seharusnya|bukan|beda|berubah|wrong|old|outdated|incorrect)\b/u

/**
 * The answer to "which part was wrong?": any text that is no command. Asked once only. Somebody who asks the next
 * question instead gets its answer: what is stored for staff must not cost them theirs.
 */
export function whatWasWrong(understood: Understood): Step | null {
  const { input, parts, awaited, verdict, text, normalised } = understood
  if (awaited !== 'what-was-wrong' || text.trim() === '' || verdict.urgency !== 'routine') return null
  const feedback = { verdict: 'wrong' as const, text: parts.redact(text), answerId: input.state.lastAnswerId }
  const next = OF_THE_ANSWER.test(normalised.text) ? null : routed(understood)
  if (next?.outcome === 'answer' && next.note !== 'follow-up') return { ...next, effects: { ...next.effects, feedback } }
  return {
    bubbles: [{ text: understood.say.FEEDBACK_NOTED }],
    outcome: 'smalltalk',
    topic: 'feedback',
    source: 'conversation',
    note: 'what-was-wrong',
    effects: { feedback },
  }
}
