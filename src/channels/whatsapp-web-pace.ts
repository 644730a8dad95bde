/** Keeps WhatsApp from taking us for a machine that spams: a human pause before a reply, and few messages a minute. */

export interface PaceOptions {
  /** Pause before a short and before a long reply. Milliseconds. */
  readonly shortestMilliseconds: number
  readonly longestMilliseconds: number
  /** Over all people together. Reports of restrictions start well above 20 (design of the first weeks). */
  readonly messagesPerMinute: number
}

export const DEFAULT_PACE: PaceOptions = {
  shortestMilliseconds: 1000,
  longestMilliseconds: 3000,
  messagesPerMinute: 20,
}

/** A text of this length or longer gets the longest pause. */
const LONG_TEXT = 300
const MINUTE = 60_000

/** The pause before a text of so many characters, within the bounds, a tenth more or less by chance. */
export function typingMilliseconds(length: number, options: PaceOptions, random: () => number): number {
  const share = Math.min(length / LONG_TEXT, 1) * 0.9 + random() * 0.1
  const range = options.longestMilliseconds - options.shortestMilliseconds
  return Math.round(options.shortestMilliseconds + share * range)
}

export interface Pace {
  /**
   * Milliseconds until the message with this id may go; 0 means now. A message that must wait keeps its place:
   * ask again with the same id when the time has come.
   */
  reserve(id: string, now: number): number
}

export function createPace(options: PaceOptions): Pace {
  /** When each of the last messages went or will go, oldest first. */
  let slots: number[] = []
  const reserved = new Map<string, number>()
  return {
    reserve(id, now) {
      const held = reserved.get(id)
      if (held !== undefined) {
        if (held > now) return held - now
        reserved.delete(id)
        return 0
      }
      slots = slots.filter((time) => time > now - MINUTE)
      const before = slots.at(-options.messagesPerMinute)
      const slot = before === undefined ? now : Math.max(now, before + MINUTE)
      slots.push(slot)
      if (slot <= now) return 0
      for (const [other, time] of reserved) if (time < now - MINUTE) reserved.delete(other)
      reserved.set(id, slot)
      return slot - now
    },
  }
}
