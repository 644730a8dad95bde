/** Phrasings that ask nearly the same under two topics: the router cannot learn from them where the question belongs. */

export interface Phrasing {
  readonly text: string
  readonly topic: string
  /** Topics under which the same question is as right. */
  readonly also: readonly string[]
  readonly path: string
}

export interface Twin {
  readonly one: Phrasing
  readonly other: Phrasing
}

/** From this share of common words on, two phrasings ask the same. Shorter ones must be word for word the same. */
const NEARLY = 0.85
const FEWEST_WORDS = 4

/** Each phrasing at most once, with the first that is like it. */
export function nearTwins(phrasings: readonly Phrasing[]): Twin[] {
  const sets = phrasings.map(({ text }) => wordsOf(text))
  const byWord = new Map<string, number[]>()
  const byWords = new Map<string, number>()
  const found: Twin[] = []
  for (const [i, words] of sets.entries()) {
    const one = phrasings[i]
    if (!one || words.size === 0) continue
    const key = [...words].sort().join(' ')
    const earlier = byWords.get(key)
    const near = earlier ?? (words.size < FEWEST_WORDS ? undefined : nearest(words, sets, byWord))
    const other = near === undefined ? undefined : phrasings[near]
    if (other && other.topic !== one.topic && !one.also.includes(other.topic) && !other.also.includes(one.topic)) found.push({ one, other })
    if (earlier === undefined) byWords.set(key, i)
    for (const word of words) {
      const holders = byWord.get(word)
      if (holders) holders.push(i)
      else byWord.set(word, [i])
    }
  }
  return found
}

function nearest(words: ReadonlySet<string>, sets: readonly ReadonlySet<string>[], byWord: ReadonlyMap<string, readonly number[]>): number | undefined {
  const common = new Map<number, number>()
  for (const word of words) for (const i of byWord.get(word) ?? []) common.set(i, (common.get(i) ?? 0) + 1)
  for (const [i, count] of common) {
    const size = sets[i]?.size ?? 0
    if (size >= FEWEST_WORDS && count / (words.size + size - count) >= NEARLY) return i
  }
  return undefined
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} ]/gu, ' ')
      .split(/\s+/u)
      .filter((word) => word !== ''),
  )
}
