/** `export`: transcripts as CSV or JSON Lines, as the console exports them, without its filters. */
import { createWriteStream, existsSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Config } from '../config.ts'
import { EXPORT_FORMATS, headOf, transcriptPages } from '../console/exports/transcripts.ts'
import { databasePath, openDatabase } from '../store/database.ts'
import { progressBar } from './progress.ts'

export interface ExportOptions {
  readonly out: string
  readonly since: string | null
}

/** Returns the exit code. */
export async function exportTranscripts(config: Config, options: ExportOptions, print: (text: string) => Promise<void>): Promise<number> {
  const format = EXPORT_FORMATS.find((known) => options.out.endsWith(`.${known}`))
  const from = options.since === null ? 0 : Date.parse(options.since)
  const problem =
    format === undefined
      ? '--out must end in .csv or .jsonl'
      : Number.isNaN(from)
        ? '--since must be a day written YYYY-MM-DD'
        : !existsSync(databasePath(config.dataFolder))
          ? `there is no database in ${config.dataFolder}: set DATA_FOLDER`
          : null
  if (format === undefined || problem !== null) {
    process.stderr.write(`${problem}\n`)
    return 1
  }
  const store = openDatabase({ path: databasePath(config.dataFolder), now: Date.now })
  const out = createWriteStream(options.out, { mode: 0o600, flags: 'wx' })
  const newest = await store.db.selectFrom('messages').select('row').orderBy('row', 'desc').limit(1).executeTakeFirst()
  const bar = progressBar('exporting', newest?.row ?? 0)
  const filters = { from, until: Number.MAX_SAFE_INTEGER, channel: null, country: null, topic: null, language: null }
  let written = 0
  try {
    out.write(headOf(format))
    for await (const page of transcriptPages(store.db, filters, format)) {
      if (!out.write(page.text)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
      written += page.messages
      bar.update(written)
    }
  } finally {
    out.end()
    bar.stop()
    store.close()
  }
  await finished(out)
  await print(`${written} messages written to ${options.out}. Conversations about sexual violence and pregnancy are left out.\n`)
  return 0
}
