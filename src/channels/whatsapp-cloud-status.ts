/** For staff, by what went wrong with the Cloud API: what happened and what to do next. */
export const TROUBLE = {
  token: 'WhatsApp menolak token. Periksa WHATSAPP_CLOUD_TOKEN dan izin whatsapp_business_messaging, lalu jalankan ulang.',
  restricted: 'WhatsApp membatasi akun ini. Buka WhatsApp Manager, lihat pesan dari Meta, dan jawab orang lewat jalan lain dulu.',
  payment: 'WhatsApp menahan pesan karena pembayaran. Periksa cara bayar di WhatsApp Manager.',
  setup: 'Nomor WhatsApp ini belum siap. Periksa WHATSAPP_CLOUD_PHONE_NUMBER_ID dan pendaftaran nomor di WhatsApp Manager.',
  unreachable: 'WhatsApp tidak bisa dihubungi. Periksa sambungan internet server. Dicoba lagi terus.',
  store: 'Pesan WhatsApp belum bisa disimpan. Periksa penyimpanan. Pesan tetap menunggu di Meta beberapa hari.',
  signature: 'Ada kiriman ke alamat webhook WhatsApp dengan tanda tangan salah. Periksa WHATSAPP_CLOUD_APP_SECRET bila pesan tidak masuk.',
  template: 'WhatsApp menolak templat. Periksa WHATSAPP_CLOUD_TEMPLATE dan persetujuannya di WhatsApp Manager.',
} as const
