/**
 * What a thread of its own does with staff's revisions: makes what is served from them, and tries a draft before it is
 * published. Both take seconds, so neither may run where messages are answered.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { turnInMemory } from './ask-session.ts'
import { createAssistant, type Assistant, type Learned } from './assistant.ts'
import { answersOf, changeOf, readQuestions, type AnswerChange } from './compare-answers.ts'
import { newConversation } from './conversation/state.ts'
import type { Operator } from './conversation/texts.ts'
import { checkKnowledge } from './knowledge/check.ts'
import type { Revisions } from './knowledge/revisions.ts'
import type { KnowledgeProblem } from './knowledge/schema.ts'
import { TRANSLATION_ENDING } from './knowledge/translation.ts'
import { createLogger } from './log.ts'
import { readCases } from './evaluate-cases.ts'

export interface TrialSettings {
  readonly knowledgeFolder: string
  readonly preparedFolder: string | null
  readonly operator: Operator
  /** Where the cases lie that a draft is tried on. */
  readonly casesFolder: string
}

export interface KnowledgeDraft {
  readonly path: string
  /** Null: the shipped text again. */
  readonly text: string | null
}

export type KnowledgeJob =
  | { readonly kind: 'learn'; readonly settings: TrialSettings; readonly revisions: Revisions; readonly now: number }
  | {
      readonly kind: 'try'
      readonly settings: TrialSettings
      readonly revisions: Revisions
      readonly draft: KnowledgeDraft
      readonly now: number
    }

export interface TrialReport {
  /** Of the check, about the draft alone: errors refuse it, warnings are shown. */
  readonly problems: readonly KnowledgeProblem[]
  readonly emergencies: number
  /** Emergency cases that are recognised and answered with a number now and would not be any more. */
  readonly lost: readonly string[]
  readonly questions: number
  readonly changed: readonly { readonly text: string; readonly change: AnswerChange }[]
}

/** Does a job where it is called: in a thread of its own, or in a test. */
export function doJob(job: KnowledgeJob): Learned | TrialReport {
  const { settings, revisions, now } = job
  return job.kind === 'learn' ? assistantWith(settings, revisions, now).learned() : tryDraft(settings, revisions, job.draft, now)
}

/** Throws when the cases are not there: what cannot be tried must not be published. */
function tryDraft(settings: TrialSettings, revisions: Revisions, draft: KnowledgeDraft, now: number): TrialReport {
  const { [draft.path]: _, ...others } = revisions
  const before = assistantWith(settings, revisions, now)
  const after = assistantWith(settings, draft.text === null ? others : { ...others, [draft.path]: draft.text }, now)
  const folder = settings.casesFolder
  const emergencies = readCases(join(folder, 'emergencies.jsonl')).map(({ text }) => text)
  const questions = ['topics.jsonl', 'facts.jsonl'].flatMap((name) => readQuestions(join(folder, name)))
  const [was, is] = [answersOf(before, questions), answersOf(after, questions)]
  return {
    problems: newProblems(before, after, draft, settings.knowledgeFolder, now),
    emergencies: emergencies.length,
    lost: emergencies.filter((text) => isCaught(before, text) && !isCaught(after, text)),
    questions: questions.length,
    changed: questions.flatMap(({ text }, i) => {
      const change = changeOf(was[i], is[i])
      return change === null ? [] : [{ text, change }]
    }),
  }
}

function assistantWith(settings: TrialSettings, revisions: Revisions, now: number): Assistant {
  return createAssistant({
    knowledgeFolder: settings.knowledgeFolder,
    preparedFolder: settings.preparedFolder,
    operator: settings.operator,
    revisions,
    presence: () => ({ staff: 'none', back: null }),
    now: () => now,
    logger: createLogger('silent'),
  })
}

/** A first reply goes at once, and it has a number to call. */
function isCaught(assistant: Assistant, text: string): boolean {
  const now = assistant.now()
  const { turn, texts } = turnInMemory(
    assistant,
    {
      channel: 'terminal',
      externalId: 'trial',
      addresses: ['trial'],
      sentAt: now,
      content: { kind: 'text', text },
      appLanguage: null,
      backlog: false,
    },
    newConversation,
  )
  return turn.verdict.urgency === 'emergency' && /\d{3}/u.test(texts[0] ?? '')
}

/**
 * What becomes wrong by the draft, in its own file or elsewhere, and every warning about its file. What was wrong before is no
 * obstacle, nor is a translation that fits no more: it is left out, and people are answered in Indonesian.
 */
function newProblems(before: Assistant, after: Assistant, draft: KnowledgeDraft, folder: string, now: number): KnowledgeProblem[] {
  const key = ({ path, message }: KnowledgeProblem): string => `${path} ${message}`
  const read = (path: string): string | null => {
    if (path === draft.path) return draft.text
    return existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null
  }
  const known = new Set(checkKnowledge(before.knowledge, now).map(key))
  return checkKnowledge(after.knowledge, now, { read })
    .filter((problem) => problem.path === draft.path || (problem.severity === 'error' && !known.has(key(problem))))
    .filter((problem) => problem.severity === 'warning' || !known.has(key(problem)))
    .map((problem) => (problem.path.endsWith(TRANSLATION_ENDING) ? { ...problem, severity: 'warning' as const } : problem))
}
