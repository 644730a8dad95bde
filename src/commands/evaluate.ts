/** `eval`: labelled cases through the very path that `ask` uses. */
import { readFileSync } from 'node:fs'
import { createAskSession } from '../ask-session.ts'
import type { Config } from '../config.ts'
import type { Turn } from '../conversation/turn.ts'
import { evaluateCases, failuresOf, formatReport, readCases, thresholdsSchema, type Understand } from '../evaluate.ts'
import { loadKnowledge, newestReview } from '../knowledge/load.ts'
import { memoryAssistant } from './memory-assistant.ts'

export interface EvaluateOptions {
  readonly cases: readonly string[]
  readonly json: boolean
  readonly thresholds: string
}

/** Returns the exit code: 1 when a threshold was missed. The clock stands at the newest review of the knowledge base. */
export async function evaluate(config: Config, options: EvaluateOptions, print: (text: string) => Promise<void>): Promise<number> {
  const newest = newestReview(loadKnowledge(config.knowledgeFolder))
  let offered: Turn['state']['route']['pendingChoices'] = []
  const session = createAskSession(
    memoryAssistant(config, () => newest),
    (turn) => {
      offered = turn.state.route.pendingChoices
    },
  )
  let count = 0
  const understand: Understand = (one) => {
    const conversation = `case-${count++}`
    if (one.previous !== undefined) session({ id: `${conversation}-previous`, conversation, text: one.previous })
    const answer = session({ id: conversation, conversation, text: one.text })
    return { ...answer, choices: answer.outcome === 'choices' ? offered : [] }
  }
  const report = await evaluateCases(
    options.cases.flatMap((file) => readCases(file)),
    understand,
  )
  const failures = failuresOf(report, thresholdsSchema.parse(JSON.parse(readFileSync(options.thresholds, 'utf8'))))
  await print(
    options.json
      ? `${JSON.stringify({ ...report, failures })}\n`
      : `${formatReport(report)}${failures.map((failure) => `MISSED: ${failure}\n`).join('')}`,
  )
  return failures.length > 0 ? 1 : 0
}
