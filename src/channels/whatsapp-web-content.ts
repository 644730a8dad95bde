/** What a WhatsApp message holds, in our words. Pure. */
import { proto } from '@whiskeysockets/baileys'
import type { IncomingContent, MediaReference } from '../message.ts'

type Message = proto.IMessage
type MediaPart = proto.Message.IImageMessage & proto.Message.IAudioMessage

/** Wrappers that hold one message: disappearing, view once, with caption, edited, … */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
  'groupMentionedMessage',
  'botInvokeMessage',
  'associatedChildMessage',
  'lottieStickerMessage',
  'deviceSentMessage',
] as const

/** Nested deeper than anything real: stop rather than follow a sender's loop. */
const DEEPEST = 6

/** Parts that say nothing to us: keys, settings, an album's cover page, pins. */
const SILENT_PARTS: ReadonlySet<string> = new Set([
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'messageContextInfo',
  'albumMessage',
  'pinInChatMessage',
  'keepInChatMessage',
  'stickerSyncRmrMessage',
  'callLogMesssage',
  'messageHistoryBundle',
  'messageHistoryNotice',
  'encReactionMessage',
])

export function unwrap(message: Message): Message {
  let inner = message
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const wrapper = WRAPPERS.find((name) => inner[name]?.message)
    const next = wrapper && inner[wrapper]?.message
    if (!next) break
    inner = next
  }
  return inner
}

/** The words of a message, wherever they stand: text, caption. Empty when it has none. */
export function textOf(message: Message): string {
  return (
    message.conversation ||
    message.extendedTextMessage?.text ||
    message.imageMessage?.caption ||
    message.videoMessage?.caption ||
    message.documentMessage?.caption ||
    ''
  )
}

export interface MediaKey {
  readonly id: string
  readonly remoteJid: string
}

/**
 * Null for what is no message of a person: keys, settings, history. `key` goes into the handle of a file, so that
 * the phone can be asked to put it up again.
 */
export function contentOf(message: Message, key: MediaKey): IncomingContent | null {
  const inner = unwrap(message)
  if (inner.protocolMessage) return fromProtocol(inner.protocolMessage)
  return fromText(inner) ?? fromAnswer(inner) ?? fromFile(inner, key) ?? fromRest(inner) ?? unknown(inner)
}

function fromProtocol(part: proto.Message.IProtocolMessage): IncomingContent | null {
  const ofExternalId = part.key?.id
  if (!ofExternalId) return null
  const { Type } = proto.Message.ProtocolMessage
  if (part.type === Type.REVOKE) return { kind: 'deleted', ofExternalId }
  if (part.type === Type.MESSAGE_EDIT && part.editedMessage) {
    return { kind: 'edited', text: textOf(unwrap(part.editedMessage)), ofExternalId }
  }
  return null
}

function fromText(message: Message): IncomingContent | null {
  if (message.conversation) return { kind: 'text', text: message.conversation }
  const extended = message.extendedTextMessage
  return extended ? { kind: 'text', text: extended.text ?? '' } : null
}

/** Buttons and list rows. An answer without an id counts as its words. */
function fromAnswer(message: Message): IncomingContent | null {
  const button = message.buttonsResponseMessage
  if (button) return choice(button.selectedButtonId, button.selectedDisplayText)
  const template = message.templateButtonReplyMessage
  if (template) return choice(template.selectedId, template.selectedDisplayText)
  const list = message.listResponseMessage
  if (list) return choice(list.singleSelectReply?.selectedRowId, list.title)
  const interactive = message.interactiveResponseMessage
  if (!interactive) return null
  const parameters = interactive.nativeFlowResponseMessage?.paramsJson
  return choice(idIn(parameters), interactive.body?.text)
}

function choice(id: string | null | undefined, words: string | null | undefined): IncomingContent {
  if (id) return { kind: 'choice', value: id }
  return { kind: 'text', text: words ?? '' }
}

function idIn(json: string | null | undefined): string | null {
  try {
    const value: unknown = JSON.parse(json ?? '')
    const id = value instanceof Object && 'id' in value ? value.id : null
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}

function fromFile(message: Message, key: MediaKey): IncomingContent | null {
  const { audioMessage, imageMessage, documentMessage } = message
  if (audioMessage) return { kind: 'voice', media: reference({ audioMessage }, audioMessage, key) }
  if (imageMessage) {
    const media = reference({ imageMessage }, imageMessage, key)
    return { kind: 'photo', caption: imageMessage.caption ?? '', media }
  }
  const video = message.videoMessage ?? message.ptvMessage
  const part = documentMessage ?? video
  if (!part) return null
  const holder = documentMessage ? { documentMessage } : { videoMessage: video ?? null }
  return { kind: 'document', caption: part.caption ?? '', media: reference(holder, part, key) }
}

/** Null when the file cannot be fetched: no key or no path. */
function reference(holder: Message, part: MediaPart, key: MediaKey): MediaReference | null {
  if (!part.mediaKey?.length || !part.directPath) return null
  // Thumbnails and quoted messages are of no use for fetching, and are other people's data.
  const bare = { ...part, jpegThumbnail: null, contextInfo: null }
  const name = Object.keys(holder)[0] ?? ''
  const whole = { key: { ...key, fromMe: false }, message: { [name]: bare } }
  return {
    handle: Buffer.from(proto.WebMessageInfo.encode(whole).finish()).toString('base64'),
    mimeType: part.mimetype ?? null,
    bytes: part.fileLength === null || part.fileLength === undefined ? null : Number(part.fileLength),
    seconds: part.seconds ?? null,
  }
}

function fromRest(message: Message): IncomingContent | null {
  const place = message.locationMessage ?? message.liveLocationMessage
  if (place) {
    const { degreesLatitude: latitude, degreesLongitude: longitude } = place
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return null
    return { kind: 'location', latitude, longitude }
  }
  if (message.contactMessage || message.contactsArrayMessage) return { kind: 'contact' }
  if (message.stickerMessage) return { kind: 'sticker', emoji: '' }
  const reaction = message.reactionMessage
  if (reaction?.key?.id) {
    return { kind: 'reaction', emoji: reaction.text ?? '', toExternalId: reaction.key.id }
  }
  return null
}

function unknown(message: Message): IncomingContent | null {
  const name = Object.entries(message).find(
    ([part, value]) => value !== null && value !== undefined && value !== '' && !SILENT_PARTS.has(part),
  )?.[0]
  return name ? { kind: 'unsupported', what: name } : null
}
