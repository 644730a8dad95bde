/** Who of the people may hear from whom: a code that waits to be typed, links that were made by one, and tries at codes. */
import type { Migration } from './index.ts'

export const families: Migration = {
  name: '0012-families',
  statements: [
    `CREATE TABLE family_codes (
      worker_id TEXT PRIMARY KEY REFERENCES conversations(id) ON DELETE CASCADE,
      code_hash TEXT NOT NULL UNIQUE,
      relation TEXT NOT NULL,
      case_id TEXT REFERENCES cases(id) ON DELETE SET NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    )`,
    `CREATE INDEX family_codes_by_time ON family_codes(expires_at)`,
    `CREATE INDEX family_codes_by_case ON family_codes(case_id) WHERE case_id IS NOT NULL`,
    `CREATE TABLE family_links (
      id TEXT PRIMARY KEY,
      worker_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      relative_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      relation TEXT NOT NULL,
      case_id TEXT REFERENCES cases(id) ON DELETE SET NULL,
      case_told TEXT,
      linked_at INTEGER NOT NULL,
      news_at INTEGER,
      told_at INTEGER,
      UNIQUE (worker_id, relative_id)
    )`,
    `CREATE INDEX family_links_by_relative ON family_links(relative_id)`,
    `CREATE INDEX family_links_by_case ON family_links(case_id) WHERE case_id IS NOT NULL`,
    `CREATE TABLE family_guests (
      conversation_id TEXT PRIMARY KEY REFERENCES conversations(id) ON DELETE CASCADE,
      joined_at INTEGER,
      failures INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER,
      at INTEGER NOT NULL
    )`,
    `CREATE TRIGGER families_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE OR IGNORE family_codes SET worker_id = new.person_id WHERE worker_id = old.person_id;
      UPDATE OR IGNORE family_links SET worker_id = new.person_id WHERE worker_id = old.person_id;
      UPDATE OR IGNORE family_links SET relative_id = new.person_id WHERE relative_id = old.person_id;
      UPDATE OR IGNORE family_guests SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
      DELETE FROM family_links WHERE worker_id = relative_id;
    END`,
  ],
}
