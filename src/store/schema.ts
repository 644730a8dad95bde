/**
 * The tables, as Kysely sees them. Portable between SQLite and PostgreSQL: text ids made in code,
 * times as integer milliseconds since 1970, flags as 0 or 1, JSON as text.
 * Columns named `sealed…` hold AES-256-GCM text of seal.ts.
 */
import type { Generated } from 'kysely'
import type { CaseFlowId, DepositRule } from '../knowledge/flows.ts'
import type { ChannelName, Danger, Outcome, Topic, Urgency } from '../message.ts'

export type Flag = 0 | 1

export interface PeopleTable {
  id: string
  /** Shown to staff instead of a name: "Melati-4821". Unique. */
  pseudonym: string
  created_at: number
}

/** How a person is reached. The plain address is only in `sealed`; look-ups go by keyed hash. */
export interface AddressesTable {
  channel: ChannelName
  address_hash: string
  sealed: string
  /** 0 is the address to answer to. */
  rank: number
  person_id: string
  created_at: number
}

/** One per person and channel; its id is the person's id. */
export interface ConversationsTable {
  id: string
  person_id: string
  channel: ChannelName
  created_at: number
  /** ConversationState as JSON. */
  state: string
  /** 1: nothing goes out by any path until the person writes again (care: safe contact). */
  hold: Flag
  hold_reason: string | null
  hold_since: number | null
  /** From then on it is on hold as well: the time is over in which the person holds the phone. Null: no such time. */
  hold_at: number | null
  /** The bot is silent until then because a member of staff answers. */
  paused_until: number | null
  /** Set when the person blocked us or the chat is gone. */
  blocked_at: number | null
  /** A late-reply text waits for a yes since then. */
  catch_up_at: number | null
  /** Set from a disclosure of danger until staff close it or the crisis ends. */
  crisis_since: number | null
  danger: Danger | null
  urgency: Urgency
  /** 0 emergency, 1 urgent, 2 a person was asked for or is unanswered, 3 disliked, 4 unsure, 5 rest. Sorted by. */
  rank: number
  /** The oldest message that no member of staff has dealt with and that needs one. Null when none does. */
  waiting_since: number | null
  topic: Topic | null
  country: string | null
  language: string | null
  outcome: Outcome | null
  wants_person: Flag
  disliked: Flag
  unsure: Flag
  last_in_at: number | null
  last_out_at: number | null
  /** When staff last opened the transcript. Unread when older than last_in_at. */
  staff_read_at: number | null
  /** Who of the staff answers; nobody else may write meanwhile. */
  assigned_to: string | null
  assigned_at: number | null
  /** 1: only the restricted team reads it, and who opened it with a reason (care: alerts leak). Never taken back by the machine. */
  restricted: Flag
}

/** Who is not of the restricted team and opened a restricted conversation with a reason. */
export interface RestrictedOpeningsTable {
  conversation_id: string
  staff_id: string
  at: number
}

export interface InboxTable {
  /** Sorts by arrival. */
  id: string
  channel: ChannelName
  external_id: string
  /** What names the message in its chat, where a channel lets us delete what others wrote; else null. */
  trace: string | null
  conversation_id: string
  kind: string
  /** The IncomingMessage; null once handled. */
  sealed_payload: string | null
  sent_at: number
  received_at: number
  backlog: Flag
  /** 0 emergency first, 1 the rest. */
  priority: number
  /** TriageVerdict as JSON, as found on receipt. */
  triage: string
  /** The safety reply that went with it, if any. */
  safety_outbox_id: string | null
  state: 'waiting' | 'handled' | 'failed'
  attempts: number
  next_at: number
  error: string | null
  handled_at: number | null
}

export interface MessagesTable {
  row: Generated<number>
  /** Sorts by time. */
  id: string
  conversation_id: string
  channel: ChannelName
  direction: 'in' | 'out'
  author: 'person' | 'bot' | 'staff' | 'system'
  staff_id: string | null
  kind: string
  /** Redacted; what staff read and search. */
  text: string
  at: number
  inbox_id: string | null
  outbox_id: string | null
  /** For direction in: what was understood. For out: why it was said. ReplyReason as JSON. */
  reason: string | null
  topic: Topic | null
  country: string | null
  language: string | null
  urgency: Urgency | null
  danger: Danger | null
  outcome: Outcome | null
}

export type OutboxState =
  | 'waiting'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  /** Old answers that wait until the person says that they still want them. */
  | 'awaiting-yes'
  /** Not sent because the conversation was on hold or paused, or the person had blocked us. */
  | 'withheld'
  /** Too old to send. */
  | 'expired'
  /** The transport may have it; not sent again. */
  | 'ambiguous'
  | 'failed'

/** Of these states it is not decided yet whether the reply goes out. */
export const UNSENT = ['waiting', 'sending', 'awaiting-yes'] as const satisfies readonly OutboxState[]

export interface OutboxTable {
  /** Sorts by time; replies of a conversation go in this order. */
  id: string
  conversation_id: string
  channel: ChannelName
  inbox_id: string | null
  /**
   * `cover`: the harmless answer to a code word. `reopen`: asks the person to write again, in a text that the platform
   * approved, because its window for free text is closed.
   */
  kind: 'safety' | 'reply' | 'cover' | 'catch-up' | 'reopen' | 'staff' | 'notice'
  /** Unique: the same effect is stored once. */
  dedupe_key: string
  /** The Bubble; null once sent or given up. */
  sealed_bubble: string | null
  state: OutboxState
  /** 0 safety, 1 the rest. */
  priority: number
  provider_id: string | null
  /** Like `trace`, for each part that was sent, separated by commas. */
  traces: string | null
  attempts: number
  next_at: number
  created_at: number
  /** When the person wrote what this answers; its age decides how it goes out. */
  question_at: number
  sent_at: number | null
  error: string | null
}

export interface TriageEventsTable {
  id: string
  conversation_id: string
  inbox_id: string
  at: number
  urgency: Urgency
  danger: Danger | null
  /** Rule ids as JSON. */
  rules: string
  score: number
  about: string
  stage: 'receipt' | 'turn'
}

export interface FeedbackTable {
  id: string
  conversation_id: string
  /** The answer it is about, by messages.id; null when not known. */
  message_id: string | null
  verdict: 'helpful' | 'wrong'
  text: string | null
  at: number
}

/** What staff must know about the machine: channels, disk, keys. Never about a person. */
export interface StaffEventsTable {
  id: string
  at: number
  channel: ChannelName | null
  kind: string
  text: string
  seen_at: number | null
}

export type StaffRole = 'viewer' | 'reviewer' | 'caseworker' | 'admin'

export interface StaffTable {
  id: string
  name: string
  /** Shown to people instead of the name. */
  alias: string
  role: StaffRole
  password_hash: string
  created_at: number
  disabled_at: number | null
  /** Secret of the second factor; null: none. */
  sealed_totp: string | null
  /** A secret that was shown and not yet confirmed with a code. */
  sealed_totp_offer: string | null
  /** The 30-second step of the newest code that was used: none is taken twice. */
  totp_step: number
  /** 1: reads what only the restricted team may. */
  restricted_team: Flag
}

/** One-time codes for when the phone with the second factor is gone. Only hashes are kept. */
export interface StaffRecoveryCodesTable {
  hash: string
  staff_id: string
  used_at: number | null
}

/** One-time links: the first account, invitations, password resets. Only the hash of the token is kept. */
export interface StaffLinksTable {
  token_hash: string
  purpose: 'first' | 'invite' | 'reset'
  staff_id: string | null
  role: StaffRole
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface StaffSessionsTable {
  token_hash: string
  staff_id: string
  created_at: number
  last_seen_at: number
  expires_at: number
  /** Browser and system, as far as they tell: "Firefox, Windows". */
  device: string
}

export interface LoginAttemptsTable {
  id: string
  /** Keyed hash of the account name or of the address. */
  key_hash: string
  at: number
}

export type PhoneOwner = 'own' | 'borrowed' | 'employer' | 'unknown'
export type ContactWay = 'chat' | 'call' | 'unknown'

/** How a person may be written to without harm (care: safe contact). */
export interface ContactPlansTable {
  conversation_id: string
  phone_owner: PhoneOwner
  way: ContactWay
  /** Safe hours in the person's local time, minutes after midnight; null: not known. May run over midnight. */
  safe_from: number | null
  safe_until: number | null
  /** Minutes after the person's last message after which nothing more goes out; null: no such limit. */
  quiet_after: number | null
  /** What to say when somebody else answers. */
  sealed_if_other: string | null
  staff_id: string | null
  at: number
}

export type CaseKind = Danger | CaseFlowId | 'code-word' | 'person'
/** How soon: `today` is what cannot wait for another shift, a search may take long. */
export type CaseLane = 'emergency' | 'today' | 'this-week' | 'long-search'
/** True events only (care: a case is not an official report). */
export type CaseState = 'unread' | 'read' | 'forwarded' | 'waiting' | 'closed'
/** `erased`: nobody closed it, the person's data went. */
export type CaseOutcome = 'safe' | 'referred' | 'answered' | 'false-alarm' | 'erased'
export type CaseEventKind =
  | 'opened'
  | 'called-again'
  | 'taken'
  | 'handed-on'
  | 'note'
  | 'forwarded'
  | 'waiting'
  | 'first-answer'
  | 'closed'
  | 'alerted'
  | 'escalated'
  | 'silent'
  | 'traces-erased'
  | 'fact-corrected'
  | 'phone-changed'
  | 'consent-asked'
  | 'consent-given'
  | 'consent-refused'
  | 'consent-withdrawn'
  | 'erasure-asked'
  | 'erasure-undone'
  | 'erased'
  | 'deposit-opened'
  | 'deposit-erasure-asked'
  | 'task'
  | 'task-done'
  | 'result'
  | 'letter'
  | 'joined'
  | 'parted'
  | 'family-linked'
  | 'family-cut'

export interface CasesTable {
  id: string
  /** "PM-7F3K": what people and alerts call it. */
  number: string
  /** Null once the person's data was erased. */
  conversation_id: string | null
  kind: CaseKind
  lane: CaseLane
  urgency: 'emergency' | 'urgent'
  country: string | null
  state: CaseState
  /** Who of the staff has it. */
  owner_id: string | null
  opened_at: number
  due_at: number
  /** When somebody first took it. */
  taken_at: number | null
  /** When a member of staff first wrote to the person. */
  first_answer_at: number | null
  closed_at: number | null
  outcome: CaseOutcome | null
  /** When staff are alerted next; null: not any more. */
  next_alert_at: number | null
  alerts_sent: Generated<number>
  escalated_at: number | null
  /** When the person's silence after an emergency was told to staff. */
  silence_at: number | null
  /** The case that is about the same person, reported by somebody else; null: none. Never a case that is joined itself. */
  joined_to: string | null
}

/** A wish to take the messages off the phone. */
export interface ErasuresTable {
  id: string
  conversation_id: string
  asked_at: number
  attempts: number
  next_at: number
  done_at: number | null
  /** How many messages the channel was asked to delete without a refusal. */
  erased: number | null
  /** Of the wish to be erased altogether that came with it, told in the same breath; null: only the phone. */
  receipt: string | null
}

/** A wish that everything we keep of a person goes; it is carried out once it is due. */
export interface EraseRequestsTable {
  /** What the person was told to keep: "H-7F3K9A". */
  receipt: string
  conversation_id: string
  asked_at: number
  due_at: number
  /** When staff are told of it, because an emergency is open; null: not, or they were. */
  tell_at: number | null
}

/**
 * What is left of somebody who was erased: nothing that tells who they were. The same lines stand in a file beside the
 * database, so that an older copy of the database, put back, is erased again.
 */
export interface ErasedPeopleTable {
  receipt: string
  /** Keyed hashes of the addresses, as a JSON list: an older copy is searched for them. */
  people: string
  asked_at: number
  at: number
  /** How many rows of which class went, as JSON. */
  counts: string
  reason: 'asked'
}

/** `identity`: names and ways to be reached in a case. `recipient`: the case may be passed on to somebody. */
export type ConsentAbout = 'identity' | 'media' | 'recipient' | 'deposit'

/** A question of consent and its answer; without a yes nothing leaves (care 18). */
export interface ConsentsTable {
  id: string
  conversation_id: string
  case_id: string | null
  about: ConsentAbout
  /** To whom it may be passed on, as staff wrote it and the person read it; null for the rest. */
  recipient: string | null
  /** Start of the SHA-256 of the words in which it was asked. */
  text_version: string
  /** Who of the staff asked; null: the assistant did. */
  staff_id: string | null
  asked_at: number
  answer: 'yes' | 'no' | null
  answered_at: number | null
  /** When the yes was taken back. */
  withdrawn_at: number | null
  /** By when staff must have dealt with that: 3 x 24 hours, UU 27/2022. */
  due_at: number | null
  done_at: number | null
  done_by: string | null
}

/** What a worker left here before the journey: opened by their own rule, or by staff with a reason. */
export interface DepositsTable {
  id: string
  conversation_id: string
  rule: DepositRule
  /** JSON of labels and the person's own words. */
  sealed_facts: string
  /** Keyed hashes that a family's report is compared with; null: not told, or not to be read. */
  passport_hash: string | null
  person_hash: string | null
  at: number
  /** The person removed it while an emergency was open: gone for them at once, for staff from then on. */
  erase_at: number | null
}

/** Guards what was said before. */
export interface PinsTable {
  conversation_id: string
  /** argon2id of a keyed hash: a stolen database is not enough to try them all. */
  hash: string
  set_at: number
  /** Wrong tries since the last right one. */
  failures: number
  /** No try counts before; null: at once. Milliseconds since 1970. */
  next_at: number | null
}

/** Who a relative is to the worker, as the worker said; never a name. */
export type FamilyRelation = 'partner' | 'parent' | 'other'

/** A code that links a relative, once. A newer one of the same worker takes its place; what was used is deleted. */
export interface FamilyCodesTable {
  worker_id: string
  /** Keyed hash: the code itself is only in the message that told it. */
  code_hash: string
  relation: FamilyRelation
  /** The case whose progress the relative may hear; null: none. */
  case_id: string | null
  created_at: number
  expires_at: number
}

/** A relative who hears what the worker sends (care 5). A cut deletes it. */
export interface FamilyLinksTable {
  id: string
  worker_id: string
  relative_id: string
  relation: FamilyRelation
  /** As in FamilyCodesTable. */
  case_id: string | null
  /** The state of that case that the relative heard of last. */
  case_told: CaseState | null
  linked_at: number
  /** When the worker last sent a check-in; null: never. */
  news_at: number | null
  /** When the relative last heard of one: as `news_at` when it was sent to them, later when they asked; null: of none. */
  told_at: number | null
}

/** Who typed codes. It outlives the link, so that what is read out of it does not tell of a cut. */
export interface FamilyGuestsTable {
  conversation_id: string
  /** When a code of theirs last worked; null: none did. */
  joined_at: number | null
  /** Wrong codes since the last right one. */
  failures: number
  /** No try counts before; null: at once. */
  next_at: number | null
  at: number
}

/** When staff mean to be on duty; one row a weekday. */
export interface DutyHoursTable {
  /** 0 is Sunday. */
  weekday: number
  /** Minutes after midnight. */
  starts: number
  ends: number
  /** IANA zone. */
  zone: string
}

/** Who said that they are on duty, and until when; past shifts stay until the next one. */
export interface OnDutyTable {
  staff_id: string
  since: number
  until: number
}

/** The timeline of a case. */
export interface CaseEventsTable {
  id: string
  case_id: string
  at: number
  kind: CaseEventKind
  staff_id: string | null
  /** What staff wrote. */
  sealed_text: string | null
  /** JSON; never about the person. */
  detail: string
}

/** What the person told in guided questions. */
export interface CaseFactsTable {
  /** Sorts by the order of the questions. */
  id: string
  case_id: string
  question: string
  label: string
  /** Redacted; null: it identifies somebody and is shown only with a reason. */
  shown: string | null
  /** In the person's own words, where `shown` is not all of it. */
  sealed_text: string | null
  at: number
}

/** What staff promised to do, and by when. */
export interface CaseTasksTable {
  id: string
  case_id: string
  sealed_text: string
  due_at: number
  /** Who wrote it down. */
  staff_id: string
  at: number
  done_at: number | null
  done_by: string | null
}

/** On what ground a case went to somebody else: the person agreed to this recipient, or a life is at risk (care: consent). */
export type ReferralConsent = 'agreed' | 'life-at-risk'
export type ReferralResult = 'open' | 'accepted' | 'helped' | 'refused' | 'no-answer'

/** To whom a case was forwarded. */
export interface CaseReferralsTable {
  id: string
  case_id: string
  at: number
  /** Who forwarded it. */
  staff_id: string
  sealed_recipient: string
  /** The recipient's own number for it. */
  sealed_reference: string | null
  consent: ReferralConsent
  /** The person's yes for this recipient; it may be taken back later. */
  consent_id: string | null
  /** Why it went without the person's yes; only then. */
  sealed_reason: string | null
  result: ReferralResult
  result_at: number | null
}

/**
 * `asked`: the person was asked whether it may be kept, nothing is fetched. `waiting`: to be fetched from the channel.
 * `failed`: it will not come; `reason` says why.
 */
export type MediaState = 'asked' | 'waiting' | 'kept' | 'failed'
export type MediaFailure = 'too-big' | 'too-many' | 'gone' | 'network' | 'altered' | 'format'

/** A photo or voice note that a person sent. */
export interface MediaTable {
  id: string
  conversation_id: string
  /** The message that it came with. */
  inbox_id: string
  kind: 'photo' | 'voice'
  /** Length of a voice note, as the channel told it. */
  seconds: number | null
  state: MediaState
  /** Only when it failed. */
  reason: MediaFailure | null
  /** By what the channel gives it; null once it is here or will not come. */
  sealed_handle: string | null
  attempts: Generated<number>
  next_at: number
  /** When it was sent. */
  at: number
  /** As which it is shown, by its own bytes; null until it is here. */
  type: string | null
  /** What staff heard or saw in it. */
  sealed_gist: string | null
  gist_by: string | null
  gist_at: number | null
}

/** `preview`: a few blurred pixels of a photo. */
export type MediaPart = 'whole' | 'preview'

export interface MediaFilesTable {
  media_id: string
  part: MediaPart
  /** The key that sealed it. */
  key_id: string
  /** Sealed; no text, as columns of that name hold. */
  content: Buffer
}

/** Written by staff for staff. */
export interface NotesTable {
  id: string
  conversation_id: string
  staff_id: string
  sealed_text: string
  at: number
}

export interface ConversationLabelsTable {
  conversation_id: string
  label: string
  staff_id: string
  at: number
}

export type MarkVerdict = 'right' | 'wrong-topic' | 'wrong-fact' | 'unsafe' | 'tone'

/** What a reviewer says of a reply; one for each reviewer and reply. */
export interface MarksTable {
  id: string
  conversation_id: string
  message_id: string
  staff_id: string
  verdict: MarkVerdict
  /** The right topic, when it was the wrong one. */
  topic: Topic | null
  at: number
}

/** Messages, as redacted, that staff made cases for the evaluation; they outlive the conversation. */
export interface TestCasesTable {
  id: string
  message_id: string
  text: string
  topic: Topic
  country: string | null
  language: string | null
  urgency: Urgency
  triage: Danger | null
  staff_id: string
  at: number
}

/** A text that staff put over the shipped knowledge; the newest of its path is served. Append-only. */
export interface KnowledgeRevisionsTable {
  /** Sorts by time. */
  id: string
  /** `cards/<topic>/<id>.md`, `contacts.yaml#<id>` or `notices.yaml#<id>`. */
  path: string
  /** Null: the shipped text again. */
  text: string | null
  /** The revision of this path that it followed; null: the shipped text. */
  previous_id: string | null
  /** Of the shipped text at that time, SHA-256; empty when there was none. */
  base_hash: string
  kind: 'verified' | 'edited' | 'undone'
  /** Why, in the words of the member of staff. */
  reason: string
  staff_id: string
  at: number
}

/** A list of licensed agencies (P3MI) as staff imported it. */
export interface AgencyListsTable {
  id: string
  /** The day it tells of, as an ISO date. */
  listed_on: string
  imported_at: number
  staff_id: string
  /** All of them, as JSON: see knowledge/agency-list.ts. */
  agencies: string
  undone_at: number | null
}

/** How far the numbers have been counted from a table. */
export interface RollupsTable {
  name: 'messages' | 'feedback'
  last_id: string
  at: number
}

/**
 * What a person wrote on a day, by everything that numbers are asked by. Empty text where it is not known. An erased
 * person's rows stay under an id that leads nowhere, one for each row.
 */
export interface PersonDaysTable {
  /** Days since 1970 by the clock of Jakarta. */
  day: number
  conversation_id: string
  channel: ChannelName
  topic: Topic | ''
  country: string
  language: string
  outcome: Outcome | ''
  messages: number
}

/** How often the rows of a day were changed; no row: not since they are watched. */
export interface DayChangesTable {
  day: number
  changes: number
}

/** How often a card answered on a day, and what people said of it. */
export interface CardDaysTable {
  day: number
  card: string
  uses: number
  liked: number
  disliked: number
}

export type SampleResult = 'fine' | 'missed-danger' | 'missed-urgent'

/** Conversations drawn by chance among all of a day, to be read to the end. */
export interface DailySamplesTable {
  day: number
  conversation_id: string
  /** In which order they are read. */
  position: number
  result: SampleResult | null
  staff_id: string | null
  at: number | null
}

/** One shift hands over to the next. */
export interface HandoversTable {
  id: string
  staff_id: string
  at: number
  sealed_note: string | null
  /** Open emergencies and conversations on hold at that time. */
  emergencies: number
  held: number
  accepted_by: string | null
  accepted_at: number | null
}

/** Append-only and hash-chained. */
export interface AuditTable {
  number: Generated<number>
  at: number
  staff_id: string | null
  action: string
  subject: string | null
  detail: string
  previous_hash: string
  hash: string
}

/** One call of the optional model: what it took, never what it was about. */
export interface ModelUsesTable {
  id: string
  at: number
  model: string
  /** Which prompt, its version and the start of its SHA-256. */
  prompt: string
  prompt_version: number
  prompt_hash: string
  /** `ok`, or why nothing came of it. */
  result: string
  tokens_in: number
  tokens_out: number
  milliseconds: number
  /** Millionths of a US dollar; null when the model has no price. */
  cost: number | null
}

export interface WhatsAppCredentialsTable {
  /** `current`, or `forgotten:<time>` for a copy kept after a log-out. */
  id: string
  sealed: string
  at: number
}

export interface WhatsAppKeysTable {
  type: string
  id: string
  sealed: string
}

export interface WhatsAppPlaintextsTable {
  hash: string
  sealed: string
  at: number
}

export interface MigrationsTable {
  name: string
  at: number
}

export interface Tables {
  model_uses: ModelUsesTable
  people: PeopleTable
  addresses: AddressesTable
  conversations: ConversationsTable
  restricted_openings: RestrictedOpeningsTable
  inbox: InboxTable
  messages: MessagesTable
  outbox: OutboxTable
  triage_events: TriageEventsTable
  feedback: FeedbackTable
  staff_events: StaffEventsTable
  staff: StaffTable
  staff_links: StaffLinksTable
  staff_sessions: StaffSessionsTable
  staff_recovery_codes: StaffRecoveryCodesTable
  contact_plans: ContactPlansTable
  cases: CasesTable
  case_events: CaseEventsTable
  case_facts: CaseFactsTable
  case_tasks: CaseTasksTable
  case_referrals: CaseReferralsTable
  media: MediaTable
  media_files: MediaFilesTable
  duty_hours: DutyHoursTable
  erasures: ErasuresTable
  erase_requests: EraseRequestsTable
  erased_people: ErasedPeopleTable
  pins: PinsTable
  deposits: DepositsTable
  consents: ConsentsTable
  family_codes: FamilyCodesTable
  family_links: FamilyLinksTable
  family_guests: FamilyGuestsTable
  on_duty: OnDutyTable
  notes: NotesTable
  conversation_labels: ConversationLabelsTable
  marks: MarksTable
  test_cases: TestCasesTable
  knowledge_revisions: KnowledgeRevisionsTable
  agency_lists: AgencyListsTable
  rollups: RollupsTable
  person_days: PersonDaysTable
  day_changes: DayChangesTable
  card_days: CardDaysTable
  daily_samples: DailySamplesTable
  handovers: HandoversTable
  login_attempts: LoginAttemptsTable
  audit: AuditTable
  whatsapp_credentials: WhatsAppCredentialsTable
  whatsapp_keys: WhatsAppKeysTable
  whatsapp_plaintexts: WhatsAppPlaintextsTable
  migrations: MigrationsTable
}
