/** The knowledge of a console in a test: the real desk over a small knowledge folder, prepared once for all tests of a process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAssistant, type Assistant, type Learned } from '../../src/assistant.ts'
import type { KnowledgeDesk } from '../../src/console/deps.ts'
import { doJob, type TrialSettings } from '../../src/knowledge-trial.ts'
import { createLiveKnowledge } from '../../src/live-knowledge.ts'
import { createLogger } from '../../src/log.ts'
import { prepare } from '../../src/prepare.ts'
import { knowledgeDesk } from '../../src/serve/knowledge-desk.ts'
import type { Database } from '../../src/store/database.ts'
import { beforeAll } from 'vitest'
import { NOBODY, smallKnowledge } from './core-assistant.ts'

const CASES = fileURLToPath(new URL('../cases', import.meta.url))
const CASES_EACH = 20

interface Shared {
  readonly settings: TrialSettings
  readonly assistant: Assistant
  /** What is served without revisions. */
  readonly shipped: Learned
}

let shared: Shared | null = null
let clock: () => number = Date.now

/** To be called once in a test file whose pages show knowledge: preparing it takes seconds. */
export function prepareDesk(): void {
  beforeAll(() => {
    shared ??= share()
  })
}

/** Nothing is made before a page first asks for it. */
export function smallDesk(store: Pick<Database, 'db'>, now: () => number): KnowledgeDesk {
  let made: KnowledgeDesk | null = null
  const desk = (): KnowledgeDesk => {
    made ??= make(store, now)
    return made
  }
  return {
    editing: true,
    served: () => desk().served(),
    problems: () => desk().problems(),
    ask: (text) => desk().ask(text),
    shippedText: (path) => desk().shippedText(path),
    tryOut: (draft) => desk().tryOut(draft),
    refresh: () => desk().refresh(),
  }
}

function make(store: Pick<Database, 'db'>, now: () => number): KnowledgeDesk {
  clock = now
  shared ??= share()
  const { settings, assistant, shipped } = shared
  assistant.serve(shipped)
  const liveKnowledge = createLiveKnowledge({
    store,
    assistant,
    settings,
    now,
    logger: createLogger('silent'),
    work: async (job) => doJob(job),
  })
  return knowledgeDesk({ config: { knowledgeFolder: settings.knowledgeFolder, knowledgeEditing: true }, assistant, liveKnowledge })
}

function share(): Shared {
  const folder = smallKnowledge()
  const prepared = mkdtempSync(join(tmpdir(), 'tanya-prepared-'))
  prepare(folder, prepared)
  const casesFolder = mkdtempSync(join(tmpdir(), 'tanya-cases-'))
  for (const name of ['emergencies', 'topics', 'facts']) {
    const lines = readFileSync(join(CASES, `${name}.jsonl`), 'utf8')
      .split('\n')
      .slice(0, CASES_EACH)
    writeFileSync(join(casesFolder, `${name}.jsonl`), lines.join('\n'))
  }
  const settings = { knowledgeFolder: folder, preparedFolder: prepared, operator: NOBODY, casesFolder }
  process.on('exit', () => {
    for (const path of [folder, prepared, casesFolder]) rmSync(path, { recursive: true, force: true })
  })
  const { casesFolder: _, ...files } = settings
  const assistant = createAssistant({
    ...files,
    presence: () => ({ staff: 'none', back: null }),
    now: () => clock(),
    logger: createLogger('silent'),
  })
  return { settings, assistant, shipped: assistant.learned() }
}
