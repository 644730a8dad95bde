/** What one Telegram message holds, in our words. Pure. */
import type { IncomingContent, MediaReference } from '../message.ts'
import type { TelegramFile, TelegramMessage } from './telegram-update.ts'

/** Keys of a message that tell about it rather than being its content. */
const ENVELOPE: ReadonlySet<string> = new Set([
  'message_id',
  'message_thread_id',
  'direct_messages_topic',
  'from',
  'sender_chat',
  'sender_boost_count',
  'sender_business_bot',
  'date',
  'edit_date',
  'business_connection_id',
  'chat',
  'forward_origin',
  'is_topic_message',
  'is_automatic_forward',
  'reply_to_message',
  'external_reply',
  'quote',
  'reply_to_story',
  'via_bot',
  'has_protected_content',
  'is_from_offline',
  'is_paid_post',
  'media_group_id',
  'author_signature',
  'effect_id',
  'entities',
  'caption_entities',
  'link_preview_options',
  'show_caption_above_media',
  'has_media_spoiler',
  'reply_markup',
])

/** What people send on purpose, but we cannot read. Everything else unknown is a notice of Telegram's own. */
const SENT_BY_PEOPLE: ReadonlySet<string> = new Set([
  'animation',
  'checklist',
  'dice',
  'game',
  'invoice',
  'paid_media',
  'poll',
  'story',
  'users_shared',
  'chat_shared',
  'web_app_data',
  'passport_data',
])

/**
 * The content, or the name of the notice (`pinned_message`, …) when nobody wrote anything.
 * An image or a recording sent as a file is the photo or voice note that it is; a video is a document, so that
 * staff can open it. Of two contents the more telling one wins: text before media before the rest.
 */
export function readContent(message: TelegramMessage): IncomingContent | { readonly kind: 'notice'; readonly name: string } {
  const caption = message.caption ?? ''
  if (message.text !== undefined) return readText(message.text)
  if (message.photo !== undefined) {
    // Sizes come smallest first: https://core.telegram.org/bots/api#message
    return { kind: 'photo', caption, media: reference(message.photo.at(-1), 'image/jpeg') }
  }
  const recording = message.voice ?? message.audio
  if (recording) return { kind: 'voice', media: reference(recording) }
  const video = message.video ?? message.video_note
  if (video) return { kind: 'document', caption, media: reference(video, 'video/mp4') }
  // An animation also comes as a document, for old clients.
  if (message.document && message['animation'] === undefined) return readDocument(message.document, caption)
  if (message.location) return { kind: 'location', ...message.location }
  if (message.contact) return { kind: 'contact' }
  if (message.sticker) return { kind: 'sticker', emoji: message.sticker.emoji ?? '' }
  if (caption !== '') return { kind: 'text', text: caption }
  const names = Object.keys(message).filter((key) => !ENVELOPE.has(key) && message[key] !== undefined)
  const sent = names.find((name) => SENT_BY_PEOPLE.has(name))
  if (sent !== undefined) return { kind: 'unsupported', what: sent }
  return { kind: 'notice', name: names[0] ?? 'empty' }
}

/** `/name argument` is a command, with or without `@bot`; all else is text. */
export function readText(text: string): IncomingContent {
  const command = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text)
  if (!command) return { kind: 'text', text }
  return { kind: 'command', name: (command[1] ?? '').toLowerCase(), argument: (command[2] ?? '').trim() }
}

function readDocument(document: NonNullable<TelegramFile>, caption: string): IncomingContent {
  const media = reference(document)
  if (document.mime_type?.startsWith('image/')) return { kind: 'photo', caption, media }
  if (document.mime_type?.startsWith('audio/')) return { kind: 'voice', media }
  return { kind: 'document', caption, media }
}

function reference(file: TelegramFile | { file_id: string; file_size?: number | undefined }, mimeType?: string): MediaReference | null {
  if (!file) return null
  const known = 'mime_type' in file ? file.mime_type : undefined
  const seconds = 'duration' in file ? file.duration : undefined
  return {
    handle: file.file_id,
    mimeType: known ?? mimeType ?? null,
    bytes: file.file_size ?? null,
    seconds: seconds ?? null,
  }
}
