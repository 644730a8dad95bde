/** How fast we write. Source: "avoid sending more than one message per second in a chat; about 30 a second over all" (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). */
import type { Wait } from './wait.ts'

export const MESSAGES_PER_SECOND = 30
const CHAT_GAP_MILLISECONDS = 1000
/** Chats remembered before those that may write again are dropped from memory. */
const REMEMBERED_CHATS = 5000

export interface Pace {
  /** Resolves when a message may go to this chat, and counts it; resolves uncounted when `stop` aborts. */
  turn(address: string, stop: AbortSignal): Promise<void>
  /** Counts a message that goes without waiting. */
  count(address: string): void
}

export function createPace(now: () => number, wait: Wait): Pace {
  const nextByChat = new Map<string, number>()
  /** When the latest messages went, oldest first; at most one second's worth. */
  const recent: number[] = []

  const count = (address: string) => {
    const at = now()
    if (nextByChat.size >= REMEMBERED_CHATS) {
      for (const [chat, next] of nextByChat) if (next <= at) nextByChat.delete(chat)
    }
    nextByChat.set(address, at + CHAT_GAP_MILLISECONDS)
    recent.push(at)
    if (recent.length > MESSAGES_PER_SECOND) recent.shift()
  }

  const dueAt = (address: string) => {
    const full = recent.length >= MESSAGES_PER_SECOND
    return Math.max(nextByChat.get(address) ?? 0, full ? (recent[0] ?? 0) + 1000 : 0)
  }

  return {
    count,
    async turn(address, stop) {
      // Asked again after each wait: others may have taken the place meanwhile.
      for (let due = dueAt(address); due > now() && !stop.aborted; due = dueAt(address)) {
        await wait(due - now(), stop)
      }
      if (!stop.aborted) count(address)
    },
  }
}
