/** An assistant for commands that store nothing: from the sources or the build, with the real clock. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createAssistant, type Assistant } from '../assistant.ts'
import type { Config } from '../config.ts'
import { createLogger } from '../log.ts'

/** Where the build put what start loads; null when the program runs from its sources. */
export function preparedFolder(): string | null {
  const folder = fileURLToPath(new URL('../prepared', import.meta.url))
  return existsSync(folder) ? folder : null
}

export function memoryAssistant(
  config: Pick<Config, 'knowledgeFolder' | 'operator' | 'retention'>,
  now: () => number = Date.now,
): Assistant {
  return createAssistant({
    knowledgeFolder: config.knowledgeFolder,
    preparedFolder: preparedFolder(),
    operator: config.operator,
    retention: config.retention,
    presence: () => ({ staff: 'none', back: null }),
    now,
    logger: createLogger('warn'),
  })
}
