/** `eval`: runs labelled cases through the assistant and counts how often it understood. */
import { SingleBar } from 'cli-progress'
import type { EvaluationCase } from './evaluate-cases.ts'
import type { CaseResult, EvaluationReport, Understood } from './evaluate-report.ts'
import { reportOf } from './evaluate-report.ts'

export type { EvaluationCase } from './evaluate-cases.ts'
export { readCases } from './evaluate-cases.ts'
export type { EvaluationReport, Understood } from './evaluate-report.ts'
export { failuresOf, formatReport, thresholdsSchema } from './evaluate-report.ts'

/** Answers one case the way `ask` would, `previous` first. */
export type Understand = (evaluationCase: EvaluationCase) => Understood | Promise<Understood>

export interface EvaluationOptions {
  /** Shows a progress bar on standard error. */
  readonly progress: boolean
  /** Milliseconds, only differences are used. */
  readonly now: () => number
}

/** Runs the cases one after another, so that times are comparable. */
export async function evaluateCases(
  cases: readonly EvaluationCase[],
  understand: Understand,
  options: EvaluationOptions = { progress: process.stderr.isTTY === true, now: () => performance.now() },
): Promise<EvaluationReport> {
  const bar = options.progress ? new SingleBar({ stream: process.stderr, format: '{bar} {value}/{total}', clearOnComplete: true }) : null
  bar?.start(cases.length, 0)
  const results: CaseResult[] = []
  for (const evaluationCase of cases) {
    const started = options.now()
    const understood = await understand(evaluationCase)
    results.push({ case: evaluationCase, understood, milliseconds: options.now() - started })
    bar?.increment()
  }
  bar?.stop()
  return reportOf(results)
}
