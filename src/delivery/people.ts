/**
 * Who wrote: finds or makes the person behind a channel's addresses. One person keeps one id, whichever of
 * their addresses (WhatsApp's `@lid` or phone) a message came from. Only keyed hashes are looked up.
 */
import type { ChannelName, IncomingMessage } from '../message.ts'
import { newConversation, readState } from '../conversation/state.ts'
import type { Database, Write } from '../store/database.ts'
import type { ConversationsTable } from '../store/schema.ts'
import { hashInLedger } from '../store/erase-person.ts'
import { pseudonymOf } from '../store/pseudonym.ts'
import type { Seal } from '../store/seal.ts'
import { write } from '../store/writes.ts'

export interface KnownPerson {
  readonly conversationId: string
  /** What makes the person and their new addresses, empty when all is known. */
  readonly writes: readonly Write[]
  /** To be called once the writes are committed. */
  readonly committed: () => void
}

export interface People {
  find(message: IncomingMessage, now: number): Promise<KnownPerson>
  /** The address to answer to, in plain, among those that `reaches` takes (default: all); null when there is none. */
  address(
    conversationId: string,
    reaches?: (address: string) => boolean,
  ): Promise<{ readonly channel: ChannelName; readonly address: string } | null>
  /** Drops what is remembered of a person who was erased. */
  forget(conversationId: string): void
  /** Whether this address ever wrote to us. */
  hasWritten(channel: ChannelName, address: string): Promise<boolean>
}

/** Known addresses kept in memory; the oldest are forgotten first. */
const REMEMBERED = 20_000

export function createPeople(store: Database, seal: Seal): People {
  const conversationOf = new Map<string, string>()
  const addressesOf = new Map<string, readonly { channel: ChannelName; address: string }[]>()
  const remember = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
    if (map.size >= REMEMBERED) map.delete(map.keys().next().value as string)
    map.set(key, value)
  }
  const hashOf = (channel: ChannelName, address: string): string => seal.hash(`${channel}:${address}`)

  /** What a new person's id and pseudonym are made from. Who was erased and writes again is nobody that staff ever saw. */
  const seedOf = async (channel: ChannelName, hash: string): Promise<string> => {
    const { times } = await store.db
      .selectFrom('erased_people')
      .select((is) => is.fn.countAll<number>().as('times'))
      .where('people', 'like', `%"${hashInLedger(seal, channel, hash)}"%`)
      .executeTakeFirstOrThrow()
    return times === 0 ? hash : seal.hash(`again:${times}:${hash}`)
  }

  return {
    async find(message, now) {
      const { channel } = message
      const hashes = message.addresses.map((address) => hashOf(channel, address))
      const known = hashes.map((hash) => conversationOf.get(hash))
      if (known[0] !== undefined && known.every((id) => id === known[0]))
        return { conversationId: known[0], writes: [], committed: () => {} }

      const rows = await store.db
        .selectFrom('addresses')
        .select(['address_hash', 'person_id'])
        .where('channel', '=', channel)
        .where('address_hash', 'in', hashes)
        .execute()
      const personOf = new Map(rows.map((row) => [row.address_hash, row.person_id]))
      const owner = hashes.map((hash) => personOf.get(hash)).find((id) => id !== undefined)
      const seed = owner === undefined ? await seedOf(channel, hashes[0]!) : ''
      const personId = owner ?? `p${seed.slice(0, 24)}`
      const writes: Write[] = owner === undefined ? newPerson(store, channel, personId, seed, now) : []
      const strangers = new Set([...personOf.values()].filter((id) => id !== personId))
      for (const stranger of strangers) writes.push(...(await mergeInto(store, personId, stranger)))
      // The address to answer to is the first that this message names.
      if (strangers.size > 0)
        hashes.forEach((hash, rank) =>
          writes.push(
            write(store.db.updateTable('addresses').set({ rank }).where('channel', '=', channel).where('address_hash', '=', hash)),
          ),
        )
      hashes.forEach((hash, rank) => {
        const address = message.addresses[rank]!
        if (!personOf.has(hash)) writes.push(newAddress(store, seal, channel, hash, address, rank, personId, now))
      })
      return {
        conversationId: personId,
        writes,
        committed: () => {
          for (const hash of hashes) remember(conversationOf, hash, personId)
          // What was kept may lack the address that came with this message.
          addressesOf.delete(personId)
          if (strangers.size === 0) return
          for (const [hash, id] of conversationOf) if (strangers.has(id)) conversationOf.set(hash, personId)
        },
      }
    },

    async address(conversationId, reaches = () => true) {
      const kept = addressesOf.get(conversationId)
      if (kept) return kept.find(({ address }) => reaches(address)) ?? null
      const rows = await store.db
        .selectFrom('addresses')
        .select(['channel', 'sealed', 'address_hash'])
        .where('person_id', '=', conversationId)
        .orderBy('rank')
        .orderBy('created_at')
        .execute()
      const found = rows.map((row) => ({ channel: row.channel, address: seal.open(row.sealed, `addresses:${row.address_hash}`) }))
      if (found.length > 0) remember(addressesOf, conversationId, found)
      return found.find(({ address }) => reaches(address)) ?? null
    },

    forget(conversationId) {
      addressesOf.delete(conversationId)
      for (const [hash, id] of conversationOf) if (id === conversationId) conversationOf.delete(hash)
    },

    async hasWritten(channel, address) {
      const hash = hashOf(channel, address)
      if (conversationOf.has(hash)) return true
      const row = await store.db
        .selectFrom('addresses')
        .select('person_id')
        .where('channel', '=', channel)
        .where('address_hash', '=', hash)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function newPerson(store: Database, channel: ChannelName, id: string, seed: string, now: number): Write[] {
  return [
    write(
      store.db
        .insertInto('people')
        .values({ id, pseudonym: pseudonymOf(seed), created_at: now })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    write(
      store.db
        .insertInto('conversations')
        .values({
          id,
          person_id: id,
          channel,
          created_at: now,
          state: JSON.stringify(newConversation),
          hold: 0,
          urgency: 'routine',
          rank: 5,
          wants_person: 0,
          disliked: 0,
          unsure: 0,
          restricted: 0,
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ]
}

function newAddress(
  store: Database,
  seal: Seal,
  channel: ChannelName,
  hash: string,
  address: string,
  rank: number,
  personId: string,
  now: number,
): Write {
  return write(
    store.db
      .insertInto('addresses')
      .values({ channel, address_hash: hash, sealed: seal.seal(address, `addresses:${hash}`), rank, person_id: personId, created_at: now })
      .onConflict((conflict) => conflict.doNothing()),
  )
}

/** Two ids turned out to be one person (a phone number and its `@lid`): everything moves to the one that stays. */
async function mergeInto(store: Database, personId: string, stranger: string): Promise<Write[]> {
  const { db } = store
  const rows = await db.selectFrom('conversations').selectAll().where('id', 'in', [personId, stranger]).execute()
  const [kept, gone] = [rows.find((row) => row.id === personId), rows.find((row) => row.id === stranger)]
  return [
    write(db.updateTable('addresses').set({ person_id: personId }).where('person_id', '=', stranger)),
    write(db.updateTable('inbox').set({ conversation_id: personId }).where('conversation_id', '=', stranger)),
    write(db.updateTable('messages').set({ conversation_id: personId }).where('conversation_id', '=', stranger)),
    write(db.updateTable('outbox').set({ conversation_id: personId }).where('conversation_id', '=', stranger)),
    write(db.updateTable('triage_events').set({ conversation_id: personId }).where('conversation_id', '=', stranger)),
    write(db.updateTable('feedback').set({ conversation_id: personId }).where('conversation_id', '=', stranger)),
    ...(kept && gone ? [write(db.updateTable('conversations').set(merged(kept, gone)).where('id', '=', personId))] : []),
    write(db.deleteFrom('conversations').where('id', '=', stranger)),
    write(db.deleteFrom('people').where('id', '=', stranger)),
  ]
}

/** The danger, the silence asked for and what waits survive a merge, whichever half they come from. */
function merged(kept: ConversationsTable, gone: ConversationsTable): Partial<ConversationsTable> {
  const [mine, theirs] = [readState(kept.state), readState(gone.state)]
  return {
    state: JSON.stringify({
      ...((theirs.crisisAt ?? 0) > (mine.crisisAt ?? 0) ? theirs : mine),
      codeWord: mine.codeWord ?? theirs.codeWord,
      hasPin: mine.hasPin || theirs.hasPin,
      otherPhoneSince: latest(mine.otherPhoneSince, theirs.otherPhoneSince),
      keepsNothing: mine.keepsNothing || theirs.keepsNothing,
    }),
    rank: Math.min(kept.rank, gone.rank),
    hold: kept.hold === 1 || gone.hold === 1 ? 1 : 0,
    hold_reason: kept.hold_reason ?? gone.hold_reason,
    hold_since: latest(kept.hold_since, gone.hold_since),
    hold_at: earliest(kept.hold_at, gone.hold_at),
    paused_until: latest(kept.paused_until, gone.paused_until),
    crisis_since: earliest(kept.crisis_since, gone.crisis_since),
    danger: kept.danger ?? gone.danger,
    restricted: kept.restricted === 1 || gone.restricted === 1 ? 1 : 0,
    urgency: kept.urgency === 'emergency' || gone.urgency === 'routine' ? kept.urgency : gone.urgency,
    waiting_since: earliest(kept.waiting_since, gone.waiting_since),
    country: kept.country ?? gone.country,
    wants_person: kept.wants_person === 1 || gone.wants_person === 1 ? 1 : 0,
    last_in_at: latest(kept.last_in_at, gone.last_in_at),
    last_out_at: latest(kept.last_out_at, gone.last_out_at),
  }
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
