/** What is decided the moment a message arrives: pure rules, no database, no network, no model. */
import type { Bubble, IncomingContent, IncomingMessage, Language, TriageVerdict } from '../message.ts'
import type { CrisisState, SafetyInput } from '../triage/crisis.ts'
import type { Triage } from '../triage/triage.ts'
import { createReadTogether } from './fragments.ts'
import { bareDigit, commandOf, isDangerDigit, wordsOfCommand } from './command-words.ts'
import { NO_LANGUAGE, type LanguageSoFar } from './reply-language.ts'
import type { Presence } from './texts.ts'

export interface ReceiptAssessment {
  readonly verdict: TriageVerdict
  /** The first reply in danger; null when there is none, or the conversation is in crisis already and the turn answers. */
  readonly safety: { readonly bubbles: readonly Bubble[]; readonly crisis: CrisisState } | null
  /** 9 was pressed or typed: handled before the rest. */
  readonly urgentDigit: boolean
  /** The person themselves did something that shows they hold the phone: it ends a hold. */
  readonly isFromPerson: boolean
}

export interface ReceiptParts {
  readonly triage: Triage
  readonly firstReply: (input: SafetyInput) => { readonly bubbles: readonly Bubble[]; readonly crisis: CrisisState }
  /** The first country named in a text; null when none is. */
  readonly countryOf: (text: string) => string | null
  /** The post in charge of the area that a text names in that country, by contact id; null when no area is named. */
  readonly missionOf: (text: string, country: string | null) => string | null
  /** In which language the safety texts go out. Never throws. */
  readonly languageOf: (text: string, soFar: LanguageSoFar) => Language
  readonly presence: () => Presence
  readonly now: () => number
}

export type AssessReceipt = (
  message: IncomingMessage,
  known: { readonly country: string | null; readonly crisis: CrisisState | null; readonly language?: LanguageSoFar },
  /** What `readAlone` found in it; read anew without it, and in a crisis. */
  alone?: TriageVerdict,
) => ReceiptAssessment

/** What arrives without the person having written to us. */
export const SILENT_KINDS: ReadonlySet<IncomingContent['kind']> = new Set([
  'typed-on-phone',
  'heard',
  'membership',
  'deleted',
  'undecryptable',
  'group-message',
])

export function createReceipt(parts: ReceiptParts): AssessReceipt {
  const readTogether = createReadTogether(parts.triage, parts.now)
  return (message, known, read) => {
    const { content } = message
    const alone = known.crisis === null && read !== undefined ? read : verdictOf(parts.triage, content, known.crisis)
    const isWhole = alone === NO_WORDS || alone.urgency === 'emergency'
    const verdict = (isWhole ? null : readTogether(message, textOf(content))) ?? alone
    const fromPerson = isFromPerson(content)
    // What staff heard is read as the person's own words; in which language they are answered, it does not tell.
    const isHeard = content.kind === 'heard'
    const answersNow = (fromPerson || isHeard) && verdict.urgency === 'emergency' && verdict.danger !== null && known.crisis === null
    const language = answersNow ? parts.languageOf(isHeard ? '' : textOf(content), known.language ?? NO_LANGUAGE) : 'id'
    const safety = answersNow ? parts.firstReply(safetyInput(parts, message, verdict, known.country, null, language)) : null
    return { verdict, safety, urgentDigit: isDangerDigit(content), isFromPerson: fromPerson }
  }
}

const NO_WORDS: TriageVerdict = { urgency: 'routine', danger: null, rules: [], score: 0, about: 'unknown', doubtful: false }

/** Triage of what can hold danger: a message without words, and the digits and words that we tell people to write, are none by themselves. */
export function verdictOf(triage: Triage, content: IncomingContent, crisis: CrisisState | null): TriageVerdict {
  const text = textOf(content)
  if (text.trim() === '' || bareDigit(text) !== null || commandOf(content) !== null) return NO_WORDS
  return triage(text, { inCrisis: crisis?.danger ?? null })
}

/** Whether the person themselves did something: not staff on the paired phone, not a group, not a change of membership. */
export function isFromPerson(content: IncomingContent): boolean {
  return !SILENT_KINDS.has(content.kind)
}

/** What the safety texts need to know, from a message and its verdict. */
export function safetyInput(
  parts: Pick<ReceiptParts, 'countryOf' | 'missionOf' | 'presence' | 'now'>,
  message: IncomingMessage,
  verdict: TriageVerdict,
  knownCountry: string | null,
  crisis: CrisisState | null,
  language: Language,
): SafetyInput {
  const presence = parts.presence()
  const text = textOf(message.content)
  const country = parts.countryOf(text) ?? knownCountry ?? crisis?.country ?? null
  return {
    danger: verdict.danger ?? crisis?.danger ?? 'violence',
    about: verdict.about,
    country,
    mission: parts.missionOf(text, country),
    language,
    crisis,
    staff: presence.staff,
    ...(presence.back === null ? {} : { staffDetail: presence.back }),
    channel: message.channel,
    now: parts.now(),
  }
}

/** The words of a message that a person wrote to us; empty for what has none, and for what was written in a group. */
export function textOf(content: IncomingContent): string {
  switch (content.kind) {
    case 'text':
    case 'edited':
    case 'heard':
      return content.text
    case 'photo':
    case 'document':
      return content.caption
    case 'sticker':
      return content.emoji
    case 'command':
      return wordsOfCommand(content)
    case 'choice':
    case 'deleted':
    case 'voice':
    case 'location':
    case 'contact':
    case 'reaction':
    case 'group-message':
    case 'typed-on-phone':
    case 'membership':
    case 'undecryptable':
    case 'unsupported':
      return ''
  }
}
