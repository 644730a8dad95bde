import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createChats, type Chat, type ChatOptions } from '../support/core-chat.ts'

const cases = readFileSync(new URL('../cases/erase.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; erases: boolean })

let chat: (options?: ChatOptions) => Chat
beforeAll(() => {
  chat = createChats()
})

describe('erasing the traces', () => {
  it('has at least forty sentences that must not ask for it', () => {
    expect(cases.filter(({ erases }) => !erases).length).toBeGreaterThanOrEqual(40)
  })

  it.each(cases.flatMap((one) => (['telegram', 'whatsapp'] as const).map((channel) => ({ ...one, channel }))))(
    'is asked for by "$text" on $channel: $erases',
    ({ text, erases, channel }) => {
      const said = chat({ channel }).say(text)
      expect(said.turn.reason.note === 'erase-asked').toBe(erases)
      expect(said.turn.effects.eraseTraces).toBeUndefined()
    },
  )

  it.each(['1', 'ya', 'Hapus'])('happens after one confirmation: "%s"', (answer) => {
    const one = chat({ channel: 'telegram' })
    expect(one.say('hapus jejak').all).toMatch(/Salinan tetap ada di petugas/)
    const said = one.say(answer)
    expect(said.turn.effects.eraseTraces).toBe(true)
    expect(said.texts).toEqual([])
  })

  it.each(['2', 'jangan', 'batal', 'gaji saya belum dibayar'])('does not happen after "%s"', (answer) => {
    const one = chat({ channel: 'telegram' })
    one.say('hapus jejak')
    expect(one.say(answer).turn.effects.eraseTraces).toBeUndefined()
    expect(one.say('1').turn.effects.eraseTraces).toBeUndefined()
  })

  it('waits no longer than six hours for the confirmation, and is no answer to another question', () => {
    const one = chat({ channel: 'telegram' })
    one.say('hapus jejak')
    one.later(7 * 3_600_000)
    expect(one.say('1').turn.effects.eraseTraces).toBeUndefined()
  })

  it('can be asked for in the middle of a crisis, and danger comes first', () => {
    const one = chat({ channel: 'telegram' })
    one.say('saya dipukul majikan')
    expect(one.say('hapus jejak').turn.reason.note).toBe('erase-asked')
    const danger = one.say('dia datang, saya dikunci di kamar')
    expect(danger.turn.effects.eraseTraces).toBeUndefined()
    expect(danger.turn.verdict.urgency).toBe('emergency')
  })

  it('says on WhatsApp what will be seen of it', () => {
    expect(chat({ channel: 'whatsapp' }).say('hapus jejak').all).toMatch(
      /Salinan tetap ada di petugas[^]*tertulis bahwa pesan dihapus[^]*Pesan Kakak sendiri/,
    )
  })

  it('is explained where it cannot be done', () => {
    expect(chat({ channel: 'web' }).say('hapus jejak').all).toMatch(/riwayat/)
  })
})
