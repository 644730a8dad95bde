/** Knowledge cards for the console: found by their titles, shown as a person would receive them. */
import { answerFromCards } from '../answers/answer.ts'
import type { Knowledge } from '../knowledge/schema.ts'

const MOST_FOUND = 8

/** Cards in whose title or id each of the typed words begins a word; none for nothing typed. */
export function findCards(knowledge: Knowledge, typed: string): { id: string; title: string }[] {
  const wanted = wordsOf(typed)
  if (wanted.length === 0) return []
  const found: { id: string; title: string }[] = []
  for (const { id, title } of knowledge.cards.values()) {
    const words = wordsOf(`${title} ${id}`)
    if (wanted.every((word) => words.some((known) => known.startsWith(word)))) found.push({ id, title })
    if (found.length === MOST_FOUND) break
  }
  return found
}

export function cardText(knowledge: Knowledge, id: string, now: number): string | null {
  const { bubbles } = answerFromCards([id], knowledge, now)
  return bubbles.length === 0 ? null : bubbles.map(({ text }) => text).join('\n\n')
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
