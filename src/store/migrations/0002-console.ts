/**
 * What staff do in the console: second factor, devices, who answers whom, notes, labels, marks, test cases, safe contact.
 * Two ids that turn out to be one person are merged by moving addresses to the one that stays; what staff recorded
 * moves with them.
 */
import type { Migration } from './index.ts'

export const consoleTables: Migration = {
  name: '0002-console',
  statements: [
    `ALTER TABLE staff ADD COLUMN sealed_totp TEXT`,
    `ALTER TABLE staff ADD COLUMN sealed_totp_offer TEXT`,
    `ALTER TABLE staff ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0`,
    `CREATE TABLE staff_recovery_codes (
      hash TEXT PRIMARY KEY,
      staff_id TEXT NOT NULL REFERENCES staff(id) ON DELETE CASCADE,
      used_at INTEGER
    )`,
    `CREATE INDEX staff_recovery_codes_by_staff ON staff_recovery_codes(staff_id)`,
    `ALTER TABLE staff_sessions ADD COLUMN device TEXT NOT NULL DEFAULT ''`,
    `ALTER TABLE conversations ADD COLUMN assigned_to TEXT`,
    `ALTER TABLE conversations ADD COLUMN assigned_at INTEGER`,
    `CREATE INDEX conversations_by_assignee ON conversations(assigned_to, rank) WHERE assigned_to IS NOT NULL`,
    `CREATE TABLE contact_plans (
      conversation_id TEXT PRIMARY KEY REFERENCES conversations(id) ON DELETE CASCADE,
      phone_owner TEXT NOT NULL,
      way TEXT NOT NULL,
      safe_from INTEGER,
      safe_until INTEGER,
      sealed_if_other TEXT,
      staff_id TEXT,
      at INTEGER NOT NULL
    )`,
    `CREATE TABLE notes (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      staff_id TEXT NOT NULL,
      sealed_text TEXT NOT NULL,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX notes_by_conversation ON notes(conversation_id, id)`,
    `CREATE TABLE conversation_labels (
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      label TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (conversation_id, label)
    ) WITHOUT ROWID`,
    `CREATE INDEX conversation_labels_by_label ON conversation_labels(label, conversation_id)`,
    `CREATE TABLE marks (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      message_id TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      verdict TEXT NOT NULL,
      topic TEXT,
      at INTEGER NOT NULL,
      UNIQUE (message_id, staff_id)
    )`,
    `CREATE INDEX marks_by_conversation ON marks(conversation_id, message_id)`,
    `CREATE INDEX marks_by_time ON marks(at)`,
    `CREATE TABLE test_cases (
      id TEXT PRIMARY KEY,
      message_id TEXT NOT NULL UNIQUE,
      text TEXT NOT NULL,
      topic TEXT NOT NULL,
      country TEXT,
      language TEXT,
      urgency TEXT NOT NULL,
      triage TEXT,
      staff_id TEXT NOT NULL,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX audit_by_action ON audit(action, number)`,
    `CREATE INDEX audit_by_staff ON audit(staff_id, number)`,
    `CREATE INDEX messages_not_answered ON messages(id) WHERE direction = 'in' AND outcome IN ('unknown', 'choices')`,
    `CREATE TRIGGER staff_records_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE notes SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
      UPDATE marks SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
      UPDATE OR IGNORE conversation_labels SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
      UPDATE OR IGNORE contact_plans SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
      UPDATE conversations SET
        assigned_at = CASE WHEN assigned_to IS NULL THEN (SELECT assigned_at FROM conversations WHERE id = old.person_id) ELSE assigned_at END,
        assigned_to = coalesce(assigned_to, (SELECT assigned_to FROM conversations WHERE id = old.person_id))
      WHERE id = new.person_id;
    END`,
  ],
}
