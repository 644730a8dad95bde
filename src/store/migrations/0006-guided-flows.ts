/** What people told in guided questions, beside their case. */
import type { Migration } from './index.ts'

export const guidedFlows: Migration = {
  name: '0006-guided-flows',
  statements: [
    `CREATE TABLE case_facts (
      id TEXT PRIMARY KEY,
      case_id TEXT NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
      question TEXT NOT NULL,
      label TEXT NOT NULL,
      shown TEXT,
      sealed_text TEXT,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX case_facts_by_case ON case_facts(case_id, id)`,
  ],
}
