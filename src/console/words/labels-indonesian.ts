/** Names of things, by their stable ids. The compiler asks for a name when an id is added. */
import type { ChannelHealth } from '../../channels/channel.ts'
import type { ChannelName, Danger, IncomingContent, Language, Outcome, Topic, TriageVerdict, Urgency } from '../../message.ts'
import type { ReplyReason } from '../../reply-reason.ts'
import type { MessagesTable, OutboxState, StaffRole } from '../../store/schema.ts'
import type { AuditAction } from '../audit.ts'

interface Labels {
  readonly channel: Record<ChannelName, string>
  readonly urgency: Record<Urgency, string>
  /** By rank, 0 to 5. */
  readonly rank: readonly string[]
  readonly danger: Record<Danger, string>
  readonly outcome: Record<Outcome, string>
  readonly language: Record<Language, string>
  readonly topic: Record<Topic, string>
  readonly author: Record<MessagesTable['author'], string>
  readonly source: Record<ReplyReason['source'], string>
  /** What a message is, where that is more than words. */
  readonly kind: Record<Exclude<IncomingContent['kind'], 'text'> | 'safety' | 'cover' | 'catch-up' | 'notice', string>
  readonly delivery: Record<OutboxState, string>
  readonly health: Record<ChannelHealth['state'], string>
  readonly role: Record<StaffRole, string>
  readonly roleMeaning: Record<StaffRole, string>
  readonly about: Record<TriageVerdict['about'], string>
  readonly action: Record<AuditAction, string>
}

export const labelsIndonesian = {
  channel: { telegram: 'Telegram', whatsapp: 'WhatsApp', web: 'Obrolan web', terminal: 'Terminal' },
  urgency: { emergency: 'Darurat', urgent: 'Mendesak', routine: 'Biasa' },
  rank: ['Darurat', 'Mendesak', 'Menunggu petugas', 'Tidak puas', 'Mesin kurang yakin', 'Lainnya'],
  danger: {
    violence: 'kekerasan',
    'sexual-violence': 'kekerasan seksual',
    confinement: 'disekap',
    trafficking: 'perdagangan orang',
    'self-harm': 'ingin menyakiti diri',
    medical: 'gawat medis',
    detention: 'ditahan aparat',
    'conflict-disaster': 'perang atau bencana',
    stranded: 'telantar',
  },
  outcome: {
    answer: 'Dijawab',
    safety: 'Balasan keselamatan',
    choices: 'Diberi pilihan',
    unknown: 'Tidak tahu',
    handoff: 'Diteruskan ke petugas',
    flow: 'Tanya jawab terpandu',
    smalltalk: 'Basa-basi',
  },
  language: { id: 'Indonesia', jv: 'Jawa', su: 'Sunda', mad: 'Madura', ms: 'Melayu', en: 'Inggris', other: 'Lainnya' },
  topic: {
    'legal-route': 'Jalur resmi',
    eligibility: 'Syarat',
    documents: 'Dokumen',
    'costs-and-loans': 'Biaya dan utang',
    'check-agency': 'Cek perusahaan',
    'scam-offer': 'Tawaran mencurigakan',
    vacancies: 'Lowongan',
    'destination-country': 'Negara tujuan',
    'pre-departure': 'Sebelum berangkat',
    training: 'Pelatihan',
    'certification-and-language': 'Sertifikat dan bahasa',
    'korea-programme': 'Program Korea',
    'japan-programme': 'Program Jepang',
    'europe-programme': 'Program Eropa',
    seafarer: 'Pelaut',
    'contract-and-wages': 'Kontrak dan gaji',
    'change-employer': 'Ganti majikan',
    'passport-withheld': 'Paspor ditahan',
    'health-and-insurance': 'Kesehatan dan asuransi',
    'pregnancy-and-family': 'Kehamilan dan keluarga',
    violence: 'Kekerasan',
    'mental-distress': 'Beban batin',
    'arrest-and-legal': 'Penangkapan dan hukum',
    trafficking: 'Perdagangan orang',
    'money-home': 'Kirim uang',
    'return-home': 'Pulang',
    'overstay-and-amnesty': 'Izin habis dan amnesti',
    'lost-passport': 'Paspor hilang',
    'death-abroad': 'Meninggal di luar negeri',
    'missing-worker': 'Pekerja hilang kabar',
    reintegration: 'Setelah pulang',
    'embassy-contact': 'Kontak perwakilan',
    complaint: 'Pengaduan',
    'case-status': 'Status kasus',
    'talk-to-human': 'Minta petugas',
    greeting: 'Salam',
    thanks: 'Terima kasih',
    'about-bot': 'Tentang layanan',
    privacy: 'Data pribadi',
    language: 'Bahasa',
    feedback: 'Masukan',
    'out-of-scope': 'Di luar layanan',
  },
  author: { person: 'Orangnya', bot: 'Mesin', staff: 'Petugas', system: 'Sistem' },
  source: {
    card: 'Kartu pengetahuan',
    safety: 'Teks keselamatan',
    conversation: 'Aturan percakapan',
    staff: 'Petugas',
    model: 'Model bahasa',
  },
  kind: {
    safety: 'Balasan keselamatan',
    cover: 'Jawaban samaran untuk kata aman',
    'catch-up': 'Ditanya: masih perlu dibalas?',
    notice: 'Pemberitahuan',
    voice: 'Pesan suara',
    photo: 'Foto',
    document: 'Berkas',
    location: 'Lokasi',
    contact: 'Kontak',
    sticker: 'Stiker',
    reaction: 'Reaksi',
    choice: 'Pilihan',
    command: 'Perintah',
    edited: 'Diubah',
    deleted: 'Dihapus orangnya',
    'group-message': 'Pesan grup',
    'typed-on-phone': 'Diketik di HP layanan',
    membership: 'Blokir berubah',
    undecryptable: 'Tidak terbaca',
    unsupported: 'Jenis lain',
  },
  delivery: {
    waiting: 'menunggu dikirim',
    sending: 'sedang dikirim',
    sent: 'terkirim',
    delivered: 'sampai',
    read: 'dibaca',
    'awaiting-yes': 'menunggu kata ya dari orangnya',
    withheld: 'tidak dikirim: ditahan',
    expired: 'tidak dikirim: terlalu lama',
    ambiguous: 'mungkin sampai',
    failed: 'gagal dikirim',
  },
  health: { starting: 'Memulai', up: 'Berjalan', degraded: 'Terganggu', down: 'Terputus', stopped: 'Berhenti' },
  role: { viewer: 'pembaca', reviewer: 'penilai', caseworker: 'pendamping', admin: 'admin' },
  roleMeaning: {
    viewer: 'Membaca percakapan.',
    reviewer: 'Juga menilai jawaban, mencatat, dan memberi label.',
    caseworker: 'Juga menjawab orang dan membuka alamat.',
    admin: 'Juga mengatur petugas dan kanal.',
  },
  about: { self: 'tentang dirinya', other: 'tentang orang lain', unknown: 'belum jelas tentang siapa' },
  action: {
    'sign-in': 'masuk',
    'sign-in-failed': 'gagal masuk',
    'sign-out': 'keluar',
    'sign-out-everywhere': 'keluar dari semua perangkat',
    'password-changed': 'mengganti kata sandi',
    'session-ended': 'mengeluarkan satu perangkat',
    'second-factor-on': 'memasang faktor kedua',
    'second-factor-off': 'melepas faktor kedua',
    'second-factor-failed': 'gagal pada faktor kedua',
    'account-made': 'membuat akun',
    'link-made': 'membuat tautan sekali pakai',
    'staff-disabled': 'menonaktifkan petugas',
    'staff-enabled': 'mengaktifkan petugas',
    'transcript-opened': 'membuka percakapan',
    searched: 'mencari',
    'taken-over': 'mengambil alih percakapan',
    'handed-back': 'mengembalikan ke mesin',
    'reply-sent': 'membalas orang',
    'hold-set': 'menahan pesan',
    'hold-lifted': 'membuka tahanan',
    'conversation-closed': 'menyelesaikan percakapan',
    'contact-plan-changed': 'mengubah rencana kontak',
    'address-revealed': 'membuka alamat',
    'reply-marked': 'menilai jawaban',
    'note-added': 'menulis catatan',
    'label-added': 'menambah label',
    'label-removed': 'menghapus label',
    'test-case-made': 'membuat kasus uji',
    'test-cases-exported': 'mengunduh kasus uji',
    'event-dismissed': 'menyelesaikan kabar sistem',
    'knowledge-verified': 'memastikan pengetahuan',
    'knowledge-edited': 'mengubah kartu',
    'knowledge-undone': 'membatalkan perubahan',
    'notice-pinned': 'memasang pengumuman',
    'numbers-exported': 'mengunduh angka',
    'sample-drawn': 'mengundi sampel harian',
    'sample-read': 'menilai sampel harian',
    'shift-handed-over': 'menyerahkan giliran',
    'shift-accepted': 'menerima giliran',
    'whatsapp-pairing-started': 'mulai menautkan WhatsApp',
    'whatsapp-code-asked': 'meminta kode WhatsApp',
    'whatsapp-restarted': 'menyambung ulang WhatsApp',
    'whatsapp-logged-out': 'melepas WhatsApp',
  },
} satisfies Labels
