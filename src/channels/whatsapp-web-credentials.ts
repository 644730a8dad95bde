/** The account's own keys. They live in memory until a phone has accepted the link, then in the store. */
import { BufferJSON, initAuthCreds, type AuthenticationCreds } from '@whiskeysockets/baileys'
import { backoffMilliseconds, type Backoff } from './whatsapp-web-closing.ts'
import { waitByTimer } from './wait.ts'
import type { WhatsAppStore } from './whatsapp-web-store.ts'

/** `account` is signed by the phone at the end of linking; `me` and `registered` are set before that. */
export const isLinked = (credentials: AuthenticationCreds): boolean => credentials.account !== undefined && credentials.account !== null

/** Linked credentials from the store, or new ones. Rejects when what is stored cannot be read: never replaces it. */
export async function loadCredentials(store: WhatsAppStore): Promise<AuthenticationCreds> {
  const stored = await store.readCredentials()
  if (stored === null) return initAuthCreds()
  return JSON.parse(stored, BufferJSON.reviver) as AuthenticationCreds
}

export interface CredentialSaver {
  /** Saves what the credentials are by then; does nothing before the link exists. Never rejects. */
  changed(credentials: AuthenticationCreds): void
  /** Resolves when nothing is left to save. */
  settled(): Promise<void>
}

export function createCredentialSaver(store: WhatsAppStore, retry: Backoff, random: () => number, stop: AbortSignal): CredentialSaver {
  let running: Promise<void> | null = null
  let next: AuthenticationCreds | null = null

  const run = async (): Promise<void> => {
    for (let attempt = 0; next && !stop.aborted;) {
      const credentials = next
      next = null
      try {
        await store.commit({ credentials: JSON.stringify(credentials, BufferJSON.replacer) })
        attempt = 0
      } catch {
        next ??= credentials
        await waitByTimer(backoffMilliseconds(retry, attempt, random), stop)
        attempt += 1
      }
    }
    running = null
  }

  return {
    changed(credentials) {
      if (!isLinked(credentials)) return
      next = credentials
      running ??= run()
    },
    settled: () => running ?? Promise.resolve(),
  }
}
