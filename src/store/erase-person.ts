/**
 * Everything that is kept of one person, deleted: 200 rows a step, so that nothing stalls, then what is left together
 * with the line of the ledger. Of their cases the bare row stays, closed and without a link to anybody.
 */
import { sql, type RawBuilder } from 'kysely'
import type { ChannelName } from '../message.ts'
import type { Database, Write } from './database.ts'
import type { ErasedPeopleTable } from './schema.ts'
import type { Seal } from './seal.ts'
import { rawWrite, write } from './writes.ts'

const ROWS_AT_ONCE = 200
/** Photos and voice notes. */
export const FILES_AT_ONCE = 5

/** How an address stands in the ledger: of no use to look anybody up by, without the key. */
export function hashInLedger(seal: Pick<Seal, 'hash'>, channel: ChannelName, addressHash: string): string {
  return seal.hash(`erased:${channel}:${addressHash}`)
}

/** What the ledger counts. */
export interface ErasedCounts {
  readonly messages: number
  readonly cases: number
  readonly facts: number
  readonly notes: number
  readonly addresses: number
}

export async function countOf({ db }: Pick<Database, 'db'>, conversationId: string): Promise<ErasedCounts> {
  const one = (table: string): RawBuilder<number> =>
    sql<number>`(select count(*) from ${sql.table(table)} where conversation_id = ${conversationId})`
  const { rows } = await sql<ErasedCounts>`select ${one('messages')} as messages, ${one('cases')} as cases, ${one('notes')} as notes,
    (select count(*) from case_facts where case_id in (select id from cases where conversation_id = ${conversationId})) as facts,
    (select count(*) from addresses where person_id = ${conversationId}) as addresses`.execute(db)
  return rows[0]!
}

/** Each deletes at most ROWS_AT_ONCE rows, and is to be run until it deletes none. What waits to be handled or sent stays. */
export function eraseSteps({ db }: Pick<Database, 'db'>, conversationId: string): Write[] {
  const some = (table: string, also: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> =>
    sql`delete from ${sql.table(table)} where id in
      (select id from ${sql.table(table)} where conversation_id = ${conversationId} and ${also} limit ${ROWS_AT_ONCE})`
  return [
    // Copies of messages that staff made cases for the evaluation.
    sql`delete from test_cases where message_id in (select message_id from test_cases where message_id in
      (select id from messages where conversation_id = ${conversationId}) limit ${ROWS_AT_ONCE})`,
    some('messages'),
    some('outbox', sql`state not in ('waiting', 'sending')`),
    some('inbox', sql`state != 'waiting'`),
    some('triage_events'),
    some('feedback'),
    // A few at once: each may hold megabytes.
    sql`delete from media where id in (select id from media where conversation_id = ${conversationId} limit ${FILES_AT_ONCE})`,
  ].map((query) => rawWrite(db, query))
}

export interface LastWrites {
  readonly conversationId: string
  /** Numbers and ids by which WhatsApp's keys name the person. */
  readonly whatsappUsers: readonly string[]
  readonly ledger: ErasedPeopleTable
  /** Whether rows that wait to be sent keep the person from being erased, beside those that wait to be handled. */
  readonly waitsForReplies: boolean
  readonly at: number
}

/** Commits as a whole; refused while a message of theirs waits. */
export function lastWrites({ db }: Pick<Database, 'db'>, last: LastWrites): Write[] {
  const { conversationId, at } = last
  const cases = sql`(select id from cases where conversation_id = ${conversationId})`
  const unsent = last.waitsForReplies
    ? sql`and not exists (select 1 from outbox where conversation_id = ${conversationId} and state in ('waiting', 'sending'))`
    : sql``
  return [
    rawWrite(db, sql`delete from case_facts where case_id in ${cases}`),
    rawWrite(db, sql`delete from case_tasks where case_id in ${cases}`),
    rawWrite(db, sql`delete from case_referrals where case_id in ${cases}`),
    rawWrite(db, sql`update cases set joined_to = null where id in ${cases} or joined_to in ${cases}`),
    rawWrite(db, sql`delete from case_events where case_id in ${cases}`),
    rawWrite(
      db,
      sql`insert into case_events (id, case_id, at, kind, detail)
        select ${last.ledger.receipt} || '-' || row_number() over (order by id), id, ${at}, 'erased', '{}'
        from cases where conversation_id = ${conversationId}`,
    ),
    rawWrite(
      db,
      sql`update cases set conversation_id = null, state = 'closed', closed_at = coalesce(closed_at, ${at}),
        outcome = coalesce(outcome, 'erased'), next_alert_at = null where conversation_id = ${conversationId}`,
    ),
    ...last.whatsappUsers.flatMap((user) => whatsappWrites(db, user)),
    {
      query: sql`delete from conversations where id = ${conversationId}
        and not exists (select 1 from inbox where conversation_id = ${conversationId} and state = 'waiting') ${unsent}`.compile(db),
      expectChanges: 1,
    },
    write(db.deleteFrom('people').where('id', '=', conversationId)),
    write(
      db
        .insertInto('erased_people')
        .values(last.ledger)
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ]
}

/** Baileys' types of keys, and one of ours, whose ids name a person: alone, or before one of these signs. */
const PERSONAL_KEYS = [
  'session',
  'identity-key',
  'lid-mapping',
  'device-list',
  'tctoken',
  'sender-key-memory',
  'identity-changed',
  'disappearing',
] as const

function whatsappWrites(db: Database['db'], user: string): Write[] {
  return PERSONAL_KEYS.map((type) =>
    rawWrite(
      db,
      sql`delete from whatsapp_keys where type = ${type} and id >= ${user} and id < ${`${user}~`}
        and (id = ${user} or substr(id, ${user.length + 1}, 1) in ('.', '_', '@', ':'))`,
    ),
  )
}
