/** What a disk does with the simplest durable write: one row, one flush. The yardstick of `bench`. */
import SqliteDatabase from 'better-sqlite3'

const COMMITS = 400

/** Single-row commits a second into a new file at `path`, write-ahead log and full synchronous. */
export function rawCommitsPerSecond(path: string): number {
  const raw = new SqliteDatabase(path)
  try {
    raw.pragma('journal_mode = WAL')
    raw.pragma('synchronous = FULL')
    raw.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)')
    const insert = raw.prepare('INSERT INTO rows (text) VALUES (?)')
    const started = performance.now()
    for (let i = 0; i < COMMITS; i++) insert.run('syarat kerja ke taiwan apa aja ya kak')
    return COMMITS / ((performance.now() - started) / 1000)
  } finally {
    raw.close()
  }
}
