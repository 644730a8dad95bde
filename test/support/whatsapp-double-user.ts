/** Virtual people of the double: each has a phone number, a lid and real Signal keys. */
import {
  addTransactionCapability,
  Curve,
  encodeBigEndian,
  encodeWAMessage,
  initAuthCreds,
  proto,
  unpadRandomMax16,
  type AuthenticationCreds,
  type BinaryNode,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys'
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js'
import pino from 'pino'
import { node, seconds, signalKey } from './whatsapp-double-nodes.ts'

const silent = pino({ level: 'silent' })

function memoryKeys(): SignalKeyStore {
  const values = new Map<string, unknown>()
  return {
    get: (type, ids) => {
      const found: Record<string, never> = {}
      for (const id of ids) {
        const value = values.get(`${type}|${id}`)
        if (value !== undefined) found[id] = value as never
      }
      return found
    },
    set: (data) => {
      for (const [type, entries] of Object.entries(data)) {
        for (const [id, value] of Object.entries(entries)) {
          if (value === null) values.delete(`${type}|${id}`)
          else values.set(`${type}|${id}`, value)
        }
      }
    },
  }
}

/** What the server keeps of a device for those who want to write to it. */
export interface KeyBundle {
  readonly registrationId: number
  readonly identity: Uint8Array
  readonly signedPreKey: { readonly id: number; readonly key: Uint8Array; readonly signature: Uint8Array }
  readonly preKey: { readonly id: number; readonly key: Uint8Array } | null
}

export class DoubleUser {
  readonly phone: string
  readonly lid: string
  readonly name: string
  credentials!: AuthenticationCreds
  #keys!: SignalKeyStoreWithTransaction
  #repository!: ReturnType<typeof makeLibSignalRepository>
  readonly #retriesAsked = new Map<string, number>()
  #hasSession = false

  constructor(phone: string, lid: string, name: string) {
    this.phone = phone
    this.lid = lid
    this.name = name
    this.setUpAnew()
  }

  /** The account on a new phone: other keys, no sessions. */
  setUpAnew(): void {
    this.credentials = initAuthCreds()
    this.#hasSession = false
    this.#keys = addTransactionCapability(memoryKeys(), silent, {
      maxCommitRetries: 1,
      delayBetweenTriesMs: 1,
    })
    this.#repository = makeLibSignalRepository({ creds: this.credentials, keys: this.#keys }, silent)
  }

  get lidJid(): string {
    return `${this.lid}@lid`
  }

  get phoneJid(): string {
    return `${this.phone}@s.whatsapp.net`
  }

  /** Encrypts for a device; `takeBundle` is asked once, for the first message or after `forgetSession`. */
  async encrypt(
    deviceJid: string,
    message: proto.IMessage,
    takeBundle: () => KeyBundle,
  ): Promise<{ type: string; ciphertext: Uint8Array }> {
    if (!this.#hasSession) {
      await this.openSession(deviceJid, takeBundle())
      this.#hasSession = true
    }
    return this.#repository.encryptMessage({ jid: deviceJid, data: encodeWAMessage(message) })
  }

  async openSession(deviceJid: string, bundle: KeyBundle): Promise<void> {
    await this.#repository.injectE2ESession({
      jid: deviceJid,
      session: {
        registrationId: bundle.registrationId,
        identityKey: signalKey(bundle.identity),
        signedPreKey: {
          keyId: bundle.signedPreKey.id,
          publicKey: signalKey(bundle.signedPreKey.key),
          signature: bundle.signedPreKey.signature,
        },
        ...(bundle.preKey ? { preKey: { keyId: bundle.preKey.id, publicKey: signalKey(bundle.preKey.key) } } : {}),
      },
    })
  }

  async decrypt(deviceJid: string, enc: BinaryNode): Promise<proto.Message> {
    const bytes = await this.#repository.decryptMessage({
      jid: deviceJid,
      type: enc.attrs['type'] as 'pkmsg' | 'msg',
      ciphertext: enc.content as Uint8Array,
    })
    return proto.Message.decode(unpadRandomMax16(bytes))
  }

  /** The key bundle as the server gives it out. */
  bundleNode(jid: string): BinaryNode {
    return node('user', { jid }, [...this.#identityNodes(), this.#signedPreKeyNode()])
  }

  /** What this phone sends when it could not read a message; null after five tries, as phones do. */
  async retryReceipt(messageId: string): Promise<BinaryNode | null> {
    const asked = (this.#retriesAsked.get(messageId) ?? 0) + 1
    if (asked > 5) return null
    this.#retriesAsked.set(messageId, asked)
    const preKey = Curve.generateKeyPair()
    const preKeyId = 1000 + this.#retriesAsked.size * 10 + asked
    await this.#keys.set({ 'pre-key': { [preKeyId]: preKey } })
    const [registration, ...identity] = this.#identityNodes()
    return node('receipt', { type: 'retry', id: messageId, from: this.lidJid, t: seconds() }, [
      node('retry', { count: String(asked), id: messageId, t: '1', v: '1', error: '0' }),
      registration as BinaryNode,
      node('keys', {}, [
        ...identity,
        node('key', {}, [node('id', {}, encodeBigEndian(preKeyId, 3)), node('value', {}, preKey.public)]),
        this.#signedPreKeyNode(),
      ]),
    ])
  }

  #identityNodes(): BinaryNode[] {
    return [
      node('registration', {}, encodeBigEndian(this.credentials.registrationId)),
      node('type', {}, Buffer.from([5])),
      node('identity', {}, this.credentials.signedIdentityKey.public),
    ]
  }

  #signedPreKeyNode(): BinaryNode {
    const { keyId, keyPair, signature } = this.credentials.signedPreKey
    return node('skey', {}, [
      node('id', {}, encodeBigEndian(keyId, 3)),
      node('value', {}, keyPair.public),
      node('signature', {}, signature),
    ])
  }
}
