/** Photos and voice notes that are kept for staff: what is known of each, and apart from it the sealed file. */
import type { Migration } from './index.ts'

export const media: Migration = {
  name: '0014-media',
  statements: [
    `CREATE TABLE media (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      inbox_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      seconds INTEGER,
      state TEXT NOT NULL,
      reason TEXT,
      sealed_handle TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER NOT NULL,
      at INTEGER NOT NULL,
      type TEXT,
      sealed_gist TEXT,
      gist_by TEXT,
      gist_at INTEGER
    )`,
    `CREATE INDEX media_by_conversation ON media(conversation_id, id)`,
    `CREATE INDEX media_by_inbox ON media(inbox_id)`,
    `CREATE INDEX media_waiting ON media(next_at) WHERE state = 'waiting'`,
    `CREATE INDEX media_by_age ON media(at)`,
    `CREATE TABLE media_files (
      media_id TEXT NOT NULL REFERENCES media(id) ON DELETE CASCADE,
      part TEXT NOT NULL,
      key_id TEXT NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (media_id, part)
    )`,
    `CREATE TRIGGER media_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE media SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
    END`,
  ],
}
