/** What WhatsApp Web keeps, as the channel sees it. The store implements it; nothing here knows SQL. */
import type { IncomingMessage } from '../message.ts'

export interface SignalKeyChange {
  /** Baileys' key type: `session`, `pre-key`, `lid-mapping`, … */
  readonly type: string
  readonly id: string
  /** Serialised with Baileys' BufferJSON; null deletes. */
  readonly value: string | null
}

/** Everything in one change commits in one transaction, before any receipt is sent. */
export interface WhatsAppChange {
  /** Serialised credentials, when they changed. Null forgets them (logged out). */
  readonly credentials?: string | null
  readonly keys?: readonly SignalKeyChange[]
  /** A decrypted message by the SHA-256 (hex) of its ciphertext, so that a redelivery needs no second decryption. */
  readonly plaintext?: { readonly hash: string; readonly bytes: Uint8Array }
  /** Messages that this change brings in; they become inbox rows in the same transaction. */
  readonly incoming?: readonly IncomingMessage[]
}

export interface WhatsAppStore {
  readCredentials(): Promise<string | null>
  readKeys(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  readPlaintext(hash: string): Promise<Uint8Array | null>
  /** The text of a message we sent, for a retry request of the recipient's phone. */
  readSentText(providerId: string): Promise<string | null>
  /** Rejects when it could not commit; then nothing of it is stored. */
  commit(change: WhatsAppChange): Promise<void>
  /** Forgets all keys and credentials, for a new pairing; keeps a sealed copy of the credentials for forensics. */
  forget(): Promise<void>
}
