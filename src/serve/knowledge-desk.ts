/** The knowledge base for the console: what is served, what a text would be answered, and staff's changes. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { createAskSession } from '../ask-session.ts'
import type { KnowledgeDesk } from '../console/deps.ts'
import { isRevisable } from '../knowledge/revisions.ts'

interface DeskParts extends Pick<App, 'assistant' | 'liveKnowledge'> {
  readonly config: Pick<Config, 'knowledgeFolder' | 'knowledgeEditing'>
}

export function knowledgeDesk({ config, assistant, liveKnowledge }: DeskParts): KnowledgeDesk {
  return {
    editing: config.knowledgeEditing,
    served: () => assistant.knowledge,
    problems: () => assistant.problems,
    ask: (text) => ({ explanation: assistant.explain(text), answer: createAskSession(assistant)({ id: 'try', text }) }),
    shippedText(path) {
      const file = join(config.knowledgeFolder, path)
      return isRevisable(path) && existsSync(file) ? readFileSync(file, 'utf8') : null
    },
    tryOut: (draft) => liveKnowledge.tryOut(draft),
    refresh: () => liveKnowledge.refresh(),
  }
}
