/** How the channel is, and what staff are told when it is not well: what happened and what to do next. */
import type { ChannelHealth } from './channel.ts'
import type { Link } from './whatsapp-web-link.ts'

export const STAFF_TEXTS = {
  restricted:
    'WhatsApp: akun dibatasi oleh WhatsApp. Pengiriman dihentikan supaya nomor tidak diblokir. Jawab dari HP, lalu tekan "sambungkan lagi" setelah batasan selesai.',
  'store-failed': 'WhatsApp: pesan masuk belum bisa disimpan dan ditahan dulu. Periksa ruang disk dan basis data.',
  'no-ack': 'WhatsApp: server tidak menjawab kiriman. Program menyambung ulang sendiri.',
  silent: 'WhatsApp: sambungan diam terlalu lama. Program menyambung ulang sendiri.',
  'pairing-ended': 'WhatsApp: belum tertaut, waktu QR atau kode habis. Buka halaman WhatsApp di konsol untuk mencoba lagi.',
} as const
export type StaffEvent = keyof typeof STAFF_TEXTS

/** `restricted`: WhatsApp refuses what we send, though the connection stands. */
export function healthOf(link: Pick<Link, 'state' | 'stopText' | 'pairing'>, restricted: boolean): Pick<ChannelHealth, 'state' | 'detail'> {
  switch (link.state) {
    case 'open':
      return restricted ? { state: 'degraded', detail: STAFF_TEXTS.restricted } : { state: 'up', detail: '' }
    case 'starting':
      return { state: 'starting', detail: '' }
    case 'connecting':
      return link.pairing().state === 'paired'
        ? { state: 'degraded', detail: 'WhatsApp: sedang menyambung. Periksa internet bila lebih dari 5 menit.' }
        : { state: 'down', detail: 'WhatsApp: menunggu ditautkan. Buka halaman WhatsApp di konsol.' }
    case 'unlinked':
      return { state: 'down', detail: 'WhatsApp: belum tertaut. Buka halaman WhatsApp di konsol.' }
    case 'stopped-by-whatsapp':
      return { state: 'down', detail: link.stopText }
    case 'stopped':
      return { state: 'stopped', detail: '' }
    default:
      return link.state satisfies never
  }
}
