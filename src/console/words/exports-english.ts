import type { Words } from './words.ts'

export const exportsEnglish: Words['exports'] = {
  title: 'Export',
  intro: 'Transcripts as a file: pseudonyms, redacted texts. Every export is in the audit trail.',
  withheld: 'Conversations about sexual violence and pregnancy are never in it. Keep the file in a safe place and delete it after use.',
  from: 'From the day',
  until: 'Until the day',
  format: 'Format',
  formats: { csv: 'CSV, for tables', jsonl: 'JSON Lines, for programs' },
  download: 'Download',
  yours: 'Your exports',
  none: 'None since the program started. All exports are in the audit trail.',
  states: { running: 'running', done: 'done', stopped: 'stopped', failed: 'failed' },
  progress: 'Progress of the export',
  messages: (count) => (count === 1 ? '1 message' : `${count} messages`),
  problems: {
    days: 'Write both days, the first not after the second.',
    busy: 'Two exports are running. Wait until one of them is done.',
  },
}
