/** Small words for WhatsApp's binary nodes. */
import { randomBytes } from 'node:crypto'
import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys'

export function node(tag: string, attrs: Record<string, string> = {}, content?: BinaryNode['content']): BinaryNode {
  return content === undefined ? { tag, attrs } : { tag, attrs, content }
}

export const seconds = (): string => String(Math.floor(Date.now() / 1000))

/** The id of a message as a phone makes it. */
export const phoneMessageId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`

/** `123` of `123:7@lid`. */
export const userPart = (jid: string): string => jid.split(/[:@]/)[0] ?? ''

export function childBytes(parent: BinaryNode | undefined, tag: string): Buffer {
  const content = getBinaryNodeChild(parent, tag)?.content
  if (!(content instanceof Uint8Array)) throw new Error(`node has no bytes in <${tag}>`)
  return Buffer.from(content)
}

export const unsigned = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

/** Signal writes public keys with the byte 5 in front. */
export const signalKey = (key: Uint8Array): Buffer => Buffer.concat([Buffer.from([5]), key])
