/** Brings a database file to the newest schema: each migration in one transaction with its record, forward only. */
import type SqliteDatabase from 'better-sqlite3'
import type { Migration } from './migrations/index.ts'

/** Throws when the file was written by a newer version, naming the migration this version does not know. */
export function migrate(connection: SqliteDatabase.Database, migrations: readonly Migration[], now: number): void {
  connection.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at INTEGER NOT NULL)')
  const done = new Set(connection.prepare('SELECT name FROM migrations').pluck().all() as string[])
  const known = new Set(migrations.map((migration) => migration.name))
  const unknown = [...done].find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new Error(`the database has migration ${unknown}, which this version does not know: install the newer version again`)
  const record = connection.prepare('INSERT INTO migrations (name, at) VALUES (?, ?)')
  for (const migration of migrations) {
    if (done.has(migration.name)) continue
    connection.transaction(() => {
      for (const statement of migration.statements) connection.exec(statement)
      record.run(migration.name, now)
    })()
  }
}
