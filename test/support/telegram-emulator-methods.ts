/** The Bot API methods the emulator knows. Each checks what Telegram checks and refuses in Telegram's words. */
import { visibleText } from './telegram-emulator-html.ts'
import type { Button, Chat, EmulatorState, ShownMessage } from './telegram-emulator-state.ts'
import { DEFAULT_UPDATE_KINDS, Refusal } from './telegram-emulator-state.ts'

type Payload = Record<string, unknown>
type Method = (state: EmulatorState, payload: Payload) => unknown

/** Limits from https://core.telegram.org/bots/api (sendMessage, InlineKeyboardButton). */
const TEXT_LIMIT = 4096
const CAPTION_LIMIT = 1024
const CALLBACK_DATA_BYTES = 64

export const BOT = {
  id: 7000000001,
  is_bot: true,
  first_name: 'Tanya',
  username: 'tanya_emulator_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
} as const

/** All methods but getUpdates, which waits and is the server's. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: () => BOT,
  sendMessage,
  sendDocument,
  getChat(state, payload) {
    const { id, type, title, username } = reachableChat(state, payload)
    return { id, type, title, ...(username === undefined ? {} : { username }) }
  },
  sendChatAction(state, payload) {
    state.typing.push(reachableChat(state, payload).id)
    return true
  },
  answerCallbackQuery(state, payload) {
    state.answeredCallbacks.push(String(payload['callback_query_id']))
    return true
  },
  editMessageReplyMarkup(state, payload) {
    const message = botMessage(state, payload)
    message.keyboard = readKeyboard(payload['reply_markup'])
    return asMessage(state, message)
  },
  deleteMessage(state, payload) {
    const chat = reachableChat(state, payload)
    const message = chat.messages.find((one) => one.messageId === payload['message_id'] && !one.deleted)
    if (!message) throw new Refusal(400, 'Bad Request: message to delete not found')
    message.deleted = true
    return true
  },
  deleteMessages(state, payload) {
    const chat = reachableChat(state, payload)
    const ids = payload['message_ids']
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100) throw new Refusal(400, 'Bad Request: too many messages')
    for (const message of chat.messages) if (ids.includes(message.messageId)) message.deleted = true
    return true
  },
  setMessageReaction(state, payload) {
    const chat = reachableChat(state, payload)
    const message = chat.messages.find((one) => one.messageId === payload['message_id'])
    if (!message) throw new Refusal(400, 'Bad Request: message to react not found')
    const reactions = payload['reaction'] as readonly { emoji?: string }[] | undefined
    message.reaction = reactions?.[0]?.emoji ?? null
    return true
  },
  setMyCommands(state, payload) {
    const commands = payload['commands']
    if (!Array.isArray(commands)) throw new Refusal(400, 'Bad Request: commands are not specified')
    for (const one of commands as readonly { command: string; description: string }[]) {
      if (!/^[a-z0-9_]{1,32}$/.test(one.command)) throw new Refusal(400, 'Bad Request: BOT_COMMAND_INVALID')
      if (one.description.length < 1 || one.description.length > 256) {
        throw new Refusal(400, 'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID')
      }
    }
    state.commands.set(languageOf(payload), commands)
    return true
  },
  setMyDescription(state, payload) {
    state.descriptions.set(`description:${languageOf(payload)}`, stringOf(payload['description']))
    return true
  },
  setMyShortDescription(state, payload) {
    state.descriptions.set(`short:${languageOf(payload)}`, stringOf(payload['short_description']))
    return true
  },
  getFile(state, payload) {
    const id = String(payload['file_id'])
    const bytes = state.files.get(id)
    if (!bytes) throw new Refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable')
    if (bytes.length > 20 * 1024 * 1024) throw new Refusal(400, 'Bad Request: file is too big')
    return { file_id: id, file_unique_id: `u${id}`, file_size: bytes.length, file_path: `files/${id}` }
  },
  leaveChat(state, payload) {
    const chat = reachableChat(state, payload)
    if (chat.type === 'private') throw new Refusal(400, 'Bad Request: chat is not a group')
    chat.blocked = true
    return true
  },
  setWebhook(state, payload) {
    const url = stringOf(payload['url'])
    if (!/^https?:\/\//.test(url)) throw new Refusal(400, 'Bad Request: bad webhook: invalid URL')
    const secret = payload['secret_token']
    if (typeof secret === 'string' && !/^[\w-]{1,256}$/.test(secret)) {
      throw new Refusal(400, 'Bad Request: secret token contains unallowed characters')
    }
    state.webhook.url = url
    state.webhook.secretToken = typeof secret === 'string' ? secret : null
    state.webhook.maxConnections = Number(payload['max_connections'] ?? 40)
    allow(state, payload['allowed_updates'])
    if (payload['drop_pending_updates'] === true) state.pending = []
    state.notify()
    return true
  },
  deleteWebhook(state, payload) {
    state.webhook.url = ''
    state.webhook.secretToken = null
    if (payload['drop_pending_updates'] === true) state.pending = []
    return true
  },
  getWebhookInfo(state) {
    return {
      url: state.webhook.url,
      has_custom_certificate: false,
      pending_update_count: state.pending.length,
      max_connections: state.webhook.maxConnections,
      allowed_updates: state.allowedUpdates,
      ...(state.webhook.lastErrorMessage === null ? {} : { last_error_message: state.webhook.lastErrorMessage }),
    }
  },
}

/** Remembers which kinds the bot wants; an empty list means the default, an absent one leaves things as they are. */
export function allow(state: EmulatorState, kinds: unknown): void {
  if (!Array.isArray(kinds)) return
  state.allowedUpdates = kinds.length === 0 ? DEFAULT_UPDATE_KINDS : kinds.map(String)
}

function sendMessage(state: EmulatorState, payload: Payload): unknown {
  const chat = reachableChat(state, payload)
  const raw = typeof payload['text'] === 'string' ? payload['text'] : ''
  const text = payload['parse_mode'] === 'HTML' ? visibleText(raw) : raw
  if (text.trim() === '') throw new Refusal(400, 'Bad Request: message text is empty')
  if (text.length > TEXT_LIMIT) throw new Refusal(400, 'Bad Request: message is too long')
  if (/\p{Surrogate}/u.test(text)) throw new Refusal(400, 'Bad Request: strings must be encoded in UTF-8')
  const keyboard = readKeyboard(payload['reply_markup'])
  const message = state.show(chat, 'bot', text, payload['disable_notification'] === true)
  message.keyboard = keyboard
  return asMessage(state, message)
}

/** https://core.telegram.org/bots/api#senddocument */
function sendDocument(state: EmulatorState, payload: Payload): unknown {
  const chat = reachableChat(state, payload)
  const file = payload['document'] as { readonly name?: string; readonly bytes?: Uint8Array } | undefined
  if (!file?.bytes || file.bytes.length === 0 || !file.name) throw new Refusal(400, 'Bad Request: there is no document in the request')
  if (file.bytes.length > 50 * 1024 * 1024) throw new Refusal(413, 'Request Entity Too Large')
  const caption = stringOf(payload['caption'])
  if (caption.length > CAPTION_LIMIT) throw new Refusal(400, 'Bad Request: message caption is too long')
  const message = state.show(chat, 'bot', caption, String(payload['disable_notification']) === 'true')
  return asMessage(state, message)
}

function reachableChat(state: EmulatorState, payload: Payload): Chat {
  const chat = state.chats.get(Number(payload['chat_id']))
  if (!chat) throw new Refusal(400, 'Bad Request: chat not found')
  if (!chat.blocked) return chat
  throw chat.type === 'private'
    ? new Refusal(403, 'Forbidden: bot was blocked by the user')
    : new Refusal(403, 'Forbidden: bot was kicked from the supergroup chat')
}

function botMessage(state: EmulatorState, payload: Payload): ShownMessage {
  const chat = reachableChat(state, payload)
  const message = chat.messages.find((one) => one.messageId === payload['message_id'] && !one.deleted)
  if (!message || message.from !== 'bot') throw new Refusal(400, 'Bad Request: message to edit not found')
  return message
}

function readKeyboard(markup: unknown): readonly (readonly Button[])[] {
  if (markup === undefined || markup === null) return []
  const rows = (markup as { inline_keyboard?: unknown }).inline_keyboard
  if (rows === undefined) return []
  if (!Array.isArray(rows)) throw new Refusal(400, "Bad Request: can't parse reply keyboard markup JSON object")
  for (const row of rows as readonly (readonly Button[])[]) {
    for (const button of row) {
      if (typeof button.text !== 'string' || button.text === '') {
        throw new Refusal(400, 'Bad Request: inline keyboard button text must be non-empty')
      }
      const bytes = Buffer.byteLength(button.callback_data ?? '')
      if (bytes < 1 || bytes > CALLBACK_DATA_BYTES) throw new Refusal(400, 'Bad Request: BUTTON_DATA_INVALID')
    }
  }
  return rows as readonly (readonly Button[])[]
}

function asMessage(state: EmulatorState, message: ShownMessage): unknown {
  const chat = state.chats.get(message.chatId)
  return {
    message_id: message.messageId,
    date: Math.floor(message.at / 1000),
    chat: { id: message.chatId, type: chat?.type ?? 'private' },
    from: BOT,
    text: message.text,
  }
}

function languageOf(payload: Payload): string {
  return typeof payload['language_code'] === 'string' ? payload['language_code'] : ''
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
