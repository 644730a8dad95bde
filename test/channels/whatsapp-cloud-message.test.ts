import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bubbleToPayloads, LIMITS, recipient, translateWebhook } from '../../src/channels/whatsapp-cloud-message.ts'
import { meaningOf } from '../../src/channels/whatsapp-cloud-errors.ts'
import { takeMessage } from '../support/cloud-emulator-methods.ts'
import { CloudState } from '../support/cloud-emulator-state.ts'

const NUMBER = '106540352242922'
const RECEIVED = Date.UTC(2026, 10, 24, 8)
const metadata = { display_phone_number: '1', phone_number_id: NUMBER }
const context = { phoneNumberId: NUMBER, receivedAt: RECEIVED }

const webhook = (...changes: { field?: string; value: object }[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: changes.map(({ field = 'messages', value }) => ({ field, value: { metadata, ...value } })) }],
})
const message = (type: string, content: unknown, more: object = {}) => ({
  from: '628111222333',
  id: 'wamid.A',
  timestamp: '1790000000',
  type,
  [type]: content,
  ...more,
})
const read = (...messages: object[]) => translateWebhook(webhook({ value: { messages } }), context)
const contentOf = (type: string, content: unknown) => read(message(type, content)).messages[0]?.content
const media = { handle: 'm1', mimeType: null, bytes: null, seconds: null }

describe('what a person sends', () => {
  test.each([
    ['text', { body: 'halo' }, { kind: 'text', text: 'halo' }],
    ['image', { id: 'm1', caption: 'paspor' }, { kind: 'photo', caption: 'paspor', media }],
    ['audio', { id: 'm1', voice: true }, { kind: 'voice', media }],
    ['video', { id: 'm1' }, { kind: 'document', caption: '', media }],
    [
      'document',
      { id: 'm1', mime_type: 'application/pdf' },
      { kind: 'document', caption: '', media: { ...media, mimeType: 'application/pdf' } },
    ],
    ['document', { id: 'm1', mime_type: 'image/jpeg' }, { kind: 'photo', caption: '', media: { ...media, mimeType: 'image/jpeg' } }],
    ['document', { id: 'm1', mime_type: 'audio/ogg' }, { kind: 'voice', media: { ...media, mimeType: 'audio/ogg' } }],
    ['sticker', { id: 'm1' }, { kind: 'sticker', emoji: '' }],
    ['location', { latitude: 25.1, longitude: 55.2, name: 'x' }, { kind: 'location', latitude: 25.1, longitude: 55.2 }],
    ['contacts', [{ name: {} }], { kind: 'contact' }],
    ['interactive', { type: 'button_reply', button_reply: { id: 'b1', title: '1 Ya' } }, { kind: 'choice', value: 'b1' }],
    ['interactive', { type: 'list_reply', list_reply: { id: 'r1', title: '1' } }, { kind: 'choice', value: 'r1' }],
    ['interactive', { type: 'nfm_reply', nfm_reply: {} }, { kind: 'unsupported', what: 'interactive' }],
    ['button', { text: 'Ya', payload: 'Ya' }, { kind: 'text', text: 'Ya' }],
    ['reaction', { message_id: 'wamid.B', emoji: '👍' }, { kind: 'reaction', emoji: '👍', toExternalId: 'wamid.B' }],
    [
      'edit',
      { original_message_id: 'wamid.B', message: { type: 'text', text: { body: 'baru' } } },
      { kind: 'edited', text: 'baru', ofExternalId: 'wamid.B' },
    ],
    ['revoke', { original_message_id: 'wamid.B' }, { kind: 'deleted', ofExternalId: 'wamid.B' }],
    ['order', { catalog_id: '1' }, { kind: 'unsupported', what: 'order' }],
    ['unsupported', undefined, { kind: 'unsupported', what: 'unsupported' }],
  ])('%s %j', (type, content, expected) => {
    expect(contentOf(type, content)).toEqual(expected)
  })

  test.each([
    ['system', { body: 'changed number' }, 'system'],
    ['reaction', { message_id: 'wamid.B' }, 'reaction-removed'],
    ['edit', { original_message_id: 'wamid.B', message: { type: 'image', image: { id: 'm1' } } }, 'edit-without-text'],
    ['request_welcome', undefined, 'request_welcome'],
  ])('%s %j is no message of theirs, and is counted', (type, content, name) => {
    expect(read(message(type, content))).toMatchObject({ messages: [], ignored: [name] })
  })

  test('keeps what is sound of a message with a field of another shape', () => {
    expect(contentOf('text', { body: 5 })).toEqual({ kind: 'unsupported', what: 'text' })
    expect(read({ ...message('text', { body: 'tolong' }), image: 7, contacts: 'x', timestamp: 'soon' }).messages[0]).toMatchObject({
      content: { kind: 'text', text: 'tolong' },
      sentAt: RECEIVED,
    })
  })

  test('is known by phone and by the id Meta gives for this business, also when there is no phone', () => {
    const from = (value: object) => translateWebhook(webhook({ value }), context).messages[0]?.addresses
    const text = message('text', { body: 'a' })
    const { from: _phone, ...nameless } = text
    const contacts = [{ wa_id: '628111222333', user_id: 'ID.134' }]
    expect(from({ messages: [text] })).toEqual(['628111222333@s.whatsapp.net'])
    expect(from({ messages: [text], contacts })).toEqual(['628111222333@s.whatsapp.net', 'ID.134'])
    expect(from({ messages: [{ ...nameless, from_user_id: 'ID.134' }] })).toEqual(['ID.134'])
    expect(from({ messages: [nameless], contacts: [{ user_id: 'ID.134' }] })).toEqual(['ID.134'])
    // With several people in one body nothing is guessed.
    expect(from({ messages: [text, nameless], contacts })).toEqual(['628111222333@s.whatsapp.net', 'ID.134'])
    expect(translateWebhook(webhook({ value: { messages: [text, nameless], contacts } }), context).messages).toHaveLength(1)
    expect(from({ messages: [text], contacts: [{ wa_id: '628999', user_id: 'ID.999' }] })).toEqual(['628111222333@s.whatsapp.net'])
  })

  test('in one body is read to the last entry, change and message, oldest first', () => {
    const at = (seconds: number, id: string) => ({ ...message('text', { body: id }), id, timestamp: String(seconds) })
    const one = webhook({ value: { messages: [at(30, 'c'), at(10, 'a')] } }, { value: { messages: [at(20, 'b'), at(30, 'd')] } })
    const body = { ...one, entry: [...one.entry, ...webhook({ value: { messages: [at(40, 'e')] } }).entry] }
    expect(translateWebhook(body, context).messages.map(({ externalId }) => externalId)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('to another number, in a group, or without a sender is not ours', () => {
    const other = { metadata: { phone_number_id: '1' }, messages: [message('text', { body: 'a' })] }
    expect(translateWebhook(webhook({ value: other }), context)).toMatchObject({ messages: [], ignored: ['other-number'] })
    expect(read(message('text', { body: 'a' }, { group_id: 'g' }))).toMatchObject({ messages: [], ignored: ['group-message'] })
    expect(read(message('text', { body: 'a' }, { from: 'x' }))).toMatchObject({ messages: [], ignored: ['no-sender'] })
  })

  test('by voice or from the office counts too: a call is told as such, an echo pauses the assistant', () => {
    const calls = [
      { id: 'c1', from: '628111222333', event: 'connect', timestamp: '1790000000' },
      { id: 'c1', from: '628111222333', event: 'terminate' },
    ]
    const message_echoes = [
      { from: '1', to: '628111222333', id: 'wamid.E', timestamp: '1790000000', type: 'text', text: { body: 'Ini petugas' } },
    ]
    const body = webhook({ field: 'calls', value: { calls } }, { field: 'smb_message_echoes', value: { message_echoes } })
    const { messages, ignored } = translateWebhook(body, context)
    expect(messages.map(({ content }) => content)).toEqual([
      { kind: 'unsupported', what: 'call' },
      { kind: 'typed-on-phone', text: 'Ini petugas' },
    ])
    expect(ignored).toEqual(['call-event'])
  })
})

describe('what Meta reports', () => {
  test.each([
    ['sent', 'accepted', null],
    ['delivered', 'delivered', null],
    ['read', 'read', null],
    ['played', 'read', null],
    ['failed', 'refused', 'window-closed'],
  ])('%s is %s', (status, state, reason) => {
    const statuses = [{ id: 'wamid.B', status, biz_opaque_callback_data: 'out-1', errors: [{ code: 131047 }] }]
    expect(translateWebhook(webhook({ value: { statuses } }), context).reports).toEqual([
      { channel: 'whatsapp', providerId: 'wamid.B', outboxId: 'out-1', state, reason },
    ])
  })

  test('of an unknown kind, field or shape is counted', () => {
    const body = webhook(
      { value: { statuses: [{ id: 'x', status: 'warning' }, { id: 'x', status: 'constructor' }, 5], errors: [] } },
      { field: 'template_category_update', value: {} },
    )
    expect(translateWebhook({ ...body, entry: [...body.entry, { changes: [7] }] }, context)).toMatchObject({
      messages: [],
      reports: [],
      ignored: ['status', 'status', 'status', 'errors', 'template_category_update', 'malformed-change'],
    })
    expect(translateWebhook(null, context).ignored).toEqual(['malformed'])
    expect(translateWebhook({ object: 'page', entry: [] }, context).ignored).toEqual(['malformed'])
  })

  test.each([
    [130429, 'retry'],
    [131056, 'retry'],
    [80007, 'retry'],
    [131016, 'retry'],
    [131047, 'window'],
    [131026, 'unreachable'],
    [190, 'account'],
    [200, 'account'],
    [368, 'account'],
    [131031, 'account'],
    [131042, 'account'],
    [100, 'refused'],
    [131051, 'refused'],
    [132001, 'refused'],
  ])('code %i means %s', (code, kind) => {
    expect(meaningOf(code, 400).kind).toBe(kind)
  })

  test('an unknown code counts by the HTTP status', () => {
    expect([429, 500, 401, 403, 400].map((status) => meaningOf(999_999, status).kind)).toEqual([
      'retry',
      'retry',
      'account',
      'account',
      'refused',
    ])
  })
})

describe('what we send', () => {
  const choices = (...labels: string[]) => labels.map((label, index) => ({ id: `c${index}`, label }))

  test('is one text without a preview', () => {
    expect(bubbleToPayloads({ text: ' Halo ' })).toEqual([{ type: 'text', text: { body: 'Halo', preview_url: false } }])
    expect(bubbleToPayloads({ text: ' ' })).toEqual([])
  })

  test('has buttons for up to three short choices, a list for longer or more, lines for the rest', () => {
    const kind = (bubble: Parameters<typeof bubbleToPayloads>[0]) => {
      const [first] = bubbleToPayloads(bubble)
      const inner = first?.['interactive'] as { type: string } | undefined
      return inner?.type ?? first?.type
    }
    expect(kind({ text: 'Mana?', choices: choices('Ya', 'Tidak') })).toBe('button')
    expect(kind({ text: 'Mana?', choices: choices('Kerja ke luar negeri dari kampung', 'Tidak') })).toBe('list')
    expect(kind({ text: 'Mana?', choices: choices('a', 'b', 'c', 'd') })).toBe('list')
    expect(kind({ text: 'Mana?', choices: choices('x'.repeat(LIMITS.rowDescription + 1)) })).toBe('text')
    expect(kind({ text: 'x'.repeat(LIMITS.body + 1), choices: choices('Ya') })).toBe('text')
    expect(kind({ text: 'Mana?', choices: [{ id: '', label: 'Ya' }] })).toBe('text')
  })

  test('is always taken within the limits, and loses no word', () => {
    const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 9000 }), fc.uniqueArray(label, { maxLength: 14 }), (text, labels) => {
        const state = new CloudState(() => RECEIVED)
        state.people.push({ phone: '628111222333', userId: null, lastWroteAt: RECEIVED, lastShownAt: 0, shown: [] })
        const bubble = { text, choices: choices(...labels) }
        for (const payload of bubbleToPayloads(bubble))
          takeMessage(state, { messaging_product: 'whatsapp', to: '628111222333', ...payload })
        const shown = state.people[0]!.shown.map((one) => one.text)
          .join('')
          .replace(/\s/g, '')
        expect(shown.startsWith(text.replace(/\s/g, ''))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('goes to a phone or to an id of this business, never to what only a paired phone knows', () => {
    expect(recipient('628111@s.whatsapp.net')).toEqual({ to: '628111' })
    expect(recipient('ID.134')).toEqual({ recipient: 'ID.134' })
    expect(recipient('123@lid')).toBeNull()
  })
})
