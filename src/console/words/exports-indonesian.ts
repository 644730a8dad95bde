export const exportsIndonesian = {
  title: 'Ekspor',
  intro: 'Percakapan sebagai berkas: nama samaran, isi yang sudah disamarkan. Setiap ekspor masuk jejak audit.',
  withheld:
    'Percakapan tentang kekerasan seksual dan kehamilan tidak pernah ikut. Simpan berkasnya di tempat aman dan hapus setelah dipakai.',
  from: 'Dari tanggal',
  until: 'Sampai tanggal',
  format: 'Bentuk',
  formats: { csv: 'CSV, untuk tabel', jsonl: 'JSON Lines, untuk program' },
  download: 'Unduh',
  yours: 'Ekspor Anda',
  none: 'Belum ada sejak program dijalankan. Semua ekspor ada di jejak audit.',
  states: { running: 'berjalan', done: 'selesai', stopped: 'dihentikan', failed: 'gagal' },
  progress: 'Kemajuan ekspor',
  messages: (count: number) => `${count} pesan`,
  problems: {
    days: 'Tulis kedua tanggal, yang pertama tidak setelah yang kedua.',
    busy: 'Dua ekspor sedang berjalan. Tunggu sampai salah satunya selesai.',
  },
}
