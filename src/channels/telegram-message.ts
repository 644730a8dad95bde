/** Telegram's updates to our messages, and our bubbles to Telegram's payloads. Pure: no network, never throws. */
import type { Bubble, Choice, IncomingContent, IncomingMessage } from '../message.ts'
import { splitText } from './split-text.ts'
import { readContent } from './telegram-content.ts'
import type { TelegramMessage, TelegramUpdate } from './telegram-update.ts'
import { updateSchema } from './telegram-update.ts'

/** Telegram takes 4,096; less leaves room and keeps one part on one screenful of scrolling. */
export const PART_LIMIT = 3500
/** https://core.telegram.org/bots/api#inlinekeyboardbutton */
const CALLBACK_DATA_BYTES = 64

export interface TranslationContext {
  /** Our bot's own name, without `@`, and id: they tell when a group message is meant for us. */
  readonly bot: { readonly id: number; readonly username: string }
  /** Used where Telegram gives no time (a pressed button). Milliseconds since 1970. */
  readonly receivedAt: number
}

/** A button press to confirm once the batch is stored. */
export interface PressedButton {
  readonly queryId: string
  readonly chatId: number | null
  readonly messageId: number | null
}

export interface Translation {
  readonly messages: readonly IncomingMessage[]
  readonly pressed: readonly PressedButton[]
  /** Names of what was left out, for counting: never text or ids. */
  readonly ignored: readonly string[]
}

/** Everything one update says. Whatever the update holds, this returns. */
export function translateUpdate(update: unknown, context: TranslationContext): Translation {
  const parsed = updateSchema.safeParse(update)
  if (!parsed.success) return ignored('malformed')
  const known = parsed.data
  if (known.message) return translateMessage(known.message, context)
  if (known.edited_message) return translateEdit(known.edited_message, known.update_id, context)
  if (known.callback_query) return translatePress(known.callback_query, context)
  if (known.my_chat_member) return translateMembership(known.my_chat_member, known.update_id, context)
  if (known.message_reaction) return translateReaction(known.message_reaction, known.update_id, context)
  return ignored(Object.keys(known).find((key) => key !== 'update_id' && known[key] !== undefined) ?? 'empty')
}

/** The id of a message in a chat; replies and reactions refer to it. Our provider ids have the same form. */
export function messageKey(chatId: number, messageId: number): string {
  return `${chatId}:${messageId}`
}

function translateMessage(message: TelegramMessage, context: TranslationContext): Translation {
  const content = readContent(message)
  if (content.kind === 'notice') return ignored(content.name)
  const externalId = messageKey(message.chat.id, message.message_id)
  if (message.chat.type === 'private') return found(message, externalId, content, context)
  const text = message.text ?? message.caption ?? ''
  if (!meantForUs(message, text, context)) return ignored('group-message')
  return found(message, externalId, { kind: 'group-message', text }, context)
}

function translateEdit(message: TelegramMessage, updateId: number, context: TranslationContext): Translation {
  if (message.chat.type !== 'private') return ignored('group-edit')
  const text = message.text ?? message.caption
  // A live location moves by edits, every few seconds.
  if (text === undefined) return ignored('edited-without-text')
  const ofExternalId = messageKey(message.chat.id, message.message_id)
  // Two edits within a second carry the same edit_date: the update's id keeps them apart.
  const externalId = `${ofExternalId}:edit:${message.edit_date ?? 0}:${updateId}`
  const sentAt = message.edit_date ?? message.date
  return found({ ...message, date: sentAt }, externalId, { kind: 'edited', text, ofExternalId }, context)
}

function translatePress(query: NonNullable<TelegramUpdate['callback_query']>, context: TranslationContext): Translation {
  const chatId = query.message?.chat.id ?? null
  const pressed = [{ queryId: query.id, chatId, messageId: query.message?.message_id ?? null }]
  if (query.message && query.message.chat.type !== 'private') return { messages: [], pressed, ignored: ['group-button'] }
  const content: IncomingContent = query.data === undefined ? { kind: 'unsupported', what: 'game' } : { kind: 'choice', value: query.data }
  const person = { chat: { id: chatId ?? query.from.id }, from: query.from, date: undefined }
  return { ...found(person, `cb:${query.id}`, content, context), pressed }
}

function translateMembership(
  change: NonNullable<TelegramUpdate['my_chat_member']>,
  updateId: number,
  context: TranslationContext,
): Translation {
  if (change.chat.type !== 'private') return ignored('group-membership')
  const { status } = change.new_chat_member
  if (status !== 'kicked' && status !== 'member') return ignored(`membership-${status.slice(0, 20)}`)
  return found(change, `member:${updateId}`, { kind: 'membership', blocked: status === 'kicked' }, context)
}

function translateReaction(
  change: NonNullable<TelegramUpdate['message_reaction']>,
  updateId: number,
  context: TranslationContext,
): Translation {
  if (change.chat.type !== 'private') return ignored('group-reaction')
  const first = change.new_reaction[0]
  if (!first) return ignored('reaction-removed')
  const toExternalId = messageKey(change.chat.id, change.message_id)
  const content = { kind: 'reaction', emoji: first.emoji ?? '', toExternalId } as const
  return found({ ...change, from: change.user }, `reaction:${toExternalId}:${updateId}`, content, context)
}

interface Sender {
  readonly chat: { readonly id: number }
  readonly from?: { readonly language_code?: string | undefined } | undefined
  readonly date?: number | undefined
}

function found(sender: Sender, externalId: string, content: IncomingContent, context: TranslationContext): Translation {
  const message: IncomingMessage = {
    channel: 'telegram',
    externalId,
    addresses: [String(sender.chat.id)],
    sentAt: sender.date === undefined ? context.receivedAt : Math.round(sender.date * 1000),
    content,
    appLanguage: sender.from?.language_code ?? null,
    backlog: false,
  }
  return { messages: [message], pressed: [], ignored: [] }
}

function ignored(name: string): Translation {
  return { messages: [], pressed: [], ignored: [name] }
}

/** In a group: our name is called, a command is for us or for every bot, or our own message is answered. */
function meantForUs(message: TelegramMessage, text: string, context: TranslationContext): boolean {
  const command = /^\/\w+(?:@(\w+))?/.exec(text)
  const ours = context.bot.username.toLowerCase()
  if (command) return command[1] === undefined || command[1].toLowerCase() === ours
  if (message.reply_to_message?.from?.id === context.bot.id) return true
  return new RegExp(`@${ours}(?!\\w)`, 'i').test(text)
}

/** One `sendMessage` call. Text goes without a parse mode: nothing to escape, nothing that cannot be parsed. */
export interface TelegramPart {
  readonly text: string
  readonly other: {
    readonly link_preview_options: { readonly is_disabled: true }
    readonly disable_notification?: true
    readonly reply_markup?: { readonly inline_keyboard: { readonly text: string; readonly callback_data: string }[][] }
  }
}

/**
 * The calls that show a bubble, in order; none when it has no text. Choices become buttons under the last part, one
 * a row, numbered as they can be typed; ids that Telegram would refuse turn them into numbered lines instead.
 */
export function bubbleToParts(bubble: Bubble, silent: boolean): readonly TelegramPart[] {
  const choices = bubble.choices ?? []
  const asButtons = choices.every((choice) => choice.label.trim() !== '' && fits(choice))
  const lines = choices.map((choice, index) => `${index + 1} ${choice.label}`)
  const texts = splitText(asButtons ? bubble.text : [bubble.text, '', ...lines].join('\n'), PART_LIMIT)
  const shared: TelegramPart['other'] = {
    link_preview_options: { is_disabled: true },
    ...(silent ? { disable_notification: true } : {}),
  }
  return texts.map((text, index) => {
    if (!asButtons || choices.length === 0 || index < texts.length - 1) return { text, other: shared }
    const rows = choices.map((choice, row) => [{ text: lines[row] ?? choice.label, callback_data: choice.id }])
    return { text, other: { ...shared, reply_markup: { inline_keyboard: rows } } }
  })
}

function fits(choice: Choice): boolean {
  const bytes = Buffer.byteLength(choice.id)
  return bytes >= 1 && bytes <= CALLBACK_DATA_BYTES
}
