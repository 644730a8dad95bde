/** People in need: when a conversation falls silent by itself, cases with their timelines, who is on duty, and what is taken off a phone. */
import type { Migration } from './index.ts'

export const peopleInNeed: Migration = {
  name: '0003-people-in-need',
  statements: [
    `ALTER TABLE conversations ADD COLUMN hold_at INTEGER`,
    `ALTER TABLE contact_plans ADD COLUMN quiet_after INTEGER`,
    `CREATE TABLE cases (
      id TEXT PRIMARY KEY,
      number TEXT NOT NULL UNIQUE,
      conversation_id TEXT REFERENCES conversations(id) ON DELETE SET NULL,
      kind TEXT NOT NULL,
      lane TEXT NOT NULL,
      urgency TEXT NOT NULL,
      country TEXT,
      state TEXT NOT NULL,
      owner_id TEXT,
      opened_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL,
      taken_at INTEGER,
      first_answer_at INTEGER,
      closed_at INTEGER,
      outcome TEXT,
      next_alert_at INTEGER,
      alerts_sent INTEGER NOT NULL DEFAULT 0,
      escalated_at INTEGER,
      silence_at INTEGER
    )`,
    `CREATE INDEX cases_open ON cases(due_at, id) WHERE closed_at IS NULL`,
    `CREATE INDEX cases_closed ON cases(closed_at, id) WHERE closed_at IS NOT NULL`,
    `CREATE INDEX cases_to_alert ON cases(next_alert_at) WHERE next_alert_at IS NOT NULL`,
    `CREATE INDEX cases_by_conversation ON cases(conversation_id)`,
    `CREATE TABLE case_events (
      id TEXT PRIMARY KEY,
      case_id TEXT NOT NULL REFERENCES cases(id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      staff_id TEXT,
      sealed_text TEXT,
      detail TEXT NOT NULL
    )`,
    `CREATE INDEX case_events_by_case ON case_events(case_id, id)`,
    `ALTER TABLE inbox ADD COLUMN trace TEXT`,
    `ALTER TABLE outbox ADD COLUMN traces TEXT`,
    `CREATE TABLE erasures (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      asked_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER NOT NULL,
      done_at INTEGER,
      erased INTEGER
    )`,
    `CREATE INDEX erasures_open ON erasures(next_at) WHERE done_at IS NULL`,
    `CREATE INDEX erasures_by_conversation ON erasures(conversation_id)`,
    `CREATE TRIGGER erasures_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE erasures SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
    END`,
    `CREATE TABLE duty_hours (
      weekday INTEGER PRIMARY KEY,
      starts INTEGER NOT NULL,
      ends INTEGER NOT NULL,
      zone TEXT NOT NULL
    )`,
    `CREATE TABLE on_duty (
      staff_id TEXT PRIMARY KEY REFERENCES staff(id) ON DELETE CASCADE,
      since INTEGER NOT NULL,
      until INTEGER NOT NULL
    )`,
    `CREATE TRIGGER cases_follow_merge AFTER UPDATE OF person_id ON addresses WHEN new.person_id != old.person_id BEGIN
      UPDATE cases SET conversation_id = new.person_id WHERE conversation_id = old.person_id;
    END`,
  ],
}
