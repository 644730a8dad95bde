/** A conversation in memory: the whole path of a message without store, channel or clock of its own. */
import { createHash } from 'node:crypto'
import type { Assistant } from './assistant.ts'
import { newConversation, type ConversationState } from './conversation/state.ts'
import type { Turn } from './conversation/turn.ts'
import type { Danger, IncomingMessage, Language, Outcome, ScoredTopic, Subtopic, Topic, Urgency } from './message.ts'

export interface AskLine {
  readonly id: string
  readonly conversation?: string | undefined
  readonly channel?: IncomingMessage['channel'] | undefined
  readonly text: string
  readonly language?: Language | undefined
}

/** The line of the contract; see README, "ask". */
export interface AskAnswer {
  readonly id: string
  readonly conversation: string
  readonly topic: Topic
  readonly topics: readonly ScoredTopic[]
  readonly country: string | null
  readonly urgency: Urgency
  readonly triage: Danger | null
  readonly subtopic: Subtopic | null
  readonly language: Language
  readonly cards: readonly string[]
  readonly outcome: Outcome
  readonly reply: readonly string[]
  readonly choices?: readonly string[]
  readonly redacted: string
  readonly ms: number
}

/** Said when a turn has nothing to send, because silence was asked for: the contract wants at least one bubble. */
const SILENCE = '(tidak ada balasan: menunggu Kakak menulis lagi)'

/** Answers line after line; lines of one conversation are one chat, in order. `onTurn` sees what the contract leaves out. */
export function createAskSession(assistant: Assistant, onTurn?: (turn: Turn) => void): (line: AskLine) => AskAnswer {
  const states = new Map<string, ConversationState>()
  let count = 0
  return (line) => {
    const started = performance.now()
    const conversation = line.conversation ?? line.id
    const state = states.get(conversation) ?? { ...newConversation, language: line.language ?? null }
    const now = assistant.now()
    const message: IncomingMessage = {
      channel: line.channel ?? 'terminal',
      externalId: `ask-${count++}`,
      addresses: [conversation],
      sentAt: now,
      content: { kind: 'text', text: line.text },
      appLanguage: null,
      backlog: false,
    }
    const { turn, texts } = turnInMemory(assistant, message, state)
    states.set(conversation, turn.state)
    onTurn?.(turn)
    const choices = turn.bubbles.at(-1)?.choices?.map((choice) => choice.label)
    const emergency = turn.verdict.urgency === 'emergency'
    return {
      id: line.id,
      conversation,
      topic: turn.topic,
      topics: turn.topics,
      country: turn.country,
      urgency: turn.verdict.urgency,
      triage: emergency ? (turn.verdict.danger ?? 'violence') : null,
      subtopic: turn.subtopic,
      language: turn.language,
      cards: turn.cards,
      outcome: turn.outcome,
      reply: texts.length > 0 ? texts : [SILENCE],
      ...(choices === undefined ? {} : { choices }),
      redacted: turn.redacted,
      ms: Math.round((performance.now() - started) * 100) / 100,
    }
  }
}

/** Receipt and turn of one message, as the real path runs them. */
export function turnInMemory(
  assistant: Assistant,
  message: IncomingMessage,
  state: ConversationState,
): { readonly turn: Turn; readonly texts: readonly string[] } {
  const now = assistant.now()
  const receipt = assistant.assess(message, { country: state.route.lastCountry, crisis: state.crisis, language: state })
  const turn = assistant.handleMessage({
    message,
    state,
    now,
    onReceipt: receipt.safety ? { verdict: receipt.verdict, crisis: receipt.safety.crisis } : null,
    readOnReceipt: receipt.safety || state.crisis ? null : receipt.verdict,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    lateAnswersWait: false,
  })
  const texts = [...(receipt.safety?.bubbles ?? []), ...turn.bubbles].map((bubble) => bubble.text)
  return { turn, texts }
}
