/**
 * Signal's keys in our store. Two views of the same rows: `direct` for Baileys' own use, `ratchet` for the
 * Signal repository. Everything in one `ratchet` transaction becomes one commit, and only one runs at a time,
 * on whatever connection: the stock transactions keep the network send inside them and overwrite each other's
 * session when their labels differ.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  BufferJSON,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys'
import { waitByTimer } from './wait.ts'
import { backoffMilliseconds, type Backoff } from './whatsapp-web-closing.ts'
import type { SignalKeyChange, WhatsAppChange, WhatsAppStore } from './whatsapp-web-store.ts'

/** What a decryption adds to the commit of its ratchet step. */
export interface Decrypted extends Required<Pick<WhatsAppChange, 'plaintext' | 'incoming'>> {
  /**
   * Ends with the connection that brought the message. Until then a commit that fails is tried again, since a
   * rejection would make Baileys answer "could not be read".
   */
  readonly connection: AbortSignal
}

export interface SignalKeys {
  readonly direct: SignalKeyStore
  readonly ratchet: SignalKeyStoreWithTransaction
  /** Within a transaction of `ratchet`: commits this together with the keys that changed. */
  attach(decrypted: Decrypted): void
}

export interface SignalKeysOptions {
  readonly store: WhatsAppStore
  readonly retry: Backoff
  readonly random: () => number
  /** A commit of a message failed and is tried again; 0 for the first time in a row. */
  readonly commitFailed: (attempt: number) => void
}

interface Transaction {
  readonly changes: Map<string, SignalKeyChange>
  open: boolean
  decrypted: Decrypted | null
}

const serialise = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer)

function revive<T extends keyof SignalDataTypeMap>(type: T, text: string): SignalDataTypeMap[T] {
  const value = JSON.parse(text, BufferJSON.reviver)
  if (type !== 'app-state-sync-key') return value
  return proto.Message.AppStateSyncKeyData.create(value) as unknown as SignalDataTypeMap[T]
}

function toChanges(data: SignalDataSet): SignalKeyChange[] {
  return Object.entries(data).flatMap(([type, entries]) =>
    Object.entries(entries ?? {}).map(([id, value]) => ({
      type,
      id,
      value: value === null || value === undefined ? null : serialise(value),
    })),
  )
}

export function createSignalKeys({ store, retry, random, commitFailed }: SignalKeysOptions): SignalKeys {
  const current = new AsyncLocalStorage<Transaction>()
  let last: Promise<unknown> = Promise.resolve()

  /** A promise chain that outlives its transaction still carries the context, hence `open`. */
  const inTransaction = (): Transaction | null => {
    const transaction = current.getStore()
    return transaction?.open ? transaction : null
  }

  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }

  const get = async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]): Promise<Record<string, SignalDataTypeMap[T]>> => {
    const found: Record<string, SignalDataTypeMap[T]> = {}
    const changes = inTransaction()?.changes
    const unchanged: string[] = []
    for (const id of ids) {
      const change = changes?.get(`${type}|${id}`)
      if (!change) unchanged.push(id)
      else if (change.value !== null) found[id] = revive(type, change.value)
    }
    if (unchanged.length > 0) {
      for (const [id, text] of await store.readKeys(type, unchanged)) found[id] = revive(type, text)
    }
    return found
  }

  const commit = async ({ changes, decrypted }: Transaction): Promise<void> => {
    const keys = [...changes.values()]
    if (!decrypted) {
      if (keys.length > 0) await store.commit({ keys })
      return
    }
    const { plaintext, incoming, connection } = decrypted
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await store.commit({ keys, plaintext, incoming })
      } catch (error) {
        if (connection.aborted) throw error
        commitFailed(attempt)
        await waitByTimer(backoffMilliseconds(retry, attempt, random), connection)
        if (connection.aborted) throw error
      }
    }
  }

  const ratchet: SignalKeyStoreWithTransaction = {
    get,
    async set(data) {
      const transaction = inTransaction()
      const changes = toChanges(data)
      if (!transaction) return store.commit({ keys: changes })
      for (const change of changes) transaction.changes.set(`${change.type}|${change.id}`, change)
    },
    isInTransaction: () => inTransaction() !== null,
    transaction(work) {
      if (inTransaction()) return work()
      return exclusive(async () => {
        const transaction: Transaction = { changes: new Map(), open: true, decrypted: null }
        try {
          const result = await current.run(transaction, work)
          await commit(transaction)
          return result
        } finally {
          transaction.open = false
        }
      })
    },
  }

  return {
    ratchet,
    direct: {
      get,
      set(data) {
        // Sessions belong to the ratchet: never change one while a transaction holds it.
        if (data.session || data['identity-key']) {
          return ratchet.transaction(async () => ratchet.set(data), 'direct')
        }
        return store.commit({ keys: toChanges(data) })
      },
    },
    attach(decrypted) {
      const transaction = inTransaction()
      if (!transaction) throw new Error('attach was called outside a transaction')
      transaction.decrypted = decrypted
    },
  }
}
