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

/**
 * For reading `path` (an existing database file). The thread starts with the first query: a process whose console nobody
 * opens does without. A query that fails rejects; a thread that dies rejects all that wait, and the next query starts another.
 */
export function openReader(path: string): Reader {
  const waiting = new Map<number, { resolve: (rows: unknown[]) => void; reject: (error: Error) => void }>()
  let worker: Worker | null = null
  let closed = false
  let next = 0
  const failAll = (error: Error): void => {
    for (const entry of waiting.values()) entry.reject(error)
    waiting.clear()
  }
  const started = (): Worker => {
    const thread = new Worker(new URL('./reader-thread.mjs', import.meta.url), { workerData: { path } })
    thread.on('message', (answer: Answer) => {
      const entry = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.error === undefined) entry?.resolve(answer.rows ?? [])
      else entry?.reject(new Error(answer.error))
    })
    thread.on('error', failAll)
    thread.on('exit', () => {
      worker = null
      failAll(new Error('the reading thread ended'))
    })
    thread.unref()
    return thread
  }
  const db = readingKysely<Tables>(
    (sql, parameters) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error('the reading thread ended'))
          return
        }
        worker ??= started()
        const id = next++
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, sql, parameters })
      }),
  )
  return {
    db,
    async close() {
      closed = true
      await worker?.terminate()
    },
  }
}
