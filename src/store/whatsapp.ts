/** WhatsApp Web's credentials, Signal keys and plaintexts, sealed, in the same file and the same commit as the inbox. */
import type { WhatsAppChange, WhatsAppStore } from '../channels/whatsapp-web-store.ts'
import type { PreparedIntake } from '../delivery/inbox.ts'
import type { IncomingMessage } from '../message.ts'
import type { Database, Write } from './database.ts'
import type { Seal } from './seal.ts'
import { write } from './writes.ts'

/** A redelivery after a crash comes within minutes; two days leave room for a long outage. */
const PLAINTEXT_LASTS = 48 * 3_600_000
const PURGE_EVERY = 3_600_000
const PURGED_AT_ONCE = 200
/** Our own kind of row beside Baileys' keys: somebody whose identity changed and who has not written since. */
const IDENTITY_CHANGED = 'identity-changed'

export interface WhatsAppStoreParts {
  readonly store: Database
  readonly seal: Seal
  readonly now: () => number
  readonly prepare: (batch: readonly IncomingMessage[]) => Promise<PreparedIntake>
}

/** The number or id in front of the device and the server: "6281…" of "6281….0" and of "6281…:7@s.whatsapp.net". */
function userOf(address: string): string {
  return /^[^.:@_]*/u.exec(address)?.[0] ?? ''
}

export function createWhatsAppStore({ store, seal, now, prepare }: WhatsAppStoreParts): WhatsAppStore {
  const { db } = store
  let purgedAt = 0

  const credentialWrites = (credentials: string | null | undefined): Write[] => {
    if (credentials === undefined) return []
    if (credentials === null) return [write(db.deleteFrom('whatsapp_credentials').where('id', '=', 'current'))]
    const sealed = seal.seal(credentials, 'whatsapp_credentials')
    return [
      write(
        db
          .insertInto('whatsapp_credentials')
          .values({ id: 'current', sealed, at: now() })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed, at: now() })),
      ),
    ]
  }

  const keyWrite = (type: string, id: string, value: string | null): Write => {
    if (value === null) return write(db.deleteFrom('whatsapp_keys').where('type', '=', type).where('id', '=', id))
    const sealed = seal.seal(value, `whatsapp_keys:${type}:${id}`)
    return write(
      db
        .insertInto('whatsapp_keys')
        .values({ type, id, sealed })
        .onConflict((conflict) => conflict.columns(['type', 'id']).doUpdateSet({ sealed })),
    )
  }

  /**
   * Marks the messages of whoever set their account up on another phone since. A change that brings no message is kept in
   * mind until one comes.
   */
  const withIdentity = async (change: WhatsAppChange): Promise<{ incoming: readonly IncomingMessage[]; marks: Write[] }> => {
    const { keys = [], incoming = [] } = change
    const changed = new Set<string>()
    for (const { type, id, value } of keys) {
      if (type !== 'identity-key' || value === null) continue
      const row = await db.selectFrom('whatsapp_keys').select('sealed').where('type', '=', type).where('id', '=', id).executeTakeFirst()
      if (row && seal.open(row.sealed, `whatsapp_keys:${type}:${id}`) !== value) changed.add(userOf(id))
    }
    const users = [...new Set(incoming.flatMap(({ addresses }) => addresses.map(userOf)))]
    const kept =
      users.length === 0
        ? []
        : await db.selectFrom('whatsapp_keys').select('id').where('type', '=', IDENTITY_CHANGED).where('id', 'in', users).execute()
    if (changed.size === 0 && kept.length === 0) return { incoming, marks: [] }
    const isOther = ({ addresses }: IncomingMessage): boolean =>
      addresses.some((address) => changed.has(userOf(address)) || kept.some(({ id }) => id === userOf(address)))
    const unseen = [...changed].filter((user) => !users.includes(user))
    return {
      incoming: incoming.map((message) => (isOther(message) ? { ...message, identityChanged: true as const } : message)),
      marks: [...kept.map(({ id }) => keyWrite(IDENTITY_CHANGED, id, null)), ...unseen.map((user) => keyWrite(IDENTITY_CHANGED, user, ''))],
    }
  }

  const purgeWrites = (): Write[] => {
    if (now() - purgedAt < PURGE_EVERY) return []
    purgedAt = now()
    const old = db
      .selectFrom('whatsapp_plaintexts')
      .select('hash')
      .where('at', '<', now() - PLAINTEXT_LASTS)
      .limit(PURGED_AT_ONCE)
    return [write(db.deleteFrom('whatsapp_plaintexts').where('hash', 'in', old))]
  }

  return {
    async readCredentials() {
      const row = await db.selectFrom('whatsapp_credentials').select('sealed').where('id', '=', 'current').executeTakeFirst()
      return row ? seal.open(row.sealed, 'whatsapp_credentials') : null
    },
    async readKeys(type, ids) {
      const found = new Map<string, string>()
      if (ids.length === 0) return found
      const rows = await db
        .selectFrom('whatsapp_keys')
        .select(['id', 'sealed'])
        .where('type', '=', type)
        .where('id', 'in', [...ids])
        .execute()
      for (const row of rows) found.set(row.id, seal.open(row.sealed, `whatsapp_keys:${type}:${row.id}`))
      return found
    },
    async readPlaintext(hash) {
      const row = await db.selectFrom('whatsapp_plaintexts').select('sealed').where('hash', '=', hash).executeTakeFirst()
      return row ? Buffer.from(seal.open(row.sealed, `whatsapp_plaintexts:${hash}`), 'base64') : null
    },
    async readSentText(providerId) {
      const row = await db
        .selectFrom('outbox')
        .innerJoin('messages', 'messages.outbox_id', 'outbox.id')
        .select('messages.text')
        .where('outbox.provider_id', '=', providerId)
        .executeTakeFirst()
      return row?.text ?? null
    },
    async commit(change) {
      const { incoming, marks } = await withIdentity(change)
      const intake = incoming.length > 0 ? await prepare(incoming) : null
      const { plaintext } = change
      const writes: Write[] = [
        ...credentialWrites(change.credentials),
        ...(change.keys ?? []).map((key) => keyWrite(key.type, key.id, key.value)),
        ...(plaintext
          ? [
              write(
                db
                  .insertInto('whatsapp_plaintexts')
                  .values({
                    hash: plaintext.hash,
                    sealed: seal.seal(Buffer.from(plaintext.bytes).toString('base64'), `whatsapp_plaintexts:${plaintext.hash}`),
                    at: now(),
                  })
                  .onConflict((conflict) => conflict.doNothing()),
              ),
            ]
          : []),
        ...marks,
        ...(intake?.writes ?? []),
        ...purgeWrites(),
      ]
      try {
        // All in one lane, for the steps of a ratchet must not overtake each other; that one, for any may hold a cry for help.
        await store.commit(writes, 'urgent')
      } catch (error) {
        intake?.failed()
        throw error
      }
      intake?.committed()
    },
    async forget() {
      const row = await db.selectFrom('whatsapp_credentials').select('sealed').where('id', '=', 'current').executeTakeFirst()
      await store.commit([
        ...(row ? [write(db.insertInto('whatsapp_credentials').values({ id: `forgotten:${now()}`, sealed: row.sealed, at: now() }))] : []),
        write(db.deleteFrom('whatsapp_credentials').where('id', '=', 'current')),
        write(db.deleteFrom('whatsapp_keys')),
        write(db.deleteFrom('whatsapp_plaintexts')),
      ])
    },
  }
}
