/** A conversation in memory with the real path: no store, no channel, a clock of its own. */
import { turnInMemory } from '../../src/ask-session.ts'
import { newConversation, type ConversationState } from '../../src/conversation/state.ts'
import type { Turn } from '../../src/conversation/turn.ts'
import type { Operator, Presence } from '../../src/conversation/texts.ts'
import { createLogger } from '../../src/log.ts'
import type { ChannelName, IncomingContent } from '../../src/message.ts'
import { messageOf, NOON } from './builders-core.ts'
import { smallAssistant, wholeAssistant } from './core-assistant.ts'

export interface Said {
  readonly turn: Turn
  /** Every bubble, the first reply on receipt included. */
  readonly texts: readonly string[]
  readonly all: string
}

export interface Chat {
  say(content: string | IncomingContent): Said
  /** Lets time pass before the next message. */
  later(milliseconds: number): void
  readonly state: () => ConversationState
}

export interface ChatOptions {
  readonly channel?: ChannelName
  readonly state?: Partial<ConversationState>
}

/** Makes chats over one assistant, so that a test file loads it once. */
export function createChats({
  whole = false,
  ...given
}: { readonly operator?: Operator; readonly presence?: () => Presence; /** All cards, not a few. */ readonly whole?: boolean } = {}): (
  options?: ChatOptions,
) => Chat {
  let now = NOON
  let count = 0
  const assistant = (whole ? wholeAssistant : smallAssistant)({ now: () => now, logger: createLogger('silent'), ...given })
  return (options = {}) => {
    now = NOON
    // A chat of its own: what was written in another is not read together with it.
    const address = `chat-${count++}`
    let state: ConversationState = { ...newConversation, ...options.state }
    return {
      say(content) {
        const message = messageOf(typeof content === 'string' ? { kind: 'text', text: content } : content, {
          sentAt: now,
          addresses: [address],
          ...(options.channel ? { channel: options.channel } : {}),
        })
        const { turn, texts } = turnInMemory(assistant, message, state)
        state = turn.state
        return { turn, texts, all: texts.join('\n\n') }
      },
      later(milliseconds) {
        now += milliseconds
      },
      state: () => state,
    }
  }
}
