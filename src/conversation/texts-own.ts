/** What is said about a person's own data, in Indonesian: seeing, correcting and erasing it, and the PIN that guards it. */
import { day } from './own-day.ts'
import type { Retention } from './retention.ts'

export function keptFor({ ordinaryDays, caseDays, depositDays, mediaDays }: Retention): string {
  return [
    'Berapa lama disimpan:',
    `- Pesan biasa: ${ordinaryDays} hari.`,
    `- Kasus dan percakapannya: ${caseDays} hari setelah kasus ditutup.`,
    `- Sambungan keluarga: sampai diputus, atau ${caseDays} hari tanpa kabar.`,
    `- Titipan data: ${depositDays} hari setelah dititipkan.`,
    `- Foto dan pesan suara untuk kasus: ${mediaDays} hari.`,
    '- Nomor dan nama samaran: sampai Kakak minta dihapus.',
  ].join('\n')
}

export const OWN_RIGHTS = [
  'Tulis salah satu:',
  'data saya: melihat yang tersimpan',
  'perbaiki: membetulkan catatan',
  'hapus data saya: menghapus semua',
  'titip data: menyimpan data penting sebelum berangkat',
  'pin: mengunci',
].join('\n')

export interface StoredCounts {
  readonly written: number
  readonly answered: number
  /** When the oldest message that is kept was written; null: none is. Milliseconds since 1970. */
  readonly since: number | null
}

export function ownStored({ written, answered, since }: StoredCounts): string {
  return [
    'Yang tersimpan tentang Kakak:',
    since === null ? '- Belum ada pesan.' : `- ${written} pesan Kakak, sejak ${day(since, 'id')}.`,
    `- ${answered} balasan kami.`,
    '- Nomor atau akun Kakak, terkunci.',
    '- Pilihan Kakak, seperti bahasa dan jam aman.',
    'KTP, paspor, telepon, dan nama di pesan sudah disamarkan.',
  ].join('\n')
}

export const OWN_WORDS = 'Pesan terakhir Kakak, seperti yang disimpan:'
/** The same words whether or not there is a case or danger: somebody else may hold the phone. */
export const OWN_CLOSED = [
  'Isi pesan dan catatan tidak ditampilkan di chat ini.',
  'Bisa dibuka dengan PIN: tulis pin. Atau minta petugas: tulis 0.',
].join('\n')
export const OWN_PIN_YOUNG = 'PIN ini baru. Isi yang lama terbuka sehari setelah PIN dibuat.'
export const OWN_NEXT = ['Ada yang salah: tulis perbaiki.', 'Hapus semua: tulis hapus data saya.'].join('\n')
export const OWN_NOT_HERE = 'Di sini tidak ada yang disimpan.'
export const OWN_CASE = 'Catatan'

export const ERASE_ALL_ASK = [
  'Hapus semua data Kakak di sini?',
  'Pesan, catatan, dan nomor Kakak ikut hilang.',
  'Setelah itu tidak bisa dikembalikan.',
].join('\n')
export const ERASE_ALL_CHOICES = ['Hapus semua', 'Jangan'] as const
/** The same words whether it happens at once or waits a day because of an emergency. */
export function eraseAllPromised(receipt: string): string {
  return [
    'Baik. Semua dihapus paling lambat 24 jam lagi.',
    `Tanda terima: ${receipt}.`,
    'Yang tersisa hanya tanda terima itu, tanpa nama.',
    'Tidak jadi: tulis batal hapus.',
  ].join('\n')
}
export const ERASE_UNDONE = 'Baik, tidak jadi dihapus.'
export const ERASE_NOTHING = 'Tidak ada penghapusan yang menunggu.'

export const CORRECT_ASK = [
  'Apa yang salah di catatan? Tulis begini:',
  'nama bagian: isi yang benar',
  'Contoh, kota: Riyadh. Atau tulis batal.',
].join('\n')
export function correctParts(labels: readonly string[]): string {
  return ['Bagian di catatan:', ...labels.map((label) => `- ${label}`)].join('\n')
}
export const CORRECTED = 'Sudah dibetulkan di catatan.'
export const CORRECT_UNKNOWN = ['Bagian itu tidak ketemu.', 'Coba lagi: tulis perbaiki. Untuk petugas: tulis 0.'].join('\n')
export const CORRECT_LEFT = 'Baik, tidak ada yang diubah.'

export const PIN_NEW = [
  'Pilih PIN, 4 sampai 6 angka. Jangan tanggal lahir.',
  'PIN mengunci data dan catatan Kakak di chat ini.',
  'Tulis PIN-nya sekarang, atau tulis batal.',
].join('\n')
export const PIN_AGAIN = 'Tulis PIN itu sekali lagi.'
export const PIN_WEAK = 'PIN itu mudah ditebak. Pilih 4 sampai 6 angka lain, atau tulis batal.'
export const PIN_DIFFERS = 'Kedua PIN tidak sama. Tulis lagi PIN yang Kakak mau.'
export const PIN_SET = [
  'PIN tersimpan. Hapus pesan yang berisi PIN dari chat ini.',
  'Petugas tidak pernah meminta PIN.',
  'Kalau lupa: tulis lupa pin.',
].join('\n')
export const PIN_LEFT = 'Baik, tidak jadi.'
export const PIN_ASK = 'Tulis PIN Kakak dulu, atau tulis batal.'
export const PIN_WRONG = 'PIN salah. Coba lagi, atau tulis lupa pin.'
export function pinWait(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000)
  return `Terlalu sering salah. Coba ${minutes < 90 ? `${minutes} menit` : `${Math.round(minutes / 60)} jam`} lagi.`
}
export const PIN_LOCKED = 'Terlalu sering salah, PIN terkunci. Tulis lupa pin.'
export const PIN_REMOVED = 'PIN sudah dihapus.'
export const PIN_NONE = 'Belum ada PIN. Buat: tulis pin.'
/** Only staff can help, and only where there are staff. */
export const PIN_FORGOTTEN = [
  'PIN tidak bisa kami lihat. Hanya petugas yang bisa menghapusnya.',
  'Petugas harus yakin dulu bahwa ini Kakak.',
  'Sebelum itu, data Kakak tetap terkunci.',
].join('\n')

/** Asked by staff for each recipient. */
export function consentAsk(recipient: string): string {
  return [`Boleh kami teruskan ke ${recipient}?`, 'Yang diteruskan: catatan kasus Kakak.', 'Bisa dicabut: tulis cabut izin.'].join('\n')
}
export const CONSENT_CHOICES = ['Boleh', 'Jangan'] as const
export const CONSENT_YES = ['Izin Kakak tercatat.', 'Bisa dicabut: tulis cabut izin.'].join('\n')
export const CONSENT_NO = 'Baik, tidak diteruskan.'
export const CONSENT_WITHDRAWN = [
  'Izin Kakak dicabut, itu tercatat.',
  'Yang sudah diteruskan tidak bisa kami tarik sendiri.',
  'Batas mengurusnya 3 kali 24 jam.',
].join('\n')
export const KEEP_NOTHING = [
  'Baik. Pesan Kakak yang lama dihapus, yang baru tidak disimpan.',
  'Dalam bahaya, atau dengan petugas, pesan tetap disimpan.',
  'Mau disimpan lagi: tulis boleh simpan.',
].join('\n')
export const KEEP_AGAIN = 'Baik, pesan disimpan lagi seperti biasa.'

export const OTHER_PHONE = 'WhatsApp ini sekarang di HP lain. Isi yang lama hanya terbuka dengan PIN.'

export const DEPOSIT_NEEDS_PIN = ['Titipan dikunci dengan PIN.', 'Tanpa PIN, siapa pun di HP ini bisa melihat.'].join('\n')
/** The same words whether or not there is one. */
export const DEPOSIT_PIN = ['Titipan hanya terbuka dengan PIN.', 'Buat PIN: tulis pin.'].join('\n')
export const DEPOSIT_LATER = 'Selesaikan dulu pertanyaan tadi, atau tulis batal. Lalu tulis titip data.'
export const DEPOSIT_NONE = 'Tidak ada titipan. Mulai: tulis titip data.'
export function depositSince(at: number): string {
  return `Titipan Kakak, sejak ${day(at, 'id')}:`
}
export const DEPOSIT_RULES = {
  self: ['Dibuka petugas kalau Kakak minta tolong di sini.', 'Selain itu hanya kalau nyawa terancam, dan dicatat.'].join('\n'),
  family: [
    'Dibuka petugas kalau Kakak minta tolong, atau dilaporkan hilang.',
    'Pelapor tidak diberi tahu, juga kalau itu keluarga.',
    'Selain itu hanya kalau nyawa terancam, dan dicatat.',
  ].join('\n'),
  staff: 'Dibuka petugas hanya kalau nyawa terancam, dan dicatat.',
} as const
export const DEPOSIT_NEXT = ['Mengganti: tulis titip data.', 'Menghapus: tulis hapus titipan.'].join('\n')
/** The same words whether it goes at once or waits a day because of an emergency. */
export const DEPOSIT_ERASED = 'Titipan dihapus, paling lambat 48 jam lagi.'

export const STATUS_PIN = ['Perkembangan catatan hanya terbuka dengan PIN.', 'Buat PIN: tulis pin.'].join('\n')
export const STATUS_NONE = 'Tidak ada catatan yang sedang berjalan.'
export const STATUS_STATES = {
  unread: 'belum dibaca petugas',
  read: 'sudah dibaca petugas',
  forwarded: 'sudah diteruskan',
  waiting: 'menunggu',
  closed: 'selesai',
} as const
export const STATUS_NOT_OFFICIAL = 'Ini belum laporan resmi ke KBRI atau KP2MI.'
