/** Cloud API webhooks to our messages and reports, and our bubbles to its payloads. Pure: no network, never throws. */
import type { Bubble, Choice, IncomingContent, IncomingMessage } from '../message.ts'
import type { DeliveryReport } from './channel.ts'
import { splitText } from './split-text.ts'
import { readContent, wordsOf } from './whatsapp-cloud-content.ts'
import { reasonOf } from './whatsapp-cloud-errors.ts'
import {
  callSchema,
  changeSchema,
  messageSchema,
  statusSchema,
  webhookSchema,
  type CloudChange,
  type CloudMessage,
} from './whatsapp-cloud-event.ts'

export interface TranslationContext {
  /** What is about another number of the same account is not ours. */
  readonly phoneNumberId: string
  /** Used where no time is given. Milliseconds since 1970. */
  readonly receivedAt: number
}

export interface Translation {
  /** Oldest first. */
  readonly messages: readonly IncomingMessage[]
  readonly reports: readonly DeliveryReport[]
  /** Meta's word for what it did to the account: `ACCOUNT_RESTRICTION`, … */
  readonly accountEvents: readonly string[]
  /** Names of what was left out, for counting: never text or ids. */
  readonly ignored: readonly string[]
}

interface Found {
  readonly messages: IncomingMessage[]
  readonly reports: DeliveryReport[]
  readonly accountEvents: string[]
  readonly ignored: string[]
}

/** Everything one webhook says: it may hold many entries, changes and messages. Whatever it holds, this returns. */
export function translateWebhook(body: unknown, context: TranslationContext): Translation {
  const found: Found = { messages: [], reports: [], accountEvents: [], ignored: [] }
  const parsed = webhookSchema.safeParse(body)
  if (!parsed.success) return { ...found, ignored: ['malformed'] }
  for (const { changes } of parsed.data.entry) {
    for (const one of changes ?? []) {
      const change = changeSchema.safeParse(one)
      if (change.success) translateChange(change.data, context, found)
      else found.ignored.push('malformed-change')
    }
  }
  // Stable: two messages of the same second stay as they came.
  found.messages.sort((a, b) => a.sentAt - b.sentAt)
  return found
}

function translateChange({ field, value }: CloudChange, context: TranslationContext, found: Found): void {
  const number = value.metadata?.phone_number_id
  if (number !== undefined && number !== context.phoneNumberId) return void found.ignored.push('other-number')
  switch (field) {
    case 'messages':
      for (const one of value.messages ?? []) addMessage(one, value, context, found)
      for (const one of value.statuses ?? []) addStatus(one, found)
      if (value.errors) found.ignored.push('errors')
      return
    case 'smb_message_echoes':
      for (const one of value.message_echoes ?? []) addEcho(one, context, found)
      return
    case 'calls':
      for (const one of value.calls ?? []) addCall(one, context, found)
      return
    case 'account_update':
      found.accountEvents.push((value.event ?? 'unknown').slice(0, 40))
      return
    default:
      found.ignored.push((field ?? 'unnamed').slice(0, 40))
  }
}

function addMessage(one: unknown, value: CloudChange['value'], context: TranslationContext, found: Found): void {
  const parsed = messageSchema.safeParse(one)
  if (!parsed.success) return void found.ignored.push('malformed-message')
  const message = parsed.data
  // An office's groups hold people who must not learn of each other.
  if (message.group_id !== undefined) return void found.ignored.push('group-message')
  const userId =
    message.from_user_id ?? value.contacts?.find((contact) => contact.wa_id !== undefined && contact.wa_id === message.from)?.user_id
  const only = value.contacts?.length === 1 && value.messages?.length === 1 ? value.contacts[0]?.user_id : undefined
  const addresses = addressesOf(message.from, userId ?? (message.from === undefined ? only : undefined))
  if (!addresses) return void found.ignored.push('no-sender')
  const content = readContent(message)
  if (content.kind === 'notice') return void found.ignored.push(content.name)
  found.messages.push(incoming(message.id, addresses, message.timestamp, content, context))
}

/** What staff typed in the WhatsApp Business app on the same number: the assistant must not talk over them. */
function addEcho(one: unknown, context: TranslationContext, found: Found): void {
  const parsed = messageSchema.safeParse(one)
  const addresses = parsed.success ? addressesOf(parsed.data.to, undefined) : null
  if (!parsed.success || !addresses) return void found.ignored.push('malformed-echo')
  const message: CloudMessage = parsed.data
  if (message.edit || message.revoke || message.reaction) return void found.ignored.push('echo-without-words')
  found.messages.push(incoming(message.id, addresses, message.timestamp, { kind: 'typed-on-phone', text: wordsOf(message) }, context))
}

/** Nobody takes calls: the conversation says so. */
function addCall(one: unknown, context: TranslationContext, found: Found): void {
  const parsed = callSchema.safeParse(one)
  const call = parsed.success ? parsed.data : null
  const addresses = call ? addressesOf(call.from, call.from_user_id) : null
  if (!call || !addresses || call.event !== 'connect') return void found.ignored.push('call-event')
  found.messages.push(incoming(`call:${call.id}`, addresses, call.timestamp, { kind: 'unsupported', what: 'call' }, context))
}

const REPORTED: Readonly<Record<string, DeliveryReport['state']>> = {
  sent: 'accepted',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'refused',
}

function addStatus(one: unknown, found: Found): void {
  const parsed = statusSchema.safeParse(one)
  const state = parsed.success && Object.hasOwn(REPORTED, parsed.data.status ?? '') ? REPORTED[parsed.data.status ?? ''] : undefined
  if (!parsed.success || state === undefined) return void found.ignored.push('status')
  const { id, biz_opaque_callback_data: outboxId, errors } = parsed.data
  found.reports.push({
    channel: 'whatsapp',
    providerId: id,
    ...(outboxId === undefined ? {} : { outboxId }),
    state,
    reason: state === 'refused' ? reasonOf(errors?.[0]?.code ?? 0) : null,
  })
}

function incoming(
  externalId: string,
  addresses: readonly [string, ...string[]],
  seconds: number | undefined,
  content: IncomingContent,
  context: TranslationContext,
): IncomingMessage {
  const sentAt = seconds === undefined ? context.receivedAt : Math.min(seconds * 1000, context.receivedAt)
  return { channel: 'whatsapp', externalId, addresses, sentAt, content, appLanguage: null, backlog: false }
}

const PHONE = '@s.whatsapp.net'

/**
 * The person's ids, the phone first; null when there is none. Phones are written as the paired phone's channel writes
 * them, so that a number that moves from one to the other keeps its conversations. Since 2026 a person may have no
 * phone number, only an id that Meta gives for this business.
 */
export function addressesOf(phone: string | undefined, userId: string | undefined): readonly [string, ...string[]] | null {
  const found = [
    ...(phone !== undefined && /^\d{5,20}$/.test(phone) ? [`${phone}${PHONE}`] : []),
    ...(userId !== undefined && /^[A-Z]{2}\.[\w.]{1,128}$/.test(userId) ? [userId] : []),
  ]
  const [first, ...more] = found
  return first === undefined ? null : [first, ...more]
}

/** How a message names whom it is for; null for an address that only another channel knows. */
export function recipient(address: string): { readonly to: string } | { readonly recipient: string } | null {
  if (address.endsWith(PHONE)) return { to: address.slice(0, -PHONE.length) }
  return addressesOf(undefined, address) ? { recipient: address } : null
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/{text,interactive-reply-buttons,interactive-list}-messages */
export const LIMITS = { text: 4096, body: 1024, buttons: 3, buttonTitle: 20, rows: 10, rowTitle: 24, rowDescription: 72, id: 200 } as const

type Payload = Readonly<Record<string, unknown>> & { readonly type: 'text' | 'interactive' | 'template' }

/**
 * The messages that show a bubble, in order; none when it has no text. Up to three short choices become buttons, up to
 * ten a list, numbered as they can be typed; everything else numbered lines. Never more than one message where one is
 * enough: WhatsApp slows down who writes much to one person.
 */
export function bubbleToPayloads(bubble: Bubble): readonly Payload[] {
  const text = bubble.text.trim()
  const choices = bubble.choices ?? []
  if (choices.length === 0) return splitText(text, LIMITS.text).map(textPayload)
  if (text !== '' && text.length <= LIMITS.body && choices.every(hasSoundId)) {
    if (choices.length <= LIMITS.buttons && choices.every((choice, index) => numbered(choice, index).length <= LIMITS.buttonTitle))
      return [interactive(text, { type: 'button', action: { buttons: choices.map(button) } })]
    if (choices.length <= LIMITS.rows && choices.every((choice) => choice.label.length <= LIMITS.rowDescription))
      return [interactive(text, { type: 'list', action: { button: 'Pilih / Choose', sections: [{ rows: choices.map(row) }] } })]
  }
  return splitText([text, '', ...choices.map(numbered)].join('\n'), LIMITS.text).map(textPayload)
}

export function templatePayload(template: { readonly name: string; readonly language: string }): Payload {
  return { type: 'template', template: { name: template.name, language: { code: template.language } } }
}

function textPayload(body: string): Payload {
  return { type: 'text', text: { body, preview_url: false } }
}

function interactive(text: string, rest: object): Payload {
  return { type: 'interactive', interactive: { body: { text }, ...rest } }
}

function button(choice: Choice, index: number): object {
  return { type: 'reply', reply: { id: choice.id, title: numbered(choice, index) } }
}

function row(choice: Choice, index: number): object {
  const title = numbered(choice, index)
  return title.length <= LIMITS.rowTitle ? { id: choice.id, title } : { id: choice.id, title: `${index + 1}`, description: choice.label }
}

function numbered(choice: Choice, index: number): string {
  return `${index + 1} ${choice.label}`
}

function hasSoundId(choice: Choice): boolean {
  return choice.id !== '' && choice.id.length <= LIMITS.id && choice.label.trim() !== ''
}
