import pino from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAskSession, type AskAnswer } from '../../src/ask-session.ts'
import type { Assistant } from '../../src/assistant.ts'
import { NOBODY, smallAssistant } from '../support/core-assistant.ts'
import * as english from '../../src/conversation/texts-english.ts'

const NOW = Date.UTC(2026, 10, 24, 3)
let assistant: Assistant

beforeAll(() => {
  assistant = smallAssistant({ now: () => NOW, logger: pino({ level: 'silent' }) })
})

/** One chat; `language` is what the person chose before. */
function chat(language?: 'id' | 'en'): (text: string) => AskAnswer {
  const ask = createAskSession(assistant)
  let count = 0
  return (text) => ask({ id: `${count++}`, conversation: 'c', text, ...(language === undefined ? {} : { language }) })
}

const whole = (answer: AskAnswer): string => answer.reply.join('\n')

describe('a person who writes English', () => {
  it('gets the English card, with its source and its offers in English', () => {
    const answer = chat()('my boss keeps my passport')
    expect(answer.cards).toEqual(['passport-held-employer'])
    expect(whole(answer)).toContain('employers may not hold passports')
    expect(whole(answer)).toContain('Source: ')
    expect(whole(answer)).not.toMatch(/Sumber|majikan|petugas/iu)
    expect(answer.choices).toContain('Go home without a passport')
  })

  it('stays in English for answers too short to tell', () => {
    const say = chat()
    expect(whole(say('my salary is not paid since three months'))).toContain('Wages must be paid')
    expect(whole(say('details'))).toContain('letter of authority')
    expect(whole(say('source'))).toContain('Last checked Nov 2026')
    expect(whole(say('ok'))).not.toContain('Kak')
  })

  it('gets the Indonesian text of a card without English, under one line that says so', () => {
    const answer = chat('en')('umur minimal kerja ke luar negeri berapa')
    expect(answer.cards).toEqual(['minimum-age'])
    expect(answer.reply[0]?.split('\n')[0]).toBe('I have this answer only in Indonesian so far:')
    expect(whole(answer)).toContain('tahun')
  })

  it('is answered in Indonesian again as soon as they write it', () => {
    const say = chat()
    say('my employer keeps my passport, what can I do')
    expect(whole(say('gaji saya juga tidak dibayar tiga bulan'))).toContain('Gaji harus dibayar')
  })
})

describe('a person who chose English', () => {
  it('gets English whatever they write in', () => {
    const answer = chat('en')('paspor saya ditahan majikan, gimana kak')
    expect(whole(answer)).toContain('employers may not hold passports')
  })

  it('chooses it by a word, and Indonesian again', () => {
    const say = chat()
    expect(whole(say('bahasa'))).toMatch(/bahasa Indonesia[\s\S]*English/iu)
    say('english')
    expect(whole(say('menu'))).toContain(english.welcome(NOBODY, '').split('\n')[1])
    say('indonesia')
    expect(whole(say('menu'))).toContain('Saya Tanya Migran')
    expect(whole(say('my employer keeps my passport, what can I do'))).toContain('majikan dilarang')
  })

  it('gets every fixed text in English', () => {
    const fixed: [string, string][] = [
      ['?', english.HELP],
      ['data', english.privacy(NOBODY)],
      ['wrong', english.FEEDBACK_ASK],
      ['helpful', english.FEEDBACK_THANKS],
      ['0', english.ASK_PERSON],
      ['siapa presiden amerika', english.OUT_OF_SCOPE],
    ]
    for (const [text, said] of fixed) expect(whole(chat('en')(text)), text).toContain(said)
    const say = chat('en')
    say('menu')
    const trouble = say('2')
    expect(whole(trouble)).toBe(english.TROUBLE)
    expect(trouble.choices).toEqual(['Pay or contract', 'Passport withheld', 'I want to go home'])
  })
})

describe('a person who chose Indonesian or nothing', () => {
  it.each(['paspor saya ditahan majikan, gimana kak', 'min mau tanya dong soal gaji belum dibayar', 'help kak gaji belum dibayar'])(
    'is answered in Indonesian: %s',
    (text) => {
      expect(whole(chat()(text))).not.toMatch(/\b(?:the|your|Source)\b/u)
      expect(whole(chat('id')(text))).not.toMatch(/\b(?:the|your|Source)\b/u)
    },
  )
})

describe('danger in English', () => {
  it('is answered in English at every turn, the number alone on its line', () => {
    const say = chat()
    const first = say('my madam hit me with a stick, I am in Kuwait')
    expect(first.triage).toBe('violence')
    expect(first.reply).toHaveLength(1)
    expect(first.reply[0]).toMatch(/^I have read this\.[\s\S]*\n\+\d+\n/u)
    expect(whole(say('nobody answers the phone there'))).not.toMatch(/Kak|Nomor|nomor/u)
    expect(whole(say('2'))).not.toMatch(/Kak|Nomor|nomor/u)
  })

  it('is asked about in English by those who chose it', () => {
    expect(whole(chat('en')('9'))).toContain('What happened?')
    expect(whole(chat('en')('tolong'))).toContain('Are you in danger now?')
    expect(whole(chat()('help me please'))).toContain('Are you in danger now?')
  })

  it('is answered in Indonesian first to those who write a regional language', () => {
    const { reply } = chat()('kula digebugi juragan, tulung kula')
    expect(reply[0]).toMatch(/Kak/u)
  })
})
