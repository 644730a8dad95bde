/** Messages of which only the first parts went out, so that a retry goes on where it stopped. */

const REMEMBERED_MESSAGES = 1000

export interface HalfSent {
  /** The transport's ids of the parts that went, in order. */
  of(messageId: string): readonly string[]
  add(messageId: string, providerId: string): void
  forget(messageId: string): void
}

/** Kept in memory, the oldest forgotten first: after a crash the whole message goes again. */
export function createHalfSent(): HalfSent {
  const known = new Map<string, readonly string[]>()
  const of = (messageId: string): readonly string[] => known.get(messageId) ?? []
  return {
    of,
    add(messageId, providerId) {
      const sent = [...of(messageId), providerId]
      known.delete(messageId)
      known.set(messageId, sent)
      if (known.size > REMEMBERED_MESSAGES) known.delete(known.keys().next().value as string)
    },
    forget: (messageId) => void known.delete(messageId),
  }
}
