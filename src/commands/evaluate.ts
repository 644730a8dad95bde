/** `eval`: labelled cases through the very path that `ask` uses; with a model also through that, beside it. */
import { readFileSync } from 'node:fs'
import { createAskSession, createHelpedAskSession, type AskAnswer, type AskLine } from '../ask-session.ts'
import type { Assistant } from '../assistant.ts'
import type { Config } from '../config.ts'
import type { Turn } from '../conversation/turn.ts'
import {
  evaluateCases,
  failuresOf,
  formatReport,
  readCases,
  thresholdsSchema,
  type EvaluationCase,
  type EvaluationReport,
} from '../evaluate.ts'
import { loadKnowledge, newestReview } from '../knowledge/load.ts'
import { memoryAssistant } from './memory-assistant.ts'
import { formatModelReport, modelReport, openModelSession, type ModelReport } from './model-session.ts'

export interface EvaluateOptions {
  readonly cases: readonly string[]
  readonly json: boolean
  readonly thresholds: string
  /** Also with the configured model. */
  readonly model: boolean
}

/** Returns the exit code: 1 when a threshold was missed. The clock stands at the newest review of the knowledge base. */
export async function evaluate(config: Config, options: EvaluateOptions, print: (text: string) => Promise<void>): Promise<number> {
  const newest = newestReview(loadKnowledge(config.knowledgeFolder))
  const assistant = memoryAssistant(config, () => newest)
  const cases = options.cases.flatMap((file) => readCases(file))
  const report = await reportWith(cases, (onTurn) => createAskSession(assistant, onTurn))
  const helped = options.model ? await withModel(config, assistant, cases) : null
  const thresholds = thresholdsSchema.parse(JSON.parse(readFileSync(options.thresholds, 'utf8')))
  const failures = [
    ...failuresOf(report, thresholds),
    ...(helped === null ? [] : failuresOf(helped.report, thresholds).map((failure) => `with the model: ${failure}`)),
  ]
  const missed = failures.map((failure) => `MISSED: ${failure}\n`).join('')
  if (options.json)
    await print(`${JSON.stringify({ ...report, ...(helped && { with_model: helped.report, model: helped.model }), failures })}\n`)
  else if (helped === null) await print(`${formatReport(report)}${missed}`)
  else
    await print(
      `Without a model\n${formatReport(report)}\nWith the model\n${formatReport(helped.report)}\n${formatModelReport(helped.model)}${missed}`,
    )
  return failures.length > 0 ? 1 : 0
}

type Session = (onTurn: (turn: Turn) => void) => (line: AskLine) => AskAnswer | Promise<AskAnswer>

async function reportWith(cases: readonly EvaluationCase[], open: Session): Promise<EvaluationReport> {
  let offered: Turn['state']['route']['pendingChoices'] = []
  const session = open((turn) => {
    offered = turn.state.route.pendingChoices
  })
  let count = 0
  return evaluateCases(cases, async (one) => {
    const conversation = `case-${count++}`
    if (one.previous !== undefined) await session({ id: `${conversation}-previous`, conversation, text: one.previous })
    const answer = await session({ id: conversation, conversation, text: one.text })
    return { ...answer, choices: answer.outcome === 'choices' ? offered : [] }
  })
}

async function withModel(
  config: Config,
  assistant: Assistant,
  cases: readonly EvaluationCase[],
): Promise<{ readonly report: EvaluationReport; readonly model: ModelReport }> {
  const { help, uses, stop } = openModelSession(config, assistant)
  const reasons: Turn['reason'][] = []
  try {
    const report = await reportWith(cases, (onTurn) =>
      createHelpedAskSession(assistant, help, (turn) => {
        reasons.push(turn.reason)
        onTurn(turn)
      }),
    )
    return { report, model: modelReport(uses, reasons) }
  } finally {
    stop()
  }
}
