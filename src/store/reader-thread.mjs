// The reading thread of reader.ts. Plain JavaScript, so that it runs the same from the sources and from the build.
import { parentPort, workerData } from 'node:worker_threads'
import SqliteDatabase from 'better-sqlite3'

const connection = new SqliteDatabase(workerData.path, { readonly: true, timeout: 2000 })
const prepared = new Map()

parentPort.on('message', ({ id, sql, parameters }) => {
  try {
    let statement = prepared.get(sql)
    if (!statement) {
      if (prepared.size > 200) prepared.clear()
      statement = connection.prepare(sql)
      prepared.set(sql, statement)
    }
    parentPort.postMessage({ id, rows: statement.all(...parameters) })
  } catch (error) {
    parentPort.postMessage({ id, error: String(error.message) })
  }
})
