/** Virtual people who write to the bot. Each act becomes the update that Telegram would send. */
import { BOT } from './telegram-emulator-methods.ts'
import type { Chat, EmulatorState, ShownMessage } from './telegram-emulator-state.ts'

/** What one act caused. The update id is null when the bot did not ask for this kind of update. */
export interface Sent {
  readonly updateId: number | null
  readonly messageId: number
}

export interface VirtualUser {
  readonly id: number
  write(text: string): Sent
  /** Any other message content: `{ photo: […] }`, `{ poll: … }`. */
  sendContent(content: Record<string, unknown>): Sent
  edit(messageId: number, text: string): Sent
  /** Presses the newest button whose label contains `label`, or the one whose data equals it. Throws when there is none. */
  press(label: string): Sent
  sticker(emoji: string): Sent
  photo(caption?: string, bytes?: Buffer): Sent
  voice(seconds: number, bytes?: Buffer): Sent
  document(mimeType: string, caption?: string): Sent
  location(latitude: number, longitude: number): Sent
  contact(): Sent
  react(messageId: number, emoji: string): Sent
  block(): void
  unblock(): void
  /** What the chat shows now, deleted messages left out, in order. */
  sees(): readonly ShownMessage[]
  /** Texts the bot wrote, in order. */
  hears(): readonly string[]
}

export interface VirtualGroup {
  readonly id: number
  write(user: VirtualUser, text: string): Sent
  /** Anybody can find and read it from now on; without a name it is private again. */
  setPublicName(name: string | null): void
  join(user: VirtualUser): void
  sees(): readonly ShownMessage[]
}

export function createUser(state: EmulatorState, id: number, languageCode: string | null): VirtualUser {
  const chat = addChat(state, id, 'private', languageCode)
  const from = person(id, languageCode)
  const say = (content: Record<string, unknown>, shown: string) => sendTo(state, chat, from, content, shown)
  const setBlocked = (blocked: boolean) => {
    const [before, after] = blocked ? ['member', 'kicked'] : ['kicked', 'member']
    chat.blocked = blocked
    const member = (status: string | undefined) => ({
      user: BOT,
      status,
      ...(status === 'kicked' ? { until_date: 0 } : {}),
    })
    const change = { old_chat_member: member(before), new_chat_member: member(after) }
    state.enqueue('my_chat_member', { chat: describe(chat), from, date: seconds(state), ...change })
  }
  const file = (bytes: Buffer) => {
    const fileId = `f${state.files.size + 1}`
    state.files.set(fileId, bytes)
    return { file_id: fileId, file_unique_id: `u${fileId}`, file_size: bytes.length }
  }
  return {
    id,
    write: (text) => say({ text, ...entitiesOf(text) }, text),
    sendContent: (content) => say(content, JSON.stringify(content)),
    edit(messageId, text) {
      const message = find(chat, messageId)
      message.text = text
      const body = { ...header(state, chat, from, messageId, message.at), edit_date: seconds(state), text }
      return { messageId, updateId: state.enqueue('edited_message', { ...body, ...entitiesOf(text) }) }
    },
    press: (label) => press(state, chat, from, label),
    sticker: (emoji) => say({ sticker: { ...file(Buffer.from('sticker')), type: 'regular', emoji } }, emoji),
    photo(caption, bytes = Buffer.from('photo')) {
      const small = { ...file(bytes.subarray(0, 1)), width: 90, height: 90 }
      const sizes = [small, { ...file(bytes), width: 1280, height: 960 }]
      return say({ photo: sizes, ...(caption === undefined ? {} : { caption }) }, caption ?? '[photo]')
    },
    voice: (duration, bytes = Buffer.from('voice')) => say({ voice: { ...file(bytes), duration, mime_type: 'audio/ogg' } }, '[voice]'),
    document: (mimeType, caption) =>
      say({ document: { ...file(Buffer.from('document')), mime_type: mimeType }, caption }, caption ?? '[document]'),
    location: (latitude, longitude) => say({ location: { latitude, longitude } }, '[location]'),
    contact: () => say({ contact: { phone_number: '+000', first_name: 'Teman' } }, '[contact]'),
    react(messageId, emoji) {
      find(chat, messageId).reaction = emoji
      const change = { old_reaction: [], new_reaction: emoji === '' ? [] : [{ type: 'emoji', emoji }] }
      const body = { chat: describe(chat), message_id: messageId, user: from, date: seconds(state), ...change }
      return { messageId, updateId: state.enqueue('message_reaction', body) }
    },
    block: () => setBlocked(true),
    unblock: () => setBlocked(false),
    sees: () => chat.messages.filter((message) => !message.deleted),
    hears: () => chat.messages.filter((one) => one.from === 'bot' && !one.deleted).map((one) => one.text),
  }
}

export function createGroup(state: EmulatorState, id: number): VirtualGroup {
  const chat = addChat(state, id, 'supergroup', null)
  return {
    id,
    write: (user, text) => sendTo(state, chat, person(user.id, null), { text, ...entitiesOf(text) }, text),
    setPublicName(name) {
      if (name === null) delete chat.username
      else chat.username = name
    },
    join: (user) => void sendTo(state, chat, person(user.id, null), { new_chat_members: [person(user.id, null)] }, '[joined]'),
    sees: () => chat.messages.filter((message) => !message.deleted),
  }
}

function press(state: EmulatorState, chat: Chat, from: object, label: string): Sent {
  const shown = chat.messages.filter((message) => !message.deleted).toReversed()
  for (const message of shown) {
    const button = message.keyboard.flat().find((one) => one.text.includes(label) || one.callback_data === label)
    if (button?.callback_data === undefined) continue
    const messageId = message.messageId
    const body = { ...header(state, chat, BOT, messageId, message.at), text: message.text }
    const query = { id: `q${chat.id}-${messageId}-${state.calls.length}`, from, chat_instance: 'c' }
    const updateId = state.enqueue('callback_query', { ...query, message: body, data: button.callback_data })
    return { messageId, updateId }
  }
  throw new Error(`No button "${label}" is shown in chat ${chat.id}`)
}

function sendTo(state: EmulatorState, chat: Chat, from: object, content: object, shown: string): Sent {
  const message = state.show(chat, 'person', shown)
  const body = { ...header(state, chat, from, message.messageId, message.at), ...content }
  return { messageId: message.messageId, updateId: state.enqueue('message', body) }
}

function header(state: EmulatorState, chat: Chat, from: object, messageId: number, at: number): object {
  return { message_id: messageId, from, chat: describe(chat), date: Math.floor(at / 1000) || seconds(state) }
}

function addChat(state: EmulatorState, id: number, type: Chat['type'], languageCode: string | null): Chat {
  const chat: Chat = { id, type, title: 'Grup', languageCode, blocked: false, messages: [] }
  state.chats.set(id, chat)
  return chat
}

function find(chat: Chat, messageId: number): ShownMessage {
  const message = chat.messages.find((one) => one.messageId === messageId)
  if (!message) throw new Error(`Chat ${chat.id} has no message ${messageId}`)
  return message
}

function describe(chat: Chat): object {
  return chat.type === 'private'
    ? { id: chat.id, type: chat.type, first_name: 'Siti' }
    : { id: chat.id, type: chat.type, title: chat.title }
}

function person(id: number, languageCode: string | null): object {
  const language = languageCode === null ? {} : { language_code: languageCode }
  return { id, is_bot: false, first_name: 'Siti', ...language }
}

/** Telegram marks commands and mentions as entities. */
function entitiesOf(text: string): object {
  const entities = []
  for (const match of text.matchAll(/(?:^|\s)(\/\w{1,32}(?:@\w+)?|@\w{5,})/g)) {
    const found = match[1] ?? ''
    const type = found.startsWith('/') ? 'bot_command' : 'mention'
    entities.push({ type, offset: match.index + match[0].length - found.length, length: found.length })
  }
  return entities.length === 0 ? {} : { entities }
}

function seconds(state: EmulatorState): number {
  return Math.floor(state.now() / 1000)
}
