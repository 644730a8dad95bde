/** Why a connection to WhatsApp ended, and what follows. Pure; the codes are those of Baileys 7.0.0-rc14. */

export type Closing =
  /** Normal after linking: connect again at once. */
  | { readonly action: 'at-once' }
  /** The network or the server: connect again after a pause that grows. */
  | { readonly action: 'later' }
  /** Only a person can go on. `linkEnded` means that the stored keys are of no more use. */
  | {
      readonly action: 'stop'
      readonly kind: string
      readonly text: string
      readonly linkEnded: boolean
    }

const ENDS: Readonly<Record<number, Closing>> = {
  515: { action: 'at-once' },
  401: {
    action: 'stop',
    kind: 'logged-out',
    linkEnded: true,
    text: 'WhatsApp: tautan perangkat diputus dari HP. Buka halaman WhatsApp di konsol, lalu tautkan lagi.',
  },
  419: {
    action: 'stop',
    kind: 'logged-out',
    linkEnded: true,
    text: 'WhatsApp: sesi tidak berlaku lagi. Buka halaman WhatsApp di konsol, lalu tautkan lagi.',
  },
  403: {
    action: 'stop',
    kind: 'banned',
    linkEnded: true,
    text: 'WhatsApp: nomor ini diblokir oleh WhatsApp. Buka WhatsApp di HP untuk banding. Arahkan orang ke nomor cadangan atau Telegram.',
  },
  405: {
    action: 'stop',
    kind: 'version-too-old',
    linkEnded: false,
    text: 'WhatsApp: versi program ini sudah terlalu lama. Minta pengelola memperbarui program.',
  },
  411: {
    action: 'stop',
    kind: 'mismatch',
    linkEnded: false,
    text: 'WhatsApp: HP belum memakai mode multi-perangkat. Perbarui WhatsApp di HP, lalu tekan "sambungkan lagi".',
  },
  440: {
    action: 'stop',
    kind: 'replaced',
    linkEnded: false,
    text: 'WhatsApp: ada program lain yang memakai akun ini. Matikan yang satu, lalu tekan "sambungkan lagi" di konsol.',
  },
}

/** Anything unknown, 500 included, is taken for trouble that passes; keys are never wiped for it. */
export function closingFor(statusCode: number | undefined): Closing {
  return ENDS[statusCode ?? 0] ?? { action: 'later' }
}

export interface Backoff {
  readonly firstMilliseconds: number
  readonly largestMilliseconds: number
}

/**
 * Milliseconds to wait before the `attempt`-th try in a row (from 0): doubles each time, and lies between half
 * of the step and the whole of it, so that many installations do not come back in step.
 */
export function backoffMilliseconds(backoff: Backoff, attempt: number, random: () => number): number {
  const step = Math.min(backoff.firstMilliseconds * 2 ** attempt, backoff.largestMilliseconds)
  return Math.round(step * (0.5 + random() / 2))
}
