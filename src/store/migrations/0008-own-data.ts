/** What a person decides about their own data: a wish to be erased, what is left of one that was carried out, and a PIN. */
import type { Migration } from './index.ts'

export const ownData: Migration = {
  name: '0008-own-data',
  statements: [
    `CREATE TABLE erase_requests (
      receipt TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL UNIQUE REFERENCES conversations(id) ON DELETE CASCADE,
      asked_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      tell_at INTEGER
    )`,
    `CREATE INDEX erase_requests_by_time ON erase_requests(due_at)`,
    `CREATE INDEX erase_requests_to_tell ON erase_requests(tell_at) WHERE tell_at IS NOT NULL`,
    `ALTER TABLE erasures ADD COLUMN receipt TEXT`,
    `CREATE TABLE erased_people (
      receipt TEXT PRIMARY KEY,
      people TEXT NOT NULL,
      asked_at INTEGER NOT NULL,
      at INTEGER NOT NULL,
      counts TEXT NOT NULL,
      reason TEXT NOT NULL
    )`,
    `CREATE TABLE pins (
      conversation_id TEXT PRIMARY KEY REFERENCES conversations(id) ON DELETE CASCADE,
      hash TEXT NOT NULL,
      set_at INTEGER NOT NULL,
      failures INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER
    )`,
    `CREATE TRIGGER own_data_follows_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE OR IGNORE erase_requests SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
      UPDATE OR IGNORE pins SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
    END`,
  ],
}
