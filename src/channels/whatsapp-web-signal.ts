/**
 * The Signal repository that Baileys is given. Three differences from the stock one: a decrypted message, its inbox
 * row and the ratchet step commit together before any receipt; a message that comes again is found by its hash,
 * not decrypted again; and sessions are tried on copies (libsignal 6.0.0 changes a session before it checks the
 * authentication code, which spoils the newer session when an older one fits).
 */
import { createHash } from 'node:crypto'
import { generateSignalPubKey, type LIDMapping, type SignalAuthState, type SocketConfig } from '@whiskeysockets/baileys'
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js'
import * as libsignal from 'libsignal'
import type { IncomingMessage } from '../message.ts'
import type { SignalKeys } from './whatsapp-web-keys.ts'
import type { WhatsAppStore } from './whatsapp-web-store.ts'

type Logger = SocketConfig['logger']
export type SignalRepository = ReturnType<SocketConfig['makeSignalRepository']>
type DecryptArguments = Parameters<SignalRepository['decryptMessage']>[0]

/** Parts of libsignal that its own types leave out. */
interface Session {
  readonly indexInfo: { readonly baseKey: Buffer; used: number }
}
interface OpenRecord {
  readonly sessions: Record<string, Session>
  getSessions(): Session[]
  removeOldSessions(): void
  serialize(): Uint8Array
}
interface OpenCipher {
  doDecryptWhisperMessage(ciphertext: Uint8Array, session: Session): Promise<Buffer>
}

export const hashOf = (ciphertext: Uint8Array): string => createHash('sha256').update(ciphertext).digest('hex')

export interface SignalRepositoryParts {
  readonly store: WhatsAppStore
  readonly keys: SignalKeys
  /** Ends with the connection. */
  readonly connection: AbortSignal
  /** What a decrypted message brings in; must not throw. */
  readonly incomingOf: (hash: string, plaintext: Uint8Array) => readonly IncomingMessage[]
  /** The commit with these is done. */
  readonly stored: (incoming: readonly IncomingMessage[]) => void
}

export function createSignalRepository(
  parts: SignalRepositoryParts,
  credentials: SignalAuthState['creds'],
  logger: Logger,
  lidsOf?: (jids: string[]) => Promise<LIDMapping[] | undefined>,
): SignalRepository {
  const { store, keys, connection, incomingOf, stored } = parts
  const repository = makeLibSignalRepository({ creds: credentials, keys: keys.ratchet }, logger, lidsOf)
  const stock = repository.decryptMessage.bind(repository)
  repository.decryptMessage = async (request) => {
    let incoming: readonly IncomingMessage[] = []
    const plaintext = await keys.ratchet.transaction(async () => {
      const hash = hashOf(request.ciphertext)
      const known = await store.readPlaintext(hash)
      if (known) return Buffer.from(known)
      const bytes = request.type === 'msg' ? await decryptOnCopies(request, repository, keys, credentials) : await stock(request)
      incoming = incomingOf(hash, bytes)
      keys.attach({ plaintext: { hash, bytes }, incoming, connection })
      return bytes
    }, 'decrypt')
    if (incoming.length > 0) stored(incoming)
    return plaintext
  }
  return repository
}

/** Only the copy that fits is kept. Throws what Baileys expects: "key used already" tells it of a repetition. */
async function decryptOnCopies(
  { jid, ciphertext }: DecryptArguments,
  repository: SignalRepository,
  keys: SignalKeys,
  credentials: SignalAuthState['creds'],
): Promise<Uint8Array> {
  const address = repository.jidToSignalProtocolAddress(jid)
  const load = async (): Promise<OpenRecord | null> => {
    const { [address]: stored } = await keys.ratchet.get('session', [address])
    if (!stored) return null
    return libsignal.SessionRecord.deserialize(stored) as unknown as OpenRecord
  }
  const record = await load()
  if (!record) throw new Error('No session record')
  const cipher = cipherFor(address, credentials)
  let failure: Error | null = null
  for (const { indexInfo } of record.getSessions()) {
    const copy = await load()
    const session = copy?.sessions[indexInfo.baseKey.toString('base64')]
    if (!copy || !session) continue
    try {
      const plaintext = await cipher.doDecryptWhisperMessage(ciphertext, session)
      session.indexInfo.used = Date.now()
      copy.removeOldSessions()
      await keys.ratchet.set({ session: { [address]: copy.serialize() } })
      return plaintext
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (!failure || error.name === 'MessageCounterError') failure = error
    }
  }
  throw failure ?? new Error('No matching sessions found for message')
}

function cipherFor(address: string, credentials: SignalAuthState['creds']): OpenCipher {
  const { public: publicKey, private: privateKey } = credentials.signedIdentityKey
  const storage = {
    isTrustedIdentity: () => true,
    getOurIdentity: () => ({
      privKey: Buffer.from(privateKey),
      pubKey: Buffer.from(generateSignalPubKey(publicKey)),
    }),
  }
  const dot = address.lastIndexOf('.')
  const target = new libsignal.ProtocolAddress(address.slice(0, dot), Number(address.slice(dot + 1)))
  // Decryption with a known session asks the storage for our identity only.
  return new libsignal.SessionCipher(storage as unknown as libsignal.SignalStorage, target) as unknown as OpenCipher
}
