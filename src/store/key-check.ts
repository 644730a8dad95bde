/** Start refuses when rows need a key that is not there: better than finding out in the middle of a reply. */
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { UNSENT } from './schema.ts'
import { MissingKeyError, type Seal } from './seal.ts'

/** Opens one sealed text of each kind. Throws MissingKeyError naming the key, or when the keys belong to another database. */
export async function assertKeysPresent(store: Database, seal: Seal): Promise<void> {
  const address = await store.db
    .selectFrom('addresses')
    .select(['sealed', 'address_hash'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (address) open(seal, address.sealed, `addresses:${address.address_hash}`)
  const waiting = await store.db
    .selectFrom('inbox')
    .select(['id', 'sealed_payload'])
    .where('state', '=', 'waiting')
    .where('sealed_payload', 'is not', null)
    .limit(50)
    .execute()
  for (const row of waiting) open(seal, row.sealed_payload!, `inbox:${row.id}`)
  const keyIds = await sql<{ id: string }>`SELECT DISTINCT substr(sealed, 1, instr(sealed, '.') - 1) AS id FROM (
    SELECT sealed FROM addresses
    UNION ALL SELECT sealed FROM whatsapp_credentials
    UNION ALL SELECT sealed FROM whatsapp_keys
    UNION ALL SELECT sealed_payload FROM inbox WHERE state = 'waiting' AND sealed_payload IS NOT NULL
    UNION ALL SELECT sealed_bubble FROM outbox WHERE state IN (${sql.join(UNSENT)}) AND sealed_bubble IS NOT NULL
  )`.execute(store.db)
  for (const { id } of keyIds.rows) if (!seal.has(id)) throw new MissingKeyError(id)
}

function open(seal: Seal, sealed: string, place: string): void {
  try {
    seal.open(sealed, place)
  } catch (error) {
    if (error instanceof MissingKeyError) throw error
    throw new Error('the keys folder does not belong to this database: put back the keys folder that was used with it (KEYS_FOLDER)', {
      cause: error,
    })
  }
}
