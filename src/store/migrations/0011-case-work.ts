/** What staff do about a case: tasks with a time, to whom it was referred and what came of it, who else reported the same. */
import type { Migration } from './index.ts'

export const caseWork: Migration = {
  name: '0011-case-work',
  statements: [
    `ALTER TABLE cases ADD COLUMN joined_to TEXT REFERENCES cases(id) ON DELETE SET NULL`,
    `CREATE INDEX cases_joined ON cases(joined_to) WHERE joined_to IS NOT NULL`,
    `CREATE TABLE case_tasks (
      id TEXT PRIMARY KEY,
      case_id TEXT NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
      sealed_text TEXT NOT NULL,
      due_at INTEGER NOT NULL,
      staff_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      done_at INTEGER,
      done_by TEXT
    )`,
    `CREATE INDEX case_tasks_by_case ON case_tasks(case_id, due_at)`,
    `CREATE INDEX case_tasks_open ON case_tasks(due_at, id) WHERE done_at IS NULL`,
    `CREATE TABLE case_referrals (
      id TEXT PRIMARY KEY,
      case_id TEXT NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      staff_id TEXT NOT NULL,
      sealed_recipient TEXT NOT NULL,
      sealed_reference TEXT,
      consent TEXT NOT NULL,
      consent_id TEXT REFERENCES consents(id) ON DELETE SET NULL,
      sealed_reason TEXT,
      result TEXT NOT NULL,
      result_at INTEGER
    )`,
    `CREATE INDEX case_referrals_by_case ON case_referrals(case_id, id)`,
    `CREATE INDEX case_referrals_by_consent ON case_referrals(consent_id) WHERE consent_id IS NOT NULL`,
  ],
}
