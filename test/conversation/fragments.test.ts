import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createChats, type Chat } from '../support/core-chat.ts'

let chat: () => Chat
beforeAll(() => {
  chat = createChats()
})

const urgencyOf = (pieces: readonly string[]): string => {
  const one = chat()
  return pieces.map((piece) => one.say(piece).turn.verdict.urgency).at(-1) ?? ''
}

describe('danger told in pieces', () => {
  it.each([
    [['kak tolong', 'saya dikunci', 'di kamar']],
    [['majikan mau', 'perkosa saya']],
    [['aku pengen', 'mati aja']],
    [['kak', 'teman saya', 'jatuh', 'gak sadar']],
    [['saya disekap', 'sama agen', 'di ruko']],
    [['my boss', 'hits me']],
  ])('%j is an emergency at the latest with the last', (pieces) => {
    expect(urgencyOf(pieces)).toBe('emergency')
  })

  it('is answered on receipt, with a number', () => {
    const one = chat()
    one.say('majikan mau')
    const { turn, texts } = one.say('perkosa saya')
    expect(turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'sexual-violence' })
    expect(turn.reason.note).toBe('answered-on-receipt')
    expect(texts.join('\n')).toMatch(/^\+?\d[\d-]+$/mu)
  })

  it('is not put together after a minute', () => {
    const one = chat()
    one.say('aku pengen')
    one.later(61_000)
    expect(one.say('mati aja lampunya').turn.verdict.rules).not.toContain('told-in-pieces')
  })

  it('is no emergency when the pieces are everyday questions', () => {
    for (const pieces of [
      ['halo kak', 'mau tanya', 'syarat ke korea'],
      ['saya mau ke taiwan', 'biayanya?', 'umurnya?'],
      ['paspor hilang', 'lapor kemana', 'bayar berapa'],
      ['gaji berapa di jepang', 'kalo korea?'],
      ['kalo majikan galak', 'lapor kemana ya'],
      ['tidak pernah dipukul', 'majikan baik'],
    ])
      expect(urgencyOf(pieces), pieces.join(' / ')).not.toBe('emergency')
  })

  it('stays an emergency wherever a short message of danger is cut in two, in at least 95 of 100', () => {
    const short = readFileSync(new URL('../cases/emergencies.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text)
      .filter((text) => text.length <= 60 && text.split(' ').length >= 4)
    let kept = 0
    let tried = 0
    fc.assert(
      fc.property(fc.constantFrom(...short), fc.nat(), (text, where) => {
        const words = text.split(' ')
        const at = 1 + (where % (words.length - 1))
        tried++
        if (urgencyOf([words.slice(0, at).join(' '), words.slice(at).join(' ')]) === 'emergency') kept++
      }),
      { seed: 6, numRuns: 300 },
    )
    expect(kept / tried).toBeGreaterThanOrEqual(0.95)
  })
})
