/** How fast a channel writes: so many messages a second in all, and a gap within each chat. */
import type { Wait } from './wait.ts'

/** Chats remembered before those that may write again are dropped from memory. */
const REMEMBERED_CHATS = 5000

export interface Pace {
  /** Resolves when a message may go to this chat, and counts it; resolves uncounted when `stop` aborts. */
  turn(address: string, stop: AbortSignal): Promise<void>
  /** Counts a message that goes without waiting. */
  count(address: string): void
}

export interface PaceLimits {
  readonly messagesPerSecond: number
  /** Between two messages to the same chat. */
  readonly chatGapMilliseconds: number
}

export function createMessagePace({ messagesPerSecond, chatGapMilliseconds }: PaceLimits, now: () => number, wait: Wait): Pace {
  const nextByChat = new Map<string, number>()
  /** When the latest messages went, oldest first; at most one second's worth. */
  const recent: number[] = []

  const count = (address: string) => {
    const at = now()
    if (nextByChat.size >= REMEMBERED_CHATS) {
      for (const [chat, next] of nextByChat) if (next <= at) nextByChat.delete(chat)
    }
    nextByChat.set(address, at + chatGapMilliseconds)
    recent.push(at)
    if (recent.length > messagesPerSecond) recent.shift()
  }

  const dueAt = (address: string) => {
    const full = recent.length >= messagesPerSecond
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
