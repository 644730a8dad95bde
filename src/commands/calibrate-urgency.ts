/** `knowledge calibrate --urgency FILE…`: fits the weights of src/conversation/urgency.ts on labelled messages. */
import type { Config } from '../config.ts'
import { isUrgentByRule, URGENT_FROM, urgencyFeatures } from '../conversation/urgency.ts'
import { readCases } from '../evaluate-cases.ts'
import { TOPICS } from '../message.ts'
import { memoryAssistant } from './memory-assistant.ts'
import { progressBar } from './progress.ts'
import { table } from './table.ts'

const FOLDS = 5
const DESCENTS = 3_000
/** Pulls every weight but the bias towards 0. */
const SHRINK = 1
/** Weights nearer to 0 are not worth a line. */
const LEAST_SHOWN = 0.3
const TRIED = [0.03, 0.05, 0.06, URGENT_FROM, 0.08, 0.1, 0.15, 0.2, 0.3]
const ALWAYS = 1
const NEVER = 0

interface Example {
  readonly features: readonly number[]
  readonly urgent: boolean
  /** Called urgent by the triage alone. */
  readonly byTriage: boolean
  /** The triage called it an emergency, or read too little to be weighed: then its word stands. */
  readonly settled: boolean
}

/** Takes about a minute. Emergencies are left out. Throws, naming file and line, when a line is not a case. */
export async function calibrateUrgencyCommand(
  config: Config,
  files: readonly string[],
  print: (text: string) => Promise<void>,
): Promise<void> {
  const assistant = memoryAssistant(config)
  const examples = files
    .flatMap((file) => readCases(file))
    .flatMap(({ text, urgency }): Example[] => {
      if (urgency !== 'urgent' && urgency !== 'routine') return []
      const { verdict, routing } = assistant.explain(text)
      const features = urgencyFeatures({ pressing: verdict.pressing ?? 0, rule: isUrgentByRule(verdict), topics: routing.topics })
      const settled = verdict.urgency === 'emergency' || verdict.pressing === undefined
      return [{ features, urgent: urgency === 'urgent', byTriage: verdict.urgency !== 'routine', settled }]
    })
  if (!examples.some((one) => one.urgent && !one.settled) || !examples.some((one) => !one.urgent && !one.settled))
    throw new Error('The files need messages labelled urgent and messages labelled routine.')
  const weights = fit(examples)
  const names = ['bias', 'pressing', 'rule', ...TOPICS]
  for (const [at, name] of names.entries())
    if (at < 3 || Math.abs(weights[at] ?? 0) >= LEAST_SHOWN) await print(`${name} ${(weights[at] ?? 0).toFixed(2)}\n`)
  const likelihoods = crossValidated(examples)
  const rows = TRIED.map((from) => [String(from), ...shares(examples, (at) => (likelihoods[at] ?? 0) >= from)])
  await print(
    table(['from', 'urgent found', 'routine called urgent'], [['triage alone', ...shares(examples, byTriageAlone(examples))], ...rows]),
  )
}

function byTriageAlone(examples: readonly Example[]): (at: number) => boolean {
  return (at) => examples[at]?.byTriage === true
}

function shares(examples: readonly Example[], isUrgent: (at: number) => boolean): string[] {
  return [true, false].map((urgent) => {
    const counted = examples.flatMap((one, at) => (one.urgent === urgent ? [isUrgent(at)] : []))
    return `${((100 * counted.filter(Boolean).length) / (counted.length || 1)).toFixed(1)} %`
  })
}

/** Each example judged by weights that were fitted without it. */
function crossValidated(examples: readonly Example[]): number[] {
  const likelihoods: number[] = []
  const bar = progressBar('cross-validation', FOLDS)
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = fit(examples.filter((_, at) => at % FOLDS !== fold))
    for (const [at, { features, settled, byTriage }] of examples.entries())
      if (at % FOLDS === fold) likelihoods[at] = settled ? (byTriage ? ALWAYS : NEVER) : logistic(weights, features)
    bar.update(fold + 1)
  }
  bar.stop()
  return likelihoods
}

/** Logistic regression by plain gradient descent. */
function fit(examples: readonly Example[]): number[] {
  const used = examples.filter(({ settled }) => !settled)
  const weights = used[0]?.features.map(() => 0) ?? []
  for (let step = 0; step < DESCENTS; step++) {
    const slope = weights.map((weight, at) => (at === 0 ? 0 : SHRINK * weight))
    for (const { features, urgent } of used) {
      const error = logistic(weights, features) - (urgent ? 1 : 0)
      for (const [at, feature] of features.entries()) slope[at] = (slope[at] ?? 0) + error * feature
    }
    for (const at of weights.keys()) weights[at] = (weights[at] ?? 0) - (slope[at] ?? 0) / used.length
  }
  return weights
}

function logistic(weights: readonly number[], features: readonly number[]): number {
  let sum = 0
  for (const [at, feature] of features.entries()) sum += (weights[at] ?? 0) * feature
  return 1 / (1 + Math.exp(-sum))
}
