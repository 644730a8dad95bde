/** A WhatsAppStore in memory that records every commit and fails when told to. */
import type { WhatsAppChange, WhatsAppStore } from '../../src/channels/whatsapp-web-store.ts'
import type { IncomingMessage } from '../../src/message.ts'

export class MemoryWhatsAppStore implements WhatsAppStore {
  credentials: string | null = null
  readonly keys = new Map<string, string>()
  readonly plaintexts = new Map<string, Uint8Array>()
  readonly inbox = new Map<string, IncomingMessage>()
  readonly sentTexts = new Map<string, string>()
  readonly commits: WhatsAppChange[] = []
  forgotten = 0
  /** Commits that bring in a message fail while this is set; those of keys alone pass. */
  failsIncoming = false
  failedCommits = 0

  async readCredentials(): Promise<string | null> {
    return this.credentials
  }

  async readKeys(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>()
    for (const id of ids) {
      const value = this.keys.get(`${type}|${id}`)
      if (value !== undefined) found.set(id, value)
    }
    return found
  }

  async readPlaintext(hash: string): Promise<Uint8Array | null> {
    return this.plaintexts.get(hash) ?? null
  }

  async readSentText(providerId: string): Promise<string | null> {
    return this.sentTexts.get(providerId) ?? null
  }

  async commit(change: WhatsAppChange): Promise<void> {
    if (this.failsIncoming && (change.incoming?.length ?? 0) > 0) {
      this.failedCommits += 1
      throw new Error('disk full')
    }
    this.commits.push(change)
    if (change.credentials !== undefined) this.credentials = change.credentials
    for (const { type, id, value } of change.keys ?? []) {
      if (value === null) this.keys.delete(`${type}|${id}`)
      else this.keys.set(`${type}|${id}`, value)
    }
    if (change.plaintext) this.plaintexts.set(change.plaintext.hash, change.plaintext.bytes)
    for (const message of change.incoming ?? []) this.accept(message)
  }

  /** What the inbox does: `(channel, externalId)` counts once. */
  accept(message: IncomingMessage): void {
    if (!this.inbox.has(message.externalId)) this.inbox.set(message.externalId, message)
  }

  async forget(): Promise<void> {
    this.forgotten += 1
    this.credentials = null
    this.keys.clear()
  }
}
