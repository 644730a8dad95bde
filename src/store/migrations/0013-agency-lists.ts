/** The lists of licensed agencies that staff import. The one before stays, so that an import can be undone. */
import type { Migration } from './index.ts'

export const agencyLists: Migration = {
  name: '0013-agency-lists',
  statements: [
    `CREATE TABLE agency_lists (
      id TEXT PRIMARY KEY,
      listed_on TEXT NOT NULL,
      imported_at INTEGER NOT NULL,
      staff_id TEXT NOT NULL,
      agencies TEXT NOT NULL,
      undone_at INTEGER
    )`,
    `CREATE INDEX agency_lists_standing ON agency_lists(id) WHERE undone_at IS NULL`,
  ],
}
