import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Translation } from '../../src/channels/telegram-message.ts'
import { bubbleToParts, translateUpdate } from '../../src/channels/telegram-message.ts'

const context = { bot: { id: 99, username: 'Tanya_Bot' }, receivedAt: 5_000_000 }
const siti = { id: 7, is_bot: false, first_name: 'Siti', language_code: 'id' }

function message(content: object, chat: object = { id: 7, type: 'private' }) {
  return { update_id: 1, message: { message_id: 3, date: 1000, chat, from: siti, ...content } }
}
const translate = (update: unknown): Translation => translateUpdate(update, context)
const contentOf = (content: object) => translate(message(content)).messages.map((one) => one.content)

describe('what a private message becomes', () => {
  test('text carries the chat, the time of writing and the language of the app', () => {
    expect(translate(message({ text: 'Gaji belum dibayar' })).messages).toEqual([
      {
        channel: 'telegram',
        externalId: '7:3',
        addresses: ['7'],
        sentAt: 1_000_000,
        content: { kind: 'text', text: 'Gaji belum dibayar' },
        appLanguage: 'id',
        backlog: false,
      },
    ])
  })

  test.each([
    ['/start', { kind: 'command', name: 'start', argument: '' }],
    ['/START@Tanya_Bot kode-7', { kind: 'command', name: 'start', argument: 'kode-7' }],
    ['/bahasa\njawa', { kind: 'command', name: 'bahasa', argument: 'jawa' }],
    ['/ 5 orang', { kind: 'text', text: '/ 5 orang' }],
    ['gaji 5/bulan', { kind: 'text', text: 'gaji 5/bulan' }],
  ])('%j', (text, expected) => {
    expect(contentOf({ text })).toEqual([expected])
  })

  const voice = { file_id: 'v', duration: 12, mime_type: 'audio/ogg', file_size: 900 }
  const media = { handle: 'v', mimeType: 'audio/ogg', bytes: 900, seconds: 12 }
  const sizes = [
    { file_id: 's', width: 9, height: 9 },
    { file_id: 'l', width: 900, height: 900, file_size: 4 },
  ]
  const large = { handle: 'l', mimeType: 'image/jpeg', bytes: 4, seconds: null }
  const film = { file_id: 'f', mime_type: 'video/mp4' }
  const filmMedia = { handle: 'f', mimeType: 'video/mp4', bytes: null, seconds: null }
  test.each([
    ['a voice note', { voice }, { kind: 'voice', media }],
    ['a recording', { audio: voice }, { kind: 'voice', media }],
    ['a recording sent as a file', { document: voice }, { kind: 'voice', media }],
    ['the largest size of a photo', { photo: sizes, caption: 'paspor' }, { kind: 'photo', caption: 'paspor', media: large }],
    [
      'an image sent as a file',
      { document: { file_id: 'd', mime_type: 'image/png' } },
      { kind: 'photo', caption: '', media: { handle: 'd', mimeType: 'image/png', bytes: null, seconds: null } },
    ],
    [
      'a document',
      { document: { file_id: 'd' }, caption: 'kontrak' },
      { kind: 'document', caption: 'kontrak', media: { handle: 'd', mimeType: null, bytes: null, seconds: null } },
    ],
    ['a video', { video: film }, { kind: 'document', caption: '', media: filmMedia }],
    ['a round video', { video_note: { file_id: 'f' } }, { kind: 'document', caption: '', media: filmMedia }],
    ['a location', { location: { latitude: 1.5, longitude: 103, accuracy: 4 } }, { kind: 'location', latitude: 1.5, longitude: 103 }],
    ['a contact', { contact: { phone_number: '1', first_name: 'x' } }, { kind: 'contact' }],
    ['a sticker', { sticker: { file_id: 's', emoji: '😢' } }, { kind: 'sticker', emoji: '😢' }],
    ['a sticker without emoji', { sticker: { file_id: 's' } }, { kind: 'sticker', emoji: '' }],
    ['a poll', { poll: { id: '1' } }, { kind: 'unsupported', what: 'poll' }],
    ['an animation', { animation: film, document: film }, { kind: 'unsupported', what: 'animation' }],
    ['text beside a field that cannot be read', { text: 'tolong', photo: 'x', date: 'x' }, { kind: 'text', text: 'tolong' }],
  ])('%s', (_name, content, expected) => {
    expect(contentOf(content)).toEqual([expected])
  })

  test('a notice of Telegram is left out by its name', () => {
    expect(translate(message({ pinned_message: {} }))).toEqual({
      messages: [],
      pressed: [],
      ignored: ['pinned_message'],
    })
  })

  test('a message without a time counts as written now, never as old', () => {
    const [found] = translate(message({ text: 'tolong', date: undefined })).messages
    expect(found?.sentAt).toBe(context.receivedAt)
  })
})

describe('edits, presses, reactions and blocking', () => {
  const edit = (updateId: number, text: string | undefined) =>
    translate({
      update_id: updateId,
      edited_message: {
        message_id: 3,
        date: 1000,
        edit_date: 1060,
        chat: { id: 7, type: 'private' },
        from: siti,
        text,
      },
    })

  test('an edit names the message it changes and is dated by the change', () => {
    const [found] = edit(8, 'dipukul').messages
    expect(found?.content).toEqual({ kind: 'edited', text: 'dipukul', ofExternalId: '7:3' })
    expect(found?.sentAt).toBe(1_060_000)
  })

  test('two edits within one second are two messages', () => {
    expect(edit(8, 'a').messages[0]?.externalId).not.toBe(edit(9, 'b').messages[0]?.externalId)
  })

  test('a moving live location is left out', () => {
    expect(edit(8, undefined).ignored).toEqual(['edited-without-text'])
  })

  test('a pressed button is a choice, and is to be confirmed', () => {
    const pressed = {
      id: 'q1',
      from: siti,
      data: 'safe:no',
      message: { message_id: 5, date: 1, chat: { id: 7, type: 'private' } },
    }
    const found = translate({ update_id: 1, callback_query: pressed })
    expect(found.messages[0]).toMatchObject({ externalId: 'cb:q1', content: { kind: 'choice', value: 'safe:no' } })
    expect(found.messages[0]?.sentAt).toBe(context.receivedAt)
    expect(found.pressed).toEqual([{ queryId: 'q1', chatId: 7, messageId: 5 }])
  })

  test('a button under a message that Telegram no longer shows answers to the person', () => {
    const found = translate({ update_id: 1, callback_query: { id: 'q1', from: siti, data: 'a' } })
    expect(found.messages[0]?.addresses).toEqual(['7'])
    expect(found.pressed).toEqual([{ queryId: 'q1', chatId: null, messageId: null }])
  })

  test('a reaction names the message', () => {
    const change = { chat: { id: 7, type: 'private' }, message_id: 3, user: siti, date: 1000, old_reaction: [] }
    const given = translate({
      update_id: 4,
      message_reaction: { ...change, new_reaction: [{ type: 'emoji', emoji: '👍' }] },
    })
    expect(given.messages[0]?.content).toEqual({ kind: 'reaction', emoji: '👍', toExternalId: '7:3' })
    const taken = translate({ update_id: 5, message_reaction: { ...change, new_reaction: [] } })
    expect(taken).toMatchObject({ messages: [], ignored: ['reaction-removed'] })
  })

  test.each([
    ['kicked', true],
    ['member', false],
  ])('my_chat_member %s means blocked %s', (status, blocked) => {
    const change = { chat: { id: 7, type: 'private' }, from: siti, date: 1000, new_chat_member: { status } }
    expect(translate({ update_id: 4, my_chat_member: change }).messages[0]?.content).toEqual({
      kind: 'membership',
      blocked,
    })
  })
})

describe('groups', () => {
  const group = { id: -100, type: 'supergroup' }
  test.each([
    ['hai @tanya_bot tolong', true],
    ['/menu', true],
    ['/menu@Tanya_Bot', true],
    ['/menu@other_bot', false],
    ['hai @tanya_botak', false],
    ['saya dipukul majikan', false],
  ])('%j is for us: %s', (text, ours) => {
    const found = translate(message({ text }, group))
    expect(found.messages.map((one) => one.content)).toEqual(ours ? [{ kind: 'group-message', text }] : [])
    expect(found.ignored).toEqual(ours ? [] : ['group-message'])
  })

  test('an answer to our message is for us', () => {
    const found = translate(message({ text: 'ya', reply_to_message: { from: { id: 99, is_bot: true } } }, group))
    expect(found.messages).toHaveLength(1)
  })
})

describe('whatever comes', () => {
  test.each([
    ['a kind we did not ask for', { update_id: 1, poll_answer: {} }, 'poll_answer'],
    ['no update at all', 'x', 'malformed'],
    ['an empty update', { update_id: 1 }, 'empty'],
  ])('%s is left out by name', (_name, update, name) => {
    expect(translate(update)).toEqual({ messages: [], pressed: [], ignored: [name] })
  })

  test('nothing makes the translation throw, and every message has an address and an id', () => {
    const kinds = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction', 'poll']
    const fields = ['text', 'photo', 'voice', 'caption', 'location', 'sticker', 'date', 'from', 'data', 'id', 'message', 'poll']
    const chat = fc.oneof(fc.record({ id: fc.integer(), type: fc.constantFrom('private', 'group', 'x') }), fc.jsonValue())
    const body = fc
      .tuple(fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()), chat)
      .map(([some, where]) => ({ message_id: 1, ...some, chat: where }))
    const update = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...kinds), body).map((some) => ({ ...some, update_id: 1 })),
    )
    fc.assert(
      fc.property(update, (one) => {
        for (const found of translate(one).messages) {
          expect(found.addresses[0]).toMatch(/^-?\d/)
          expect(found.externalId).not.toBe('')
          expect(Number.isFinite(found.sentAt)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('bubbles', () => {
  test('text goes as it is, without a parse mode, and no link grows a preview', () => {
    const [part] = bubbleToParts({ text: 'a <b> & _c_ *d* [e](f)' }, false)
    expect(part).toEqual({ text: 'a <b> & _c_ *d* [e](f)', other: { link_preview_options: { is_disabled: true } } })
  })

  test('a safety reply is silent', () => {
    expect(bubbleToParts({ text: 'x' }, true)[0]?.other.disable_notification).toBe(true)
  })

  test('choices stand one a row, numbered, under the last part only', () => {
    const choices = [
      { id: 'a', label: 'Aman' },
      { id: 'b', label: 'Tidak' },
    ]
    const parts = bubbleToParts({ text: 'kata '.repeat(1000), choices }, false)
    expect(parts).toHaveLength(2)
    expect(parts[0]?.other.reply_markup).toBeUndefined()
    expect(parts[1]?.other.reply_markup?.inline_keyboard).toEqual([
      [{ text: '1 Aman', callback_data: 'a' }],
      [{ text: '2 Tidak', callback_data: 'b' }],
    ])
  })

  test('choices whose id Telegram would refuse become numbered lines', () => {
    const parts = bubbleToParts({ text: 'Pilih', choices: [{ id: 'é'.repeat(33), label: 'Aman' }] }, false)
    expect(parts.map((part) => part.text)).toEqual(['Pilih\n\n1 Aman'])
    expect(parts[0]?.other.reply_markup).toBeUndefined()
  })
})
