/**
 * What staff wrote down of a photo or voice note. Danger in it counts as if the person had written it: the receipt answered
 * and opened the case. All else is for staff, who read it already: nobody is answered who did not write.
 */
import { openCrisis, topicOf } from './crisis-turn.ts'
import type { Step, Understood } from './step.ts'

export function heard(understood: Understood): Step | null {
  const { input, awaited, verdict } = understood
  if (input.message.content.kind !== 'heard') return null
  const inDanger = verdict.urgency === 'emergency'
  const crisis = input.onReceipt?.crisis ?? openCrisis(understood)
  return {
    bubbles: [],
    kind: inDanger ? 'safety' : 'reply',
    outcome: inDanger ? 'safety' : 'handoff',
    topic: inDanger ? topicOf(verdict) : 'talk-to-human',
    source: 'staff',
    note: 'heard',
    verdict,
    // What was asked of the person is still asked; in a crisis the next words are about that.
    state: inDanger ? { crisis, crisisAt: input.now, introduced: true } : { awaiting: awaited },
    effects: inDanger ? { needsStaff: 'asked' } : {},
  }
}
