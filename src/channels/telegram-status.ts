/** What the channel tells about itself: health for staff's page, and one event for each incident. */
import type { ChannelEvent, ChannelHealth } from './channel.ts'

export interface TelegramStatus {
  readonly health: () => ChannelHealth
  messageIn(at: number): void
  messageOut(at: number): void
  /** All is well. */
  up(): void
  /** Something is wrong; `detail` is one sentence in Indonesian for staff. */
  trouble(state: 'degraded' | 'down', detail: string): void
  /** Like `trouble`, and staff get an event; at most one of a kind in an hour, since two pollers take turns at failing. */
  incident(kind: string, state: 'degraded' | 'down', detail: string): void
  stopped(): void
}

const REPORT_AGAIN_MILLISECONDS = 3_600_000

export function createTelegramStatus(report: (event: ChannelEvent) => void, now: () => number): TelegramStatus {
  let state: ChannelHealth['state'] = 'starting'
  let detail = ''
  let lastMessageInAt: number | null = null
  let lastMessageOutAt: number | null = null
  const reportedAt = new Map<string, number>()

  const set = (next: ChannelHealth['state'], sentence: string) => {
    if (state === 'stopped') return
    state = next
    detail = sentence
  }
  return {
    health: () => ({ state, detail, lastMessageInAt, lastMessageOutAt }),
    messageIn: (at) => (lastMessageInAt = at),
    messageOut: (at) => (lastMessageOutAt = at),
    up: () => set('up', ''),
    trouble: set,
    incident(kind, next, sentence) {
      set(next, sentence)
      const before = reportedAt.get(kind)
      if (before !== undefined && now() - before < REPORT_AGAIN_MILLISECONDS) return
      reportedAt.set(kind, now())
      report({ channel: 'telegram', kind, text: sentence })
    },
    stopped: () => set('stopped', ''),
  }
}

/** For staff, by what went wrong. */
export const TROUBLE = {
  token: 'Telegram menolak token bot. Periksa TELEGRAM_BOT_TOKEN, salin lagi dari @BotFather, lalu jalankan ulang.',
  conflict: 'Bot Telegram ini juga dijalankan di tempat lain. Matikan salah satu, atau buat token baru di @BotFather.',
  unreachable: 'Telegram tidak bisa dihubungi. Periksa sambungan internet server. Dicoba lagi terus.',
  store: 'Pesan Telegram belum bisa disimpan. Periksa penyimpanan. Pesan tetap menunggu di Telegram sampai 24 jam.',
  webhook: 'Telegram tidak bisa mengantar pesan ke server ini. Periksa PUBLIC_URL dan sertifikat HTTPS-nya.',
  replaced: 'Alamat webhook bot Telegram diganti pihak lain. Sudah dipasang kembali; periksa siapa yang memegang token.',
} as const
