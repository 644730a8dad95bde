/**
 * Encryption at rest: AES-256-GCM, each text naming its key so that keys can be rotated. Keys lie in a
 * folder of their own, mode 0600, beside the data and never in a backup.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandomBytes } from './random.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

export interface Seal {
  /** Encrypts `text`; `place` (table and row) is authenticated, so that a sealed text cannot be moved to another row. */
  seal(text: string, place: string): string
  /** The text again. Throws when it was altered, moved, or its key is missing. */
  open(sealed: string, place: string): string
  /** The same for a file. */
  sealBytes(bytes: Uint8Array, place: string): SealedBytes
  openBytes(sealed: SealedBytes, place: string): Buffer
  /** A keyed hash, hex, 32 characters: for looking a person up without storing the address. */
  hash(text: string): string
  /** Whether the key of this id is there. */
  has(keyId: string): boolean
}

export interface SealedBytes {
  readonly keyId: string
  readonly sealed: Buffer
}

export class MissingKeyError extends Error {
  readonly keyId: string
  constructor(keyId: string) {
    super(`key ${keyId} is missing from the keys folder: put back keys/${keyId}.key from where you keep it safe`)
    this.keyId = keyId
  }
}

/** Keys from memory, for tests and for `ask`, where nothing is written to disk. */
export function createSeal(keys: ReadonlyMap<string, Buffer>, currentKeyId: string, identityKey: Buffer): Seal {
  const key = (id: string): Buffer => {
    const found = keys.get(id)
    if (!found) throw new MissingKeyError(id)
    return found
  }
  const current = key(currentKeyId)
  const freshBytes = createRandomBytes()
  const sealBytes = (bytes: Uint8Array, place: string): SealedBytes => {
    const iv = freshBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', current, iv)
    cipher.setAAD(Buffer.from(place))
    return { keyId: currentKeyId, sealed: Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]) }
  }
  const openBytes = ({ keyId, sealed }: SealedBytes, place: string): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key(keyId), sealed.subarray(0, IV_BYTES))
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()])
  }
  return {
    sealBytes,
    openBytes,
    seal(text, place) {
      const { keyId, sealed } = sealBytes(Buffer.from(text), place)
      return `${keyId}.${sealed.toString('base64url')}`
    },
    open(sealed, place) {
      const dot = sealed.indexOf('.')
      return openBytes({ keyId: sealed.slice(0, dot), sealed: Buffer.from(sealed.slice(dot + 1), 'base64url') }, place).toString('utf8')
    },
    hash(text) {
      return createHmac('sha256', identityKey).update(text).digest('hex').slice(0, 32)
    },
    has: (id) => keys.has(id),
  }
}

/**
 * Keys from `folder`, made on first use. The newest `key-*.key` seals; all of them open.
 * Throws when a file is not 32 bytes of hex.
 */
export function openSeal(folder: string): Seal {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const names = readdirSync(folder)
    .filter((name) => /^key-\d+\.key$/.test(name))
    .sort((a, b) => Number(a.slice(4, -4)) - Number(b.slice(4, -4)))
  if (names.length === 0) {
    writeKey(join(folder, 'key-1.key'))
    names.push('key-1.key')
  }
  const identityPath = join(folder, 'identity.key')
  if (!existsSync(identityPath)) writeKey(identityPath)
  const keys = new Map(names.map((name) => [name.slice(0, -4), readKey(join(folder, name))]))
  return createSeal(keys, names.at(-1)!.slice(0, -4), readKey(identityPath))
}

/** A seal whose keys live only as long as the process. */
export function ephemeralSeal(): Seal {
  return createSeal(new Map([['memory', randomBytes(KEY_BYTES)]]), 'memory', randomBytes(KEY_BYTES))
}

function writeKey(path: string): void {
  writeFileSync(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
}

function readKey(path: string): Buffer {
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
  if (key.length !== KEY_BYTES) throw new Error(`${path} does not hold a key of 64 hexadecimal digits: put the original file back`)
  return key
}
