/** What one Cloud API message holds, in our words. Pure. */
import type { IncomingContent, MediaReference } from '../message.ts'
import type { CloudContent, CloudMessage } from './whatsapp-cloud-event.ts'

export type Notice = { readonly kind: 'notice'; readonly name: string }

/** Longer names of kinds say nothing more. */
const LONGEST_NAME = 40

/**
 * The content, or the name of the notice when nobody wrote anything. An image or a recording sent as a file is the
 * photo or voice note that it is; a video is a document, so that staff can open it.
 */
export function readContent(message: CloudMessage): IncomingContent | Notice {
  if (message.edit) return readEdit(message.edit)
  if (message.revoke) {
    const ofExternalId = message.revoke.original_message_id
    return ofExternalId === undefined ? notice('revoke') : { kind: 'deleted', ofExternalId }
  }
  return readPlain(message)
}

/** The words of a message, wherever they stand: text, caption. Empty when it has none. */
export function wordsOf(message: CloudContent): string {
  return message.text?.body ?? message.image?.caption ?? message.video?.caption ?? message.document?.caption ?? ''
}

function readPlain(message: CloudContent): IncomingContent | Notice {
  const { text, interactive, button, image, audio, video, document, location, reaction } = message
  if (text?.body !== undefined) return { kind: 'text', text: text.body }
  if (interactive) return readAnswer(interactive)
  // A button of an approved template: its id is the template's, its words are an answer.
  if (button) return { kind: 'text', text: button.text ?? button.payload ?? '' }
  if (image) return { kind: 'photo', caption: image.caption ?? '', media: reference(image) }
  if (audio) return { kind: 'voice', media: reference(audio) }
  if (document) return readDocument(document)
  if (video) return { kind: 'document', caption: video.caption ?? '', media: reference(video) }
  if (location) return { kind: 'location', ...location }
  if (message.contacts) return { kind: 'contact' }
  if (message.sticker) return { kind: 'sticker', emoji: '' }
  if (reaction) return readReaction(reaction)
  const name = (message.type ?? 'empty').slice(0, LONGEST_NAME)
  // Written by WhatsApp itself: a number was changed, a chat was opened for the first time.
  return name === 'system' || name === 'request_welcome' || name === 'empty' ? notice(name) : { kind: 'unsupported', what: name }
}

function readEdit(edit: NonNullable<CloudMessage['edit']>): IncomingContent | Notice {
  const words = edit.message === undefined ? '' : wordsOf(edit.message)
  if (words === '' || edit.original_message_id === undefined) return notice('edit-without-text')
  return { kind: 'edited', text: words, ofExternalId: edit.original_message_id }
}

function readAnswer(interactive: NonNullable<CloudContent['interactive']>): IncomingContent {
  const { id, title } = interactive.button_reply ?? interactive.list_reply ?? {}
  if (id !== undefined && id !== '') return { kind: 'choice', value: id }
  return title === undefined ? { kind: 'unsupported', what: 'interactive' } : { kind: 'text', text: title }
}

function readDocument(document: NonNullable<CloudContent['document']>): IncomingContent {
  const [media, caption] = [reference(document), document.caption ?? '']
  if (document.mime_type?.startsWith('image/') === true) return { kind: 'photo', caption, media }
  if (document.mime_type?.startsWith('audio/') === true) return { kind: 'voice', media }
  return { kind: 'document', caption, media }
}

/** A reaction that was taken back has no sign. */
function readReaction({ message_id, emoji }: NonNullable<CloudContent['reaction']>): IncomingContent | Notice {
  if (message_id === undefined || emoji === undefined || emoji === '') return notice('reaction-removed')
  return { kind: 'reaction', emoji, toExternalId: message_id }
}

/** WhatsApp tells neither size nor length beforehand. */
function reference(file: { readonly id: string; readonly mime_type?: string | undefined }): MediaReference {
  return { handle: file.id, mimeType: file.mime_type ?? null, bytes: null, seconds: null }
}

function notice(name: string): Notice {
  return { kind: 'notice', name }
}
