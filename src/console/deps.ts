/** What the console needs from the rest of the program, and the words its files share. */
import type { Context } from 'hono'
import type { Kysely } from 'kysely'
import type { ChannelHealth } from '../channels/channel.ts'
import type { WhatsAppPairing } from '../channels/whatsapp-web-pairing.ts'
import type { AskAnswer } from '../ask-session.ts'
import type { Explanation } from '../assistant.ts'
import type { KnowledgeDraft, TrialReport } from '../knowledge-trial.ts'
import type { Knowledge, KnowledgeProblem } from '../knowledge/schema.ts'
import type { Heard } from '../delivery/heard.ts'
import type { ChannelName } from '../message.ts'
import type { Database } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { StaffRole, Tables } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import type { Assets } from './assets.ts'
import type { Audit } from './audit.ts'
import type { RunningExports } from './exports/running.ts'
import type { Passwords } from './passwords.ts'
import type { Sessions } from './sessions.ts'
import type { Throttle } from './throttle.ts'
import type { DayColumns } from './numbers/day-columns.ts'
import type { Language, Words } from './words/words.ts'

export interface ChannelView {
  readonly name: ChannelName
  readonly health: ChannelHealth
  /** Messages to people that are not sent yet. */
  readonly queue: number
}

/** The optional language model, as staff see it. */
export interface ModelView {
  readonly name: string
  /** Null: it is used. Else why answers are given without it now, and until when (milliseconds since 1970). */
  readonly without: { readonly because: 'breaker' | 'budget'; readonly until: number } | null
}

/** What staff see of a card that answered: enough to judge its age. */
export interface CardView {
  readonly title: string
  readonly source: string | null
  /** Web address of the source; shown as a link only when it is http or https. */
  readonly address?: string | null
  readonly published: string | null
  readonly reviewed_on: string
}

export interface Connection {
  /** The client's network address, behind trusted proxies the one they name. */
  readonly address: string
  readonly https: boolean
  /** Straight from this machine: plain http is then allowed. */
  readonly loopback: boolean
}

/** The knowledge base as the console sees and changes it. */
export interface KnowledgeDesk {
  /** Whether staff may change knowledge here. */
  readonly editing: boolean
  readonly served: () => Knowledge
  readonly problems: () => readonly KnowledgeProblem[]
  /** How a text by itself is understood and what would be answered. Nothing is stored. */
  readonly ask: (text: string) => { readonly explanation: Explanation; readonly answer: AskAnswer }
  /** The file of the release at a path inside the knowledge folder; null when there is none. */
  readonly shippedText: (path: string) => string | null
  /** How a draft would do, on the emergency cases first. Takes seconds, in a thread of its own. */
  readonly tryOut: (draft: KnowledgeDraft) => Promise<TrialReport>
  /** Resolves when what was committed is served. */
  readonly refresh: () => Promise<void>
}

/** The list of agencies that people are answered from. */
export interface AgenciesDesk {
  /** After so many days a list is too old. */
  readonly days: number
  /** When a list of this day (an ISO date) is too old. Milliseconds since 1970. */
  readonly staleAt: (listedOn: string) => number
  /** Resolves when what was committed is served. */
  readonly refresh: () => Promise<void>
}

/** A row of the outbox that waits to be sent. */
export interface QueuedReply {
  readonly id: string
  readonly conversationId: string
  readonly priority: number
}

/** Alerts to staff, as the console sees them. */
export interface AlertsView {
  readonly health: () => { readonly state: 'off' | 'starting' | 'up' | 'down'; readonly acceptedAt: number | null }
  /** Sends a test alert; whether it was accepted. */
  readonly test: () => Promise<boolean>
  /** A case is nobody's again: it rings. */
  readonly caseChanged: () => void
  /** Who is on duty, or when, was changed: people are told so from now on. */
  readonly dutyChanged: () => Promise<void>
}

export interface ConsoleDeps {
  readonly store: Pick<Database, 'db' | 'commit'>
  /** Read-only, in a thread of its own: lists, search and transcripts. */
  readonly reader: Kysely<Tables>
  /** Keyed hashes for throttling and form tokens; what only staff may read is sealed. */
  readonly seal: Pick<Seal, 'hash' | 'seal' | 'open' | 'openBytes'>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: NewId
  readonly channels: () => readonly ChannelView[]
  /** Null when none is configured. */
  readonly model: () => ModelView | null
  /** Null when the WhatsApp channel that pairs with a phone is not set up. */
  readonly pairing: Omit<WhatsAppPairing, 'subscribePairing'> | null
  readonly cards: (id: string) => CardView | null
  /** Cards whose title or id has all of the typed words, at most a handful. */
  readonly findCards: (typed: string) => readonly { readonly id: string; readonly title: string }[]
  /** A card as a person would receive it; null when there is none. */
  readonly cardText: (id: string) => string | null
  readonly knowledge: KnowledgeDesk
  readonly agencies: AgenciesDesk
  /** Hides what identifies a person: nothing else is stored where staff search. */
  readonly redact: (text: string) => string
  /** Hands a committed row of the outbox to the one door out. */
  readonly queueReply: (row: QueuedReply) => void
  /** Takes in what staff wrote down of a photo or voice note, as if the person had written it. */
  readonly takeHeard: (heard: Heard) => Promise<void>
  /** Photos or voice notes are to be fetched. */
  readonly fetchMedia: () => void
  readonly alerts: AlertsView
  readonly operatorName: string | null
  /** Where staff reach the console ("https://console.example.org"), for links; null: the address of the request. */
  readonly publicAddress: string | null
  readonly connection: (context: Context) => Connection
  /** Gets what went wrong inside, for the log. The page says only that something did. */
  readonly report: (error: unknown) => void
}

/** A signed-in member of staff. */
export interface Viewer {
  readonly staffId: string
  readonly name: string
  readonly alias: string
  readonly role: StaffRole
  /** Reads what only the restricted team may. */
  readonly isOfRestrictedTeam: boolean
  /** SHA-256 of the session's token: names the session, cannot open it. */
  readonly sessionHash: string
  /** Goes into every form; bound to the session. */
  readonly formToken: string
}

export interface ConsoleEnvironment {
  Variables: {
    viewer: Viewer | null
    language: Language
    words: Words
    /** IANA time zone of the viewer. */
    zone: string
    connection: Connection
  }
}

export type ConsoleContext = Context<ConsoleEnvironment>

/** The console's own parts, made once for each console. */
export interface ConsoleParts extends ConsoleDeps {
  readonly audit: Audit
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly throttle: Throttle
  readonly exports: RunningExports
  readonly assets: Assets
  readonly counts: DayColumns
}

/** The member of staff whose request this is. Throws on a route that is open to all. */
export function viewerOf(context: ConsoleContext): Viewer {
  const viewer = context.get('viewer')
  if (!viewer) throw new Error('this route is open to all and has no viewer')
  return viewer
}

/** Whether what it is about is kept from this viewer. */
export function isClosedTo(viewer: Pick<Viewer, 'isOfRestrictedTeam'> | null, row: { readonly restricted: number | null }): boolean {
  return row.restricted === 1 && viewer?.isOfRestrictedTeam !== true
}

/** Role levels; each may do what those before it may. */
const ROLES: readonly StaffRole[] = ['viewer', 'reviewer', 'caseworker', 'admin']

export function mayActAs(role: StaffRole, needed: StaffRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
