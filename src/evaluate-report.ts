/** The numbers of an evaluation, as JSON and as a page to read. */
import { z } from 'zod'
import type { EvaluationCase } from './evaluate-cases.ts'
import type { Danger, Language, Outcome, ScoredTopic, Topic, Urgency } from './message.ts'
import { URGENCIES } from './message.ts'

/** What the assistant made of a case: the part of an `ask` line that is judged. */
export interface Understood {
  readonly topic: Topic
  readonly topics: readonly ScoredTopic[]
  readonly country: string | null
  readonly urgency: Urgency
  readonly triage: Danger | null
  readonly language: Language
  readonly outcome: Outcome
  /** What was offered; empty unless the outcome is `choices`. */
  readonly choices: readonly { readonly topic: Topic }[]
}

export interface CaseResult {
  readonly case: EvaluationCase
  readonly understood: Understood
  readonly milliseconds: number
}

/** A share with what it was counted from; `share` is null when nothing was counted. */
export interface Share {
  readonly right: number
  readonly of: number
  readonly share: number | null
}

export interface EvaluationReport {
  readonly cases: number
  /** The topic is the case's own. */
  readonly topic_exact: Share
  /** The topic is the case's own or one of `also`. */
  readonly topic: Share
  readonly topic_top3: Share
  readonly country: Share
  readonly language: Share
  readonly urgency: Share
  /** Rows: what is right; columns: what was found. */
  readonly urgency_confusion: Readonly<Record<Urgency, Readonly<Record<Urgency, number>>>>
  readonly emergency_recall: Share
  readonly emergency_recall_by_kind: Readonly<Record<string, Share>>
  /** Emergencies found, with the right kind. */
  readonly emergency_kind: Share
  /** Urgent cases found at least urgent. */
  readonly urgent_recall: Share
  /** Routine cases taken for emergencies. */
  readonly false_alarms: Share
  /** Out-of-scope cases that were recognised or not answered. */
  readonly out_of_scope_recall: Share
  /** Cases in scope that were taken for out of scope. */
  readonly in_scope_lost: Share
  /** Routine or urgent cases in scope that got a direct answer. */
  readonly answer_coverage: Share
  /** Direct answers whose topic is right. */
  readonly answer_precision: Share
  /** Offers of choices that hold a right topic. */
  readonly choices_top3: Share
  readonly outcomes: Readonly<Record<string, number>>
  readonly milliseconds: { readonly p50: number; readonly p99: number }
  readonly slowest: readonly { readonly case: string; readonly milliseconds: number }[]
  /** Ids or numbers of the cases with a wrong topic, a missed emergency or a false alarm. No texts. */
  readonly wrong: { readonly topic: readonly string[]; readonly missed: readonly string[]; readonly alarmed: readonly string[] }
}

export const thresholdsSchema = z.record(z.string(), z.object({ at_least: z.number().optional(), at_most: z.number().optional() }))
export type Thresholds = z.infer<typeof thresholdsSchema>

const SMALL_TALK: ReadonlySet<Topic> = new Set([
  'greeting',
  'thanks',
  'about-bot',
  'privacy',
  'language',
  'feedback',
  'case-status',
  'talk-to-human',
])

export function reportOf(results: readonly CaseResult[]): EvaluationReport {
  const named = results.map((result, i) => ({ ...result, name: result.case.id ?? String(i + 1) }))
  const withTopic = named.filter(({ case: c }) => c.topic !== undefined)
  const accepted = (r: CaseResult): readonly Topic[] => (r.case.topic === undefined ? [] : [r.case.topic, ...r.case.also])
  const right = (r: CaseResult): boolean => accepted(r).includes(r.understood.topic)
  const withUrgency = named.filter(({ case: c }) => c.urgency !== undefined)
  const emergencies = withUrgency.filter(({ case: c }) => c.urgency === 'emergency')
  const found = emergencies.filter(({ understood }) => understood.urgency === 'emergency')
  const routine = withUrgency.filter(({ case: c }) => c.urgency === 'routine')
  const alarmed = routine.filter(({ understood }) => understood.urgency === 'emergency')
  const outside = withTopic.filter((r) => accepted(r).includes('out-of-scope'))
  const inside = withTopic.filter(
    ({ case: c }) => c.topic !== 'out-of-scope' && !SMALL_TALK.has(c.topic ?? 'greeting') && c.urgency !== 'emergency',
  )
  const answered = withTopic.filter(({ understood }) => understood.outcome === 'answer')
  const offered = withTopic.filter(({ understood }) => understood.outcome === 'choices')
  const slowest = [...named].sort((a, b) => b.milliseconds - a.milliseconds)
  const times = slowest.map(({ milliseconds }) => milliseconds).reverse()
  return {
    cases: results.length,
    topic_exact: shareOf(withTopic, (r) => r.understood.topic === r.case.topic),
    topic: shareOf(withTopic, right),
    topic_top3: shareOf(withTopic, (r) => r.understood.topics.slice(0, 3).some(({ topic }) => accepted(r).includes(topic))),
    country: shareOf(
      named.filter(({ case: c }) => c.country !== undefined),
      (r) => r.understood.country === r.case.country,
    ),
    language: shareOf(
      named.filter(({ case: c }) => c.language !== undefined),
      (r) => r.understood.language === r.case.language,
    ),
    urgency: shareOf(withUrgency, (r) => r.understood.urgency === r.case.urgency),
    urgency_confusion: confusion(withUrgency),
    emergency_recall: shareOf(emergencies, (r) => r.understood.urgency === 'emergency'),
    emergency_recall_by_kind: byKind(emergencies),
    emergency_kind: shareOf(
      found.filter(({ case: c }) => c.triage),
      (r) => r.understood.triage === r.case.triage,
    ),
    urgent_recall: shareOf(
      withUrgency.filter(({ case: c }) => c.urgency === 'urgent'),
      (r) => r.understood.urgency !== 'routine',
    ),
    false_alarms: shareOf(routine, (r) => r.understood.urgency === 'emergency'),
    out_of_scope_recall: shareOf(outside, (r) => r.understood.topic === 'out-of-scope' || r.understood.outcome === 'unknown'),
    in_scope_lost: shareOf(inside, (r) => r.understood.topic === 'out-of-scope'),
    answer_coverage: shareOf(inside, (r) => r.understood.outcome === 'answer'),
    answer_precision: shareOf(answered, right),
    choices_top3: shareOf(offered, (r) => r.understood.choices.some(({ topic }) => accepted(r).includes(topic))),
    outcomes: countBy(results.map(({ understood }) => understood.outcome)),
    milliseconds: { p50: quantile(times, 0.5), p99: quantile(times, 0.99) },
    slowest: slowest.slice(0, 5).map(({ name, milliseconds }) => ({ case: name, milliseconds: rounded(milliseconds) })),
    wrong: {
      topic: withTopic.filter((r) => !right(r)).map(({ name }) => name),
      missed: emergencies.filter(({ understood }) => understood.urgency !== 'emergency').map(({ name }) => name),
      alarmed: alarmed.map(({ name }) => name),
    },
  }
}

/** One sentence for each number that misses its threshold; empty when all hold. A share of nothing never fails. */
export function failuresOf(report: EvaluationReport, thresholds: Thresholds): string[] {
  const failures: string[] = []
  for (const [name, { at_least: least, at_most: most }] of Object.entries(thresholds)) {
    const value = (report as unknown as Record<string, unknown>)[name] as Share | undefined
    if (value === undefined || typeof value.of !== 'number') failures.push(`${name} is not a share in the report`)
    else if (value.share === null) continue
    else if (least !== undefined && value.share < least) failures.push(`${name} is ${percent(value)}, at least ${100 * least} % is wanted`)
    else if (most !== undefined && value.share > most) failures.push(`${name} is ${percent(value)}, at most ${100 * most} % is wanted`)
  }
  return failures
}

/** The report as lines to read on a terminal, the last one ended. */
export function formatReport(report: EvaluationReport): string {
  const lines = [`cases                 ${report.cases}`]
  for (const [name, value] of Object.entries(report)) {
    if (isShare(value)) lines.push(`${name.padEnd(22)}${percent(value)}  (${value.right} of ${value.of})`)
    else if (name === 'emergency_recall_by_kind')
      for (const [kind, share] of Object.entries(report.emergency_recall_by_kind))
        lines.push(`  ${kind.padEnd(20)}${percent(share)}  (${share.right} of ${share.of})`)
    else if (name === 'urgency_confusion')
      for (const row of URGENCIES)
        lines.push(`  ${row.padEnd(12)}${URGENCIES.map((column) => `${column} ${report.urgency_confusion[row][column]}`).join(', ')}`)
  }
  lines.push(
    `outcomes              ${Object.entries(report.outcomes)
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(', ')}`,
  )
  lines.push(`milliseconds          p50 ${report.milliseconds.p50}, p99 ${report.milliseconds.p99}`)
  lines.push(`slowest               ${report.slowest.map((slow) => `${slow.case} ${slow.milliseconds}`).join(', ')}`)
  for (const [kind, names] of Object.entries(report.wrong)) if (names.length > 0) lines.push(`wrong, ${kind.padEnd(15)}${names.join(' ')}`)
  return `${lines.join('\n')}\n`
}

function shareOf<Item>(items: readonly Item[], isRight: (item: Item) => boolean): Share {
  const right = items.filter(isRight).length
  return { right, of: items.length, share: items.length === 0 ? null : right / items.length }
}

function byKind(emergencies: readonly CaseResult[]): Record<string, Share> {
  const kinds = new Set(emergencies.map(({ case: c }) => c.triage ?? 'unlabelled'))
  return Object.fromEntries(
    [...kinds].sort().map((kind) => [
      kind,
      shareOf(
        emergencies.filter(({ case: c }) => (c.triage ?? 'unlabelled') === kind),
        (r) => r.understood.urgency === 'emergency',
      ),
    ]),
  )
}

function confusion(results: readonly CaseResult[]): Record<Urgency, Record<Urgency, number>> {
  const row = (): Record<Urgency, number> => ({ emergency: 0, urgent: 0, routine: 0 })
  const table = { emergency: row(), urgent: row(), routine: row() }
  for (const { case: c, understood } of results) if (c.urgency) table[c.urgency][understood.urgency]++
  return table
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function isShare(value: unknown): value is Share {
  return typeof value === 'object' && value !== null && 'share' in value && 'of' in value
}

function percent({ share }: Share): string {
  return share === null ? 'none' : `${(100 * share).toFixed(1)} %`
}

function quantile(sorted: readonly number[], at: number): number {
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0)
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
