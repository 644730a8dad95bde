import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deserialiseModel, serialiseModel, trainingInputHash } from '../../src/intents/router-model.ts'
import type { TrainingLines } from '../../src/intents/training-lines.ts'
import { loadTrainingLines } from '../../src/intents/training-lines.ts'
import type { Knowledge } from '../../src/knowledge/schema.ts'
import { askOf, shippedLanguage, trained } from '../support/understanding.ts'

const stage = shippedLanguage()
const lines: TrainingLines = new Map([
  ['lost-passport', ['paspor saya hilang', 'paspor dicuri orang', 'paspor rusak kena air']],
  ['money-home', ['cara kirim uang ke rumah', 'kirim paket kena pajak', 'transfer uang paling murah']],
])
const knowledge: Knowledge = { ...stage.knowledge, cards: new Map() }
const model = trained(stage, lines, knowledge)

describe('router model', () => {
  test('stored and read back it routes exactly as before', () => {
    const stored = deserialiseModel(serialiseModel(model))
    expect(stored).not.toBeNull()
    const [before, after] = [askOf(stage, model, knowledge), askOf(stage, stored ?? model, knowledge)]
    for (const text of ['paspor hilang', 'uang saya', 'tidak ada hubungannya', 'kirim']) expect(after(text)).toEqual(before(text))
  })

  test('training twice gives the same model', () => {
    expect(serialiseModel(trained(stage, lines, knowledge)).equals(serialiseModel(model))).toBe(true)
  })

  test('what is not a model, or cut short, or of another version, is refused', () => {
    const stored = serialiseModel(model)
    expect(deserialiseModel(Buffer.alloc(0))).toBeNull()
    expect(deserialiseModel(Buffer.from('{"not":"a model"}'))).toBeNull()
    expect(deserialiseModel(stored.subarray(0, stored.length - 1))).toBeNull()
    const other = Buffer.from(stored)
    other.write('"version":9', 4 + stored.subarray(4).indexOf('"version":'))
    expect(deserialiseModel(other)).toBeNull()
  })

  test('the hash changes with a line, a card and the word lists, and with nothing else', () => {
    const input = { knowledge, lines, lexiconFingerprint: 'a' }
    const cards = new Map([...stage.knowledge.cards].slice(0, 1))
    const hash = trainingInputHash(input)
    expect(trainingInputHash({ ...input, lines: new Map(lines) })).toBe(hash)
    expect(trainingInputHash({ ...input, lexiconFingerprint: 'b' })).not.toBe(hash)
    expect(trainingInputHash({ ...input, lines: new Map([...lines, ['training', ['kursus las']]]) })).not.toBe(hash)
    expect(trainingInputHash({ ...input, knowledge: { ...knowledge, cards } })).not.toBe(hash)
  })
})

describe('training lines', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lines-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  test('empty lines and comments are passed over', () => {
    writeFileSync(join(folder, 'thanks.txt'), '# why\n\nmakasih\n  suwun  \n')
    expect(loadTrainingLines(folder)).toEqual(new Map([['thanks', ['makasih', 'suwun']]]))
  })

  test('a file that is not named after a topic is refused by its name', () => {
    writeFileSync(join(folder, 'thank-you.txt'), 'makasih')
    expect(() => loadTrainingLines(folder)).toThrow('thank-you.txt')
  })
})
