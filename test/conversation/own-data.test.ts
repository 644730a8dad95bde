import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { commandOf } from '../../src/conversation/command-words.ts'
import { isWeakPin, MOST_TRIES, pinDigits, waitAfter } from '../../src/conversation/pin-digits.ts'
import { KEPT_BY_DEFAULT } from '../../src/conversation/retention.ts'
import { eraseAllPromised, keptFor, ownStored, pinWait, correctParts } from '../../src/conversation/texts-own.ts'
import * as english from '../../src/conversation/texts-own-english.ts'
import { createChats, type Chat } from '../support/core-chat.ts'

interface Case {
  readonly text: string
  /** What the whole message does with the person's own data; null when it is about something else. */
  readonly does: string | null
}
const cases = readFileSync(new URL('../cases/own-data.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
const OWN = new Set(['own-data', 'status', 'correct', 'erase-all', 'undo-erase', 'pin', 'remove-pin', 'forgot-pin'])
const text = (written: string) => ({ kind: 'text', text: written }) as const

let chat: () => Chat
beforeAll(() => {
  chat = createChats()
})

describe('words about one’s own data', () => {
  it('are looked for among more look-alikes than commands', () => {
    expect(cases.filter(({ does }) => does === null).length).toBeGreaterThanOrEqual(40)
  })

  it.each(cases)('"$text": $does', ({ text: written, does }) => {
    const found = commandOf(text(written))
    expect(found !== null && OWN.has(found) ? found : null).toBe(does)
    if (does !== null) return
    const { turn } = chat().say(written)
    expect(turn.effects.eraseAll ?? turn.effects.eraseTraces ?? turn.effects.setPin).toBeUndefined()
    expect(turn.reason.note).not.toBe('own-not-here')
  })

  it('in the terminal, where nothing is stored, get that as the answer', () => {
    for (const word of ['data saya', 'hapus data saya', 'perbaiki', 'pin'])
      expect(chat().say(word).all).toBe('Di sini tidak ada yang disimpan.')
    expect(chat().say('my data').all).toMatch(/tidak ada|Nothing is stored/)
  })
})

describe('"data"', () => {
  it('tells how long each class is kept, and what may be asked for', () => {
    const said = chat().say('data').all
    expect(said).toMatch(/Pesan biasa: 90 hari\.[^]*365 hari setelah kasus ditutup[^]*hapus data saya/)
  })
})

describe('a PIN', () => {
  it.each(['4821', ' 4821 ', 'pin 4821', 'PIN: 482109', 'pin saya 4821', '４８２１', '48 21', 'ganti pin 4821'])(
    'is read in "%s"',
    (written) => {
      expect(pinDigits(text(written))).toMatch(/^\d{4,6}$/)
    },
  )

  it.each(['482', '4821097', '4821 ringgit', 'gaji 4821', 'jam 4821', '9', 'pin', 'pin atm 4821', ''])('is not read in "%s"', (written) => {
    expect(pinDigits(text(written))).toBeNull()
  })

  it.each(['1234', '4321', '0000', '111111', '123456', '1212', '1990', '2001'])('%s is too easy to guess', (digits) => {
    expect(isWeakPin(digits)).toBe(true)
  })

  it.each(['4821', '9035', '482109', '1357'])('%s will do', (digits) => {
    expect(isWeakPin(digits)).toBe(false)
  })

  it('can be tried a bounded number of times, each wait at least as long as the one before', () => {
    const waits = Array.from({ length: MOST_TRIES + 1 }, (_, failures) => waitAfter(failures))
    expect(waits.slice(0, 3)).toEqual([0, 0, 0])
    expect(waits[3]).toBeGreaterThan(0)
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    expect(MOST_TRIES).toBeLessThanOrEqual(10)
  })
})

describe('what is told in numbers', () => {
  const counts = { written: 123, answered: 456, since: Date.UTC(2026, 0, 31) }
  const texts = [
    keptFor(KEPT_BY_DEFAULT),
    english.keptFor(KEPT_BY_DEFAULT),
    ownStored(counts),
    english.ownStored(counts),
    ownStored({ ...counts, since: null }),
    eraseAllPromised('H-7F3K9A'),
    english.eraseAllPromised('H-7F3K9A'),
    pinWait(90_000),
    pinWait(24 * 3_600_000),
    english.pinWait(8 * 3_600_000),
    correctParts(['Kota', 'Majikan']),
    english.correctParts(['Kota']),
  ]

  it.each(texts)('is short: %s', (told) => {
    const longest = Math.max(
      ...told.split(/(?<=[.?:])\s+|\n/u).map((sentence) => sentence.split(/\s+/u).filter((word) => word !== '').length),
    )
    expect(longest).toBeLessThanOrEqual(12)
    expect(told.length).toBeLessThanOrEqual(900)
    expect(told).not.toMatch(/!|undefined|NaN/)
  })
})
