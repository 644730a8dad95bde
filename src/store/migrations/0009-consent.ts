/** To what a person said yes or no, in which words it was asked, and what they took back. */
import type { Migration } from './index.ts'

export const consent: Migration = {
  name: '0009-consent',
  statements: [
    `CREATE TABLE consents (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      case_id TEXT REFERENCES cases(id) ON DELETE CASCADE,
      about TEXT NOT NULL,
      recipient TEXT,
      text_version TEXT NOT NULL,
      staff_id TEXT,
      asked_at INTEGER NOT NULL,
      answer TEXT,
      answered_at INTEGER,
      withdrawn_at INTEGER,
      due_at INTEGER,
      done_at INTEGER,
      done_by TEXT
    )`,
    `CREATE INDEX consents_by_conversation ON consents(conversation_id, id)`,
    `CREATE INDEX consents_by_case ON consents(case_id, id)`,
    `CREATE INDEX consents_asked ON consents(conversation_id, asked_at) WHERE answer IS NULL`,
    `CREATE INDEX consents_withdrawn ON consents(due_at) WHERE due_at IS NOT NULL AND done_at IS NULL`,
    `CREATE TRIGGER consents_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE consents SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
    END`,
  ],
}
