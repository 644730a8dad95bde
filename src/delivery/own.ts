/** Reads what is stored of a person, for a turn in which they ask for it, and tries the PIN that they wrote. */
import { randomInt } from 'node:crypto'
import { sql, type Kysely, type Selectable } from 'kysely'
import { factPlace } from '../cases/case-facts.ts'
import { openedDeposit } from '../cases/deposit-writes.ts'
import { commandOf, type Command } from '../conversation/command-words.ts'
import { familyCodeOf } from '../conversation/family-code.ts'
import { START } from '../conversation/flow-offer.ts'
import type { Own, OwnCase, OwnDeposit, OwnFact, PinView } from '../conversation/own.ts'
import { mayTry, pinDigits } from '../conversation/pin-digits.ts'
import type { ConversationState } from '../conversation/state.ts'
import { DEPOSIT_FLOW } from '../knowledge/flows.ts'
import type { IncomingMessage } from '../message.ts'
import { readFamily, type FamilyParts } from './family.ts'
import type { Database } from '../store/database.ts'
import type { CasesTable, ConversationsTable, Tables } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'

/** argon2id, in a thread of its own; rejects when too many wait. */
export interface PinHashes {
  hash(secret: string): Promise<string>
  matches(secret: string, stored: string): Promise<boolean>
}

export interface OwnParts extends Pick<FamilyParts, 'telegramBot'> {
  readonly store: Pick<Database, 'db'>
  readonly seal: Seal
  readonly now: () => number
  readonly pins: PinHashes
}

const LINES = 8
const CASES = 3
const FACTS = 20

const COMMANDS: ReadonlySet<Command | null> = new Set<Command | null>([
  'own-data',
  'status',
  'correct',
  'erase',
  'erase-all',
  'undo-erase',
  'pin',
  'remove-pin',
  'link-family',
  'family',
  'cut-family',
  'check-in',
  'family-news',
  'deposit',
  'own-deposit',
  'erase-deposit',
])
const QUESTIONS: ReadonlySet<ConversationState['awaiting']> = new Set<ConversationState['awaiting']>([
  'erase',
  'erase-all',
  'correct',
  'pin',
  'new-pin',
  'new-pin-again',
  'family-safe',
  'family-who',
  'family-what',
  'family-cut',
])

/** For each conversation the newest question of staff that waits for a yes or a no. */
export async function consentsAsked(
  { db }: Pick<Database, 'db'>,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly askedAt: number }>> {
  if (conversationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('consents')
    .select(['id', 'conversation_id', 'asked_at'])
    .where('conversation_id', 'in', conversationIds)
    .where('answer', 'is', null)
    .orderBy('asked_at')
    .execute()
  return new Map(rows.map(({ id, conversation_id, asked_at }) => [conversation_id, { id, askedAt: asked_at }]))
}

/** Whether a turn about this message needs to know what is stored. */
export function concernsOwnData(message: IncomingMessage, state: ConversationState): boolean {
  return (
    QUESTIONS.has(state.awaiting) ||
    COMMANDS.has(commandOf(message.content)) ||
    familyCodeOf(message.content) !== null ||
    concernsDeposit(message, state)
  )
}

/** Its questions are under way, or a button or digit of this message may begin them: both may ask for the PIN. */
function concernsDeposit({ content }: IncomingMessage, { flow, route }: ConversationState): boolean {
  const begins = (id: string): boolean => id === `${START}${DEPOSIT_FLOW}`
  return (
    flow?.id === DEPOSIT_FLOW || route.pendingChoices.some(({ id }) => begins(id)) || (content.kind === 'choice' && begins(content.value))
  )
}

export async function readOwn(
  parts: OwnParts,
  conversation: ConversationsTable,
  message: IncomingMessage,
  state: ConversationState,
): Promise<Own> {
  const { db } = parts.store
  const { id } = conversation
  const [counted, lines, cases, erasing, pin, family, deposit] = await Promise.all([
    db
      .selectFrom('messages')
      .select([
        sql<number>`coalesce(sum(author = 'person'), 0)`.as('written'),
        sql<number>`coalesce(sum(author in ('bot', 'staff')), 0)`.as('answered'),
        sql<number | null>`min(at)`.as('since'),
      ])
      .where('conversation_id', '=', id)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('messages')
      .select(['at', 'text'])
      .where('conversation_id', '=', id)
      .where('author', '=', 'person')
      // Not what was written to see them.
      .where(sql<boolean>`not (coalesce(topic, '') = 'privacy' and coalesce(outcome, '') = 'flow')`)
      .orderBy('id', 'desc')
      .limit(LINES)
      .execute(),
    casesOf(parts, id),
    db.selectFrom('erase_requests').select('receipt').where('conversation_id', '=', id).executeTakeFirst(),
    pinOf(parts, id, message, state),
    readFamily(parts, id, message),
    depositOf(parts, id),
  ])
  return {
    counts: counted,
    lines: lines.toReversed(),
    cases: cases.map((one) => one.told),
    inDanger:
      conversation.crisis_since !== null || conversation.urgency === 'emergency' || cases.some(({ row }) => row.urgency === 'emergency'),
    pin,
    newPinHash: await newHash(parts, message, state),
    family,
    deposit,
    erasing: erasing ?? null,
    receipt: newReceipt(),
  }
}

async function pinOf(
  { store, seal, pins, now }: OwnParts,
  id: string,
  message: IncomingMessage,
  state: ConversationState,
): Promise<PinView | null> {
  const row = await store.db.selectFrom('pins').selectAll().where('conversation_id', '=', id).executeTakeFirst()
  if (!row) return null
  const view = { setAt: row.set_at, failures: row.failures, nextAt: row.next_at }
  const digits = state.awaiting === 'pin' ? pinDigits(message.content) : null
  if (digits === null || !mayTry(view, now())) return { ...view, matches: null }
  return { ...view, matches: await pins.matches(peppered(seal, digits), row.hash).catch(() => null) }
}

async function depositOf({ store, seal }: OwnParts, id: string): Promise<OwnDeposit | null> {
  const row = await store.db
    .selectFrom('deposits')
    .selectAll()
    .where('conversation_id', '=', id)
    .where('erase_at', 'is', null)
    .executeTakeFirst()
  return row ? { rule: row.rule, at: row.at, facts: openedDeposit(seal, row) } : null
}

async function newHash({ seal, pins }: OwnParts, message: IncomingMessage, state: ConversationState): Promise<string | null> {
  const digits = state.awaiting === 'new-pin-again' ? pinDigits(message.content) : null
  return digits === null ? null : pins.hash(peppered(seal, digits)).catch(() => null)
}

/** Under a key that is not in the database: all PINs of six digits could be tried in hours otherwise. */
function peppered(seal: Seal, digits: string): string {
  return seal.hash(`pin:${digits}`)
}

/** The newest, those that are open first. */
async function casesOf({ store, seal }: OwnParts, conversationId: string): Promise<{ row: Selectable<CasesTable>; told: OwnCase }[]> {
  const { db } = store
  const rows = await db
    .selectFrom('cases')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy(sql`closed_at is null`, 'desc')
    .orderBy('id', 'desc')
    .limit(CASES)
    .execute()
  return Promise.all(
    rows.map(async (row) => {
      const [facts, step] = await Promise.all([factsOf(db, seal, row.id), stepOf(db, seal, row)])
      return { row, told: { number: row.number, state: row.state, openedAt: row.opened_at, ...step, facts } }
    }),
  )
}

async function factsOf(db: Kysely<Tables>, seal: Seal, caseId: string): Promise<OwnFact[]> {
  const rows = await db.selectFrom('case_facts').selectAll().where('case_id', '=', caseId).orderBy('id').limit(FACTS).execute()
  return rows.map(({ id, label, shown, sealed_text }) => ({
    id,
    label,
    shown,
    told: sealed_text === null ? (shown ?? '') : seal.open(sealed_text, factPlace(id)),
  }))
}

async function stepOf(db: Kysely<Tables>, seal: Seal, row: Selectable<CasesTable>): Promise<Pick<OwnCase, 'stateAt' | 'stateText'>> {
  if (row.state !== 'forwarded' && row.state !== 'waiting')
    return { stateAt: row.closed_at ?? (row.state === 'read' ? row.taken_at : null) ?? row.opened_at, stateText: null }
  const step = await db
    .selectFrom('case_events')
    .select(['id', 'at', 'sealed_text'])
    .where('case_id', '=', row.id)
    .where('kind', '=', row.state)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!step) return { stateAt: row.opened_at, stateText: null }
  const { id, at, sealed_text } = step
  return { stateAt: at, stateText: sealed_text === null ? null : seal.open(sealed_text, `case_events:${id}`) }
}

/** Without what is misread by eye or ear. */
const ALPHABET = '34679ACDEFGHJKMNPQRTWXY'

function newReceipt(): string {
  return `H-${Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
}
