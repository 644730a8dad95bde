/**
 * Photos and voice notes: whether what came is fetched and kept for staff, and what is said about that. Kept in danger, and
 * after a yes (care 18); else it stays where it is, as an unheard note that ranks as urgent (care 24).
 */
import { plainWords } from '../plain-words.ts'
import { askPerson } from './commands.ts'
import { bareDigit, CHOICE_LASTS } from './command-words.ts'
import { NO, YES } from './consent.ts'
import { isCryForHelp } from './contact-plan.ts'
import { openCrisis } from './crisis-turn.ts'
import { numbered } from './numbered.ts'
import type { Step, Understood } from './step.ts'
import { textVersion } from './text-version.ts'
import type { TurnEffects } from './turn.ts'

/** What is known when a photo or voice note comes from a channel that can give it to us. */
export interface MediaSituation {
  readonly openCase: boolean
  /** Of an emergency. */
  readonly emergency: boolean
  /** The newest answer of the person whether such may be kept; null: none, or it was taken back. */
  readonly consent: 'yes' | 'no' | null
  /** How many bytes it may have. */
  readonly largest: number
}

const MEGABYTE = 1024 * 1024
/** Begins the id of a button under the question. */
const MEDIA = 'media:'

/** The step, with what becomes of the photo or voice note. Where something else answered, its words stay as they are. */
export function withMedia(understood: Understood, step: Step): Step {
  const { input, parts, say, verdict } = understood
  const { content, identityChanged } = input.message
  const situation = input.media
  if (situation === null || (content.kind !== 'photo' && content.kind !== 'voice') || content.media === null) return step
  const { openCase, emergency, consent, largest } = situation
  const days = parts.retention.mediaDays
  const isPlain = step.note === content.kind
  const says = (text: string): Step => (isPlain ? { ...step, bubbles: [{ text }] } : step)
  const becomes = (media: NonNullable<TurnEffects['media']>, told: Step): Step => ({ ...told, effects: { ...told.effects, media } })
  const inDanger = emergency || openCrisis(understood) !== null || (step.verdict ?? verdict).urgency === 'emergency'
  if ((content.media.bytes ?? 0) > largest) {
    const told = says(say.mediaTooBig(content.kind, Math.floor(largest / MEGABYTE)))
    return openCase || inDanger ? becomes('too-big', told) : told
  }
  if (inDanger || (openCase && consent === 'yes')) return becomes('keep', says(say.mediaKept(content.kind, days)))
  if (!isPlain || consent === 'no' || input.state.keepsNothing || identityChanged === true) return step
  const asked = becomes('ask', says(say.mediaAsk(content.kind, days)))
  const choices = numbered('media', say.MEDIA_CHOICES)
  return { ...asked, bubbles: asked.bubbles.map((bubble) => ({ ...bubble, choices })), state: { ...step.state, awaiting: 'media' } }
}

/** The answer to the question before; null when the message says something else. */
export function mediaAnswered(understood: Understood): Step | null {
  const { awaited, input, parts, say, text, verdict } = understood
  const { content } = input.message
  const days = parts.retention.mediaDays
  const picked = content.kind === 'choice' && content.value.startsWith(MEDIA) ? content.value.slice(MEDIA.length) : null
  const isAsked = awaited === 'media' && content.kind === 'text' && !isCryForHelp(verdict) && isFresh(understood)
  if (picked === null && !isAsked) return null
  const digit = picked ?? bareDigit(text)
  const words = picked === null ? plainWords(text.slice(0, 40)) : ''
  const version = textVersion([say.mediaAsk('photo', days), say.mediaAsk('voice', days)].join('\n'))
  if (digit === '1' || YES.test(words)) {
    // A person is to hear it: what is said of that is said as always, with who can be reached meanwhile.
    const person = askPerson(understood)
    return {
      ...person,
      bubbles: [{ text: say.MEDIA_YES }, ...person.bubbles],
      note: 'media-allowed',
      effects: { ...person.effects, mediaConsent: { yes: true, version } },
    }
  }
  if (digit !== '2' && !NO.test(words)) return null
  return {
    bubbles: [{ text: say.MEDIA_NO }],
    outcome: 'flow',
    topic: 'privacy',
    source: 'conversation',
    note: 'media-refused',
    effects: { mediaConsent: { yes: false, version } },
  }
}

function isFresh({ input }: Understood): boolean {
  return input.now - (input.state.awaitingSince ?? 0) <= CHOICE_LASTS
}
