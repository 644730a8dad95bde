/** What somebody asks for may stand in the details of a card: those lines then belong in the answer. */
import type { Card, Knowledge } from '../knowledge/schema.ts'

/** A word that more cards hold than this says nothing about one detail ("pekerja", "resmi", "belum"). */
const COMMON_ABOVE = 24
const SHORTEST_WORD = 3

/** How many cards hold each word; counted once for a knowledge base. */
const countsOf = new WeakMap<Knowledge['cards'], ReadonlyMap<string, number>>()

/**
 * The lines of `details` that hold a word of the question which neither `told` nor most cards hold, in their order; a
 * list comes with the line above it. Empty when the question asks for nothing of them.
 */
export function askedDetails(question: readonly string[], told: string, details: string, cards: Knowledge['cards']): string {
  const counts = wordCounts(cards)
  const known = new Set(wordsOf(told))
  const asked = new Set(
    question
      .flatMap((word) => wordsOf(word))
      .filter((word) => word.length >= SHORTEST_WORD && !known.has(word) && (counts.get(word) ?? 0) <= COMMON_ABOVE),
  )
  return blocksOf(details)
    .filter((block) => wordsOf(block).some((word) => asked.has(word)))
    .join('\n')
}

/** A line, or a line that ends in a colon with its list. */
function blocksOf(details: string): string[] {
  const blocks: string[] = []
  for (const line of details.split('\n')) {
    const last = blocks.at(-1)
    if (line.startsWith('- ') && last !== undefined) blocks[blocks.length - 1] = `${last}\n${line}`
    else if (line !== '') blocks.push(line)
  }
  return blocks
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

function wordCounts(cards: Knowledge['cards']): ReadonlyMap<string, number> {
  const before = countsOf.get(cards)
  if (before) return before
  const counts = new Map<string, number>()
  for (const card of cards.values())
    for (const word of new Set([...wordsOf(textOf(card)), ...(card.english ? wordsOf(textOf(card.english)) : [])]))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  countsOf.set(cards, counts)
  return counts
}

function textOf({ title, answer, steps, details }: Pick<Card, 'title' | 'answer' | 'steps' | 'details'>): string {
  return [title, answer, steps, details].join('\n')
}
