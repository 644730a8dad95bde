/**
 * A second, read-only connection in a thread of its own, for lists, search, export and numbers: however long
 * they take, the serving thread is not held up.
 */
import { Worker } from 'node:worker_threads'
import type { Kysely } from 'kysely'
import { readingKysely } from './kysely-dialect.ts'
import type { Tables } from './schema.ts'

export interface Reader {
  readonly db: Kysely<Tables>
  close(): Promise<void>
}

interface Answer {
  readonly id: number
  readonly rows?: unknown[]
  readonly error?: string
}

/** Opens `path` (an existing database file) for reading. A query that fails rejects; a thread that dies rejects all that wait. */
export function openReader(path: string): Reader {
  const worker = new Worker(new URL('./reader-thread.mjs', import.meta.url), { workerData: { path } })
  const waiting = new Map<number, { resolve: (rows: unknown[]) => void; reject: (error: Error) => void }>()
  let next = 0
  const failAll = (error: Error): void => {
    for (const entry of waiting.values()) entry.reject(error)
    waiting.clear()
  }
  worker.on('message', (answer: Answer) => {
    const entry = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === undefined) entry?.resolve(answer.rows ?? [])
    else entry?.reject(new Error(answer.error))
  })
  worker.on('error', failAll)
  worker.on('exit', () => failAll(new Error('the reading thread ended')))
  worker.unref()
  const db = readingKysely<Tables>(
    (sql, parameters) =>
      new Promise((resolve, reject) => {
        const id = next++
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, sql, parameters })
      }),
  )
  return {
    db,
    async close() {
      await worker.terminate()
    },
  }
}
