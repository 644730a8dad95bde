/** `export`: transcripts as CSV or JSON Lines, pseudonymised and redacted as stored, read in pages. */
import { createWriteStream } from 'node:fs'
import { existsSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Config } from '../config.ts'
import { databasePath, openDatabase } from '../store/database.ts'
import { progressBar } from './progress.ts'

const PAGE = 1_000
/** Dangers and topics that never leave in an export (care: sensitive matters, restricted team). */
const WITHHELD_DANGERS = ['sexual-violence'] as const
const COLUMNS = [
  'pseudonym',
  'channel',
  'at',
  'direction',
  'author',
  'kind',
  'text',
  'topic',
  'country',
  'language',
  'urgency',
  'danger',
  'outcome',
] as const

export interface ExportOptions {
  readonly out: string
  readonly since: string | null
}

/** Returns the exit code. */
export async function exportTranscripts(config: Config, options: ExportOptions, print: (text: string) => Promise<void>): Promise<number> {
  const format = options.out.endsWith('.csv') ? 'csv' : options.out.endsWith('.jsonl') ? 'jsonl' : null
  const since = options.since === null ? 0 : Date.parse(options.since)
  const problem =
    format === null
      ? '--out must end in .csv or .jsonl'
      : Number.isNaN(since)
        ? '--since must be a day written YYYY-MM-DD'
        : !existsSync(databasePath(config.dataFolder))
          ? `there is no database in ${config.dataFolder}: set DATA_FOLDER`
          : null
  if (problem !== null) {
    process.stderr.write(`${problem}\n`)
    return 1
  }
  const store = openDatabase({ path: databasePath(config.dataFolder), now: Date.now })
  const out = createWriteStream(options.out, { mode: 0o600, flags: 'wx' })
  const newest = await store.db.selectFrom('messages').select('row').orderBy('row', 'desc').limit(1).executeTakeFirst()
  const bar = progressBar('exporting', newest?.row ?? 0)
  let written = 0
  try {
    if (format === 'csv') out.write(`${COLUMNS.join(',')}\n`)
    let last = 0
    for (;;) {
      const rows = await store.db
        .selectFrom('messages')
        .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
        .innerJoin('people', 'people.id', 'conversations.person_id')
        .select([
          'messages.row',
          'people.pseudonym',
          'messages.channel',
          'messages.at',
          'messages.direction',
          'messages.author',
          'messages.kind',
          'messages.text',
          'messages.topic',
          'messages.country',
          'messages.language',
          'messages.urgency',
          'messages.danger',
          'messages.outcome',
        ])
        .where('messages.row', '>', last)
        .where('messages.at', '>=', since)
        .where((eb) => eb.or([eb('conversations.danger', 'is', null), eb('conversations.danger', 'not in', [...WITHHELD_DANGERS])]))
        .orderBy('messages.row')
        .limit(PAGE)
        .execute()
      for (const row of rows) {
        const record = { ...row, at: new Date(row.at).toISOString() }
        const line =
          format === 'csv'
            ? COLUMNS.map((column) => csvField(record[column])).join(',')
            : JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, record[column]])))
        if (!out.write(`${line}\n`)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
        written++
      }
      last = rows.at(-1)?.row ?? last
      bar.update(last)
      if (rows.length < PAGE) break
    }
  } finally {
    out.end()
    bar.stop()
    store.close()
  }
  await finished(out)
  await print(`${written} messages written to ${options.out}. Conversations about sexual violence are left out.\n`)
  return 0
}

/** Quoted, and never taken for a formula by a spreadsheet. */
function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
