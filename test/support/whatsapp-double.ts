/**
 * A WhatsApp Web server on loopback for Baileys: handshake, linking, login, Signal messages both ways, receipts,
 * the offline queue, and faults on demand. It keeps every message until the device confirmed it, and people see a
 * message id once: that is what is believed of the real one.
 */
import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import type { SendOptions } from './whatsapp-double-mailbox.ts'
import { node, seconds } from './whatsapp-double-nodes.ts'
import { secretOfQr } from './whatsapp-double-phone.ts'
import { DoubleServer } from './whatsapp-double-server.ts'
import type { DoubleUser } from './whatsapp-double-user.ts'

/** What people, the phone's owner and the network do. */
export class WhatsAppDouble extends DoubleServer {
  /** The texts that a person sees: each message id once. */
  seenBy(user: DoubleUser): string[] {
    const seen = new Map<string, string>()
    for (const { id, to, text } of this.outgoing) {
      if (this.directory.find(to) === user && text !== null && !this.revoked.includes(id)) seen.set(id, text)
    }
    return [...seen.values()]
  }

  scanQr(qr: string): void {
    if (!this.linking) throw new Error('no device waits to be linked')
    const identity = this.linking.payload.devicePairingData?.eIdent
    if (!identity) throw new Error('the device sent no identity')
    this.link(identity, secretOfQr(qr))
  }

  /** No QR is left to show: nobody scanned in time. */
  endQrs(): void {
    const attrs = { type: 'set', id: 'link-end', from: '@s.whatsapp.net' }
    this.linking?.send(node('iq', attrs, [node('pair-device', {}, [])]))
  }

  async typeCode(code: string): Promise<void> {
    if (!this.code) throw new Error('the device asked for no code')
    this.linking?.send(await this.code.typeCode(code))
  }

  async send(user: DoubleUser, content: string | proto.IMessage, options: SendOptions = {}): Promise<string> {
    const message = typeof content === 'string' ? { conversation: content } : content
    const stanza = await this.mailbox.fromPerson(user, message, options)
    const id = stanza.attrs['id'] ?? ''
    this.incoming.push({ id, from: user.lidJid, text: message.conversation ?? '' })
    this.deliver(stanza)
    return id
  }

  async typeOnPhone(to: DoubleUser, text: string): Promise<string> {
    const stanza = await this.mailbox.fromPhone(to, { conversation: text })
    this.deliver(stanza)
    return stanza.attrs['id'] ?? ''
  }

  call(user: DoubleUser, id: string): void {
    const attrs = { id: `call-${id}`, from: user.lidJid, t: seconds() }
    const offer = { 'call-id': id, 'call-creator': user.lidJid, caller_pn: user.phoneJid }
    this.connection?.send(node('call', attrs, [node('offer', offer, [])]))
  }

  /** Any stanza, kept until confirmed like a message. */
  sendStanza(stanza: BinaryNode): void {
    this.mailbox.put(stanza)
    this.deliver(stanza)
  }

  /** The same stanza once more, though it was delivered. */
  redeliver(id: string): void {
    this.connection?.send(this.mailbox.stanzaOf(id))
  }

  /** A person's phone could not read a message of ours and asks for it again. */
  askAgain(user: DoubleUser, id: string): void {
    void user.retryReceipt(id).then((retry) => retry && this.connection?.send(retry))
  }

  /** Ends the connection for the reason given, as the server says it. */
  disconnect(code: number): void {
    const children =
      code === 440 ? [node('conflict', { type: 'replaced' })] : code === 401 ? [node('conflict', { type: 'device_removed' })] : undefined
    if (code === 401) this.unlink()
    if (code === 428) this.connection?.sendAndClose(node('xmlstreamend'))
    else if (code === 411) {
      this.connection?.sendAndClose(node('ib', {}, [node('downgrade_webclient')]))
    } else {
      const attrs: Record<string, string> = code === 440 ? {} : { code: String(code) }
      this.connection?.sendAndClose(node('stream:error', attrs, children))
    }
  }

  /** The next login is answered with `<failure>`. */
  refuseNextLogin(reason: number): void {
    this.refusal = reason
  }

  drop(): void {
    this.connection?.drop()
  }
}
