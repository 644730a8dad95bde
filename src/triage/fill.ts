/** Fills a safety text for one person: the contact, the place, who is on duty. */
import type { Contact } from '../knowledge/schema.ts'
import { dangerContactLines } from '../knowledge/contact-line.ts'
import { placeOf, type Place } from '../knowledge/first-call.ts'
import type { SafetyInput } from './crisis.ts'
import type { GeneralTexts, PlacedText } from './texts.ts'

/** The longest safety text, in characters (care: first replies to start from). */
export const LONGEST_TEXT = 500

export interface Filling {
  readonly input: Pick<SafetyInput, 'country' | 'language' | 'staff' | 'staffDetail'>
  readonly contact: Contact | null
  readonly general: GeneralTexts
  /** Said in place of the contact when there is none; without it the line is left out. */
  readonly withoutContact?: string
}

/** What is given up, step by step, for a text to fit: first the contact's long name, then words about staff. */
const STEPS = [
  { name: 40, staff: 'full' },
  { name: 28, staff: 'full' },
  { name: 28, staff: 'short' },
  { name: 18, staff: 'short' },
  { name: 18, staff: 'none' },
] as const
type Step = (typeof STEPS)[number]

export function fill(placed: PlacedText, filling: Filling): string {
  let text = ''
  for (const step of STEPS) {
    text = fillWith(placed, filling, step)
    if (text.length <= LONGEST_TEXT) return text
  }
  return text
}

function fillWith(placed: PlacedText, filling: Filling, step: Step): string {
  const { input, contact, general } = filling
  const place = placeOf(input.country)
  const contactText = contact ? dangerContactLines(contact, step.name, input.language === 'en' ? 'en' : 'id') : filling.withoutContact
  return chosen(placed, place)
    .split('\n')
    .flatMap((line) => conditional(line, contact))
    .flatMap((line) =>
      line.includes('{kontak}') ? (contactText === undefined ? [] : [line.replace('{kontak}', () => contactText)]) : [line],
    )
    .map((line) => line.replaceAll('{petugas}', () => staffLine(input, general, step)).trimEnd())
    .map((line) => line.replaceAll('{tempat}', general.place[place]))
    .join('\n')
}

function chosen(placed: PlacedText, place: Place): string {
  if (typeof placed === 'string') return placed
  return (place === 'indonesia' ? placed.indonesia : place === 'sea' ? placed.sea : undefined) ?? placed.default
}

function conditional(line: string, contact: Contact | null): string[] {
  const marked = /^\[(chat|telepon|habis)\] (.*)$/.exec(line)
  if (!marked) return [line]
  const holds = marked[1] === 'habis' ? contact === null : contact !== null && contact.takes_chat === (marked[1] === 'chat')
  return holds ? [marked[2] ?? ''] : []
}

function staffLine(input: Filling['input'], general: GeneralTexts, step: Step): string {
  if (step.staff === 'none') return ''
  if (input.staff !== 'off-duty') return general.staff[input.staff]
  if (input.staffDetail === undefined) return general.staff.none
  return general.staff[step.staff === 'full' ? 'off-duty' : 'off-duty-short'].replaceAll('{kapan}', () => input.staffDetail ?? '')
}
