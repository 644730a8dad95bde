/** The server's side of the wire: linking, login, the queue, receipts and what the device sends. */
import { EventEmitter } from 'node:events'
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Curve, getBinaryNodeChild, getBinaryNodeChildren, proto, WA_CERT_DETAILS, type BinaryNode } from '@whiskeysockets/baileys'
import { WebSocketServer } from 'ws'
import { guardConsole } from '../../src/channels/whatsapp-web-console-guard.ts'
import { DoubleConnection } from './whatsapp-double-connection.ts'
import { ACCOUNT, Directory } from './whatsapp-double-directory.ts'
import { Mailbox } from './whatsapp-double-mailbox.ts'
import { DoubleMediaHost } from './whatsapp-double-media.ts'
import { makeCertificate } from './whatsapp-double-noise.ts'
import { childBytes, node, seconds, userPart } from './whatsapp-double-nodes.ts'
import { CodePairing, linkStage, pairSuccess } from './whatsapp-double-phone.ts'
import type { DoubleUser } from './whatsapp-double-user.ts'

/** What the device sent to a person; `text` is null when the person's phone could not read it. */
export interface Outgoing {
  readonly id: string
  readonly to: string
  readonly text: string | null
  readonly at: number
}

/** A setting of the chat, not a message that a person reads. */
const NO_TEXT = '\0'

export class DoubleServer extends EventEmitter {
  readonly directory = new Directory()
  readonly mailbox = new Mailbox(this.directory)
  readonly media = new DoubleMediaHost()
  /** What people sent, in order. */
  readonly incoming: { id: string; from: string; text: string }[] = []
  readonly outgoing: Outgoing[] = []
  /** Ids of messages of ours that we took back, in order. */
  readonly revoked: string[] = []
  /** Chats that we let disappear, by the name of the person, with the seconds. */
  readonly disappearing = new Map<string, number>()
  /** Ids of messages that said how long they last. */
  readonly lasting = new Map<string, number>()
  readonly receipts: { id: string; type: string }[] = []
  readonly nacks: { id: string; error: string }[] = []
  readonly retryReceipts: string[] = []
  readonly presences: { to: string; state: string }[] = []
  readonly rejectedCalls: string[] = []
  readonly errors: unknown[] = []
  logins = 0
  connects = 0
  /** Answers messages with this error instead of accepting them, while set. */
  ackError: string | null = null
  acknowledges = true
  /** Refuses to take messages back and to change chats, while set. */
  refusesSettings = false
  saysOfflineIsDone = true
  /** Reads nothing and says nothing any more, though the connection stays. */
  deaf = false
  protected refusal: number | null = null
  #server: WebSocketServer | null = null
  protected connection: DoubleConnection | null = null
  protected linking: DoubleConnection | null = null
  protected code: CodePairing | null = null
  protected linked = false
  readonly #key = Curve.generateKeyPair()
  readonly #certificate = makeCertificate(this.#key)

  /** Starts on a free port, or on the one given. */
  async listen(port = 0): Promise<this> {
    // Baileys compares with WhatsApp's root key; ours stands in its place in test processes only.
    WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(this.#certificate.rootPublicKey)
    // People of the double use libsignal too, which prints their sessions.
    guardConsole()
    await this.media.listen()
    const server = new WebSocketServer({ port, host: '127.0.0.1' })
    this.#server = server
    server.on('connection', (socket) => {
      this.connects += 1
      const connection: DoubleConnection = new DoubleConnection(socket, this.#key, this.#certificate.chain, {
        loggedIn: () => this.#login(connection),
        node: (received) => this.#receive(connection, received),
        closed: () => {
          if (this.connection === connection) this.connection = null
        },
        failed: (error) => this.errors.push(error),
      })
    })
    await new Promise((resolve) => server.once('listening', resolve))
    return this
  }

  get url(): string {
    const address = this.#server?.address() as AddressInfo | null
    return `ws://127.0.0.1:${address?.port ?? 0}/ws/chat`
  }

  get online(): boolean {
    return this.connection?.ready === true
  }

  /** A person's phone read, or received, a message of ours. */
  receipt(user: DoubleUser, id: string, type: 'read' | 'delivery'): void {
    const attrs = { id, from: user.lidJid, t: seconds(), ...(type === 'read' ? { type } : {}) }
    this.connection?.send(node('receipt', attrs))
  }

  async close(): Promise<void> {
    for (const client of this.#server?.clients ?? []) client.terminate()
    await new Promise((resolve) => this.#server?.close(resolve))
    await this.media.close()
  }

  /** The phone took the link away. */
  unlink(): void {
    this.linked = false
    this.directory.forgetDevice()
  }

  protected deliver(stanza: BinaryNode): void {
    if (this.connection?.ready && !this.deaf) this.connection.send(stanza)
  }

  protected link(companionIdentity: Uint8Array, advSecret: Uint8Array): void {
    this.linked = true
    this.linking?.send(pairSuccess(companionIdentity, advSecret, ACCOUNT))
  }

  #login(connection: DoubleConnection): void {
    if (!connection.payload.username) {
      this.linking = connection
      const refs = Array.from({ length: 6 }, () => node('ref', {}, Buffer.from(randomBytes(16).toString('hex'))))
      const attrs = { type: 'set', id: 'link', from: '@s.whatsapp.net' }
      connection.send(node('iq', attrs, [node('pair-device', {}, refs)]))
      return
    }
    const refusal = this.refusal ?? (this.linked ? null : 401)
    this.refusal = null
    if (refusal !== null) {
      connection.sendAndClose(node('failure', { reason: String(refusal) }))
      return
    }
    this.connection?.sendAndClose(node('stream:error', {}, [node('conflict', { type: 'replaced' })]))
    this.connection = connection
    this.logins += 1
    connection.send(node('success', { t: seconds(), props: '1', location: 'double', lid: ACCOUNT.lid }))
  }

  async #receive(connection: DoubleConnection, received: BinaryNode): Promise<void> {
    if (this.deaf) return
    const { tag, attrs } = received
    const id = attrs['id'] ?? ''
    if (tag === 'iq') return this.#answer(connection, received)
    if (tag === 'receipt') return this.#takeReceipt(connection, received)
    if (tag === 'message') return this.#takeMessage(connection, received)
    if (tag === 'chatstate') {
      const state = Array.isArray(received.content) ? (received.content[0]?.tag ?? '') : ''
      this.presences.push({ to: attrs['to'] ?? '', state })
    } else if (tag === 'call') {
      this.rejectedCalls.push(getBinaryNodeChild(received, 'reject')?.attrs['call-id'] ?? '')
      connection.send(node('ack', { class: 'call', id, from: attrs['to'] ?? '' }))
    } else if (tag === 'ack' && attrs['class'] === 'message') {
      this.mailbox.confirm(id)
      if (attrs['error']) this.nacks.push({ id, error: attrs['error'] })
    }
  }

  async #answer(connection: DoubleConnection, iq: BinaryNode): Promise<void> {
    const { id = '', xmlns, type } = iq.attrs
    const answer = (content: BinaryNode[]): void => connection.send(node('iq', { type: 'result', id, from: '@s.whatsapp.net' }, content))
    if (type === 'result') {
      if (getBinaryNodeChild(iq, 'pair-device-sign')) {
        connection.sendAndClose(node('stream:error', { code: '515' }))
      }
      return
    }
    const link = linkStage(iq)
    if (link?.stage === 'companion_hello') this.code = new CodePairing(link.body)
    if (link?.stage === 'companion_finish' && this.code) {
      answer([])
      const { companionIdentity, advSecret } = this.code.finish(link.body)
      return this.link(companionIdentity, advSecret)
    }
    if (xmlns === 'encrypt') return answer(this.directory.answerKeys(iq))
    if (xmlns === 'usync') return answer(this.directory.answerUsers(iq))
    if (xmlns === 'privacy' && type === 'get') {
      return answer([node('privacy', {}, [node('category', { name: 'readreceipts', value: 'all' })])])
    }
    if (xmlns === 'blocklist') return answer([node('list')])
    if (xmlns === 'abt') return answer([node('props', { hash: 'h' }, [])])
    answer([])
    if (getBinaryNodeChild(iq, 'remove-companion-device')) this.unlink()
    if (xmlns === 'passive') this.#flushQueue(connection)
  }

  #flushQueue(connection: DoubleConnection): void {
    const waiting = this.mailbox.waiting
    const count = String(waiting.length)
    const preview = { count, message: count, notification: '0', receipt: '0', appdata: '0' }
    connection.send(node('ib', {}, [node('offline_preview', preview)]))
    for (const [index, stanza] of waiting.entries()) {
      connection.send({ ...stanza, attrs: { ...stanza.attrs, offline: String(index % 10) } })
    }
    connection.ready = true
    if (this.saysOfflineIsDone) connection.send(node('ib', {}, [node('offline', { count })]))
  }

  async #takeReceipt(connection: DoubleConnection, receipt: BinaryNode): Promise<void> {
    const { id = '', type = '', to = '' } = receipt.attrs
    connection.send(node('ack', { class: 'receipt', id, to }))
    if (type === 'server-error') return connection.send(this.media.uploadAgain(receipt))
    if (type === 'retry') {
      this.retryReceipts.push(id)
      const again = await this.mailbox.encryptAgain(receipt)
      if (again) this.deliver(again)
      return
    }
    const more = Array.isArray(receipt.content)
      ? getBinaryNodeChildren(receipt.content[0], 'item').map((item) => item.attrs['id'] ?? '')
      : []
    for (const confirmed of [id, ...more]) {
      this.receipts.push({ id: confirmed, type })
      this.mailbox.confirm(confirmed)
    }
  }

  async #takeMessage(connection: DoubleConnection, message: BinaryNode): Promise<void> {
    const { id = '', to = '' } = message.attrs
    const user = this.directory.find(to)
    const text = user ? await this.#read(connection, user, message) : null
    if (text !== NO_TEXT) this.outgoing.push({ id, to, text, at: Date.now() })
    this.emit('outgoing', id)
    if (!this.acknowledges) return
    const refused = this.ackError ?? (text === NO_TEXT && this.refusesSettings ? '400' : null)
    const error: Record<string, string> = refused ? { error: refused } : {}
    connection.send(node('ack', { class: 'message', id, from: to, t: seconds(), ...error }))
    if (!this.ackError && user && text !== null) this.receipt(user, id, 'delivery')
  }

  async #read(connection: DoubleConnection, user: DoubleUser, message: BinaryNode): Promise<string | null> {
    const id = message.attrs['id'] ?? ''
    const copies = getBinaryNodeChildren(getBinaryNodeChild(message, 'participants'), 'to')
    const own = copies.find(({ attrs }) => [user.lid, user.phone].includes(userPart(attrs['jid'] ?? '')))
    const enc = getBinaryNodeChild(own, 'enc') ?? getBinaryNodeChild(message, 'enc')
    try {
      if (!enc) throw new Error(`no copy for ${user.name}`)
      childBytes(own ?? message, 'enc')
      const content = await user.decrypt(ACCOUNT.lid, enc)
      if (content.protocolMessage) return this.#takeSetting(user, message, content.protocolMessage)
      const lasts = content.extendedTextMessage?.contextInfo?.expiration
      if (lasts) this.lasting.set(id, lasts)
      return content.conversation || content.extendedTextMessage?.text || ''
    } catch {
      const known = this.outgoing.some((sent) => sent.id === id && sent.text !== null)
      const retry = known ? null : await user.retryReceipt(id)
      if (retry) connection.send(retry)
      return null
    }
  }

  /** What a phone does with it: only the writer's own messages, and only when the stanza says what it is. */
  #takeSetting(user: DoubleUser, message: BinaryNode, setting: proto.Message.IProtocolMessage): string {
    if (this.refusesSettings) return NO_TEXT
    const { Type } = proto.Message.ProtocolMessage
    if (setting.type === Type.REVOKE) {
      const id = setting.key?.id ?? ''
      const isOurs = this.outgoing.some((sent) => sent.id === id && this.directory.find(sent.to) === user)
      if (message.attrs['edit'] === '7' && setting.key?.fromMe === true && isOurs) this.revoked.push(id)
      else this.errors.push(new Error('a message was taken back that a phone would not take back'))
    } else if (setting.type === Type.EPHEMERAL_SETTING) this.disappearing.set(user.name, setting.ephemeralExpiration ?? 0)
    return NO_TEXT
  }
}
