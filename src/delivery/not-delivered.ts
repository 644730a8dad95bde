/** What staff are told when a reply did not reach the person. */

/** A channel's reason for a reply that came too late for the platform's window. */
export const WINDOW_CLOSED = 'window-closed'

/** In Indonesian, for staff: what happened and what to do next. Holds no personal data. */
export function notDeliveredText(reason: string): string {
  return reason === WINDOW_CLOSED
    ? 'Satu balasan tidak terkirim. Ini batas WhatsApp: balasan bebas hanya boleh dalam 24 jam sejak orang itu terakhir menulis. Tunggu sampai ia menulis lagi, atau hubungi lewat jalan lain yang ia setujui.'
    : `Satu balasan tidak terkirim (${reason}). Lihat percakapan yang menunggu.`
}
