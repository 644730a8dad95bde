/** What is said about links between a worker and relatives, in Indonesian (care 5). */

export const FAMILY_QUESTIONS = {
  'family-safe': {
    text: [
      'Satu pertanyaan dulu, demi aman.',
      'Pernahkah orang ini menyakiti Kakak atau memegang uang Kakak?',
      'Kalau ia ada di masalah Kakak sekarang, pilih 2.',
    ].join('\n'),
    choices: ['Tidak pernah', 'Pernah, atau ragu'],
  },
  'family-who': { text: 'Siapa yang mau disambungkan? Namanya tidak perlu.', choices: ['Suami atau istri', 'Orang tua', 'Lainnya'] },
  'family-what': {
    text: ['Apa yang boleh ia dengar?', 'Perkembangan catatan: hanya sudah sampai mana, bukan isinya.'].join('\n'),
    choices: ['Kabar baik saja', 'Juga perkembangan catatan'],
  },
} as const

export function familyCode(code: string): string {
  return [
    `Kode untuk keluarga: ${code}`,
    'Berlaku 24 jam, untuk satu orang, satu kali.',
    'Minta keluarga menulis kode itu di chat ini, dari HP mereka.',
    'Jangan berikan ke orang lain.',
  ].join('\n')
}
export const FAMILY_LINK = 'Di Telegram, keluarga cukup membuka alamat ini:'
export const FAMILY_LINKED_NEXT = [
  'Keluarga hanya menerima kabar yang Kakak kirim.',
  'Isi chat, lokasi, dan waktu baca tidak diberikan.',
  'Mengirim kabar: tulis kabar baik.',
  'Melihat siapa: tulis keluarga saya.',
  'Memutus tanpa mereka tahu: tulis putus keluarga.',
].join('\n')
export const FAMILY_NOT_SAFE = [
  'Baik, tidak disambungkan. Itu bukan salah Kakak.',
  'Orang itu tidak kami beri tahu apa pun.',
  'Dalam bahaya sekarang: tulis 9.',
].join('\n')
export const FAMILY_LEFT = 'Baik, tidak ada yang diubah.'
export const FAMILY_FULL = ['Sudah tiga orang tersambung, itu paling banyak.', 'Memutus satu: tulis putus keluarga.'].join('\n')
export const FAMILY_OTHER_PHONE = [
  'Chat ini sekarang di HP lain.',
  'Sambungan keluarga terbuka lagi dengan PIN.',
  'Tulis pin, lalu besok tulis keluarga saya.',
].join('\n')
export const FAMILY_NONE = ['Belum ada keluarga yang tersambung.', 'Menyambungkan: tulis hubungkan keluarga.'].join('\n')
export const FAMILY_LIST = 'Keluarga yang tersambung:'
export const FAMILY_RELATIONS = { partner: 'Suami atau istri', parent: 'Orang tua', other: 'Keluarga lain' } as const
export function familyLine(number: number, relation: keyof typeof FAMILY_RELATIONS, since: string, hearsOfCase: boolean): string {
  return `${number}. ${FAMILY_RELATIONS[relation]}, sejak ${since}${hearsOfCase ? ', juga perkembangan catatan' : ''}`
}
export const FAMILY_LIST_NEXT = ['Mengirim kabar: tulis kabar baik.', 'Memutus tanpa mereka tahu: tulis putus keluarga.'].join('\n')
export function familyJoinedOn(since: string): string {
  return `- Kode keluarga dipakai di sini, ${since}.`
}
export const FAMILY_CUT_WHICH = 'Putus yang mana? Tulis angkanya, atau tulis semua.'
export const FAMILY_CUT = ['Sudah diputus. Mereka tidak diberi tahu.', 'Kode yang belum dipakai juga tidak berlaku lagi.'].join('\n')
/** The same whether anybody was linked or not. */
export const FAMILY_CHECK_IN = [
  'Baik. Kabar Kakak diteruskan ke keluarga yang tersambung.',
  'Paling sering satu kali dalam 6 jam.',
  'Menyambungkan keluarga: tulis hubungkan keluarga.',
].join('\n')

/** To a relative from here on. */
export const FAMILY_JOINED = [
  'Tersambung. Kabar dari keluarga Bapak/Ibu muncul di chat ini.',
  'Isi chat, lokasi, dan waktu baca tidak kami berikan.',
].join('\n')
export const FAMILY_JOINED_NEXT = [
  'Menanyakan kabar: tulis kabar.',
  'Berhenti: tulis putus keluarga.',
  'Ada tanda bahaya: ceritakan langsung di sini.',
].join('\n')
/** The same for a code that never was, was used, is too old, or came after too many. */
export const FAMILY_CODE_WRONG = [
  'Kode itu tidak berlaku.',
  'Kode hanya berlaku 24 jam dan satu kali.',
  'Minta kode baru dari keluarga.',
  'Sudah beberapa kali salah: coba lagi satu jam lagi.',
].join('\n')
export const FAMILY_CODE_OWN = 'Kode ini untuk keluarga, ditulis dari HP mereka.'
/** The same without news, after a cut, on hold, and for whoever was never linked. */
export const FAMILY_NO_NEWS = [
  'Belum ada kabar baru untuk chat ini.',
  'Kabar baru muncul di sini.',
  'Lama tanpa kabar: tulis keluarga hilang kontak.',
].join('\n')
/** `linked`: since when, which tells two links apart; always there, so that one that was cut is not missed. */
export function familyGoodNews(on: string, linked: string): string {
  return [
    `Kabar baik dari keluarga, ${on}.`,
    `Dari yang tersambung sejak ${linked}.`,
    'Siapa yang menulisnya tidak bisa kami pastikan.',
  ].join('\n')
}
export function familyCase(state: string): string {
  return [`Catatan keluarga Bapak/Ibu: ${state}.`, 'Ini belum laporan resmi ke KBRI atau KP2MI.'].join('\n')
}
/** A relative goes, or somebody who was never linked; the same after a cut. */
export const FAMILY_LEFT_BY_RELATIVE = [
  'Baik. Kabar dari keluarga tidak dikirim lagi ke chat ini.',
  'Kode dari chat ini juga tidak berlaku lagi.',
].join('\n')
