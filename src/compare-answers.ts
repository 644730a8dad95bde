/** Asks the same questions of two states of the knowledge base and says what became of the answers. */
import { readFileSync } from 'node:fs'
import { createAskSession, type AskAnswer } from './ask-session.ts'
import type { Assistant } from './assistant.ts'

export interface Question {
  readonly text: string
  /** What the same person wrote before. */
  readonly previous?: string
}

/** Throws, naming file and line, when a line is no question. */
export function readQuestions(file: string): Question[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return []
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
        throw new Error(`${file}, line ${i + 1}: a JSON object with "text" is needed`)
      return [{ text: value.text, ...('previous' in value && typeof value.previous === 'string' ? { previous: value.previous } : {}) }]
    })
}

/** Each in a conversation of its own. */
export function answersOf(assistant: Assistant, questions: readonly Question[]): AskAnswer[] {
  const session = createAskSession(assistant)
  return questions.map(({ text, previous }, i) => {
    const conversation = `question-${i}`
    if (previous !== undefined) session({ id: `${conversation}-previous`, conversation, text: previous })
    return session({ id: conversation, conversation, text })
  })
}

/** What an answer is, without its words. */
export type AnswerKind = Pick<AskAnswer, 'outcome' | 'topic' | 'cards'> & { readonly choices: readonly string[] }

export interface AnswerChange {
  /** Null when only the words of the same cards changed. */
  readonly before: AnswerKind | null
  readonly now: AnswerKind
  /** Lines of the reply that went and that came; empty when other cards answer. */
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

/** What became of the answer: other cards, or other words of the same ones. Null when nothing did. */
export function changeOf(was: AskAnswer | undefined, is: AskAnswer | undefined): AnswerChange | null {
  if (!was || !is) return null
  const before = kindOf(was)
  const now = kindOf(is)
  if (JSON.stringify(before) !== JSON.stringify(now)) return { before, now, gone: [], come: [] }
  const old = new Set(was.reply.join('\n').split('\n'))
  const current = new Set(is.reply.join('\n').split('\n'))
  const gone = [...old].filter((line) => !current.has(line))
  const come = [...current].filter((line) => !old.has(line))
  return gone.length + come.length === 0 ? null : { before: null, now, gone, come }
}

function kindOf({ outcome, topic, cards, choices }: AskAnswer): AnswerKind {
  return { outcome, topic, cards, choices: outcome === 'choices' ? (choices ?? []) : [] }
}
