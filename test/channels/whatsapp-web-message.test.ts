import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { addressesOf, bubbleText, fromCall, personAddress, toIncoming } from '../../src/channels/whatsapp-web-message.ts'

const ACCOUNT = { jid: '628999000111:7@s.whatsapp.net', lid: '99887766554433:7@lid' }
const LID = '100000000000001@lid'
const PHONE = '6281200000001@s.whatsapp.net'
const { Type } = proto.Message.ProtocolMessage

function message(content: proto.IMessage | undefined, changes: Partial<WAMessage> = {}): WAMessage {
  return {
    key: { id: 'M1', remoteJid: LID, remoteJidAlt: PHONE, fromMe: false },
    messageTimestamp: 1_700_000_000,
    ...(content ? { message: content } : {}),
    ...changes,
  }
}

const contentOf = (content: proto.IMessage) => toIncoming(message(content), ACCOUNT, false)?.content

const file = {
  mediaKey: Buffer.alloc(32, 1),
  directPath: '/v/file.enc',
  fileSha256: Buffer.alloc(32, 2),
  fileEncSha256: Buffer.alloc(32, 3),
  fileLength: 1234,
}

describe('a WhatsApp message in our words', () => {
  it('names the person by lid first, tells the time in milliseconds, and keeps the id', () => {
    expect(toIncoming(message({ conversation: 'halo' }), ACCOUNT, true)).toEqual({
      channel: 'whatsapp',
      externalId: 'M1',
      addresses: [LID, PHONE],
      sentAt: 1_700_000_000_000,
      content: { kind: 'text', text: 'halo' },
      appLanguage: null,
      backlog: true,
    })
  })

  it('puts the lid first also when the message is named by phone number, and takes devices off', () => {
    const key = { id: 'M1', remoteJid: '6281200000001:3@s.whatsapp.net', remoteJidAlt: LID, fromMe: false }
    expect(toIncoming(message({ conversation: 'halo' }, { key }), ACCOUNT, false)?.addresses).toEqual([LID, PHONE])
  })

  it('makes do with the phone number when no lid is known', () => {
    expect(addressesOf([PHONE, undefined], ACCOUNT)).toEqual([PHONE])
  })

  it.each([
    ['text', { conversation: 'halo' }, { kind: 'text', text: 'halo' }],
    ['text with a quote', { extendedTextMessage: { text: 'halo' } }, { kind: 'text', text: 'halo' }],
    ['disappearing', { ephemeralMessage: { message: { conversation: 'halo' } } }, { kind: 'text', text: 'halo' }],
    [
      'seen once inside disappearing',
      { ephemeralMessage: { message: { viewOnceMessageV2: { message: { conversation: 'halo' } } } } },
      { kind: 'text', text: 'halo' },
    ],
    [
      'a pressed button',
      { buttonsResponseMessage: { selectedButtonId: 'danger', selectedDisplayText: 'Bahaya' } },
      { kind: 'choice', value: 'danger' },
    ],
    ['a button without an id', { buttonsResponseMessage: { selectedDisplayText: 'Bahaya' } }, { kind: 'text', text: 'Bahaya' }],
    ['a template button', { templateButtonReplyMessage: { selectedId: 'person' } }, { kind: 'choice', value: 'person' }],
    [
      'a row of a list',
      { listResponseMessage: { title: 'Kerja', singleSelectReply: { selectedRowId: 'work' } } },
      { kind: 'choice', value: 'work' },
    ],
    [
      'an answer of a newer kind',
      { interactiveResponseMessage: { nativeFlowResponseMessage: { paramsJson: '{"id":"work"}' } } },
      { kind: 'choice', value: 'work' },
    ],
    [
      'an answer of a newer kind that is broken',
      { interactiveResponseMessage: { body: { text: 'Kerja' }, nativeFlowResponseMessage: { paramsJson: '{' } } },
      { kind: 'text', text: 'Kerja' },
    ],
    [
      'an edit',
      { protocolMessage: { type: Type.MESSAGE_EDIT, key: { id: 'M0' }, editedMessage: { conversation: 'baru' } } },
      { kind: 'edited', text: 'baru', ofExternalId: 'M0' },
    ],
    [
      'an edited caption',
      {
        editedMessage: {
          message: {
            protocolMessage: {
              type: Type.MESSAGE_EDIT,
              key: { id: 'M0' },
              editedMessage: { imageMessage: { caption: 'baru' } },
            },
          },
        },
      },
      { kind: 'edited', text: 'baru', ofExternalId: 'M0' },
    ],
    ['a deletion', { protocolMessage: { type: Type.REVOKE, key: { id: 'M0' } } }, { kind: 'deleted', ofExternalId: 'M0' }],
    ['a reaction', { reactionMessage: { text: '🙏', key: { id: 'M0' } } }, { kind: 'reaction', emoji: '🙏', toExternalId: 'M0' }],
    ['a reaction taken back', { reactionMessage: { key: { id: 'M0' } } }, { kind: 'reaction', emoji: '', toExternalId: 'M0' }],
    [
      'a place',
      { locationMessage: { degreesLatitude: 1.5, degreesLongitude: 103.7 } },
      { kind: 'location', latitude: 1.5, longitude: 103.7 },
    ],
    [
      'a place that moves',
      { liveLocationMessage: { degreesLatitude: 1.5, degreesLongitude: 103.7 } },
      { kind: 'location', latitude: 1.5, longitude: 103.7 },
    ],
    ['a place without a place', { locationMessage: {} }, { kind: 'unsupported', what: 'locationMessage' }],
    ['a contact', { contactMessage: { displayName: 'Agen', vcard: 'BEGIN:VCARD' } }, { kind: 'contact' }],
    ['contacts', { contactsArrayMessage: { displayName: '2' } }, { kind: 'contact' }],
    ['a sticker', { stickerMessage: { url: 'x' } }, { kind: 'sticker', emoji: '' }],
    ['a moving sticker', { lottieStickerMessage: { message: { stickerMessage: {} } } }, { kind: 'sticker', emoji: '' }],
    ['a poll', { pollCreationMessageV3: { name: 'Siapa?' } }, { kind: 'unsupported', what: 'pollCreationMessageV3' }],
    ['a vote', { pollUpdateMessage: {} }, { kind: 'unsupported', what: 'pollUpdateMessage' }],
    ['an order', { orderMessage: {} }, { kind: 'unsupported', what: 'orderMessage' }],
    ['a kind of tomorrow', { eventMessage: { name: 'x' } }, { kind: 'unsupported', what: 'eventMessage' }],
    ['a photo whose file is missing', { imageMessage: { caption: 'ini' } }, { kind: 'photo', caption: 'ini', media: null }],
  ] as const)('understands %s', (_name, content, expected) => {
    expect(contentOf(content as proto.IMessage)).toEqual(expected)
  })

  it.each([
    ['keys', { senderKeyDistributionMessage: { groupId: 'x' }, messageContextInfo: {} }],
    ['settings of the chat', { protocolMessage: { type: Type.EPHEMERAL_SETTING } }],
    ['history', { protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION } }],
    ['the cover of an album', { albumMessage: { expectedImageCount: 2 } }],
    ['nothing', {}],
  ] as const)('passes over %s', (_name, content) => {
    expect(toIncoming(message(content as proto.IMessage), ACCOUNT, false)).toBeNull()
  })

  it.each([
    '120363000000000001@g.us',
    'status@broadcast',
    '1234@broadcast',
    '120363000000000001@newsletter',
    '13135550002@s.whatsapp.net',
    '0@s.whatsapp.net',
    '867051314767696@bot',
    ACCOUNT.lid,
    ACCOUNT.jid,
  ])('passes over the chat %s', (remoteJid) => {
    const key = { id: 'M1', remoteJid, fromMe: false }
    expect(toIncoming(message({ conversation: 'halo' }, { key }), ACCOUNT, false)).toBeNull()
  })

  it('keeps of a file only what is needed to fetch it', () => {
    const content = contentOf({
      audioMessage: {
        ...file,
        seconds: 7,
        mimetype: 'audio/ogg',
        ptt: true,
        contextInfo: { quotedMessage: { conversation: 'rahasia' } },
      },
    })
    expect(content).toMatchObject({ kind: 'voice', media: { mimeType: 'audio/ogg', bytes: 1234, seconds: 7 } })
    const handle = content?.kind === 'voice' ? (content.media?.handle ?? '') : ''
    const bytes = Buffer.from(handle, 'base64')
    expect(proto.WebMessageInfo.decode(bytes)).toMatchObject({
      key: { id: 'M1', remoteJid: LID },
      message: { audioMessage: { directPath: '/v/file.enc' } },
    })
    expect(bytes.includes('rahasia')).toBe(false)
  })

  it('takes photos, documents and videos with their captions', () => {
    expect(contentOf({ imageMessage: { ...file, caption: 'paspor' } })).toMatchObject({ kind: 'photo', caption: 'paspor' })
    const wrapped = { documentWithCaptionMessage: { message: { documentMessage: { ...file, caption: 'kontrak' } } } }
    expect(contentOf(wrapped)).toMatchObject({ kind: 'document', caption: 'kontrak' })
    expect(contentOf({ videoMessage: { ...file, caption: 'rumah' } })).toMatchObject({ kind: 'document', caption: 'rumah' })
    expect(contentOf({ ptvMessage: file })).toMatchObject({ kind: 'document', caption: '' })
  })

  it('gives an unreadable message an id of its own', () => {
    const stub = message(undefined, { messageStubType: proto.WebMessageInfo.StubType.CIPHERTEXT })
    expect(toIncoming(stub, ACCOUNT, false)).toMatchObject({
      externalId: 'M1:undecryptable',
      content: { kind: 'undecryptable' },
    })
  })

  it('says that a photo to be seen once did not come', () => {
    const key = { id: 'M1', remoteJid: LID, fromMe: false, isViewOnce: true }
    expect(toIncoming(message(undefined, { key }), ACCOUNT, false)?.content).toEqual({
      kind: 'unsupported',
      what: 'viewOnceMessage',
    })
  })

  it('takes what staff wrote on the phone as theirs, but not their reactions', () => {
    const key = { id: 'M1', remoteJid: LID, remoteJidAlt: ACCOUNT.jid, fromMe: true }
    const own = (content: proto.IMessage) => toIncoming(message(content, { key }), ACCOUNT, false)
    expect(own({ conversation: 'Saya petugas' })).toMatchObject({
      addresses: [LID],
      content: { kind: 'typed-on-phone', text: 'Saya petugas' },
    })
    expect(own({ imageMessage: { ...file, caption: 'surat' } })?.content).toEqual({
      kind: 'typed-on-phone',
      text: 'surat',
    })
    expect(own({ reactionMessage: { text: '👍', key: { id: 'M0' } } })).toBeNull()
  })

  it('does not follow a message that is wrapped without end', () => {
    let endless: proto.IMessage = { conversation: 'halo' }
    for (let depth = 0; depth < 50; depth += 1) endless = { ephemeralMessage: { message: endless } }
    expect(contentOf(endless)).toEqual({ kind: 'unsupported', what: 'ephemeralMessage' })
  })

  it('never throws, whatever bytes a sender put together', () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 200 })
    const parts = fc.record(
      {
        conversation: fc.string(),
        locationMessage: fc.record({ degreesLatitude: fc.double(), degreesLongitude: fc.double() }),
        audioMessage: fc.record({ mediaKey: bytes, directPath: fc.string(), fileLength: fc.nat(), seconds: fc.nat() }),
        protocolMessage: fc.record({ type: fc.integer({ min: 0, max: 40 }), key: fc.record({ id: fc.string() }) }),
        interactiveResponseMessage: fc.record({ nativeFlowResponseMessage: fc.record({ paramsJson: fc.json() }) }),
        reactionMessage: fc.record({ text: fc.string(), key: fc.record({ id: fc.string() }) }),
      },
      { requiredKeys: [] },
    )
    const wrapped = fc.oneof(
      parts,
      parts.map((inner) => ({ ephemeralMessage: { message: inner } })),
    )
    fc.assert(
      fc.property(wrapped, fc.string(), (content, remoteJid) => {
        const decoded = proto.Message.decode(proto.Message.encode(content).finish())
        const incoming = toIncoming(message(decoded), ACCOUNT, false)
        expect(incoming === null || incoming.externalId === 'M1').toBe(true)
        toIncoming(message(decoded, { key: { id: 'M1', remoteJid, fromMe: false } }), ACCOUNT, false)
      }),
      { numRuns: 300 },
    )
  })

  it('passes over calls in groups', () => {
    const call = { id: 'C', from: '120363000000000001@g.us', date: new Date(5000), offline: false }
    expect(fromCall(call, ACCOUNT)).toBeNull()
    expect(fromCall({ ...call, from: PHONE, offline: true }, ACCOUNT)).toMatchObject({ sentAt: 5000, backlog: true })
  })

  it('takes devices and hosted names off an address', () => {
    expect(personAddress('100000000000001:12@lid')).toBe(LID)
    expect(personAddress('100000000000001@hosted.lid')).toBe(LID)
    expect(personAddress('6281200000001@c.us')).toBe(PHONE)
    expect(personAddress(undefined)).toBeNull()
  })

  it('leaves a bubble without choices as it is', () => {
    expect(bubbleText({ text: '*halo* _kak_' })).toBe('*halo* _kak_')
  })
})
