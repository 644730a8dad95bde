import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAssistant, type Assistant } from '../../src/assistant.ts'
import type { Logger } from '../../src/log.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { packPrepared, readPrepared } from '../../src/knowledge/prepared-file.ts'
import { prepare } from '../../src/prepare.ts'
import { readPreparedParts } from '../../src/prepared-parts.ts'
import { prepareSafety } from '../../src/triage/prepared.ts'
import { NOBODY, smallKnowledge } from '../support/core-assistant.ts'

const TEXTS = [
  'gaji saya blm dibayar 2 bln, majikan di taiwan',
  'paspor ditahan majikan gmn ngambilnya',
  'umur 17 boleh kerja ke malaysia?',
  'kumaha carana uih ti saudi, teu boga artos',
  'piye carane mulih seko hongkong',
  'anak saya gak ada kabar 3 bulan',
  'tolong saya dikunci di kamar, majikan mau pukul saya',
  'saya mau bunuh diri',
  'harga cabai di pasar berapa',
  'assalamualaikum',
  'makasih kak',
  '1',
  '',
]
const CARD = 'cards/contract-and-wages/unpaid-wages.md'
const REMOVED = 'cards/eligibility/minimum-age.md'
const LINES = 'training/topics/thanks.txt'
/** Milliseconds that several trainings may take on a busy machine. */
const TRAINING = 60_000

let shipped = ''
let built = ''
let folder = ''
let prepared = ''
let events: unknown[] = []
let fresh: Assistant

beforeAll(() => {
  shipped = smallKnowledge()
  built = mkdtempSync(join(tmpdir(), 'tanya-prepared-'))
  prepare(shipped, built)
  folder = shipped
  fresh = assistant(null)
}, TRAINING)
afterAll(() => {
  for (const path of [shipped, built]) rmSync(path, { recursive: true, force: true })
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tanya-knowledge-'))
  prepared = mkdtempSync(join(tmpdir(), 'tanya-prepared-'))
  cpSync(shipped, folder, { recursive: true })
  cpSync(built, prepared, { recursive: true })
  events = []
})
afterEach(() => {
  for (const path of [folder, prepared]) rmSync(path, { recursive: true, force: true })
})

function assistant(preparedFolder: string | null): Assistant {
  const note = (entry: { event?: unknown }): void => void events.push(entry.event)
  return createAssistant({
    knowledgeFolder: folder,
    preparedFolder,
    operator: NOBODY,
    presence: () => ({ staff: 'none', back: null }),
    now: () => Date.UTC(2026, 10, 24),
    logger: { info: note, warn: note, error: note } as unknown as Logger,
  })
}

function expectAlike(one: Assistant, other: Assistant): void {
  expect(one.knowledge).toStrictEqual(other.knowledge)
  expect(one.problems).toStrictEqual(other.problems)
  for (const text of TEXTS) expect(one.explain(text)).toStrictEqual(other.explain(text))
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(join(folder, path), 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(join(folder, path), after)
}

describe('what the build prepared', () => {
  test('is used, and answers as what is made from the files', () => {
    expectAlike(assistant(prepared), fresh)
    expect(events).not.toContain('prepared-files-stale')
  })

  test(
    'what staff edited, added and removed on disk is served, and learnt from',
    () => {
      const added = readFileSync(join(folder, CARD), 'utf8').replace(/^id: .*$/m, 'id: added-by-staff')
      writeFileSync(join(folder, 'cards/contract-and-wages/added.md'), added)
      edit(CARD, (text) => text.replace(/\n---\n[\s\S]*/, '\n---\nJawaban yang baru ditulis petugas.\n'))
      rmSync(join(folder, REMOVED))
      edit(LINES, (text) => `${text}\nharga cabai di pasar berapa\n`)
      const edited = assistant(prepared)
      const cards = [...edited.knowledge.cards.values()]
      expect(cards.find((card) => card.path === CARD)?.answer).toBe('Jawaban yang baru ditulis petugas.')
      expect(edited.knowledge.cards.has('added-by-staff')).toBe(true)
      expect(cards.map((card) => card.path)).not.toContain(REMOVED)
      expect(edited.explain('harga cabai di pasar berapa').routing.topic).toBe('thanks')
      expect(events).toContain('prepared-files-stale')
      expectAlike(edited, assistant(null))
    },
    TRAINING,
  )

  test('a card broken by an edit is left out and named', () => {
    edit(CARD, (text) => text.replace(/^topic: .*$/m, 'topic: gaji'))
    const changed = loadKnowledge(folder, readPreparedParts(prepared).readings ?? {})
    expect(changed.problems.map((problem) => problem.path)).toEqual([CARD, CARD.replace('.md', '.en.md')])
    expect(changed).toStrictEqual(loadKnowledge(folder))
  })

  test('a new review date is served and needs no new training', () => {
    edit(CARD, (text) => text.replace(/^review_by: .*$/m, "review_by: '2027-01-01'"))
    const changed = assistant(prepared)
    expect([...changed.knowledge.cards.values()].find((card) => card.path === CARD)?.review_by).toBe('2027-01-01')
    expect(events).not.toContain('prepared-files-stale')
  })

  test(
    'when no file of it can be used, the files of the knowledge base serve',
    () => {
      for (const name of readdirSync(prepared)) writeFileSync(join(prepared, name), 'x'.repeat(5000))
      expectAlike(assistant(prepared), fresh)
      expect(events).toContain('prepared-files-stale')
    },
    TRAINING,
  )

  test.each<[string, (path: string) => void]>([
    ['missing', (path) => rmSync(path)],
    ['empty', (path) => truncateSync(path, 0)],
    ['cut short', (path) => truncateSync(path, readFileSync(path).length - 1)],
    ['a folder', (path) => (rmSync(path), mkdirSync(path))],
  ])('a file that is %s counts as not there', (_, damage) => {
    for (const name of readdirSync(prepared)) damage(join(prepared, name))
    expect(readPreparedParts(prepared)).toEqual({ readings: null, understanding: null })
    expect(
      prepareSafety({ knowledgeFolder: folder, preparedFolder: prepared, knowledge: fresh.knowledge, onProblem: () => undefined }),
    ).toMatchObject({ fromBuild: [], problems: [] })
  })

  test.each(['knowledge.bin', 'router.bin'])('one changed bit in %s is noticed', (name) => {
    const path = join(prepared, name)
    const bytes = readFileSync(path)
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const parts = readPreparedParts(prepared)
    expect(name === 'knowledge.bin' ? parts.readings : parts.understanding).toBeNull()
    expect(name === 'knowledge.bin' ? parts.understanding : parts.readings).not.toBeNull()
  })
})

describe('a prepared file', () => {
  const content = { value: { words: ['à', 'b'] }, arrays: { a: Float64Array.of(0.1, -2), b: Int8Array.of(1, 2, 3), c: Uint32Array.of(7) } }

  test('comes back as it was, for the code it was made for only', () => {
    const path = join(prepared, 'one.bin')
    writeFileSync(path, packPrepared(content, ['built', 'sources']))
    for (const code of ['built', 'sources']) expect(readPrepared(path, code)).toStrictEqual(content)
    expect(readPrepared(path, 'other')).toBeNull()
  })
})
