/**
 * Erases whole persons: those who asked for it once their wish is due, and those whom an older copy of the database brought
 * back. Afterwards nothing of them is in any table, index, free page or log of the database, nor in our memory.
 */
import type { Logger } from '../log.ts'
import type { ChannelName } from '../message.ts'
import type { Database } from '../store/database.ts'
import { appendToLedger, readLedger } from '../store/erasure-ledger.ts'
import { countOf, eraseSteps, hashInLedger, lastWrites } from '../store/erase-person.ts'
import type { ErasedPeopleTable, EraseRequestsTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { WriteRefusedError } from '../store/write-refused.ts'
import { write } from '../store/writes.ts'
import { createRounds } from './rounds.ts'

/** What goes out last, the receipt, and what is taken off the phone are waited for, but not for longer. */
const PATIENCE = 10 * 60_000
const LOOK_AGAIN = 2_000
/** A reader may keep the log from being emptied for a moment. */
const LOG_TRIES = 5

export interface PersonEraserParts {
  readonly store: Database
  readonly seal: Seal
  /** File of the ledger. */
  readonly ledger: string
  readonly now: () => number
  readonly logger: Logger
  /** Whatever is remembered of a conversation outside the store is to be forgotten. */
  readonly forget: (conversationId: string, addresses: readonly ErasedAddress[]) => void
}

export interface ErasedAddress {
  readonly channel: ChannelName
  readonly address: string
}

export interface PersonEraser {
  /** Erases again who was erased before and came back with an older copy; how many. To be called before anybody can write. */
  reapply(): Promise<number>
  /** Looks for wishes that are due. */
  wake(): void
  stop(): Promise<void>
}

export function createPersonEraser(parts: PersonEraserParts): PersonEraser {
  const { store, seal, now, logger } = parts
  const { db } = store

  /** When to look again; null when nobody waits. */
  const run = async (): Promise<number | null> => {
    const due = await db.selectFrom('erase_requests').selectAll().where('due_at', '<=', now()).orderBy('due_at').execute()
    let erased = 0
    for (const row of due) if (!rounds.stopped && (await carryOut(row))) erased++
    if (erased > 0) await emptyLog()
    const next = await db.selectFrom('erase_requests').select('due_at').orderBy('due_at').limit(1).executeTakeFirst()
    return next ? Math.max(next.due_at, now() + LOOK_AGAIN) : null
  }
  const rounds = createRounds({ run, now, logger, failure: 'person-not-erased' })

  const carryOut = async (row: EraseRequestsTable): Promise<boolean> => {
    const id = row.conversation_id
    const isPatient = now() - row.due_at < PATIENCE
    if (isPatient && (await isBusy(id))) return false
    const addresses = await addressesOf(id)
    const ledger: ErasedPeopleTable = {
      receipt: row.receipt,
      people: JSON.stringify(addresses.map(({ hash }) => hash)),
      asked_at: row.asked_at,
      at: now(),
      counts: JSON.stringify(await countOf(store, id)),
      reason: 'asked',
    }
    if (!(await erase(id, addresses, ledger, isPatient))) return false
    // What is missing from the file is added at the next start.
    await appendToLedger(parts.ledger, [ledger])
    logger.info({ event: 'person-erased', receipt: row.receipt })
    return true
  }

  /** Something is on its way to the person, or still to be taken off their phone. */
  const isBusy = async (id: string): Promise<boolean> => {
    const [reply, phone] = await Promise.all([
      db
        .selectFrom('outbox')
        .select('id')
        .where('conversation_id', '=', id)
        .where('state', 'in', ['waiting', 'sending'])
        .limit(1)
        .executeTakeFirst(),
      db.selectFrom('erasures').select('id').where('conversation_id', '=', id).where('done_at', 'is', null).limit(1).executeTakeFirst(),
    ])
    return reply !== undefined || phone !== undefined
  }

  /** False while they write: then it is looked at again. */
  const erase = async (
    id: string,
    addresses: readonly ErasedAddress[],
    ledger: ErasedPeopleTable,
    waitsForReplies: boolean,
  ): Promise<boolean> => {
    const whatsappUsers = addresses
      .filter(({ channel }) => channel === 'whatsapp')
      .flatMap(({ address }) => /^[^@:]{4,}/u.exec(address)?.[0] ?? [])
    for (const step of eraseSteps(store, id)) {
      for (;;) {
        const [deleted = 0] = await store.commit([step])
        if (deleted === 0) break
      }
    }
    try {
      await store.commit(lastWrites(store, { conversationId: id, whatsappUsers, ledger, waitsForReplies, at: ledger.at }))
    } catch (error) {
      if (error instanceof WriteRefusedError) return false
      throw error
    }
    parts.forget(id, addresses)
    return true
  }

  const addressesOf = async (id: string): Promise<(ErasedAddress & { readonly hash: string })[]> => {
    const rows = await db.selectFrom('addresses').selectAll().where('person_id', '=', id).execute()
    return rows.map((row) => ({
      channel: row.channel,
      address: seal.open(row.sealed, `addresses:${row.address_hash}`),
      hash: hashInLedger(seal, row.channel, row.address_hash),
    }))
  }

  const emptyLog = async (): Promise<void> => {
    for (let attempt = 0; attempt < LOG_TRIES && !rounds.stopped; attempt++) {
      if (store.checkpoint()) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN / 4))
    }
    // Every night the purge empties it as well.
    if (!rounds.stopped) logger.warn({ event: 'erasure-log-not-emptied' })
  }

  return {
    async reapply() {
      const kept = readLedger(parts.ledger)
      const known = await db.selectFrom('erased_people').selectAll().execute()
      await appendToLedger(
        parts.ledger,
        known.filter(({ receipt }) => !kept.some((line) => line.receipt === receipt)),
      )
      const missing = kept.filter(({ receipt }) => !known.some((row) => row.receipt === receipt))
      if (missing.length === 0) return 0
      const lineOf = new Map(missing.flatMap((line) => (JSON.parse(line.people) as string[]).map((hash) => [hash, line] as const)))
      const rows = await db
        .selectFrom('addresses')
        .innerJoin('people', 'people.id', 'addresses.person_id')
        .select(['addresses.channel', 'addresses.address_hash', 'addresses.person_id', 'people.created_at'])
        .execute()
      const back = new Map(
        rows.flatMap((row) => {
          const line = lineOf.get(hashInLedger(seal, row.channel, row.address_hash))
          // Who wrote again after they were erased is somebody new.
          return line && row.created_at <= line.at ? [[row.person_id, line] as const] : []
        }),
      )
      for (const [id, line] of back) {
        await store.commit([write(db.updateTable('inbox').set({ state: 'failed' }).where('conversation_id', '=', id))])
        await erase(id, await addressesOf(id), line, false)
      }
      await store.commit(
        missing.map((line) =>
          write(
            db
              .insertInto('erased_people')
              .values(line)
              .onConflict((conflict) => conflict.doNothing()),
          ),
        ),
      )
      await emptyLog()
      logger.warn({ event: 'erasures-applied-again', people: back.size, lines: missing.length })
      return back.size
    },
    wake: rounds.wake,
    stop: rounds.stop,
  }
}
