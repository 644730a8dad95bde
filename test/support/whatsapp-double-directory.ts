/** What the double's server knows: people, the account's devices, their keys; and the answers to queries about them. */
import { getBinaryNodeChild, getBinaryNodeChildren, type BinaryNode } from '@whiskeysockets/baileys'
import { childBytes, node, unsigned, userPart } from './whatsapp-double-nodes.ts'
import { DoubleUser, type KeyBundle } from './whatsapp-double-user.ts'

/** The linked device (`:7`) of the account; the phone itself is device 0. */
export const ACCOUNT = {
  jid: '628999000111:7@s.whatsapp.net',
  lid: '99887766554433:7@lid',
} as const

export class Directory {
  readonly phone = new DoubleUser(userPart(ACCOUNT.jid), userPart(ACCOUNT.lid), 'phone')
  readonly #users = new Map<string, DoubleUser>()
  #preKeys: { id: number; key: Buffer }[] = []
  /** A server that has none is given 812, which costs a third of a second to make; one that has few is given five. */
  leastPreKeys = 1
  #device: Omit<KeyBundle, 'preKey'> | null = null

  constructor() {
    this.#add(this.phone)
  }

  addUser(number: number): DoubleUser {
    const digits = String(10_000_000 + number)
    const user = new DoubleUser(`6281${digits}`, `1000000${digits}`, `user${number}`)
    this.#add(user)
    return user
  }

  find(jid: string): DoubleUser | undefined {
    return this.#users.get(userPart(jid))
  }

  /** The linked device's keys for one new session; each one-time key is given out once. */
  takeDeviceBundle(): KeyBundle {
    if (!this.#device) throw new Error('the linked device has uploaded no keys')
    return { ...this.#device, preKey: this.#preKeys.shift() ?? null }
  }

  forgetDevice(): void {
    this.#device = null
    this.#preKeys = []
  }

  /** Queries under `encrypt`: how many one-time keys are left, uploads, and key bundles of people. */
  answerKeys(iq: BinaryNode): BinaryNode[] {
    const first = Array.isArray(iq.content) ? iq.content[0] : undefined
    if (iq.attrs['type'] === 'set') {
      if (!getBinaryNodeChild(iq, 'rotate')) this.#storeDevice(iq)
      return []
    }
    if (first?.tag === 'count') return [node('count', { value: String(Math.max(this.leastPreKeys, this.#preKeys.length)) })]
    if (first?.tag === 'digest') return [node('digest')]
    const users = getBinaryNodeChildren(first, 'user').map(({ attrs }) => {
      const jid = attrs['jid'] ?? ''
      const missing = node('user', { jid }, [node('error', { code: '404', text: 'item-not-found' })])
      return this.find(jid)?.bundleNode(jid) ?? missing
    })
    return [node('list', {}, users)]
  }

  /** `usync`: devices and lids. */
  answerUsers(iq: BinaryNode): BinaryNode[] {
    const query = getBinaryNodeChild(iq, 'usync')
    const asked = getBinaryNodeChildren(getBinaryNodeChild(query, 'list'), 'user')
    const users = asked.map(({ attrs }) => {
      const jid = attrs['jid'] ?? ''
      const user = this.find(jid)
      const devices = [node('device', { id: '0' })]
      if (user === this.phone) devices.push(node('device', { id: '7', 'key-index': '7' }))
      return node('user', { jid }, [
        node('devices', {}, [node('device-list', {}, devices)]),
        ...(user ? [node('lid', { val: user.lidJid })] : []),
      ])
    })
    return [node('usync', {}, [node('list', {}, users)])]
  }

  #add(user: DoubleUser): void {
    this.#users.set(user.phone, user)
    this.#users.set(user.lid, user)
  }

  #storeDevice(iq: BinaryNode): void {
    const signed = getBinaryNodeChild(iq, 'skey')
    this.#device = {
      registrationId: unsigned(childBytes(iq, 'registration')),
      identity: childBytes(iq, 'identity'),
      signedPreKey: {
        id: unsigned(childBytes(signed, 'id')),
        key: childBytes(signed, 'value'),
        signature: childBytes(signed, 'signature'),
      },
    }
    for (const key of getBinaryNodeChildren(getBinaryNodeChild(iq, 'list'), 'key')) {
      this.#preKeys.push({ id: unsigned(childBytes(key, 'id')), key: childBytes(key, 'value') })
    }
  }
}
