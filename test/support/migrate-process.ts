/** Starts a migration that stops half way, says so on standard output and waits to be killed. Argument: the file. */
import { writeSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { migrate } from '../../src/store/migrate.ts'

const connection = new SqliteDatabase(process.argv[2])
connection.pragma('journal_mode = WAL')
connection.function('wait_here', () => {
  writeSync(1, 'in the middle\n')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  return 0
})
migrate(
  connection,
  [
    { name: '0001-one', statements: ['CREATE TABLE one (x)'] },
    { name: '0002-two', statements: ['CREATE TABLE two (x)', 'INSERT INTO two VALUES (wait_here())', 'CREATE TABLE three (x)'] },
  ],
  0,
)
