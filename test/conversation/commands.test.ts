import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { LANGUAGE_CHOICE } from '../../src/conversation/texts.ts'
import { createChats, type Chat } from '../support/core-chat.ts'

interface Case {
  readonly text: string
  /** What the whole message does as a command; null when it is a question like any other. */
  readonly does: string | null
}

const cases = readFileSync(new URL('../cases/commands.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

const NOTE: Readonly<Record<string, string>> = {
  menu: 'welcome',
  help: 'help',
  data: 'privacy',
  'own-data': 'own-not-here',
  'link-family': 'own-not-here',
  family: 'own-not-here',
  'cut-family': 'own-not-here',
  'check-in': 'own-not-here',
  'family-news': 'family-no-news',
  language: 'language',
  english: 'language-en',
  indonesia: 'language-id',
  sources: 'sources',
  details: 'details',
  person: 'asked-for-a-person',
  'contact-plan': 'plan-owner',
  'code-word': 'code-word-asked',
  erase: 'erase-by-hand',
  helpful: 'helpful',
  wrong: 'wrong',
}
const DANGER = ['digit-9', 'bare-tolong']
const COMMAND_NOTES = new Set([...Object.values(NOTE).filter((note) => note !== 'welcome'), ...DANGER])

let chat: () => Chat
beforeAll(() => {
  chat = createChats()
})

describe('a command', () => {
  it('has at least forty look-alikes among the cases', () => {
    expect(cases.filter((one) => one.does === null).length).toBeGreaterThanOrEqual(40)
  })

  it.each(cases.filter((one) => one.does !== null))('is the whole message: "$text" means $does', ({ text, does }) => {
    const { turn } = chat().say(text)
    if (does === 'danger') {
      expect(DANGER).toContain(turn.reason.note)
      expect(turn.verdict.urgency).toBe('emergency')
      expect(turn.kind).toBe('safety')
    } else expect(turn.reason.note).toBe(NOTE[does ?? ''])
  })

  it.each(cases.filter((one) => one.does === null))('is not: "$text"', ({ text }) => {
    const { turn } = chat().say(text)
    expect(COMMAND_NOTES).not.toContain(turn.reason.note)
  })
})

describe('9 and 0', () => {
  const situations: Record<string, (one: Chat) => void> = {
    'at the very first': () => {},
    'after the welcome': (one) => one.say('halo'),
    'after an answer with choices': (one) => one.say('gaji saya belum dibayar'),
    'after a menu choice': (one) => {
      one.say('halo')
      one.say('2')
    },
    'after "salah", when a text is awaited': (one) => one.say('salah'),
    'in a crisis': (one) => one.say('saya dipukul majikan'),
    'to a menu of yesterday': (one) => {
      one.say('halo')
      one.later(24 * 3_600_000)
    },
    'in English': (one) => one.say('english'),
  }

  it.each(Object.keys(situations))('mean danger and a person, %s', (name) => {
    for (const digit of ['9', '0']) {
      const one = chat()
      situations[name]?.(one)
      const { turn, all } = one.say(digit)
      expect(all).toMatch(/\+?\d[\d ()-]{5,}/)
      if (digit === '9') expect(turn.verdict.urgency).toBe('emergency')
      else expect(turn).toMatchObject({ outcome: 'handoff', effects: { needsStaff: 'asked' } })
    }
  })

  it('also as a button', () => {
    expect(chat().say({ kind: 'choice', value: '9' }).turn.verdict.urgency).toBe('emergency')
    expect(chat().say({ kind: 'choice', value: '0' }).turn.outcome).toBe('handoff')
  })
})

describe('other digits', () => {
  it('answer the menu of the first message', () => {
    const one = chat()
    one.say('halo')
    expect(one.say('2').turn).toMatchObject({ reason: { note: 'menu-2' } })
    expect(one.say('2').turn.topic).toBe('passport-withheld')
  })

  it('are asked back in words when the menu is older than six hours', () => {
    const one = chat()
    one.say('halo')
    one.later(6 * 3_600_000 + 1_000)
    const { turn, texts } = one.say('2')
    expect(turn.reason.note).not.toBe('menu-2')
    expect(turn.outcome).toBe('choices')
    expect(texts[0]).toMatch(/sudah lama/)
    expect(turn.bubbles[0]?.choices?.map((choice) => choice.label)).toContain('Masalah kerja, gaji, paspor, pulang')
  })

  it('still answer it one minute before', () => {
    const one = chat()
    one.say('halo')
    one.later(6 * 3_600_000 - 60_000)
    expect(one.say('2').turn.reason.note).toBe('menu-2')
  })

  it('without any menu are asked about in words', () => {
    expect(chat().say('3').all).toMatch(/Angka itu untuk apa/)
  })

  it('beyond the menu are asked about, not guessed', () => {
    const one = chat()
    one.say('halo')
    expect(one.say('7').turn.outcome).not.toBe('answer')
  })
})

describe('slash commands', () => {
  it.each([
    ['start', 'welcome'],
    ['menu', 'welcome'],
    ['bantuan', 'help'],
    ['bahasa', 'language'],
    ['data', 'privacy'],
    ['unknown', 'help'],
  ])('/%s', (name, note) => {
    expect(chat().say({ kind: 'command', name, argument: '' }).turn.reason.note).toBe(note)
  })

  it('are obeyed in the middle of a crisis too', () => {
    const one = chat()
    one.say('saya dipukul majikan')
    expect(one.say({ kind: 'command', name: 'data', argument: '' }).turn.reason.note).toBe('privacy')
    expect(one.say('tolong').turn.kind).toBe('safety')
  })

  it.each([
    ['tolong', 'saya dipukul majikan'],
    ['tolong_saya_dikunci', ''],
    ['bantuan', 'saya dipukul majikan'],
    ['start', 'tolong saya dikunci di kamar'],
    ['data', 'saya disekap di mess'],
  ])('/%s %s is a cry for help, on receipt and in the turn', (name, argument) => {
    const { turn, texts } = chat().say({ kind: 'command', name, argument })
    expect(turn.verdict.urgency).toBe('emergency')
    // The first reply went out on receipt, so the turn has nothing to add.
    expect(turn.bubbles).toEqual([])
    expect(texts).toHaveLength(1)
  })

  it('/tolong alone gets the question about danger', () => {
    expect(chat().say({ kind: 'command', name: 'tolong', argument: '' }).turn.kind).toBe('safety')
  })

  it.each([
    ['gaji', 'saya belum dibayar dua bulan', 'contract-and-wages'],
    ['bantuan', 'paspor saya ditahan majikan', 'passport-withheld'],
  ])('/%s with words behind it is a question', (name, argument, topic) => {
    expect(chat().say({ kind: 'command', name, argument }).turn.topic).toBe(topic)
  })

  it.each([
    ['start', 'kode-7', 'welcome'],
    ['bahasa', 'jawa', 'language'],
  ])('/%s with one word from a link stays the command', (name, argument, note) => {
    expect(chat().say({ kind: 'command', name, argument }).turn.reason.note).toBe(note)
  })
})

describe('feedback', () => {
  it('"salah" asks once which part, and takes the next text as the answer, redacted', () => {
    const one = chat()
    one.say('gaji saya belum dibayar')
    expect(one.say('salah').turn.effects.feedback).toMatchObject({ verdict: 'wrong', text: null })
    const told = one.say('nomornya salah, harusnya 081234567890')
    expect(told.turn.effects.feedback).toMatchObject({ verdict: 'wrong', text: 'nomornya salah, harusnya [nomor telepon]' })
    expect(one.say('umur minimal berapa').turn.effects.feedback).toBeUndefined()
  })

  it('answers the next question when that came instead, and keeps it for staff as well', () => {
    const one = chat()
    one.say('gaji saya belum dibayar')
    one.say('salah')
    const next = one.say('umur minimal kerja ke luar negeri berapa')
    expect(next.turn.outcome).toBe('answer')
    expect(next.turn.effects.feedback).toMatchObject({ verdict: 'wrong', text: 'umur minimal kerja ke luar negeri berapa' })
    expect(one.state().awaiting).toBeNull()
  })

  it('awaits it of one message only', () => {
    const one = chat()
    one.say('gaji saya belum dibayar')
    one.say('salah')
    one.say('menu')
    expect(one.say('nomornya salah').turn.reason.note).not.toBe('what-was-wrong')
  })

  it('never swallows danger as an answer to which part was wrong', () => {
    const one = chat()
    one.say('salah')
    expect(one.say('majikan mukul saya barusan').turn.verdict.urgency).toBe('emergency')
  })

  it('is taken from a thumb up or down', () => {
    expect(chat().say({ kind: 'reaction', emoji: '👍', toExternalId: 'x' }).turn.effects.feedback?.verdict).toBe('helpful')
    expect(chat().say({ kind: 'reaction', emoji: '👎', toExternalId: 'x' }).turn.effects.feedback?.verdict).toBe('wrong')
  })
})

describe('the language', () => {
  it('is chosen by word or button and told back', () => {
    const one = chat()
    expect(one.say('bahasa').texts[0]).toBe(LANGUAGE_CHOICE)
    one.say({ kind: 'choice', value: 'lang:en' })
    expect(one.state().language).toBe('en')
    expect(one.say('menu').all).toMatch(/write data/i)
    one.say('indonesia')
    expect(one.state().language).toBe('id')
  })
})
