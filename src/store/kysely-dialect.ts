/** Kysely over the one connection. Kysely's own transactions are refused: they would swallow a `commit` made meanwhile. */
import type SqliteDatabase from 'better-sqlite3'
import {
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'

/** A Kysely whose reads run on `connection`. */
export function openKysely<T>(connection: SqliteDatabase.Database): Kysely<T> {
  return new Kysely<T>({ dialect: new SqliteDialect({ database: connection }) })
}

export type RunQuery = (sql: string, parameters: readonly unknown[]) => Promise<unknown[]>

/** A Kysely that only reads, through `run`: for the reading thread. */
export function readingKysely<T>(run: RunQuery): Kysely<T> {
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => readingDriver(run),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return new Kysely<T>({ dialect })
}

function readingDriver(run: RunQuery): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      return { rows: (await run(query.sql, query.parameters)) as R[] }
    },
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('the reading connection does not stream')
    },
  }
  const refuse = async (): Promise<void> => {
    throw new Error('the reading connection has no transactions')
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}
