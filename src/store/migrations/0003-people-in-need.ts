/** People in need: when a conversation falls silent by itself. */
import type { Migration } from './index.ts'

export const peopleInNeed: Migration = {
  name: '0003-people-in-need',
  statements: [`ALTER TABLE conversations ADD COLUMN hold_at INTEGER`, `ALTER TABLE contact_plans ADD COLUMN quiet_after INTEGER`],
}
