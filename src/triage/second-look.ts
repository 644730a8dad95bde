/** What a model says about danger in a message that the rules did not flag. It only ever raises. */
import { z } from 'zod'
import { DANGERS, type TriageVerdict } from '../message.ts'

/** What the model is asked for. */
export const secondLookSchema = z.object({ danger: z.enum(['none', ...DANGERS]), certainty: z.enum(['sure', 'maybe']) })
export type SecondLook = z.infer<typeof secondLookSchema>

/** Names the second look among the rules that fired. */
export const SECOND_LOOK_RULE = 'second-look'

/** Null when it found nothing that the rules had not found. Sure is an emergency; maybe asks the one safe question. */
export function raisedBy(look: SecondLook, found: TriageVerdict): TriageVerdict | null {
  if (look.danger === 'none' || found.urgency === 'emergency') return null
  const rules = [...found.rules, SECOND_LOOK_RULE]
  if (look.certainty === 'sure') return { ...found, urgency: 'emergency', danger: look.danger, rules, doubtful: false }
  return found.doubtful ? null : { ...found, rules, doubtful: true }
}
