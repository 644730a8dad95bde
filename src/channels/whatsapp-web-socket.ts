/** One connection to WhatsApp through Baileys, from opening to close. A new one is made for each try. */
import {
  getBinaryNodeChild,
  getBinaryNodeChildren,
  makeWASocket,
  proto,
  type AuthenticationCreds,
  type BinaryNode,
  type SocketConfig,
  type WACallEvent,
  type WAMessage,
} from '@whiskeysockets/baileys'
import type { IncomingMessage } from '../message.ts'
import type { SignalKeys } from './whatsapp-web-keys.ts'
import { fromDecrypted, personAddress, type Account } from './whatsapp-web-message.ts'
import { createSignalRepository, hashOf } from './whatsapp-web-signal.ts'
import type { WhatsAppStore } from './whatsapp-web-store.ts'

/** What happens on the connection. None of these may throw. */
export interface SocketHandlers {
  qr(qr: string): void
  opened(): void
  credentialsChanged(): void
  closed(statusCode: number | undefined): void
  /** Committed together with the ratchet. */
  stored(incoming: readonly IncomingMessage[]): void
  /** Everything that Baileys passes on, also what is stored already. `backlog`: replayed after we were away. */
  messages(messages: readonly WAMessage[], backlog: boolean): void
  ack(id: string, error: string | undefined): void
  receipt(ids: readonly string[], state: 'delivered' | 'read'): void
  call(call: WACallEvent): void
  restricted(): void
}

export interface SocketParts {
  readonly store: WhatsAppStore
  readonly keys: SignalKeys
  readonly credentials: AuthenticationCreds
  readonly url: string | undefined
  readonly handlers: SocketHandlers
}

export interface WhatsAppSocket {
  readonly sock: ReturnType<typeof makeWASocket>
  /** When the last frame came, by `performance.now()`. */
  readonly lastFrameAt: number
  /** Ends it without a call of `closed`. Nothing is confirmed to the server after this. */
  close(): void
}

/** Baileys' own lines hold numbers and texts; ours tell what matters. */
const SILENT: SocketConfig['logger'] = {
  level: 'silent',
  child: () => SILENT,
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
}

/** Shown in the phone's list of linked devices. */
const DEVICE_NAME: [string, string, string] = ['Tanya Migran', 'Chrome', '1.0']

/** Longer than a server needs; the stock value would keep a send waiting for half a minute. */
const KEY_COMMITS = { maxCommitRetries: 3, delayBetweenTriesMs: 200 }

export const accountOf = ({ me }: AuthenticationCreds): Account => ({
  jid: me?.id ?? '',
  lid: me?.lid ?? '',
})

export function openSocket({ store, keys, credentials, url, handlers }: SocketParts): WhatsAppSocket {
  const connection = new AbortController()
  /** Stanzas on their way to decryption, by the hash of their ciphertext. */
  const stanzas = new Map<string, BinaryNode>()
  /** Messages that came without encryption: only the server could have made them. */
  const unencrypted = new Set<string>()
  const fullHistory: number = proto.HistorySync.HistorySyncType.FULL
  let lastFrameAt = performance.now()

  const incomingOf = (hash: string, plaintext: Uint8Array): IncomingMessage[] => {
    const stanza = stanzas.get(hash)
    if (!stanza) return []
    try {
      const incoming = fromDecrypted(stanza, plaintext, accountOf(credentials))
      return incoming ? [incoming] : []
    } catch {
      // Bytes that are no message: Baileys finds the same and passes on that it could not be read.
      return []
    }
  }

  const sock = makeWASocket({
    auth: { creds: credentials, keys: keys.direct },
    logger: SILENT,
    browser: DEVICE_NAME,
    ...(url === undefined ? {} : { waWebSocketUrl: url }),
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    syncFullHistory: false,
    // Refusing all history would also refuse the pairs of lid and phone number that come with it.
    shouldSyncHistoryMessage: ({ syncType }) => Number(syncType) !== fullHistory,
    shouldIgnoreJid: (jid) => personAddress(jid) === null,
    transactionOpts: KEY_COMMITS,
    getMessage: async ({ id }) => {
      const text = id ? await store.readSentText(id) : null
      return text === null ? undefined : { conversation: text }
    },
    makeSignalRepository: (auth, logger, lidsOf) => {
      const parts = { store, keys, connection: connection.signal, incomingOf, stored: handlers.stored }
      const repository = createSignalRepository(parts, auth.creds, logger, lidsOf)
      const decrypt = repository.decryptMessage
      repository.decryptMessage = (request) => decrypt(request).finally(() => stanzas.delete(hashOf(request.ciphertext)))
      return repository
    },
  })

  sock.ws.on('frame', () => {
    lastFrameAt = performance.now()
  })
  sock.ws.prependListener('CB:message', (stanza: BinaryNode) => {
    if (personAddress(stanza.attrs['from']) === null) return
    if (getBinaryNodeChild(stanza, 'plaintext')) unencrypted.add(stanza.attrs['id'] ?? '')
    for (const { content } of getBinaryNodeChildren(stanza, 'enc')) {
      if (content instanceof Uint8Array) stanzas.set(hashOf(content), stanza)
    }
  })
  sock.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
    if (attrs['id']) handlers.ack(attrs['id'], attrs['error'])
  })
  sock.ws.on('CB:receipt', (receipt: BinaryNode) => {
    const state = receiptState(receipt, accountOf(credentials))
    if (state) handlers.receipt(receiptIds(receipt), state)
  })
  sock.ev.on('creds.update', () => handlers.credentialsChanged())
  sock.ev.on('messages.upsert', ({ messages, type }) => {
    const encrypted = messages.filter(({ key }) => !unencrypted.delete(key.id ?? ''))
    if (!connection.signal.aborted) handlers.messages(encrypted, type === 'append')
  })
  sock.ev.on('call', (calls) => {
    for (const call of calls) if (call.status === 'offer') handlers.call(call)
  })
  sock.ev.on('connection.update', (update) => {
    if (connection.signal.aborted) return
    if (update.qr) handlers.qr(update.qr)
    if (update.reachoutTimeLock?.isActive) handlers.restricted()
    if (update.connection === 'open') handlers.opened()
    if (update.connection === 'close') {
      connection.abort()
      handlers.closed(statusCodeOf(update.lastDisconnect?.error))
    }
  })

  return {
    sock,
    get lastFrameAt() {
      return lastFrameAt
    },
    close() {
      connection.abort()
      // The library waits for the server's goodbye, which a dead line never brings.
      const raw: unknown = Reflect.get(sock.ws, 'socket')
      void sock.end(undefined).catch(() => {})
      if (raw instanceof Object && 'terminate' in raw && typeof raw.terminate === 'function') {
        raw.terminate()
      }
    },
  }
}

function statusCodeOf(error: Error | undefined): number | undefined {
  const output: unknown = error && Reflect.get(error, 'output')
  const code: unknown = output instanceof Object ? Reflect.get(output, 'statusCode') : undefined
  return typeof code === 'number' ? code : undefined
}

/** Null for what is not about a message of ours in a person's hands: our own devices, requests to resend. */
function receiptState({ attrs }: BinaryNode, account: Account): 'delivered' | 'read' | null {
  const from = personAddress(attrs['participant'] ?? attrs['from'])
  const own = [personAddress(account.jid), personAddress(account.lid)]
  if (!from || own.includes(from) || attrs['recipient']) return null
  const type = attrs['type']
  if (type === undefined || type === 'inactive') return 'delivered'
  return type === 'read' || type === 'played' ? 'read' : null
}

function receiptIds(receipt: BinaryNode): string[] {
  const list = getBinaryNodeChild(receipt, 'list')
  const more = getBinaryNodeChildren(list, 'item').map(({ attrs }) => attrs['id'])
  return [receipt.attrs['id'], ...more].filter((id) => id !== undefined)
}
