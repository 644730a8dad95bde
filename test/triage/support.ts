import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Danger, TriageVerdict } from '../../src/message.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { prepareSafety } from '../../src/triage/prepared.ts'
import type { Triage } from '../../src/triage/triage.ts'
import { createTriage } from '../../src/triage/triage.ts'

export const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url))

export interface EmergencyCase {
  readonly text: string
  readonly triage: Danger
  readonly urgency: 'emergency'
  readonly about: TriageVerdict['about']
  readonly language: string
}

export interface NearMiss {
  readonly text: string
  readonly urgency: 'routine' | 'urgent'
}

export type CaseFile = 'emergencies' | 'near-misses' | `${'emergencies' | 'near-misses'}-${'unseen' | 'retold'}`

export function cases<Case>(name: CaseFile): Case[] {
  const path = fileURLToPath(new URL(`../cases/${name}.jsonl`, import.meta.url))
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case)
}

let shipped: ReturnType<typeof prepareSafety> | null = null

/** Read and trained once for all test files of a process. */
export function shippedSafety(): ReturnType<typeof prepareSafety> {
  shipped ??= prepareSafety({
    knowledgeFolder: KNOWLEDGE,
    preparedFolder: null,
    knowledge: loadKnowledge(KNOWLEDGE),
    onProblem: () => undefined,
  })
  return shipped
}

export function shippedTriage(): Triage {
  const safety = shippedSafety()
  return createTriage(safety.rules, safety.detector)
}

/** Share of `list` for which `holds`, with the texts that failed. */
export function share<Item extends { readonly text: string }>(
  list: readonly Item[],
  holds: (item: Item) => boolean,
): { share: number; failed: string } {
  const failed = list.filter((item) => !holds(item))
  return { share: 1 - failed.length / list.length, failed: failed.map((item) => item.text).join('\n') }
}
