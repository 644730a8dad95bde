/** What is said about safe contact: how the person may be written to, and the word that means danger. */

/** The questions and what can be answered to each, at most two for one person. */
export const PLAN_QUESTIONS = {
  'phone-owner': {
    text: 'Supaya balasan tidak salah tangan: ini HP siapa? Boleh dilewati.',
    choices: ['HP saya sendiri', 'HP pinjaman', 'HP majikan atau dipakai bergantian'],
  },
  'reply-hours': {
    text: 'Kapan aman kalau kami membalas? Boleh dilewati.',
    choices: ['Kapan saja', 'Malam, jam 20 sampai 5', 'Hanya setelah saya menulis'],
  },
  'borrowed-for': {
    text: 'Berapa lama HP ini dipegang Kakak? Setelah itu kami diam.',
    choices: ['15 menit', '1 jam', 'Sampai besok'],
  },
} as const

export const PLAN_ANY_TIME = 'Baik, tercatat. Kalau berubah, tulis: kontak aman.\nMau pasang kata rahasia untuk bahaya? Tulis: kata aman.'
export const PLAN_NIGHT =
  'Baik. Siang kami diam, kecuali Kakak menulis dulu. Kalau berubah, tulis: kontak aman.\nMau pasang kata rahasia untuk bahaya? Tulis: kata aman.'

/** `minutes` is a quarter of an hour, an hour, or twelve. */
export function planQuiet(minutes: number): string {
  const time = minutes < 60 ? `${minutes} menit` : `${minutes / 60} jam`
  return [
    `Baik. ${time} setelah pesan terakhir Kakak, kami diam.`,
    'Kami menunggu sampai Kakak menulis lagi. Kalau berubah, tulis: kontak aman.',
    'Mau pasang kata rahasia untuk bahaya? Tulis: kata aman.',
  ].join('\n')
}

export const PLAN_PASSED = 'Baik, dilewati. Kalau perlu nanti, tulis: kontak aman.'
/** In the web chat nothing reaches anybody who does not look. */
export const PLAN_NOT_HERE = 'Di halaman ini tidak ada pesan yang menyusul. Tutup halamannya, selesai.'

export const CODE_WORD_ASK = [
  'Pilih satu atau dua kata rahasia, minimal enam huruf, misalnya nama masakan.',
  'Kalau kata itu ditulis sendirian, artinya Kakak dalam bahaya.',
  'Balasannya biasa saja, petugas diberi tanda, lalu kami diam.',
  'Tulis katanya sekarang, atau tulis batal.',
].join('\n')
export const CODE_WORD_UNFIT = 'Kata itu terlalu pendek atau sering dipakai. Pilih yang lain, minimal enam huruf, atau tulis batal.'
export const CODE_WORD_SET = 'Tersimpan, Kak. Hapus pesan tadi dan pesan ini dari HP. Mau diganti? Tulis lagi: kata aman.'
export const CODE_WORD_LEFT = 'Baik, tidak jadi.'
/** The answer to the code word: for the eyes of whoever took the phone. True, and about nothing. */
export const COVER = 'Terima kasih sudah menulis. Untuk melihat pilihan, tulis menu.'

export const ERASE_ASK = [
  'Hapus pesan dari HP ini? Salinan tetap ada di petugas.',
  'Hanya pesan 48 jam terakhir, milik Kakak dan milik saya.',
  'Hapus semua: salinan di petugas hilang juga.',
].join('\n')
export const ERASE_CHOICES = ['Hapus dari HP', 'Hapus semua', 'Jangan'] as const
export const ERASE_LEFT = 'Baik, tidak ada yang dihapus.'
/** `left`: something is still on the phone. */
export function erased(count: number, left: boolean): string {
  return [
    count === 0 ? 'Belum ada pesan yang bisa dihapus.' : `Selesai, ${count} pesan dihapus.`,
    left ? 'Pesan lain hapus sendiri: tekan lama chat ini, lalu Hapus.' : 'Pesan ini hapus sendiri: tekan lama, lalu Hapus.',
  ].join('\n')
}
export const ERASE_WHATSAPP_ASK = [
  'Tarik pesan saya dari HP ini? Salinan tetap ada di petugas.',
  'Hanya pesan saya, 48 jam terakhir. Di chat tertulis bahwa pesan dihapus.',
  'Pesan sementara juga menyala: yang baru hilang setelah 24 jam. WhatsApp menulis itu di chat.',
  'Pesan Kakak sendiri harus Kakak hapus. Caranya saya kirim sesudah itu.',
  'Hapus semua: salinan di petugas hilang juga.',
].join('\n')
/** `left`: something of ours is still on the phone. `disappears`: what comes goes by itself. */
export function erasedOnWhatsApp(count: number, left: boolean, disappears: boolean): string {
  return [
    count === 0 ? 'Belum ada pesan saya yang bisa ditarik.' : `Selesai, ${count} pesan saya ditarik. Bekasnya masih terlihat.`,
    ...(left && count > 0 ? ['Sebagian pesan saya tidak bisa ditarik.'] : []),
    disappears ? 'Pesan baru hilang sendiri setelah 24 jam.' : 'Pesan sementara tidak bisa saya nyalakan.',
    ERASE_WHATSAPP_BY_HAND,
  ].join('\n')
}
const ERASE_WHATSAPP_BY_HAND = [
  'Supaya bersih, hapus chat ini sendiri:',
  '1. Buka chat ini, ketuk titik tiga, Lainnya, Bersihkan chat.',
  '2. Di daftar chat, tekan lama chat ini, ketuk gambar tempat sampah.',
  '3. Ketuk titik tiga, Perangkat tertaut. Keluarkan yang bukan milik Kakak.',
].join('\n')
/** Our copy is another matter, and no secret. */
const COPY_STAYS = 'Salinan tetap ada di petugas. Menghapusnya juga: tulis hapus data saya.'
export const ERASE_PAGE_BY_HAND = 'Di halaman ini tidak ada riwayat di HP. Tekan tombol keluar cepat, lalu hapus riwayat browser.'
export const ERASE_PAGE = `${ERASE_PAGE_BY_HAND}\n${COPY_STAYS}`
