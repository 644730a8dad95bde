/** Further phrasings of cards, kept apart so that a card stays short to read: `training/cards/<topic>.txt`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Card, KnowledgeProblem } from './schema.ts'

/** A line `@ <card id>` opens the part of a card; the lines under it are phrasings, one a line. */
const HEADING = /^@\s*(\S+)$/

/**
 * The cards with the phrasings of `folder`/training/cards added to their own, in the same order. A part whose card does
 * not exist, or whose topic is another than the file's, is left out and added to `problems`. `#` opens a comment.
 */
export function withCardLines(cards: ReadonlyMap<string, Card>, folder: string, problems: KnowledgeProblem[]): Map<string, Card> {
  const more = new Map<string, string[]>()
  const lines = join(folder, 'training', 'cards')
  for (const name of existsSync(lines) ? readdirSync(lines).filter((file) => file.endsWith('.txt')).sort() : []) {
    const path = `training/cards/${name}`
    let list: string[] | null = null
    for (const [i, raw] of readFileSync(join(lines, name), 'utf8').split('\n').entries()) {
      const line = raw.trim()
      if (line === '' || line.startsWith('#')) continue
      const id = HEADING.exec(line)?.[1]
      if (id === undefined) {
        list?.push(line)
        continue
      }
      const card = cards.get(id)
      list = card && `${card.topic}.txt` === name ? (more.get(id) ?? []) : null
      if (list) more.set(id, list)
      else problems.push({ path, line: i + 1, severity: 'error', ...wrongHeading(id, card) })
    }
  }
  return new Map([...cards].map(([id, card]) => [id, { ...card, phrasings: [...card.phrasings, ...(more.get(id) ?? [])] }]))
}

function wrongHeading(id: string, card: Card | undefined): Pick<KnowledgeProblem, 'message' | 'advice'> {
  return card
    ? { message: `card ${id} is about ${card.topic}`, advice: `move its lines to training/cards/${card.topic}.txt` }
    : { message: `card ${id} does not exist`, advice: 'write the id of the card that answers these lines now' }
}
