/** For the build: makes what `start` loads instead of training, so that it is up within a second. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { trainFromFolder } from './assistant.ts'
import { serialiseModel } from './intents/router-model.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { BAKED_FILE, bakeSafety, serialiseSafety } from './triage/baked.ts'
import { loadSafety } from './triage/load.ts'

/** Writes the router's model and the baked safety texts into `out`. */
export function prepare(knowledgeFolder: string, out: string): void {
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'router.bin'), serialiseModel(trainFromFolder(knowledgeFolder)))
  writeFileSync(join(out, BAKED_FILE), serialiseSafety(bakeSafety(loadSafety(knowledgeFolder), loadKnowledge(knowledgeFolder))))
}
