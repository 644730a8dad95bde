/** Which deposits staff may see at a case or beside a conversation, and for which reasons they may open them. */
import type { Selectable } from 'kysely'
import { passportsIn, personMark } from '../cases/deposit-marks.ts'
import { depositHashes } from '../cases/deposit-writes.ts'
import type { CaseFactsTable, CasesTable, DepositsTable } from '../store/schema.ts'
import { REVEAL_REASONS } from './answering-limits.ts'
import { openedFacts } from './cases-query.ts'
import type { ConsoleParts, Viewer } from './deps.ts'
import { closedTo } from './restricted.tsx'

export type RevealReason = (typeof REVEAL_REASONS)[number]

export interface SeenDeposit {
  readonly row: Selectable<DepositsTable>
  /** `own`: of the person who writes. `report`: of whom somebody else reports missing, as far as can be told. */
  readonly via: 'own' | 'report'
  /** The reasons that the worker's own rule leaves to staff now; none: the restricted team opens it. */
  readonly reasons: readonly RevealReason[]
}

/** A life at risk opens each: the worker was told so. */
const GRAVE: readonly RevealReason[] = ['life-at-risk']
const FOR_REPORT: readonly RevealReason[] = ['same-person', 'life-at-risk']
/** Only a report of somebody missing asks for this. */
const OF_REPORT = 'reporter'
const MOST = 5

/** At an open case: what the person deposited, and what somebody did who allowed it and whom this case reports missing. */
export async function depositsOfCase(
  parts: ConsoleParts,
  viewer: Viewer,
  { conversation_id, closed_at }: Pick<CasesTable, 'conversation_id' | 'closed_at'>,
  facts: readonly CaseFactsTable[],
): Promise<SeenDeposit[]> {
  if (conversation_id === null || closed_at !== null) return []
  const isReport = facts.some(({ question }) => question === OF_REPORT)
  const [own, reported] = await Promise.all([
    rowOf(parts, conversation_id),
    isReport ? reportedDeposits(parts, conversation_id, facts) : [],
  ])
  const ofReport = reported.map(async (row): Promise<SeenDeposit> => {
    const isClosed = (await closedTo(parts, viewer, 'conversation', row.conversation_id)) !== null
    return { row, via: 'report', reasons: isClosed ? [] : FOR_REPORT }
  })
  return [
    ...(own === null ? [] : [{ row: own, via: 'own' as const, reasons: reasonsFor(own, isReport) }]),
    ...(await Promise.all(ofReport)),
  ]
}

/** Beside the conversation, also while no case is open. */
export async function depositOfConversation(parts: ConsoleParts, conversationId: string): Promise<SeenDeposit | null> {
  const row = await rowOf(parts, conversationId)
  return row === null ? null : { row, via: 'own', reasons: GRAVE }
}

/** Whoever writes from the phone of the worker to report them missing is not the worker who asks for help. */
function reasonsFor({ rule }: Pick<DepositsTable, 'rule'>, isReport: boolean): readonly RevealReason[] {
  switch (rule) {
    case 'self':
      return isReport ? GRAVE : REVEAL_REASONS
    case 'family':
      return isReport ? FOR_REPORT : REVEAL_REASONS
    case 'staff':
      return GRAVE
  }
}

async function rowOf({ store }: ConsoleParts, conversationId: string): Promise<Selectable<DepositsTable> | null> {
  return (await store.db.selectFrom('deposits').selectAll().where('conversation_id', '=', conversationId).executeTakeFirst()) ?? null
}

/** By keyed hashes alone: the same passport number, or the same name with the same day of birth. */
async function reportedDeposits(
  parts: ConsoleParts,
  conversationId: string,
  facts: readonly CaseFactsTable[],
): Promise<Selectable<DepositsTable>[]> {
  const told = openedFacts(parts, facts)
  const textOf = (wanted: string): string => told.find(({ question }) => question === wanted)?.text ?? ''
  const mark = personMark(textOf('name'), textOf('born'))
  const hashes = depositHashes(parts.seal)
  const passports = told.flatMap(({ text }) => passportsIn(text)).map(hashes.passport)
  const of = parts.store.db
    .selectFrom('deposits')
    .selectAll()
    .where('rule', '=', 'family')
    .where('conversation_id', '!=', conversationId)
    .orderBy('at', 'desc')
    .limit(MOST)
  const [byPassport, byPerson] = await Promise.all([
    passports.length === 0 ? [] : of.where('passport_hash', 'in', passports.slice(0, MOST)).execute(),
    mark === null ? [] : of.where('person_hash', '=', hashes.person(mark)).execute(),
  ])
  return [...new Map([...byPassport, ...byPerson].map((row) => [row.id, row])).values()]
}
