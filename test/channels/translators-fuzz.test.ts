/** Whatever a platform, or somebody who stands in for it, puts together: the translators return, and what they return is bounded and sound. */
import fc from 'fast-check'
import { proto } from '@whiskeysockets/baileys'
import { describe, expect, test } from 'vitest'
import { translateUpdate } from '../../src/channels/telegram-message.ts'
import { translateWebhook } from '../../src/channels/whatsapp-cloud-message.ts'
import { toIncoming } from '../../src/channels/whatsapp-web-message.ts'
import type { IncomingMessage } from '../../src/message.ts'

/** The long run: `FUZZ_CASES=40000 npx vitest run --project fast test/channels/translators-fuzz.test.ts --test-timeout=0`. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 300)
const NOW = Date.UTC(2026, 10, 24, 8)
const NUMBER = '106540352242922'

const anything = fc.anything({ maxDepth: 2, maxKeys: 3 })
/** A sound payload in which some values were replaced by anything. */
function broken(sound: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(sound)) return fc.oneof({ weight: 8, arbitrary: fc.tuple(...sound.map(broken)) }, { weight: 1, arbitrary: anything })
  if (sound instanceof Object) {
    const fields = Object.fromEntries(Object.entries(sound).map(([name, value]) => [name, broken(value)]))
    return fc.oneof({ weight: 8, arbitrary: fc.record(fields, { requiredKeys: [] }) }, { weight: 1, arbitrary: anything })
  }
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(sound) },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )
}

function checkSound(message: IncomingMessage): void {
  expect(message.externalId).not.toBe('')
  expect(message.addresses.length).toBeGreaterThan(0)
  expect(message.addresses.every((address) => typeof address === 'string' && address.length > 0 && address.length < 200)).toBe(true)
  expect(Number.isSafeInteger(message.sentAt)).toBe(true)
  // It is stored as JSON: what comes back must be the same.
  expect(JSON.parse(JSON.stringify(message))).toEqual(message)
}

const file = { id: 'm1', mime_type: 'image/jpeg', sha256: 'x', caption: 'paspor' }
const cloudMessage = {
  id: 'wamid.A',
  from: '628111222333',
  from_user_id: 'ID.134',
  timestamp: '1790000000',
  type: 'text',
  text: { body: 'halo' },
  image: file,
  document: file,
  audio: file,
  location: { latitude: 1, longitude: 2 },
  interactive: { type: 'button_reply', button_reply: { id: 'a', title: 'b' } },
  reaction: { message_id: 'wamid.B', emoji: 'x' },
  edit: { original_message_id: 'wamid.B', message: { text: { body: 'x' } } },
  contacts: [{}],
}
const cloudBody = {
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '1',
      changes: [
        {
          field: 'messages',
          value: {
            metadata: { phone_number_id: NUMBER },
            contacts: [{ wa_id: '628111222333', user_id: 'ID.134' }],
            messages: [cloudMessage, cloudMessage],
            statuses: [{ id: 'wamid.B', status: 'failed', biz_opaque_callback_data: 'o', errors: [{ code: 131047 }] }],
          },
        },
        {
          field: 'calls',
          value: { metadata: { phone_number_id: NUMBER }, calls: [{ id: 'c', from: '628111222333', event: 'connect', timestamp: 1 }] },
        },
        { field: 'smb_message_echoes', value: { message_echoes: [{ id: 'e', to: '628111222333', text: { body: 'x' } }] } },
      ],
    },
  ],
}
const chat = { id: 7, type: 'private' }
const from = { id: 7, is_bot: false, language_code: 'id' }
const telegramMessage = {
  message_id: 1,
  date: 1_790_000_000,
  chat,
  from,
  text: '/start x',
  caption: 'x',
  photo: [{ file_id: 'f', file_size: 1 }],
  voice: { file_id: 'f', duration: 2 },
  document: { file_id: 'f', mime_type: 'image/png' },
  location: { latitude: 1, longitude: 2 },
  sticker: { emoji: 'x' },
  reply_to_message: { from },
}
const updates = [
  { update_id: 1, message: telegramMessage },
  { update_id: 1, edited_message: { ...telegramMessage, edit_date: 1_790_000_001 } },
  { update_id: 1, callback_query: { id: 'q', from, data: 'd', message: { message_id: 1, chat } } },
  { update_id: 1, my_chat_member: { chat, from, date: 1, new_chat_member: { status: 'kicked' } } },
  { update_id: 1, message_reaction: { chat, user: from, message_id: 1, date: 1, new_reaction: [{ emoji: 'x' }] } },
]

describe('a payload that nobody should send', () => {
  test('of the Cloud API gives sound messages or none', () => {
    fc.assert(
      fc.property(fc.oneof(broken(cloudBody), anything), (body) => {
        const { messages, reports, ignored, accountEvents } = translateWebhook(body, { phoneNumberId: NUMBER, receivedAt: NOW })
        for (const message of messages) checkSound(message)
        for (const report of reports) expect(['accepted', 'delivered', 'read', 'refused']).toContain(report.state)
        for (const name of [...ignored, ...accountEvents]) expect(name.length).toBeLessThanOrEqual(40)
      }),
      { numRuns: CASES },
    )
  })

  test('of Telegram gives sound messages or none', () => {
    const bot = { id: 9, username: 'tanya_bot' }
    fc.assert(
      fc.property(fc.oneof(...updates.map(broken), anything), (update) => {
        const { messages } = translateUpdate(update, { bot, receivedAt: NOW })
        for (const message of messages) checkSound(message)
      }),
      { numRuns: CASES },
    )
  })

  test('of WhatsApp Web gives sound messages or none, also from random bytes', () => {
    const account = { jid: '100@s.whatsapp.net', lid: '200@lid' }
    const bytes = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(bytes, fc.string({ maxLength: 40 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (raw, id, messageTimestamp) => {
        let message: proto.IMessage
        try {
          message = proto.Message.decode(raw)
        } catch {
          // What cannot be decoded never reaches the translator.
          return
        }
        const key = { id: `A${id}`, remoteJid: '300@lid', remoteJidAlt: '628111222333@s.whatsapp.net', fromMe: false }
        const incoming = toIncoming({ key, message, messageTimestamp }, account, false)
        if (incoming) checkSound(incoming)
      }),
      { numRuns: CASES },
    )
  })
})
