/** Indexes for pages that would read a table from end to end once it is long. Those of the inbox end as `conversations_by_wait`. */
import type { Migration } from './index.ts'

export const consoleSpeed: Migration = {
  name: '0007-console-speed',
  statements: [
    `CREATE INDEX staff_events_seen ON staff_events(id) WHERE seen_at IS NOT NULL`,
    ...['topic', 'country', 'language'].map(
      (column) =>
        `CREATE INDEX conversations_by_${column} ON conversations(${column}, rank, COALESCE(waiting_since, 9000000000000000 - COALESCE(last_in_at, 0)), id)`,
    ),
  ],
}
