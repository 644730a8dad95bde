/** Start refuses when rows need a key that is not there: better than finding out in the middle of a reply. */
import { sql, type RawBuilder } from 'kysely'
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
  const sealed = (await sealedColumns(store)).map(
    ({ table, column }) =>
      sql`SELECT ${sql.ref(column)} AS sealed FROM ${sql.table(table)} WHERE ${sql.ref(column)} IS NOT NULL ${onlyNeeded(table)}`,
  )
  const keyIds = await sql<{ id: string }>`SELECT DISTINCT substr(sealed, 1, instr(sealed, '.') - 1) AS id
    FROM (${sql.join([...sealed, sql`SELECT key_id || '.' FROM media_files`], sql` UNION ALL `)})`.execute(store.db)
  for (const { id } of keyIds.rows) if (!seal.has(id)) throw new MissingKeyError(id)
}

/** Every column that holds sealed text, by its name (schema.ts). */
async function sealedColumns({ db }: Database): Promise<{ readonly table: string; readonly column: string }[]> {
  const tables = await db.introspection.getTables()
  return tables.flatMap((table) =>
    table.columns.filter(({ name }) => /^sealed(?:_|$)/u.test(name)).map((column) => ({ table: table.name, column: column.name })),
  )
}

/** Of the two tables that grow with every message only what is still to be read: the rest is emptied or done with. */
function onlyNeeded(table: string): RawBuilder<unknown> {
  if (table === 'inbox') return sql`AND state = 'waiting'`
  if (table === 'outbox') return sql`AND state IN (${sql.join(UNSENT)})`
  return sql``
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
