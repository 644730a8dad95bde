/** What is remembered of a conversation in danger. Plain JSON: it travels in the conversation's state. */
import type { ChannelName, Danger, Language, TriageVerdict } from '../message.ts'

/** What the last safety text asked, so that a bare digit or word can be understood. */
export type Awaited = 'safe-to-write' | 'self-harm' | 'place' | 'danger'

export interface CrisisState {
  readonly danger: Danger
  /** When the danger was first recognised. Milliseconds since 1970. */
  readonly since: number
  /** Replies sent in this crisis, the first one counted. */
  readonly turn: number
  /** Ids of the texts already sent: none goes out twice. */
  readonly textsSent: readonly string[]
  /** Ids of the contacts already given, oldest first. */
  readonly contactsGiven: readonly string[]
  /** ISO 3166 code, XS at sea, null while unknown. */
  readonly country: string | null
  /** The post in charge of the person's area, by contact id, once they named it. */
  readonly mission?: string | null
  readonly about: TriageVerdict['about']
  readonly awaiting: Awaited | null
}

export type StaffPresence = 'on-duty' | 'off-duty' | 'none'

export interface SafetyInput {
  readonly danger: Danger
  readonly about: TriageVerdict['about']
  /** ISO 3166 code, XS at sea, ID at home, null when unknown. */
  readonly country: string | null
  /** The post in charge of the area that the person named, by contact id; null or left out when no area is known. */
  readonly mission?: string | null
  readonly language: Language
  /** Null at the first turn. */
  readonly crisis: CrisisState | null
  readonly staff: StaffPresence
  /** Off duty: when somebody is back, as words: "besok jam 8 WIB". */
  readonly staffDetail?: string
  readonly channel: ChannelName
  /** Milliseconds since 1970. */
  readonly now: number
}
