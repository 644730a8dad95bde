/**
 * What staff change over the shipped knowledge, and what the numbers are counted from. Numbers are rolled up from the
 * session log as it grows, so that no page reads all of it; they stay when a person is erased, without the link to them.
 */
import type { Migration } from './index.ts'

export const knowledgeAndNumbers: Migration = {
  name: '0005-knowledge-and-numbers',
  statements: [
    `CREATE TABLE knowledge_revisions (
      id TEXT PRIMARY KEY,
      path TEXT NOT NULL,
      text TEXT,
      previous_id TEXT,
      base_hash TEXT NOT NULL,
      kind TEXT NOT NULL,
      reason TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      at INTEGER NOT NULL
    )`,
    `CREATE INDEX knowledge_revisions_by_path ON knowledge_revisions(path, id)`,
    `CREATE TABLE rollups (name TEXT PRIMARY KEY, last_id TEXT NOT NULL, at INTEGER NOT NULL)`,
    `CREATE TABLE person_days (
      day INTEGER NOT NULL,
      conversation_id TEXT NOT NULL,
      channel TEXT NOT NULL,
      topic TEXT NOT NULL,
      country TEXT NOT NULL,
      language TEXT NOT NULL,
      outcome TEXT NOT NULL,
      messages INTEGER NOT NULL,
      PRIMARY KEY (day, conversation_id, channel, topic, country, language, outcome)
    ) WITHOUT ROWID`,
    `CREATE INDEX person_days_by_conversation ON person_days(conversation_id)`,
    `CREATE TABLE card_days (
      day INTEGER NOT NULL,
      card TEXT NOT NULL,
      uses INTEGER NOT NULL DEFAULT 0,
      liked INTEGER NOT NULL DEFAULT 0,
      disliked INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (day, card)
    ) WITHOUT ROWID`,
    `CREATE INDEX card_days_by_card ON card_days(card, day)`,
    `CREATE TABLE daily_samples (
      day INTEGER NOT NULL,
      conversation_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      result TEXT,
      staff_id TEXT,
      at INTEGER,
      PRIMARY KEY (day, conversation_id)
    ) WITHOUT ROWID`,
    `CREATE INDEX daily_samples_by_conversation ON daily_samples(conversation_id)`,
    `CREATE TABLE handovers (
      id TEXT PRIMARY KEY,
      staff_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      sealed_note TEXT,
      emergencies INTEGER NOT NULL,
      held INTEGER NOT NULL,
      accepted_by TEXT,
      accepted_at INTEGER
    )`,
    `CREATE INDEX handovers_open ON handovers(id) WHERE accepted_at IS NULL`,
    `CREATE INDEX triage_events_emergencies ON triage_events(at, conversation_id) WHERE urgency = 'emergency'`,
    `CREATE INDEX messages_by_staff ON messages(conversation_id, at) WHERE author = 'staff'`,
    `CREATE INDEX conversations_on_hold ON conversations(hold_since) WHERE hold = 1`,
    `CREATE TRIGGER numbers_outlive_person AFTER DELETE ON conversations BEGIN
      UPDATE person_days SET conversation_id = 'erased-' || lower(hex(randomblob(8))) WHERE conversation_id = old.id;
      UPDATE daily_samples SET conversation_id = 'erased-' || lower(hex(randomblob(8))) WHERE conversation_id = old.id;
    END`,
  ],
}
