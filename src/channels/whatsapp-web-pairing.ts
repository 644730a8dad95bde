/** Linking the account to a phone, as staff see it. Knows nothing of Baileys. */

export interface PairingStatus {
  /**
   * `unpaired`: nothing is linked and nothing is under way; `startPairing` begins.
   * `waiting`: connecting, a QR will come. `qr`, `code`: show it. `paired`: linked.
   */
  readonly state: 'unpaired' | 'waiting' | 'qr' | 'code' | 'paired'
  /** The text of the QR, when the state is `qr`. */
  readonly qr?: string
  /** Eight letters to type on the phone, when the state is `code`. */
  readonly code?: string
  /** When the QR stops working. Milliseconds since 1970. */
  readonly expiresAt?: number
}

export interface WhatsAppPairing {
  pairing(): PairingStatus
  /** Calls the listener at each change, until the function given back is called. */
  subscribePairing(listener: (status: PairingStatus) => void): () => void
  /**
   * Asks for a code for the account's own phone number (digits with country code). Rejects when no QR is being
   * shown: WhatsApp answers only then.
   */
  requestPairingCode(phone: string): Promise<string>
  /** Begins to link anew. Keys of a link that ended are forgotten. Does nothing while linked. */
  startPairing(): Promise<void>
  /** Unlinks the phone and forgets all keys. */
  logout(): Promise<void>
  /** Connects anew: after a stop that needs a person's eye, or when staff think that it hangs. */
  restart(): Promise<void>
}

/** WhatsApp's own times: the first QR lives 60 s, later ones 20 s. */
const FIRST_QR_MILLISECONDS = 60_000
const LATER_QR_MILLISECONDS = 20_000

export interface PairingBoard {
  readonly status: PairingStatus
  showQr(qr: string): void
  set(status: PairingStatus): void
  subscribe(listener: (status: PairingStatus) => void): () => void
}

export function createPairingBoard(now: () => number): PairingBoard {
  const listeners = new Set<(status: PairingStatus) => void>()
  let status: PairingStatus = { state: 'unpaired' }
  let shown = 0
  const set = (next: PairingStatus): void => {
    status = next
    if (next.state !== 'qr' && next.state !== 'code') shown = 0
    for (const listener of listeners) listener(next)
  }
  return {
    get status() {
      return status
    },
    set,
    showQr(qr) {
      const lifetime = shown === 0 ? FIRST_QR_MILLISECONDS : LATER_QR_MILLISECONDS
      shown += 1
      // A code stays valid while the QR behind it changes.
      if (status.state !== 'code') set({ state: 'qr', qr, expiresAt: now() + lifetime })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
