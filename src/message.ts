/**
 * The words that every part shares. Imports nothing of ours.
 *
 * Ids of topics, dangers and urgencies are stable: a report of last month must mean the same next
 * month. Add, never rename.
 */

export const CHANNELS = ['telegram', 'whatsapp', 'web', 'terminal'] as const
export type ChannelName = (typeof CHANNELS)[number]

export const URGENCIES = ['emergency', 'urgent', 'routine'] as const
export type Urgency = (typeof URGENCIES)[number]

/** Kinds of danger. Set only when the urgency is `emergency`. */
export const DANGERS = [
  'violence',
  'sexual-violence',
  'confinement',
  'trafficking',
  'self-harm',
  'medical',
  'detention',
  'conflict-disaster',
  'stranded',
] as const
export type Danger = (typeof DANGERS)[number]

export const TOPICS = [
  'legal-route',
  'eligibility',
  'documents',
  'costs-and-loans',
  'check-agency',
  'scam-offer',
  'vacancies',
  'destination-country',
  'pre-departure',
  'training',
  'certification-and-language',
  'korea-programme',
  'japan-programme',
  'europe-programme',
  'seafarer',
  'contract-and-wages',
  'change-employer',
  'passport-withheld',
  'health-and-insurance',
  'pregnancy-and-family',
  'violence',
  'mental-distress',
  'arrest-and-legal',
  'trafficking',
  'money-home',
  'return-home',
  'overstay-and-amnesty',
  'lost-passport',
  'death-abroad',
  'missing-worker',
  'reintegration',
  'embassy-contact',
  'complaint',
  'case-status',
  'talk-to-human',
  'greeting',
  'thanks',
  'about-bot',
  'privacy',
  'language',
  'feedback',
  'out-of-scope',
] as const
export type Topic = (typeof TOPICS)[number]

export const SUBTOPICS = {
  'crisis-abroad': 'return-home',
  'fraud-and-extortion': 'scam-offer',
  'consular-services': 'embassy-contact',
  'contact-not-answering': 'embassy-contact',
  'family-at-home': 'pregnancy-and-family',
  minors: 'trafficking',
  dignity: 'contract-and-wages',
  'safe-departure-record': 'pre-departure',
} as const satisfies Record<string, Topic>
export type Subtopic = keyof typeof SUBTOPICS

/** `other` covers regional languages that the identifier does not separate, such as Kupang Malay. */
export const LANGUAGES = ['id', 'jv', 'su', 'mad', 'ms', 'en', 'other'] as const
export type Language = (typeof LANGUAGES)[number]

/** Languages in which the assistant answers. */
export type Spoken = 'id' | 'en'

export const OUTCOMES = ['answer', 'safety', 'choices', 'unknown', 'handoff', 'flow', 'smalltalk'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A file that the transport keeps for us; nothing is downloaded before it is needed. */
export interface MediaReference {
  /** The transport's own handle: Telegram `file_id`, or the serialised WhatsApp media message. */
  readonly handle: string
  readonly mimeType: string | null
  readonly bytes: number | null
  readonly seconds: number | null
}

/** What a person sent, in our words. Unknown kinds become `unsupported` with the transport's name for it. */
export type IncomingContent =
  | { readonly kind: 'text'; readonly text: string }
  /** A button or list row that we offered; `value` is the id we gave it. */
  | { readonly kind: 'choice'; readonly value: string }
  /** `/start`, `/menu`, … without the slash, lower case. */
  | { readonly kind: 'command'; readonly name: string; readonly argument: string }
  | { readonly kind: 'edited'; readonly text: string; readonly ofExternalId: string }
  | { readonly kind: 'deleted'; readonly ofExternalId: string }
  | { readonly kind: 'voice'; readonly media: MediaReference | null }
  | { readonly kind: 'photo'; readonly caption: string; readonly media: MediaReference | null }
  | { readonly kind: 'document'; readonly caption: string; readonly media: MediaReference | null }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'contact' }
  | { readonly kind: 'sticker'; readonly emoji: string }
  | { readonly kind: 'reaction'; readonly emoji: string; readonly toExternalId: string }
  /** Written in a group or channel where danger is never answered (care: lock screen, groups). */
  | { readonly kind: 'group-message'; readonly text: string }
  /** What staff wrote down of a photo or voice note: read as the person's own words, answered only in danger. */
  | { readonly kind: 'heard'; readonly text: string; readonly staffId: string }
  /** Typed by a member of staff on the paired phone; pauses the bot for this person. */
  | { readonly kind: 'typed-on-phone'; readonly text: string }
  /** The person blocked or unblocked the bot. */
  | { readonly kind: 'membership'; readonly blocked: boolean }
  /** Arrived but could not be decrypted; the transport may deliver it again under the same id. */
  | { readonly kind: 'undecryptable' }
  | { readonly kind: 'unsupported'; readonly what: string }

export interface IncomingMessage {
  readonly channel: ChannelName
  /** The transport's id, unique within the channel: a redelivery carries the same one. */
  readonly externalId: string
  /**
   * Every id by which the channel knows this person, the one to answer to first
   * (Telegram: the chat id; WhatsApp: the `@lid`, then the phone jid when known).
   */
  readonly addresses: readonly [string, ...string[]]
  /** When the person sent it, by the transport's clock. Milliseconds since 1970. */
  readonly sentAt: number
  readonly content: IncomingContent
  /** The language the person's app is set to (IETF tag), when the channel tells. */
  readonly appLanguage: string | null
  /** WhatsApp: replayed by the server after we were offline (`append`). Telegram: always false. */
  readonly backlog: boolean
  /** WhatsApp: the account was set up on another phone since the last message. Absent: not, or the channel cannot tell. */
  readonly identityChanged?: true
}

/** Something to press or to answer with its number (1 to 3, then 9 danger, 0 a person). */
export interface Choice {
  /** Stable id, at most 60 bytes of ASCII: it travels in Telegram's callback data. */
  readonly id: string
  readonly label: string
}

/** One bubble of a reply: plain text, each channel escapes and splits it for itself. */
export interface Bubble {
  readonly text: string
  readonly choices?: readonly Choice[]
  /** What the transcript keeps in place of the text, where that repeats what identifies somebody. */
  readonly kept?: string
  /** Sent as a file in place of the text, where the channel can; made only as it is sent. */
  readonly page?: Page
}

/** One sheet to print or to pass on. */
export interface Page {
  /** Letters, digits, hyphens, then `.pdf`. */
  readonly fileName: string
  readonly title: string
  /** Said with the file. */
  readonly caption: string
  readonly parts: readonly PagePart[]
}

export interface PagePart {
  readonly label: string
  readonly text: string
  /** A line to write on stands above the text. */
  readonly toFill?: boolean
}

/** What the local rules found, before any database, network or model. */
/** Stands among a verdict's `rules` when only the trained part of the triage found it. */
export const DETECTOR = 'detector'

export interface TriageVerdict {
  readonly urgency: Urgency
  /** Set exactly when `urgency` is `emergency`. */
  readonly danger: Danger | null
  /** Ids of the rules that fired, for staff; `detector` when only the trained part did. */
  readonly rules: readonly string[]
  /** 0 to 1, the trained detector's estimate that this is an emergency. */
  readonly score: number
  /** 0 to 1, the detector's estimate that this is urgent or an emergency; absent where nothing was read. */
  readonly pressing?: number
  /** Whom it is about, as far as the words tell. */
  readonly about: 'self' | 'other' | 'unknown'
  /** In doubt: ask one short safe question with the right number in it, rather than stay silent. */
  readonly doubtful: boolean
}

/** A text after clean-up. The original always stays beside it. */
export interface NormalisedText {
  readonly original: string
  /** Lower case, NFKC, no zero-width or bidi marks, slang and regional words mapped to Indonesian. */
  readonly text: string
  /** Words of `text`. */
  readonly words: readonly string[]
  /** Words of the cleaned text before slang and regional words were mapped. */
  readonly rawWords: readonly string[]
}

export interface ScoredTopic {
  readonly topic: Topic
  /** 0 to 1, calibrated; sums to at most 1 over all topics. */
  readonly score: number
}
