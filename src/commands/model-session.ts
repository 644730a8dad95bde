/** The configured model for a command that stores nothing: its uses are kept in memory and counted. */
import { createModel, type ModelUse } from '../answers/model.ts'
import { loadPrompts } from '../answers/prompts.ts'
import type { Assistant } from '../assistant.ts'
import { ConfigError, type Config } from '../config.ts'
import type { HelpedTurns } from '../conversation/helped-turn.ts'
import { createLogger } from '../log.ts'
import { modelParts } from '../model-parts.ts'

export interface ModelSession {
  readonly help: HelpedTurns
  readonly uses: readonly ModelUse[]
  stop(): void
}

/** Throws ConfigError when no model is configured. */
export function openModelSession(config: Config, assistant: Assistant): ModelSession {
  if (config.model === null) throw new ConfigError(['MODEL_CHAT is not set, write the name of a chat model: see docs/model.md'])
  const uses: ModelUse[] = []
  const model = createModel({
    ...modelParts(config.model, Date.now, createLogger('warn')),
    ledger: {
      tokensSince: async () => uses.reduce((sum, { tokensIn, tokensOut }) => sum + tokensIn + tokensOut, 0),
      record: async (use) => void uses.push(use),
    },
  })
  return { help: assistant.withModel(model, loadPrompts(config.promptsFolder)), uses, stop: () => model.stop() }
}

export interface ModelReport {
  /** By prompt: how often it was asked, what came of it, and how long it took in milliseconds. */
  readonly prompts: Readonly<
    Record<
      string,
      { readonly asked: number; readonly results: Readonly<Record<string, number>>; readonly p50: number; readonly p99: number }
    >
  >
  /** Answers that went out in the model's words. */
  readonly worded: number
  /** Why words of the model were not sent, and how often. */
  readonly rejected: Readonly<Record<string, number>>
  readonly tokens_in: number
  readonly tokens_out: number
  /** US dollars; null when the model has no price. */
  readonly cost: number | null
}

/** `reasons`: of every reply. */
export function modelReport(
  uses: readonly ModelUse[],
  reasons: readonly { readonly source: string; readonly model?: { readonly rejected?: string } }[],
): ModelReport {
  const prompts: Record<string, ModelReport['prompts'][string]> = {}
  for (const id of [...new Set(uses.map(({ prompt }) => prompt.id))].sort()) {
    const own = uses.filter(({ prompt }) => prompt.id === id)
    const times = own.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
    const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
    prompts[id] = { asked: own.length, results: counted(own.map(({ result }) => result)), p50: at(0.5), p99: at(0.99) }
  }
  const costs = uses.map(({ cost }) => cost)
  return {
    prompts,
    worded: reasons.filter(({ source }) => source === 'model').length,
    rejected: counted(reasons.flatMap(({ model }) => (model?.rejected === undefined ? [] : [model.rejected]))),
    tokens_in: uses.reduce((sum, { tokensIn }) => sum + tokensIn, 0),
    tokens_out: uses.reduce((sum, { tokensOut }) => sum + tokensOut, 0),
    cost: costs.includes(null) || costs.length === 0 ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0) / 1_000_000,
  }
}

/** The report as lines to read on a terminal, the last one ended. */
export function formatModelReport(report: ModelReport): string {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none'
  const lines = Object.entries(report.prompts).map(
    ([id, { asked, results, p50, p99 }]) => `prompt ${id.padEnd(15)}asked ${asked}: ${list(results)}; p50 ${p50} ms, p99 ${p99} ms`,
  )
  return [
    ...lines,
    `in the model's words  ${report.worded}`,
    `words not sent        ${list(report.rejected)}`,
    `tokens                in ${report.tokens_in}, out ${report.tokens_out}`,
    `cost                  ${report.cost === null ? 'unknown: set MODEL_PRICES' : `$${report.cost.toFixed(4)}`}`,
    '',
  ].join('\n')
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
