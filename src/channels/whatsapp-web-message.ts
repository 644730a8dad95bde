/** WhatsApp's messages to ours, and our bubbles to its texts. Pure. */
import { decodeMessageNode, jidDecode, proto, unpadRandomMax16, type BinaryNode, type WAMessage } from '@whiskeysockets/baileys'
import type { Bubble, IncomingContent, IncomingMessage } from '../message.ts'
import { contentOf, textOf, unwrap } from './whatsapp-web-content.ts'

/** Meta's assistant and WhatsApp's own announcements write like people but are none. */
const NOT_PEOPLE: ReadonlySet<string> = new Set(['13135550002', '0'])

export interface Account {
  /** The account's own ids, with or without the device. */
  readonly jid: string
  readonly lid: string
}

/** `…@lid` or `…@s.whatsapp.net` without the device; null for groups, broadcasts, channels and bots. */
export function personAddress(jid: string | null | undefined): string | null {
  const decoded = jid ? jidDecode(jid) : undefined
  if (!decoded?.user || NOT_PEOPLE.has(decoded.user)) return null
  if (decoded.server === 'lid' || decoded.server === 'hosted.lid') return `${decoded.user}@lid`
  if (['s.whatsapp.net', 'c.us', 'hosted'].includes(decoded.server)) {
    return `${decoded.user}@s.whatsapp.net`
  }
  return null
}

const isLid = (address: string): boolean => address.endsWith('@lid')

/** The person's ids, the lid first; null when the chat is not with one person, or is the account's own. */
export function addressesOf(ids: readonly (string | null | undefined)[], account: Account): readonly [string, ...string[]] | null {
  const own = [personAddress(account.jid), personAddress(account.lid)]
  const chat = personAddress(ids[0])
  if (!chat || own.includes(chat)) return null
  const found = new Set([chat, ...ids.map(personAddress)])
  const people = [...found].filter((id) => id !== null && !own.includes(id)) as string[]
  const [first, ...more] = people.sort((a, b) => Number(isLid(b)) - Number(isLid(a)))
  return first === undefined ? null : [first, ...more]
}

/** Null when the message is not for us: a group, a channel, settings, or nothing that a person said. */
export function toIncoming(message: WAMessage, account: Account, backlog: boolean): IncomingMessage | null {
  const { id, remoteJid, remoteJidAlt } = message.key
  const addresses = addressesOf([remoteJid, remoteJidAlt], account)
  if (!id || !addresses) return null
  const content = message.key.fromMe ? staffContent(message) : personContent(message, id, addresses[0])
  if (!content) return null
  return {
    channel: 'whatsapp',
    // The real content may still come under the same id, and must not count as known then.
    externalId: content.kind === 'undecryptable' ? `${id}:undecryptable` : id,
    addresses,
    sentAt: Number(message.messageTimestamp ?? 0) * 1000,
    content,
    appLanguage: null,
    backlog,
  }
}

function personContent(message: WAMessage, id: string, remoteJid: string): IncomingContent | null {
  if (message.message) {
    try {
      return contentOf(message.message, { id, remoteJid })
    } catch {
      // Whatever a sender put together, the person did write: say so rather than nothing.
      return { kind: 'unsupported', what: 'unreadable' }
    }
  }
  if (message.key.isViewOnce) return { kind: 'unsupported', what: 'viewOnceMessage' }
  if (message.messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT) {
    return { kind: 'undecryptable' }
  }
  return null
}

/** Only what staff wrote pauses the bot; a reaction or a deletion on the phone does not. */
function staffContent({ message }: WAMessage): IncomingContent | null {
  if (!message) return null
  const inner = unwrap(message)
  if (inner.protocolMessage || inner.reactionMessage) return null
  const content = contentOf(inner, { id: '', remoteJid: '' })
  return content && { kind: 'typed-on-phone', text: textOf(inner) }
}

/** From a stanza and its decrypted bytes, before Baileys has put them together. Throws on bytes that are no message. */
export function fromDecrypted(stanza: BinaryNode, plaintext: Uint8Array, account: Account): IncomingMessage | null {
  const { fullMessage } = decodeMessageNode(stanza, account.jid, account.lid)
  const message = proto.Message.decode(unpadRandomMax16(plaintext))
  const whole = { ...fullMessage, message: message.deviceSentMessage?.message ?? message }
  return toIncoming(whole, account, stanza.attrs['offline'] !== undefined)
}

/** A call, which nobody takes: the conversation says so. Null when it is a group call. */
export function fromCall(
  call: { id: string; from: string; callerPn?: string; date: Date; offline: boolean },
  account: Account,
): IncomingMessage | null {
  const addresses = addressesOf([call.from, call.callerPn], account)
  if (!addresses) return null
  return {
    channel: 'whatsapp',
    externalId: `call:${call.id}`,
    addresses,
    sentAt: call.date.getTime(),
    content: { kind: 'unsupported', what: 'call' },
    appLanguage: null,
    backlog: call.offline,
  }
}

/** Choices become numbered lines: buttons do not reach everyone over WhatsApp Web. */
export function bubbleText({ text, choices = [] }: Bubble): string {
  const lines = choices.map(({ label }, index) => `${index + 1} ${label}`)
  return lines.length > 0 ? `${text}\n\n${lines.join('\n')}` : text
}
