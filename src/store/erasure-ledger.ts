/**
 * Who was erased, in a file beside the database, one JSON line each: a receipt, when, how much, and keyed hashes that tell
 * nothing without the keys. A copy of the database from before still holds them; the file, kept apart from it, says whom.
 */
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErasedPeopleTable } from './schema.ts'

/** Where the ledger of a data folder, or of a folder of backups, is. */
export function ledgerPath(folder: string): string {
  return join(folder, 'erasures.jsonl')
}

/** Resolves once it is on the disk. */
export async function appendToLedger(path: string, lines: readonly ErasedPeopleTable[]): Promise<void> {
  if (lines.length === 0) return
  const file = await open(path, 'a', 0o600)
  try {
    // A line that a crash left half-written ends here.
    const before = existsSync(path) && readFileSync(path, 'utf8').match(/[^\n]$/u) ? '\n' : ''
    await file.appendFile(before + lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Every line that can be read, each receipt once; empty when there is no file. */
export function readLedger(path: string): ErasedPeopleTable[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').flatMap(readLine)
  return [...new Map(lines.map((line) => [line.receipt, line])).values()]
}

/** Puts the ledger beside a backup; nothing when nobody was erased yet. */
export async function copyLedger(from: string, to: string): Promise<void> {
  if (existsSync(from)) await copyFile(from, to)
}

function readLine(text: string): ErasedPeopleTable[] {
  try {
    const line = JSON.parse(text) as Partial<ErasedPeopleTable> | null
    return typeof line?.receipt === 'string' && typeof line.people === 'string' && typeof line.at === 'number'
      ? [
          {
            receipt: line.receipt,
            people: line.people,
            asked_at: line.asked_at ?? line.at,
            at: line.at,
            counts: line.counts ?? '{}',
            reason: 'asked',
          },
        ]
      : []
  } catch {
    // Cut off by a crash: the database has it, and adds it again.
    return []
  }
}
