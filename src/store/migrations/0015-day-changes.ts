/**
 * How often what is counted of a day was changed: by counting on, by erasing a person, by whatever else. Who keeps a day
 * in memory sees by it that the day must be read again. A day without a row was not changed since.
 */
import type { Migration } from './index.ts'

export const dayChanges: Migration = {
  name: '0015-day-changes',
  statements: [
    `CREATE TABLE day_changes (day INTEGER PRIMARY KEY, changes INTEGER NOT NULL)`,
    ...(
      [
        ['INSERT', 'new'],
        ['UPDATE', 'old'],
        ['UPDATE', 'new'],
        ['DELETE', 'old'],
      ] as const
    ).map(
      ([event, row]) =>
        `CREATE TRIGGER person_days_${event.toLowerCase()}_${row} AFTER ${event} ON person_days BEGIN
          INSERT INTO day_changes (day, changes) VALUES (${row}.day, 1) ON CONFLICT(day) DO UPDATE SET changes = changes + 1;
        END`,
    ),
  ],
}
