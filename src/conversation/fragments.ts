/**
 * Danger told in pieces: "majikan mau", and a breath later "perkosa saya". The short messages of a chat are kept for one
 * minute, in memory only, so that the next one can be read together with them.
 */
import { DETECTOR, type IncomingMessage, type TriageVerdict } from '../message.ts'
import type { Triage } from '../triage/triage.ts'

/** Pieces of one sentence follow each other within this time. Milliseconds. */
const TOGETHER = 60_000
/** A piece of a sentence is short; a longer message is read on its own. In characters. */
const LONGEST_PIECE = 60
/** The pieces of one sentence together are no longer than a sentence. In characters. */
const LONGEST_TOGETHER = 120
/** How many earlier pieces are read together with a message. */
const MOST_PIECES = 3
/** Chats remembered at a time: a flood of messages must not fill the memory. */
const MOST_CHATS = 2_000
/** Pieces that belong to different questions must not add up to an alarm: without a rule the detector must be this sure. */
const SURE_OF_PIECES = 0.85

interface Piece {
  readonly externalId: string
  readonly text: string
  /** When it was written, by the channel. */
  readonly sentAt: number
}

interface Chat {
  readonly pieces: readonly Piece[]
  /** By our clock: when it may be forgotten. */
  readonly until: number
}

/** What a message says together with the pieces before it, when that is an emergency; null when it is not. */
export type ReadTogether = (message: IncomingMessage, text: string) => TriageVerdict | null

/** The same message may be read more than once. Milliseconds since 1970 from `now`. */
export function createReadTogether(triage: Triage, now: () => number): ReadTogether {
  const chats = new Map<string, Chat>()

  const forget = (): void => {
    const time = now()
    for (const [key, chat] of chats) {
      if (chat.until > time && chats.size <= MOST_CHATS) return
      chats.delete(key)
    }
  }

  return (message, text) => {
    if (message.content.kind !== 'text' || text.length > LONGEST_PIECE) return null
    const key = `${message.channel} ${message.addresses[0] ?? ''}`
    const pieces = (chats.get(key)?.pieces ?? []).filter(
      (piece) => piece.externalId !== message.externalId && Math.abs(message.sentAt - piece.sentAt) <= TOGETHER,
    )
    chats.delete(key)
    chats.set(key, {
      pieces: [...pieces, { externalId: message.externalId, text, sentAt: message.sentAt }].slice(-MOST_PIECES - 1),
      until: now() + TOGETHER,
    })
    forget()
    for (let from = pieces.length - 1; from >= 0; from--) {
      const joined = [...pieces.slice(from).map((piece) => piece.text), text].join(' ')
      if (joined.length > LONGEST_TOGETHER) return null
      const verdict = triage(joined, { inCrisis: null })
      if (verdict.urgency === 'emergency' && (!verdict.rules.includes(DETECTOR) || verdict.score >= SURE_OF_PIECES))
        return { ...verdict, rules: [...verdict.rules, 'told-in-pieces'] }
    }
    return null
  }
}
