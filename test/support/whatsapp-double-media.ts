/** The host that keeps encrypted files: real AES-CBC with HMAC, hashes, and faults on demand. */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { aesEncryptGCM, getBinaryNodeChild, hkdf, proto, type BinaryNode } from '@whiskeysockets/baileys'
import { node, seconds } from './whatsapp-double-nodes.ts'

export interface UploadedFile {
  readonly mediaKey: Uint8Array
  readonly directPath: string
  readonly url: string
  readonly fileSha256: Uint8Array
  readonly fileEncSha256: Uint8Array
  readonly fileLength: number
}

type Kind = 'Audio' | 'Image' | 'Document' | 'Video'
type Fault = 'gone' | 'redirect' | 'hang' | 'endless'

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

export class DoubleMediaHost {
  readonly requests: string[] = []
  readonly #files = new Map<string, Buffer>()
  readonly #faults = new Map<string, Fault>()
  readonly #keys: { file: UploadedFile; bytes: Buffer }[] = []
  readonly #server: Server = createServer((request, response) => {
    const path = request.url ?? ''
    this.requests.push(path)
    const fault = this.#faults.get(path)
    const bytes = this.#files.get(path)
    if (fault === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end()
    else if (fault === 'endless') response.writeHead(200).write(Buffer.alloc(1_000_000))
    else if (fault === 'hang') return
    else if (fault === 'gone' || !bytes) response.writeHead(404).end()
    else response.writeHead(200).end(bytes)
  })

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  upload(bytes: Uint8Array, kind: Kind): UploadedFile {
    const mediaKey = randomBytes(32)
    const keys = hkdf(mediaKey, 112, { info: `WhatsApp ${kind} Keys` })
    const iv = keys.subarray(0, 16)
    const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), iv)
    const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()])
    const mac = createHmac('sha256', keys.subarray(48, 80)).update(iv).update(encrypted).digest()
    const stored = Buffer.concat([encrypted, mac.subarray(0, 10)])
    const directPath = `/v/${randomBytes(8).toString('hex')}.enc`
    this.#files.set(directPath, stored)
    const file = {
      mediaKey,
      directPath,
      // Points elsewhere on purpose: nobody may follow an address that a sender chose.
      url: `https://attacker.example${directPath}`,
      fileSha256: sha256(bytes),
      fileEncSha256: sha256(stored),
      fileLength: bytes.length,
    }
    this.#keys.push({ file, bytes: stored })
    return file
  }

  fail(directPath: string, fault: Fault): void {
    this.#faults.set(directPath, fault)
  }

  /** Changes the stored bytes, as a broken or lying host would. */
  tamper(directPath: string): void {
    const bytes = this.#files.get(directPath)
    if (bytes) bytes[0] = (bytes[0] ?? 0) ^ 0xff
  }

  /** The sender's phone puts the file up again under a new path, and says so. */
  uploadAgain(request: BinaryNode): BinaryNode {
    const id = request.attrs['id'] ?? ''
    const rmr = getBinaryNodeChild(request, 'rmr')
    const entry = this.#keys.at(-1)
    if (!entry || !rmr) throw new Error('nothing to put up again')
    const directPath = `/v/${randomBytes(8).toString('hex')}.enc`
    this.#files.set(directPath, Buffer.from(entry.bytes))
    const plain = proto.MediaRetryNotification.encode({
      stanzaId: id,
      directPath,
      result: proto.MediaRetryNotification.ResultType.SUCCESS,
    }).finish()
    const key = hkdf(Buffer.from(entry.file.mediaKey), 32, {
      info: 'WhatsApp Media Retry Notification',
    })
    const iv = randomBytes(12)
    return node('notification', { id, from: '@s.whatsapp.net', type: 'mediaretry', t: seconds() }, [
      rmr,
      node('encrypt', {}, [node('enc_p', {}, aesEncryptGCM(plain, Buffer.from(key), iv, Buffer.from(id))), node('enc_iv', {}, iv)]),
    ])
  }
}
