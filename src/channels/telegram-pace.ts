/** How fast we write. Source: "avoid sending more than one message per second in a chat; about 30 a second over all" (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). */
import { createMessagePace, type Pace } from './message-pace.ts'
import type { Wait } from './wait.ts'

export const MESSAGES_PER_SECOND = 30
const CHAT_GAP_MILLISECONDS = 1000

export function createPace(now: () => number, wait: Wait): Pace {
  return createMessagePace({ messagesPerSecond: MESSAGES_PER_SECOND, chatGapMilliseconds: CHAT_GAP_MILLISECONDS }, now, wait)
}
