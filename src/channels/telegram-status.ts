/** For staff, by what went wrong. */
export const TROUBLE = {
  token: 'Telegram menolak token bot. Periksa TELEGRAM_BOT_TOKEN, salin lagi dari @BotFather, lalu jalankan ulang.',
  conflict: 'Bot Telegram ini juga dijalankan di tempat lain. Matikan salah satu, atau buat token baru di @BotFather.',
  unreachable: 'Telegram tidak bisa dihubungi. Periksa sambungan internet server. Dicoba lagi terus.',
  store: 'Pesan Telegram belum bisa disimpan. Periksa penyimpanan. Pesan tetap menunggu di Telegram sampai 24 jam.',
  webhook: 'Telegram tidak bisa mengantar pesan ke server ini. Periksa PUBLIC_URL dan sertifikat HTTPS-nya.',
  replaced: 'Alamat webhook bot Telegram diganti pihak lain. Sudah dipasang kembali; periksa siapa yang memegang token.',
} as const
