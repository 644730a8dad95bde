/** For the build: makes what `start` loads instead of parsing and training, so that it is up within a second. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { understandFolder } from './assistant.ts'
import { loadKnowledge, readKnowledgeFiles } from './knowledge/load.ts'
import { stampOfCode, writePreparedParts } from './prepared-parts.ts'
import { BAKED_FILE, bakeSafety, safetyHash, serialiseSafety } from './triage/baked.ts'
import { loadSafety } from './triage/load.ts'

/** Writes all prepared files into `out`. `sources`: the folder that the running code was compiled from; it may read them too. */
export function prepare(knowledgeFolder: string, out: string, sources: string | null = null): void {
  mkdirSync(out, { recursive: true })
  const readings = readKnowledgeFiles(knowledgeFolder)
  const knowledge = loadKnowledge(knowledgeFolder, readings)
  const code = [stampOfCode(), ...(sources === null ? [] : [stampOfCode(sources)])]
  writePreparedParts(out, { readings, understanding: understandFolder(knowledgeFolder, knowledge) }, code)
  const safety = loadSafety(knowledgeFolder)
  const madeFrom = safety.problems.length === 0 ? safetyHash(knowledgeFolder) : ''
  writeFileSync(join(out, BAKED_FILE), serialiseSafety(bakeSafety(safety, knowledge), madeFrom))
}
