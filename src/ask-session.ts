/** A conversation in memory: the whole path of a message without store, channel or clock of its own. */
import { createHash } from 'node:crypto'
import type { Assistant } from './assistant.ts'
import { caseNumbers } from './cases/case-number.ts'
import { newConversation, type ConversationState } from './conversation/state.ts'
import type { HelpedTurns } from './conversation/helped-turn.ts'
import type { TurnInput } from './conversation/step.ts'
import type { Turn } from './conversation/turn.ts'
import type { Bubble, Danger, IncomingMessage, Language, Outcome, ScoredTopic, Subtopic, Topic, Urgency } from './message.ts'

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
  const chats = createChats(assistant, onTurn)
  return (line) => {
    const { message, state, answered } = chats(line)
    return answered(turnInMemory(assistant, message, state))
  }
}

/** The same with the help of a model. What follows up late is part of the answer. */
export function createHelpedAskSession(
  assistant: Assistant,
  help: HelpedTurns,
  onTurn?: (turn: Turn) => void,
): (line: AskLine) => Promise<AskAnswer> {
  const chats = createChats(assistant, onTurn)
  return async (line) => {
    const { message, state, answered } = chats(line)
    const { input, receipt } = inputInMemory(assistant, message, state)
    const local = assistant.handleMessage(input)
    const { turn, later } = help.wants(input, local)
      ? await help.help(input, local, new AbortController().signal)
      : { turn: local, later: null }
    const found = later === null ? null : await later
    const followUp = found === null ? null : assistant.handleMessage({ ...input, state: turn.state, help: found })
    const bubbles = [...receipt, ...turn.bubbles, ...(followUp?.bubbles ?? [])]
    return answered({ turn: followUp ?? turn, texts: bubbles.map(({ text }) => text) })
  }
}

interface Asked {
  readonly message: IncomingMessage
  readonly state: ConversationState
  readonly answered: (told: { readonly turn: Turn; readonly texts: readonly string[] }) => AskAnswer
}

function createChats(assistant: Assistant, onTurn?: (turn: Turn) => void): (line: AskLine) => Asked {
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
    const answered: Asked['answered'] = ({ turn, texts }) => {
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
    return { message, state, answered }
  }
}

/** Receipt and turn of one message, as the real path runs them. */
export function turnInMemory(
  assistant: Assistant,
  message: IncomingMessage,
  state: ConversationState,
): { readonly turn: Turn; readonly texts: readonly string[] } {
  const { input, receipt } = inputInMemory(assistant, message, state)
  const turn = assistant.handleMessage(input)
  return { turn, texts: [...receipt, ...turn.bubbles].map((bubble) => bubble.text) }
}

/** What a turn is computed from, and what was said on receipt. */
function inputInMemory(
  assistant: Assistant,
  message: IncomingMessage,
  state: ConversationState,
): { readonly input: TurnInput; readonly receipt: readonly Bubble[] } {
  const receipt = assistant.assess(message, { country: state.route.lastCountry, crisis: state.crisis, language: state })
  return {
    input: {
      message,
      state,
      now: assistant.now(),
      onReceipt: receipt.safety ? { verdict: receipt.verdict, crisis: receipt.safety.crisis } : null,
      readOnReceipt: receipt.safety || state.crisis ? null : receipt.verdict,
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      // In memory nothing is stored.
      vault: { seal: (text) => text, open: (sealed) => sealed },
      caseNumber: caseNumbers()[0] ?? null,
      // And nothing is to be shown or erased.
      own: null,
      consentAsked: null,
      media: null,
      lateAnswersWait: false,
    },
    receipt: receipt.safety?.bubbles ?? [],
  }
}
