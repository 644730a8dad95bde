/** One client at the double: framing, handshake, and nodes in and out. */
import { decodeBinaryNode, encodeBinaryNode, NOISE_WA_HEADER, type BinaryNode, type KeyPair, type proto } from '@whiskeysockets/baileys'
import type { WebSocket } from 'ws'
import { NoiseResponder, type Transport } from './whatsapp-double-noise.ts'

export interface ConnectionHandlers {
  loggedIn(): void
  node(received: BinaryNode): Promise<void>
  closed(): void
  failed(error: unknown): void
}

export class DoubleConnection {
  readonly #socket: WebSocket
  readonly #noise: NoiseResponder
  readonly #handlers: ConnectionHandlers
  #buffer: Buffer = Buffer.alloc(0)
  #sawIntroduction = false
  #saidHello = false
  #transport: Transport | null = null
  #payload: proto.ClientPayload | null = null
  #work: Promise<void> = Promise.resolve()
  /** Set once the client is past `passive`, so that messages go out at once. */
  ready = false

  constructor(socket: WebSocket, staticKey: KeyPair, certificate: Uint8Array, handlers: ConnectionHandlers) {
    this.#socket = socket
    this.#noise = new NoiseResponder(staticKey, certificate)
    this.#handlers = handlers
    socket.on('message', (data: Buffer) => {
      this.#work = this.#work
        .then(() => this.#feed(data))
        .catch((error: unknown) => {
          handlers.failed(error)
          socket.terminate()
        })
    })
    socket.on('close', () => handlers.closed())
  }

  get payload(): proto.ClientPayload {
    if (!this.#payload) throw new Error('the client has not finished the handshake')
    return this.#payload
  }

  send(outgoing: BinaryNode): void {
    if (this.#transport) this.#frame(this.#transport.encrypt(encodeBinaryNode(outgoing)))
  }

  /** Sends a last node, then closes the way a server does. */
  sendAndClose(outgoing: BinaryNode): void {
    this.send(outgoing)
    this.#socket.close()
  }

  /** As when the network goes away. */
  drop(): void {
    this.#socket.terminate()
  }

  #frame(data: Uint8Array): void {
    const length = Buffer.from([data.length >> 16, (data.length >> 8) & 255, data.length & 255])
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(Buffer.concat([length, data]))
  }

  async #feed(data: Buffer): Promise<void> {
    this.#buffer = Buffer.concat([this.#buffer, data])
    if (!this.#sawIntroduction) this.#skipIntroduction()
    while (this.#buffer.length >= 3) {
      const length = this.#buffer.readUIntBE(0, 3)
      if (this.#buffer.length < length + 3) return
      const frame = this.#buffer.subarray(3, 3 + length)
      this.#buffer = this.#buffer.subarray(3 + length)
      await this.#take(frame)
    }
  }

  #skipIntroduction(): void {
    // "ED", two bytes, then the length of the routing information before the usual header.
    if (this.#buffer[0] === 0x45 && this.#buffer[1] === 0x44) {
      this.#buffer = this.#buffer.subarray(7 + this.#buffer.readUIntBE(4, 3))
    }
    this.#buffer = this.#buffer.subarray(NOISE_WA_HEADER.length)
    this.#sawIntroduction = true
  }

  async #take(frame: Buffer): Promise<void> {
    if (this.#transport) {
      await this.#handlers.node(await decodeBinaryNode(Buffer.from(this.#transport.decrypt(frame))))
    } else if (!this.#saidHello) {
      this.#frame(this.#noise.hello(frame))
      this.#saidHello = true
    } else {
      const { payload, transport } = this.#noise.finish(frame)
      this.#payload = payload
      this.#transport = transport
      this.#handlers.loggedIn()
    }
  }
}
