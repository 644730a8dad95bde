/** What is said about photos and voice notes that are kept for staff. */
export type MediaKind = 'photo' | 'voice'

const IT: Readonly<Record<MediaKind, string>> = { photo: 'Fotonya', voice: 'Pesan suaranya' }
const UNREAD: Readonly<Record<MediaKind, string>> = {
  photo: 'Saya mesin, belum bisa melihat isinya.',
  voice: 'Saya mesin, belum bisa mendengarnya.',
}
const WORDS = 'Supaya cepat: tulis satu kalimat, atau balas 9 kalau bahaya sekarang.'

/** A question: whether staff may get it. */
export function mediaAsk(kind: MediaKind, days: number): string {
  return [
    `${IT[kind]} sudah sampai. ${UNREAD[kind]}`,
    WORDS,
    `Boleh disimpan untuk petugas? Terkunci, paling lama ${days} hari. Jadi catatan kasus Kakak.`,
  ].join('\n')
}
export const MEDIA_CHOICES = ['Boleh', 'Jangan'] as const
/** Fetching it may still fail. */
export function mediaKept(kind: MediaKind, days: number): string {
  return [`${IT[kind]} sudah sampai. ${UNREAD[kind]}`, `Kami coba simpan untuk petugas. Terkunci, paling lama ${days} hari.`, WORDS].join(
    '\n',
  )
}
export function mediaTooBig(kind: MediaKind, megabytes: number): string {
  return [`${IT[kind]} terlalu besar, jadi tidak kami ambil.`, `Paling besar ${megabytes} MB. Coba kirim yang lebih kecil.`, WORDS].join(
    '\n',
  )
}
export const MEDIA_YES = ['Baik, kami coba simpan untuk petugas.', 'Bisa dicabut: tulis cabut izin.'].join('\n')
export const MEDIA_NO = `Baik, tidak disimpan. ${WORDS}`
