/** Messages on their way to the linked device: kept until it confirmed them, as the real server does. */
import { getBinaryNodeChild, proto, type BinaryNode } from '@whiskeysockets/baileys'
import { ACCOUNT, type Directory } from './whatsapp-double-directory.ts'
import { childBytes, node, phoneMessageId, seconds, unsigned } from './whatsapp-double-nodes.ts'
import type { DoubleUser } from './whatsapp-double-user.ts'

export interface SendOptions {
  /** The message id; a fresh one unless given. */
  readonly id?: string
  /** More attributes of the stanza, or others in place of the usual ones. */
  readonly attrs?: Record<string, string>
  /** How the sender is named: by lid (as today) or by phone number (as older servers do). */
  readonly addressing?: 'lid' | 'phone'
  /** Leaves out the other name of the sender. */
  readonly withoutAlternative?: boolean
  /** Without any encryption, which only the server itself could inject. */
  readonly unencrypted?: boolean
  /** Flips a byte, so that decryption fails. */
  readonly corrupted?: boolean
}

interface Sent {
  readonly user: DoubleUser
  readonly message: proto.IMessage
  readonly attrs: Record<string, string>
  stanza: BinaryNode
}

export class Mailbox {
  readonly #directory: Directory
  readonly #waiting = new Map<string, BinaryNode>()
  readonly #sent = new Map<string, Sent>()

  constructor(directory: Directory) {
    this.#directory = directory
  }

  get size(): number {
    return this.#waiting.size
  }

  get waiting(): BinaryNode[] {
    return [...this.#waiting.values()]
  }

  put(stanza: BinaryNode): void {
    this.#waiting.set(stanza.attrs['id'] ?? '', stanza)
  }

  confirm(id: string): void {
    this.#waiting.delete(id)
  }

  stanzaOf(id: string): BinaryNode {
    const sent = this.#sent.get(id)
    if (!sent) throw new Error(`nothing was sent under ${id}`)
    return sent.stanza
  }

  async fromPerson(user: DoubleUser, message: proto.IMessage, options: SendOptions): Promise<BinaryNode> {
    const id = options.id ?? phoneMessageId()
    const byLid = options.addressing !== 'phone'
    const alternative: Record<string, string> = byLid ? { sender_pn: user.phoneJid } : { sender_lid: user.lidJid }
    const attrs = {
      id,
      from: byLid ? user.lidJid : user.phoneJid,
      ...(options.withoutAlternative ? {} : alternative),
      addressing_mode: byLid ? 'lid' : 'pn',
      type: 'text',
      t: seconds(),
      notify: user.name,
      ...options.attrs,
    }
    const body = options.unencrypted
      ? node('plaintext', {}, proto.Message.encode(message).finish())
      : await this.#encrypt(user, message, options.corrupted === true)
    return this.#keep(user, message, attrs, body)
  }

  /** A copy of what the owner of the account wrote on the phone to `to`. */
  async fromPhone(to: DoubleUser, message: proto.IMessage): Promise<BinaryNode> {
    const phone = this.#directory.phone
    const copy = { deviceSentMessage: { destinationJid: to.lidJid, message } }
    const attrs = {
      id: phoneMessageId(),
      from: phone.lidJid,
      recipient: to.lidJid,
      peer_recipient_pn: to.phoneJid,
      addressing_mode: 'lid',
      type: 'text',
      t: seconds(),
    }
    return this.#keep(phone, copy, attrs, await this.#encrypt(phone, copy, false))
  }

  /** The sender's phone answers a retry receipt: encrypts again under the same id, in a new session when keys came along. */
  async encryptAgain(receipt: BinaryNode): Promise<BinaryNode | null> {
    const sent = this.#sent.get(receipt.attrs['id'] ?? '')
    const count = getBinaryNodeChild(receipt, 'retry')?.attrs['count'] ?? '1'
    if (!sent || Number(count) > 5) return null
    const keys = getBinaryNodeChild(receipt, 'keys')
    if (keys) {
      const signed = getBinaryNodeChild(keys, 'skey')
      const oneTime = getBinaryNodeChild(keys, 'key')
      await sent.user.openSession(ACCOUNT.lid, {
        registrationId: unsigned(childBytes(receipt, 'registration')),
        identity: childBytes(keys, 'identity'),
        signedPreKey: {
          id: unsigned(childBytes(signed, 'id')),
          key: childBytes(signed, 'value'),
          signature: childBytes(signed, 'signature'),
        },
        preKey:
          (oneTime && {
            id: unsigned(childBytes(oneTime, 'id')),
            key: childBytes(oneTime, 'value'),
          }) ||
          null,
      })
    }
    const enc = await this.#encrypt(sent.user, sent.message, false)
    enc.attrs['count'] = count
    return this.#keep(sent.user, sent.message, sent.attrs, enc)
  }

  async #encrypt(user: DoubleUser, message: proto.IMessage, corrupted: boolean): Promise<BinaryNode> {
    const { type, ciphertext } = await user.encrypt(ACCOUNT.lid, message, () => this.#directory.takeDeviceBundle())
    const bytes = Buffer.from(ciphertext)
    if (corrupted) {
      // The last byte belongs to the authentication code of either kind of message or of its last field.
      const at = bytes.length - 1
      bytes[at] = (bytes[at] ?? 0) ^ 0xff
    }
    return node('enc', { v: '2', type }, bytes)
  }

  #keep(user: DoubleUser, message: proto.IMessage, attrs: Record<string, string>, body: BinaryNode): BinaryNode {
    const stanza = node('message', attrs, [body])
    this.#sent.set(attrs['id'] ?? '', { user, message, attrs, stanza })
    this.put(stanza)
    return stanza
  }
}
