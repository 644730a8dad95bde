/** `backup`: an online copy of the database, and beside it the ledger of who was erased. Keys are never in it. */
import { mkdirSync, existsSync, chmodSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../config.ts'
import { databasePath, integrityProblem, openDatabase } from '../store/database.ts'
import { copyLedger, ledgerPath } from '../store/erasure-ledger.ts'
import { progressBar } from './progress.ts'

/** Returns the exit code. The copy is checked before it counts. */
export async function backup(config: Config, out: string | null, print: (text: string) => Promise<void>): Promise<number> {
  const from = databasePath(config.dataFolder)
  if (!existsSync(from)) {
    process.stderr.write(`there is no database at ${from}: start the assistant once, or set DATA_FOLDER\n`)
    return 1
  }
  const path = out ?? join('backups', `${new Date().toISOString().replace(/[:.]/gu, '-')}.sqlite`)
  if (existsSync(path)) {
    process.stderr.write(`${path} exists already: choose another file\n`)
    return 1
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const store = openDatabase({ path: from, now: Date.now })
  const bar = progressBar('copying', 100)
  try {
    await store.backup(path, (share) => bar.update(Math.round(share * 100)))
  } finally {
    bar.stop()
    store.close()
  }
  chmodSync(path, 0o600)
  const problem = integrityProblem(path)
  if (problem !== null) {
    process.stderr.write(`the copy ${path} is damaged (${problem}): do not rely on it, look at the disk\n`)
    return 1
  }
  await copyLedger(ledgerPath(config.dataFolder), ledgerPath(dirname(path)))
  await print(
    `${path} (${Math.round(statSync(path).size / 1024)} KB, checked). The keys are not in it: keep a copy of the keys folder apart.\n`,
  )
  return 0
}
