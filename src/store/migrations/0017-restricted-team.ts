/**
 * Conversations that only some of the staff read (care: sexual violence, HIV, sexual orientation, children), and who that
 * is. Ids of messages that hold a person's address are taken out.
 */
import type { Migration } from './index.ts'

export const restrictedTeam: Migration = {
  name: '0017-restricted-team',
  statements: [
    `ALTER TABLE staff ADD COLUMN restricted_team INTEGER NOT NULL DEFAULT 0`,
    // Somebody must be able to read them, and to name others.
    `UPDATE staff SET restricted_team = 1 WHERE role = 'admin'`,
    `ALTER TABLE conversations ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0`,
    `UPDATE conversations SET restricted = 1
      WHERE danger = 'sexual-violence' OR id IN (SELECT conversation_id FROM triage_events WHERE danger = 'sexual-violence')`,
    `UPDATE outbox SET provider_id = NULL WHERE channel IN ('telegram', 'web') AND state NOT IN ('waiting', 'sending')`,
    `CREATE TABLE restricted_openings (
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      staff_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (conversation_id, staff_id)
    )`,
  ],
}
