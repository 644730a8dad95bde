import { beforeAll, describe, expect, it } from 'vitest'
import { NOTICE } from '../../src/conversation/texts.ts'
import type { IncomingContent } from '../../src/message.ts'
import { createChats, type Chat } from '../support/core-chat.ts'

let chat: () => Chat
beforeAll(() => {
  chat = createChats()
})

describe('the first message', () => {
  it('introduces itself in under 400 characters, with the numbers and what is free', () => {
    const { all } = chat().say('halo')
    expect(all.length).toBeLessThan(400)
    for (const part of ['Gratis', 'OTP', '1 ', '2 ', '3 ', '9 bahaya', '0 ', 'mesin', 'tulis data']) expect(all).toContain(part)
  })

  it.each(['assalamualaikum', 'Assalamualaikum wr wb', 'asalamualaikum kak', 'aslm', 'samlekum'])(
    'a salam is answered first: "%s"',
    (salam) => {
      expect(chat().say(salam).all).toMatch(/^Waalaikumsalam/)
    },
  )

  it('a greeting without a salam is not answered with one', () => {
    expect(chat().say('selamat pagi').all).not.toMatch(/salam/)
  })

  it('gives the notice with the first answer, and with no other', () => {
    const one = chat()
    expect(one.say('gaji saya belum dibayar').texts.at(-1)).toContain(NOTICE)
    expect(one.say('umur minimal berapa').all).not.toContain(NOTICE)
  })

  it('gives no notice on top of the welcome, and none in danger', () => {
    const one = chat()
    one.say('halo')
    expect(one.say('gaji saya belum dibayar').all).not.toContain(NOTICE)
    expect(chat().say('saya dipukul majikan').all).not.toContain(NOTICE)
  })
})

const KINDS: readonly IncomingContent[] = [
  { kind: 'voice', media: null },
  { kind: 'voice', media: { handle: 'h', mimeType: 'audio/ogg', bytes: 10, seconds: 4 } },
  { kind: 'photo', caption: '', media: null },
  { kind: 'document', caption: '', media: null },
  { kind: 'location', latitude: 22.3, longitude: 114.1 },
  { kind: 'contact' },
  { kind: 'sticker', emoji: '😀' },
  { kind: 'sticker', emoji: '' },
  { kind: 'unsupported', what: 'poll' },
  { kind: 'unsupported', what: 'call' },
]

describe('what is not text', () => {
  it.each(KINDS)('$kind is answered in one bubble that says how to go on', (content) => {
    const { texts } = chat().say(content)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toMatch(/[Tt]ulis|tanya/)
  })

  it('an unheard note and an unseen photo wait for staff', () => {
    for (const content of KINDS.slice(0, 5)) expect(chat().say(content).turn.effects.needsStaff).toBe('unseen-media')
  })

  it('a caption is read like any text, danger included', () => {
    expect(chat().say({ kind: 'photo', caption: 'gaji saya belum dibayar', media: null }).turn.topic).toBe('contract-and-wages')
    expect(chat().say({ kind: 'photo', caption: 'saya dipukul majikan', media: null }).turn.verdict.urgency).toBe('emergency')
    expect(chat().say({ kind: 'edited', text: 'saya dipukul majikan', ofExternalId: 'x' }).turn.verdict.urgency).toBe('emergency')
  })

  it('in a group only "tulis pribadi", whatever was written', () => {
    for (const text of ['halo', 'saya dipukul majikan', '9', 'tolong']) {
      const { texts, turn } = chat().say({ kind: 'group-message', text })
      expect(texts).toEqual(['Supaya aman, tulis pribadi ke saya, jangan di grup.'])
      expect(turn.redacted).toBe('')
    }
  })

  it.each([
    { kind: 'undecryptable' },
    { kind: 'deleted', ofExternalId: 'x' },
    { kind: 'typed-on-phone', text: 'halo' },
    { kind: 'membership', blocked: true },
    { kind: 'reaction', emoji: '😮', toExternalId: 'x' },
  ] as const)('$kind is met with silence', (content) => {
    expect(chat().say(content).texts).toEqual([])
  })

  it('a message deleted by the person is to be forgotten here too', () => {
    expect(chat().say({ kind: 'deleted', ofExternalId: 'abc' }).turn.effects.forgetExternalId).toBe('abc')
  })
})
