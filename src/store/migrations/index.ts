/** Every migration, oldest first. Forward only: never edit one that was released, add the next. */
import { firstTables } from './0001-first-tables.ts'
import { consoleTables } from './0002-console.ts'
import { peopleInNeed } from './0003-people-in-need.ts'
import { modelTables } from './0004-model.ts'
import { knowledgeAndNumbers } from './0005-knowledge-and-numbers.ts'
import { guidedFlows } from './0006-guided-flows.ts'
import { consoleSpeed } from './0007-console-speed.ts'
import { ownData } from './0008-own-data.ts'
import { consent } from './0009-consent.ts'
import { caseWork } from './0011-case-work.ts'
import { families } from './0012-families.ts'
import { agencyLists } from './0013-agency-lists.ts'
import { media } from './0014-media.ts'
import { dayChanges } from './0015-day-changes.ts'
import { deposits } from './0016-deposits.ts'
import { restrictedTeam } from './0017-restricted-team.ts'

export interface Migration {
  readonly name: string
  /** Statements that run in one transaction with the record of the migration. */
  readonly statements: readonly string[]
}

export const migrations: readonly Migration[] = [
  firstTables,
  consoleTables,
  peopleInNeed,
  modelTables,
  knowledgeAndNumbers,
  guidedFlows,
  consoleSpeed,
  ownData,
  consent,
  caseWork,
  families,
  agencyLists,
  media,
  dayChanges,
  deposits,
  restrictedTeam,
]
