import { beforeAll, describe, expect, it } from 'vitest'
import { createChats, type Chat } from '../support/core-chat.ts'

let chat: () => Chat
beforeAll(() => {
  chat = createChats()
})

const HOUR = 3_600_000
const beaten = (): Chat => {
  const one = chat()
  one.say('saya dipukul majikan')
  return one
}

describe('somebody in danger', () => {
  it('is answered on receipt, and the turn adds nothing', () => {
    const { turn, texts } = chat().say('saya dipukul majikan')
    expect(texts).toHaveLength(1)
    expect(turn.bubbles).toEqual([])
    expect(turn.reason.note).toBe('answered-on-receipt')
  })

  it.each(['ya', 'takut', 'sekarang', 'tolong', 'iya kak', 'dia di depan pintu'])('stays in the crisis: "%s" is no small talk', (words) => {
    const { turn } = beaten().say(words)
    expect(turn.verdict.urgency).toBe('emergency')
    expect(turn.kind).toBe('safety')
  })

  it('never reads the same text twice', () => {
    const one = beaten()
    const shown = new Set<string>()
    for (const words of ['takut', 'dia datang', 'tolong', 'gak diangkat', '1', '9', 'takut', 'masih', 'ya', 'tolong', 'tolong', 'tolong'])
      for (const text of one.say(words).texts) {
        expect(shown.has(text)).toBe(false)
        shown.add(text)
      }
  })

  it('who answers "2, tidak aman" is met with silence', () => {
    const { turn, texts } = beaten().say('2')
    expect(texts).toEqual([])
    expect(turn.effects.hold).toBe('not-safe')
  })

  it('is out of the crisis after two days without a word about it', () => {
    const one = beaten()
    one.later(49 * HOUR)
    expect(one.say('makasih ya').turn.verdict.urgency).toBe('routine')
  })

  it('may ask something else and gets a plain answer when it is a sure one', () => {
    const one = beaten()
    const { turn } = one.say('gaji saya belum dibayar 3 bulan')
    expect(turn.outcome).toBe('answer')
    expect(one.say('takut').turn.kind).toBe('safety')
  })

  it('is not written to because of what staff, the platform or a group did', () => {
    for (const content of [
      { kind: 'typed-on-phone', text: 'halo' },
      { kind: 'membership', blocked: true },
      { kind: 'deleted', ofExternalId: 'x' },
      { kind: 'undecryptable' },
      { kind: 'reaction', emoji: '👍', toExternalId: 'x' },
    ] as const)
      expect(beaten().say(content).texts).toEqual([])
    expect(beaten().say({ kind: 'group-message', text: 'tolong' }).all).toMatch(/tulis pribadi/)
  })

  it('who sends a photo or a voice note gets the next safety text, not small talk', () => {
    const { turn } = beaten().say({ kind: 'voice', media: null })
    expect(turn.kind).toBe('safety')
  })
})

describe('the question whether there is danger', () => {
  it('after 9: "1" confirms, "2" ends it', () => {
    const yes = chat()
    yes.say('9')
    expect(yes.say('1').turn).toMatchObject({ kind: 'safety', verdict: { urgency: 'emergency' } })
    const no = chat()
    no.say('9')
    expect(no.say('2').turn).toMatchObject({ kind: 'reply', verdict: { urgency: 'routine' } })
    expect(no.state().crisis).toBeNull()
  })

  it('after a doubtful message: "1" makes it an emergency, "2" leaves it, and it is not asked in the same words again', () => {
    const doubt = {
      danger: 'violence',
      since: Date.UTC(2026, 10, 24, 8),
      turn: 1,
      textsSent: ['doubt-1'],
      contactsGiven: [],
      country: null,
      about: 'self',
      awaiting: 'danger',
    } as const
    const withDoubt = createChats()
    const yes = withDoubt({ state: { doubt } }).say('1')
    expect(yes.turn).toMatchObject({ kind: 'safety', verdict: { urgency: 'emergency' }, reason: { note: 'danger-confirmed' } })
    expect(yes.all).toMatch(/\n\+?\d/)
    const no = withDoubt({ state: { doubt } })
    expect(no.say('2').turn).toMatchObject({ reason: { note: 'no-danger' }, verdict: { urgency: 'routine' } })
    expect(no.say('1').turn.verdict.urgency).toBe('routine')
  })
})
