/** One process at a time uses a data folder: a second one would take the first one's messages apart. */
import SqliteDatabase from 'better-sqlite3'

/** Holds `path` until `release`. Throws at once when another process holds it; the operating system frees it when that process dies. */
export function holdLock(path: string): { release(): void } {
  const connection = new SqliteDatabase(path, { timeout: 0 })
  try {
    connection.pragma('locking_mode = EXCLUSIVE')
    connection.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (x)')
  } catch (error) {
    connection.close()
    throw new Error(`another instance is running on this data folder (${path}): stop it first, or set DATA_FOLDER to another one`, {
      cause: error,
    })
  }
  return {
    release() {
      connection.close()
    },
  }
}
