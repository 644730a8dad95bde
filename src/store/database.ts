/**
 * One SQLite file, one writing connection. Reads go through Kysely; every write goes through `commit`,
 * which puts waiting groups into one synchronous transaction, so that they share one flush to disk.
 */
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import type { CompiledQuery, Kysely } from 'kysely'
import { createCommitter, type Committer } from './commit.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openKysely } from './kysely-dialect.ts'
import type { Tables } from './schema.ts'

/** A statement to run inside a commit; `expectChanges` refuses the whole group when another number of rows changed. */
export interface Write {
  readonly query: CompiledQuery
  readonly expectChanges?: number
}

export interface Database {
  /** For building queries and for reading. Never write through it. */
  readonly db: Kysely<Tables>
  /**
   * Commits the writes together or not at all; the number of rows each changed. Groups of several callers
   * may share one transaction, each in a savepoint of its own. Waits and tries again while the file is
   * locked (up to 10 s); rejects with the cause otherwise.
   */
  readonly commit: Committer['commit']
  /** Online copy to `path`; `progress` gets 0 to 1. */
  backup(path: string, progress?: (share: number) => void): Promise<void>
  /** Empties the write-ahead log into the file; false when a reader kept it from that. */
  checkpoint(): boolean
  close(): void
}

export interface DatabaseOptions {
  /** A path, or `:memory:`. */
  readonly path: string
  readonly now: () => number
}

/** Where the database of a data folder is. */
export function databasePath(dataFolder: string): string {
  return join(dataFolder, 'tanya-migran.sqlite')
}

/** Opens, checks durability, migrates. Throws with what to do when the file is damaged or on a file system that cannot be trusted. */
export function openDatabase(options: DatabaseOptions): Database {
  const connection = connect(options.path)
  try {
    migrate(connection, migrations, options.now())
    assertFullSynchronous(connection, options.path)
  } catch (error) {
    connection.close()
    // Damage beyond the first pages, a full disk or a read-only file shows only at the first write.
    throw (error as { code?: string }).code?.startsWith('SQLITE_') === true ? explain(error, options.path) : error
  }
  const committer = createCommitter(connection)
  return {
    db: openKysely<Tables>(connection),
    commit: committer.commit,
    async backup(path, progress) {
      await connection.backup(path, {
        progress: ({ totalPages, remainingPages }) => {
          progress?.(totalPages === 0 ? 0 : 1 - remainingPages / totalPages)
          // 250 pages a step keeps each stall of the serving thread short.
          return 250
        },
      })
    },
    checkpoint: () => (connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[])[0]?.busy === 0,
    close() {
      committer.close()
      connection.close()
    },
  }
}

function connect(path: string): SqliteDatabase.Database {
  try {
    const connection = new SqliteDatabase(path, { timeout: 50 })
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL')
    connection.pragma('foreign_keys = ON')
    connection.pragma('secure_delete = ON')
    connection.pragma('temp_store = MEMORY')
    return connection
  } catch (error) {
    throw explain(error, path)
  }
}

/**
 * better-sqlite3 is compiled so that WAL silently falls back to synchronous NORMAL at the first write,
 * which loses the last commits on power loss. So it is read after a write, not before.
 */
function assertFullSynchronous(connection: SqliteDatabase.Database, path: string): void {
  connection.exec('CREATE TEMP TABLE IF NOT EXISTS durability_probe(x); PRAGMA user_version = 1')
  const level = connection.pragma('synchronous', { simple: true })
  const foreignKeys = connection.pragma('foreign_keys', { simple: true })
  if (level !== 2 || foreignKeys !== 1)
    throw new Error(
      `${path}: synchronous is ${String(level)} and foreign_keys ${String(foreignKeys)}, 2 and 1 are needed; refusing to start`,
    )
}

function explain(error: unknown, path: string): Error {
  // better-sqlite3 tells of a missing folder without a code.
  const code = (error as { code?: string }).code ?? 'SQLITE_CANTOPEN'
  const advice: Record<string, string> = {
    SQLITE_CANTOPEN: 'the folder must exist and be writable: set DATA_FOLDER',
    SQLITE_FULL: 'the disk is full: make room',
    SQLITE_NOTADB: 'it is not a SQLite file or is damaged: move it away and restore the newest backup',
    SQLITE_CORRUPT: 'it is damaged: move it away and restore the newest backup',
    SQLITE_READONLY: 'it cannot be written: correct its owner and mode',
    SQLITE_BUSY: 'another program holds it: is a second instance running?',
  }
  return new Error(`the database ${path} cannot be opened (${code}): ${advice[code] ?? (error as Error).message}`, { cause: error })
}

/** What `integrity_check` finds wrong with a database file; null when it is sound. */
export function integrityProblem(path: string): string | null {
  const copy = new SqliteDatabase(path, { readonly: true })
  try {
    const result = copy.pragma('integrity_check', { simple: true })
    return result === 'ok' ? null : String(result)
  } catch (error) {
    // Damage in the first pages keeps the check itself from running.
    return (error as Error).message
  } finally {
    copy.close()
  }
}
