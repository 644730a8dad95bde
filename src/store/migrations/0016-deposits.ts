/** What workers leave here before the journey, apart from any case. */
import type { Migration } from './index.ts'

export const deposits: Migration = {
  name: '0016-deposits',
  statements: [
    `CREATE TABLE deposits (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL UNIQUE REFERENCES conversations(id) ON DELETE CASCADE,
      rule TEXT NOT NULL,
      sealed_facts TEXT NOT NULL,
      passport_hash TEXT,
      person_hash TEXT,
      at INTEGER NOT NULL,
      erase_at INTEGER
    )`,
    `CREATE INDEX deposits_by_passport ON deposits(passport_hash) WHERE passport_hash IS NOT NULL`,
    `CREATE INDEX deposits_by_person ON deposits(person_hash) WHERE person_hash IS NOT NULL`,
    `CREATE INDEX deposits_by_age ON deposits(at)`,
    `CREATE INDEX deposits_to_erase ON deposits(erase_at) WHERE erase_at IS NOT NULL`,
    `CREATE TRIGGER deposits_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      DELETE FROM deposits WHERE conversation_id IN (new.person_id, old.person_id)
        AND at < (SELECT max(at) FROM deposits WHERE conversation_id IN (new.person_id, old.person_id));
      UPDATE OR IGNORE deposits SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
    END`,
  ],
}
