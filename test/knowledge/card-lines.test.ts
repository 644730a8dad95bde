import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withCardLines } from '../../src/knowledge/card-lines.ts'
import type { Card, KnowledgeProblem } from '../../src/knowledge/schema.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'card-lines-'))
  mkdirSync(join(folder, 'training', 'cards'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const card = { id: 'skck', topic: 'documents', phrasings: ['bikin skck'] } as unknown as Card
const cards = new Map([[card.id, card]])

test('lines under a heading are added to that card, comments and empty lines are not', () => {
  writeFileSync(join(folder, 'training', 'cards', 'documents.txt'), '# about papers\n@ skck\nskck polda\n\nskck habis\n')
  const problems: KnowledgeProblem[] = []
  expect(withCardLines(cards, folder, problems).get('skck')?.phrasings).toEqual(['bikin skck', 'skck polda', 'skck habis'])
  expect(problems).toEqual([])
  expect(card.phrasings).toEqual(['bikin skck'])
})

test('a heading for no card, or in the file of another topic, is named with its line and its lines are left out', () => {
  writeFileSync(join(folder, 'training', 'cards', 'training.txt'), '@ skck\nskck polda\n@ gone\nkursus\n')
  const problems: KnowledgeProblem[] = []
  expect(withCardLines(cards, folder, problems).get('skck')?.phrasings).toEqual(['bikin skck'])
  expect(problems.map(({ path, line, message }) => [path, line, message])).toEqual([
    ['training/cards/training.txt', 1, 'card skck is about documents'],
    ['training/cards/training.txt', 3, 'card gone does not exist'],
  ])
})

test('without such a folder the cards are as they were', () => {
  expect([...withCardLines(cards, join(folder, 'nowhere'), []).values()]).toEqual([card])
})
