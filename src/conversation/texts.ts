/**
 * What the assistant says of itself. Rules of tone: "Kak", short sentences, no blame, no promise; the three
 * wordings about a person are chosen by `staffLine`, never written into a text.
 */
import type { StaffPresence } from '../triage/crisis.ts'

export * from './texts-contact.ts'
export * from './texts-family.ts'
export * from './texts-media.ts'
export * from './texts-own.ts'

export interface Operator {
  /** Null: no office stands behind this installation, and the assistant says so. */
  readonly name: string | null
  readonly phone: string | null
  readonly sharesWith: string | null
  readonly mustReport: string | null
  /** In terms of UU 27/2022, as the operator words it. */
  readonly legalBasis: string | null
  /** The operator stated that it is neither police nor immigration. */
  readonly notPolice: boolean
  /** Host of the language model that gets redacted text; null when there is none, or it runs on this machine. */
  readonly model: string | null
}

export interface Presence {
  readonly staff: StaffPresence
  /** For `off-duty`: when somebody reads again, in words: "besok 08.00 WIB". */
  readonly back: string | null
}

/** The only three ways to speak of a person who will read. */
export function staffLine(presence: Presence): string {
  switch (presence.staff) {
    case 'on-duty':
      return 'Petugas sedang berjaga dan akan membaca ini.'
    case 'off-duty':
      return `Petugas membaca lagi ${presence.back ?? 'pada jam kerja'}. Sebelum itu, yang bisa menolong nomor di atas.`
    case 'none':
      return 'Belum ada petugas yang membaca. Yang bisa menolong sekarang nomor di atas.'
  }
}

function operatorLine(operator: Operator): string {
  return operator.name === null
    ? 'Belum ada kantor yang bertanggung jawab di balik layanan ini.'
    : `Layanan ini dijalankan ${operator.name}.`
}

/** The one line of notice that goes with the first answer. */
export const NOTICE = 'Yang menjawab ini mesin; petugas bisa membaca. Soal data: tulis data. Bahaya: 9. Petugas: 0.'

/** The first message; under 400 characters. `salam` is answered first. */
export function welcome(operator: Operator, salam: string): string {
  const who = operator.name === null ? 'Saya Tanya Migran' : `Saya Tanya Migran dari ${operator.name}`
  return [
    `${salam}${who}. Gratis. Kami tidak minta uang, OTP, atau foto KTP.`,
    'Tulis saja masalahnya, bahasa daerah juga boleh. Atau angka:',
    '1 kerja ke luar negeri',
    '2 masalah kerja, gaji, paspor, pulang',
    '3 keluarga tidak ada kabar',
    '9 bahaya sekarang',
    '0 bicara dengan petugas',
    'Yang menjawab ini mesin; petugas bisa membaca. Soal data: tulis data.',
  ].join('\n')
}

/** A salam is answered before anything else. Empty when there was none. */
export function answerToSalam(text: string): string {
  return /\b(?:ass?alamm?u|asalamu|samlekum|aslm|ass?kum|salamualaikum)/iu.test(text) ? 'Waalaikumsalam. ' : ''
}

export const aboutBot = (operator: Operator, presence: Presence): string =>
  [
    'Saya Tanya Migran, penjawab otomatis untuk pekerja migran dan keluarga. Saya mesin, bukan orang.',
    operatorLine(operator),
    ...(operator.notPolice ? ['Kami bukan polisi atau imigrasi.'] : []),
    'Jawaban saya dari aturan dan situs resmi, dengan sumber dan tanggal. Kalau tidak tahu, saya bilang tidak tahu.',
    presence.staff === 'on-duty' ? staffLine(presence) : 'Petugas bisa membaca percakapan, tetapi sekarang belum ada yang berjaga.',
  ].join('\n')

export const privacy = (operator: Operator): string =>
  [
    'Soal data Kakak:',
    '- Pesan disimpan untuk menjawab dan diperiksa petugas. Nomor KTP, paspor, telepon, dan rekening disamarkan dulu.',
    '- Petugas melihat nama samaran, bukan nomor Kakak.',
    `- ${operatorLine(operator)}${operator.phone === null ? '' : ` Teleponnya ${operator.phone}.`}`,
    ...(operator.model === null ? [] : [`- Pesan yang sudah disamarkan bisa diolah mesin bahasa di ${operator.model}.`]),
    operator.sharesWith !== null
      ? `- Bisa dibagikan ke: ${operator.sharesWith}.`
      : operator.model === null
        ? '- Tidak dibagikan ke pihak lain.'
        : '- Selain itu, tidak dibagikan ke pihak lain.',
    ...(operator.legalBasis === null ? [] : [`- Dasar hukum kami menyimpan: ${operator.legalBasis} (UU 27/2022).`]),
    ...(operator.mustReport === null ? [] : [`- Wajib dilaporkan: ${operator.mustReport}.`]),
    '- WhatsApp dan Telegram tahu bahwa Kakak menulis ke sini.',
    'Jangan tulis PIN bank, OTP, atau kata sandi di sini.',
  ].join('\n')

export const HELP = [
  'Tulis pertanyaan apa saja, singkat pun boleh. Contoh: "syarat ke Taiwan", "gaji belum dibayar".',
  'Kata lain yang saya kenal:',
  'menu: pilihan awal',
  'rincian: jawaban lebih lengkap',
  'sumber: alamat sumbernya',
  'data: soal data Kakak',
  'titip data: data penting sebelum berangkat, terkunci',
  'kontak aman: kapan dan ke HP siapa kami boleh membalas',
  'kalimat: kalimat bahasa asing untuk ditunjukkan',
  'hubungkan keluarga, kabar baik: memberi kabar ke rumah',
  '9 bahaya sekarang, 0 petugas',
].join('\n')

/** In both languages: whoever asks may read only one of them. */
export const LANGUAGE_CHOICE = [
  'Saya menjawab dalam bahasa Indonesia atau Inggris. Kakak boleh menulis bahasa Jawa, Sunda, Madura, atau Melayu.',
  'I answer in Indonesian or English. Balas / answer: indonesia, english.',
].join('\n')
export const LANGUAGE_SET = {
  id: 'Baik, bahasa Indonesia.',
  en: 'OK, English from now on. Some answers exist only in Indonesian; I will say so.',
} as const

export const THANKS = 'Sama-sama, Kak. Kalau ada lagi, tulis saja.'
export const UNKNOWN =
  'Maaf, saya belum punya jawaban yang pasti untuk itu. Coba tulis dengan kata lain, atau sebut negaranya. Yang bisa ditanya langsung:'
export const OUT_OF_SCOPE =
  'Itu di luar yang saya tahu. Saya menjawab soal kerja ke luar negeri, masalah kerja, dan pulang. Tulis menu untuk pilihan.'
export const REFUSE_FORGERY =
  'Saya tidak bisa membantu yang itu. Surat palsu dan jalur gelap bisa membuat Kakak ditahan dan tidak terlindungi. Ada jalan resmi. Mau saya jelaskan? Balas 1.'
export const REFUSE_HARM =
  'Saya tidak bisa membantu yang itu. Kalau Kakak dirugikan atau ditekan orang, ada jalan resmi untuk mengadu. Mau saya jelaskan? Balas 1.'
export const CHOICES = 'Supaya tidak salah jawab, yang mana maksud Kakak?'
export const STALE_CHOICE = 'Pilihan itu sudah lama. Maksud Kakak yang mana?'
export const NO_CHOICE = 'Angka itu untuk apa, Kak? Tulis dengan kata saja, atau tulis menu.'
export const ASK_PERSON = 'Permintaan Kakak tercatat untuk petugas. Nomor yang bisa dihubungi langsung:'
export const CASE_STATUS =
  'Saya belum bisa melihat perkembangan laporan. Tanyakan ke tempat Kakak melapor, sebut nomor laporannya. Belum melapor? Ini nomornya:'
export const FEEDBACK_THANKS = 'Terima kasih, Kak.'
export const FEEDBACK_ASK = 'Terima kasih sudah bilang. Bagian mana yang salah? Tulis saja.'
export const FEEDBACK_NOTED = 'Tercatat untuk diperiksa petugas. Terima kasih, Kak.'
export const NOTHING_MORE = 'Tidak ada rincian lain untuk jawaban tadi.'
export const TROUBLE = 'Masalahnya yang mana, Kak? Boleh juga langsung diceritakan.'
export const LATE_DROPPED = 'Baik. Tulis lagi kapan saja.'
export const TOO_LONG = 'Pesannya panjang, saya baca bagian awalnya saja.'

export const FLOW_REPEAT = 'Saya belum paham. Boleh juga "lewati".'
export const FLOW_LEFT = 'Baik, saya berhenti. Jawaban tadi tidak jadi catatan. Kapan saja boleh mulai lagi.'
export const FLOW_KEPT = 'Jawaban yang tadi masih ada. Kalau sudah bisa, tulis lanjut.'
export const FLOW_NOTE_OFFER = 'Kalau mau, saya tanya sedikit untuk jadi catatan. Tidak wajib. Kapan saja boleh.'
export const FLOW_RESUME: { text: string; choices: string[] } = { text: 'Lanjut yang kemarin?', choices: ['Ya', 'Tidak'] }

export const VOICE =
  'Pesan suaranya sudah sampai, tapi saya belum bisa mendengarnya. Supaya cepat: tulis satu kalimat, atau balas 9 kalau bahaya sekarang.'
export const PHOTO =
  'Fotonya sudah sampai, tapi saya belum bisa melihat isinya. Tulis satu kalimat tentang foto itu. Balas 9 kalau bahaya sekarang.'
export const DOCUMENT =
  'Berkasnya sudah sampai, tapi saya belum bisa membacanya. Tulis pertanyaannya. Jangan kirim foto KTP atau paspor kalau tidak perlu.'
export const LOCATION = 'Lokasinya sudah sampai. Tulis juga, apa yang Kakak butuhkan? Balas 9 kalau bahaya sekarang.'
export const CONTACT = 'Kontaknya sudah sampai. Nomor orang lain tidak saya simpan. Apa yang mau ditanyakan?'
export const STICKER = 'Sudah sampai, Kak. Ada yang mau ditanyakan? Tulis saja. Balas 9 kalau bahaya sekarang.'
export const CALL = 'Telepon ke nomor ini tidak bisa diangkat. Tulis saja di sini. Balas 9 kalau bahaya sekarang.'
export const UNSUPPORTED = 'Pesan jenis itu belum bisa saya baca. Tulis dengan kata-kata, ya. Balas 9 kalau bahaya sekarang.'
export const GROUP = 'Supaya aman, tulis pribadi ke saya, jangan di grup.'
export const FAILED = 'Maaf, pesan Kakak tersimpan tetapi belum bisa saya jawab. Coba tulis lagi nanti. Kalau bahaya sekarang, balas 9.'
/** A late reply: one text a person, repeating nothing of what was written. */
export const LATE = 'Maaf baru terbaca. Masih perlu dibalas?\n1 ya\n2 tidak'

/** What stands above the web chat before anything was written. */
export function textIntro(operator: Operator): string {
  return [
    operator.name === null ? 'Tanya Migran, penjawab otomatis. Gratis.' : `Tanya Migran, penjawab otomatis dari ${operator.name}. Gratis.`,
    'Tulis saja masalahnya. Kami tidak minta uang, OTP, atau foto KTP.',
    'Bahaya sekarang: tulis 9. Petugas: tulis 0.',
  ].join(' ')
}
