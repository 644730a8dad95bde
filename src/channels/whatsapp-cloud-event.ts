/**
 * The part of a Cloud API webhook that we read, as schemas. Tolerant on purpose: a field of an unexpected shape is
 * absent, and never costs the rest of a message that may tell of danger.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
import { z } from 'zod'

const text = z.string().optional().catch(undefined)
/** Meta writes seconds as text. Nothing later than the year 9999. */
const seconds = z.coerce.number().int().positive().max(253_402_300_799).optional().catch(undefined)
const list = z.array(z.unknown()).optional().catch(undefined)

const file = z.object({ id: z.string(), mime_type: text, caption: text }).optional().catch(undefined)
const reply = z.object({ id: text, title: text }).optional().catch(undefined)

const content = {
  type: text,
  text: z.object({ body: text }).optional().catch(undefined),
  image: file,
  audio: file,
  video: file,
  document: file,
  sticker: z.looseObject({}).optional().catch(undefined),
  location: z
    .object({ latitude: z.coerce.number().min(-90).max(90), longitude: z.coerce.number().min(-180).max(180) })
    .optional()
    .catch(undefined),
  contacts: list,
  interactive: z.object({ button_reply: reply, list_reply: reply }).optional().catch(undefined),
  button: z.object({ text, payload: text }).optional().catch(undefined),
  reaction: z.object({ message_id: text, emoji: text }).optional().catch(undefined),
  revoke: z.object({ original_message_id: text }).optional().catch(undefined),
}

const plainContent = z.object(content)

export const messageSchema = z.object({
  id: z.string().min(1),
  from: text,
  from_user_id: text,
  to: text,
  group_id: text,
  timestamp: seconds,
  ...content,
  edit: z
    .object({ original_message_id: text, message: plainContent.optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

export const statusSchema = z.object({
  id: z.string().min(1),
  status: text,
  biz_opaque_callback_data: text,
  errors: z
    .array(z.object({ code: z.coerce.number().int() }))
    .optional()
    .catch(undefined),
})

export const callSchema = z.object({ id: z.string().min(1), from: text, from_user_id: text, event: text, timestamp: seconds })

const value = z.object({
  metadata: z.object({ phone_number_id: text }).optional().catch(undefined),
  contacts: z
    .array(z.object({ wa_id: text, user_id: text }).catch({ wa_id: undefined, user_id: undefined }))
    .optional()
    .catch(undefined),
  messages: list,
  message_echoes: list,
  statuses: list,
  calls: list,
  errors: list,
  event: text,
})

const change = z.object({ field: text, value })

export const webhookSchema = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: list })),
})

export const changeSchema = change
export type CloudMessage = z.infer<typeof messageSchema>
export type CloudContent = z.infer<typeof plainContent>
export type CloudChange = z.infer<typeof change>
