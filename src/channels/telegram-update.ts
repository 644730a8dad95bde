/**
 * The part of a Telegram update that we read, as a schema. Tolerant on purpose: a field of an unexpected shape is
 * absent, and never costs the rest of a message that may tell of danger.
 * Source: https://core.telegram.org/bots/api#update
 */
import { z } from 'zod'

const text = z.string().optional().catch(undefined)
const count = z.number().nonnegative().optional().catch(undefined)
const id = z.number().int()
/** Nothing later than the year 9999: what we make of it is stored as milliseconds. */
const seconds = z.number().nonnegative().max(253_402_300_799).optional().catch(undefined)

const chat = z.object({ id, type: z.string().catch('private') })
const person = z.object({ id, language_code: text }).optional().catch(undefined)

const file = z.object({ file_id: z.string(), mime_type: text, file_size: count, duration: count }).optional().catch(undefined)

/** Loose: the names of keys that we do not read tell what kind an unsupported message is. */
const message = z.looseObject({
  message_id: id,
  chat,
  from: person,
  date: seconds,
  edit_date: seconds,
  text,
  caption: text,
  voice: file,
  audio: file,
  video: file,
  video_note: file,
  document: file,
  photo: z
    .array(z.object({ file_id: z.string(), file_size: count }))
    .optional()
    .catch(undefined),
  sticker: z.object({ emoji: text }).optional().catch(undefined),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional().catch(undefined),
  contact: z.object({}).optional().catch(undefined),
  reply_to_message: z.object({ from: person }).optional().catch(undefined),
})

const callbackQuery = z.object({
  id: z.string(),
  from: z.object({ id, language_code: text }),
  data: text,
  message: z.object({ message_id: id, chat }).optional().catch(undefined),
})

const memberChange = z.object({
  chat,
  from: person,
  date: seconds,
  new_chat_member: z.object({ status: z.string() }),
})

const reaction = z.object({
  chat,
  message_id: id,
  user: person,
  date: seconds,
  new_reaction: z.array(z.object({ emoji: text })).catch([]),
})

export const updateSchema = z.looseObject({
  update_id: id,
  message: message.optional().catch(undefined),
  edited_message: message.optional().catch(undefined),
  callback_query: callbackQuery.optional().catch(undefined),
  my_chat_member: memberChange.optional().catch(undefined),
  message_reaction: reaction.optional().catch(undefined),
})

export type TelegramUpdate = z.infer<typeof updateSchema>
export type TelegramMessage = z.infer<typeof message>
export type TelegramFile = z.infer<typeof file>

/** Asked for by name: Telegram leaves reactions out unless told, and keeps an old list otherwise. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'] as const
