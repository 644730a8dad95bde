/**
 * Fetches a file that a person sent. The address is built from the path and one fixed host, never taken from
 * the message: Baileys' own download would follow whatever host a sender wrote, without limit or check.
 */
import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { hkdf, proto, type WAMessage } from '@whiskeysockets/baileys'
import type { MediaLimits, MediaResult } from './channel.ts'

export const MEDIA_ORIGIN = 'https://mmg.whatsapp.net'

export interface MediaParts {
  readonly origin: string
  /** Ends a download under way. */
  readonly stop: AbortSignal
  /** Asks the sender's phone to put the file up again; gives the message with the new path. */
  readonly askAgain: (message: WAMessage) => Promise<WAMessage>
}

/** WhatsApp adds a padding block and ten bytes of authentication to each file. */
const OVERHEAD = 26
const MAC_BYTES = 10

interface Part {
  readonly kind: 'Audio' | 'Image' | 'Document' | 'Video'
  readonly mediaKey: Uint8Array
  readonly directPath: string
  readonly encryptedHash: Uint8Array
  readonly plainHash: Uint8Array
  readonly bytes: number
}

/** `handle` is that of a `MediaReference`. Never rejects. */
export async function downloadMedia(handle: string, limits: MediaLimits, { origin, stop, askAgain }: MediaParts): Promise<MediaResult> {
  const message = decodeHandle(handle)
  const part = message && partOf(message)
  if (!message || !part) return { status: 'failed', reason: 'handle' }
  if (part.bytes > limits.bytes) return { status: 'failed', reason: 'too-big' }
  const first = await fetchPart(part, limits, origin, stop)
  if (first.status === 'ok' || first.reason !== 'gone') return first
  try {
    const again = partOf(await withDeadline(askAgain(message), limits.milliseconds, stop))
    return again ? await fetchPart(again, limits, origin, stop) : first
  } catch {
    return first
  }
}

function decodeHandle(handle: string): WAMessage | null {
  try {
    const { key, message } = proto.WebMessageInfo.decode(Buffer.from(handle, 'base64'))
    return key && message ? { key, message } : null
  } catch {
    return null
  }
}

function partOf({ message }: WAMessage): Part | null {
  if (!message) return null
  const found = (
    [
      ['Audio', message.audioMessage],
      ['Image', message.imageMessage],
      ['Document', message.documentMessage],
      ['Video', message.videoMessage],
    ] as const
  ).find(([, part]) => part)
  const [kind, part] = found ?? []
  // Without both hashes nothing tells whether the host gave us the file that was sent.
  if (!kind || !part?.mediaKey || !part.directPath || !part.fileEncSha256 || !part.fileSha256) return null
  return {
    kind,
    mediaKey: part.mediaKey,
    directPath: part.directPath,
    encryptedHash: part.fileEncSha256,
    plainHash: part.fileSha256,
    bytes: Number(part.fileLength ?? 0),
  }
}

async function fetchPart(part: Part, limits: MediaLimits, origin: string, stop: AbortSignal): Promise<MediaResult> {
  const address = addressOf(part.directPath, origin)
  if (!address) return { status: 'failed', reason: 'handle' }
  try {
    const response = await fetch(address, {
      redirect: 'error',
      headers: { origin: 'https://web.whatsapp.com' },
      signal: AbortSignal.any([stop, AbortSignal.timeout(limits.milliseconds)]),
    })
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel()
      return { status: 'failed', reason: 'gone' }
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      return { status: 'failed', reason: 'network' }
    }
    const encrypted = await readAtMost(response.body, limits.bytes + OVERHEAD)
    if (!encrypted) return { status: 'failed', reason: 'too-big' }
    const bytes = open(encrypted, part)
    if (!bytes) return { status: 'failed', reason: 'altered' }
    return { status: 'ok', bytes }
  } catch {
    return { status: 'failed', reason: 'network' }
  }
}

/** Null when the path would lead to another host. */
function addressOf(path: string, origin: string): URL | null {
  if (!path.startsWith('/') || !URL.canParse(path, origin)) return null
  const address = new URL(path, origin)
  return address.origin === origin ? address : null
}

async function readAtMost(body: ReadableStream<Uint8Array>, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The file's own bytes; null when a hash or the authentication code does not fit. */
function open(encrypted: Buffer, part: Part): Buffer | null {
  if (!same(sha256(encrypted), part.encryptedHash)) return null
  const keys = hkdf(Buffer.from(part.mediaKey), 112, { info: `WhatsApp ${part.kind} Keys` })
  const iv = keys.subarray(0, 16)
  const body = encrypted.subarray(0, -MAC_BYTES)
  const mac = createHmac('sha256', keys.subarray(48, 80)).update(iv).update(body).digest()
  if (!same(mac.subarray(0, MAC_BYTES), encrypted.subarray(-MAC_BYTES))) return null
  const cipher = createDecipheriv('aes-256-cbc', keys.subarray(16, 48), iv)
  const plain = Buffer.concat([cipher.update(body), cipher.final()])
  return same(sha256(plain), part.plainHash) ? plain : null
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

async function withDeadline<T>(work: Promise<T>, milliseconds: number, stop: AbortSignal): Promise<T> {
  const deadline = AbortSignal.any([stop, AbortSignal.timeout(milliseconds)])
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      deadline.addEventListener('abort', () => reject(new Error('the phone did not answer')))
    }),
  ])
}
