/** Ready texts for staff to put into a reply and change. To people, so in Indonesian whatever the console speaks; no facts in them. */
export const READY_TEXTS = [
  { id: 'baca', name: { id: 'Sudah dibaca', en: 'Read' }, text: 'Sudah saya baca semua, Kak. Saya bantu dari sini.' },
  {
    id: 'aman',
    name: { id: 'Tanya aman', en: 'Ask if safe' },
    text: 'Aman menulis sekarang? Balas 1 kalau aman. Balas 2 kalau tidak, nanti kami diam dulu.',
  },
  {
    id: 'tempat',
    name: { id: 'Tanya tempat', en: 'Ask where' },
    text: 'Kakak sekarang di negara dan kota mana? Tidak tahu juga tidak apa-apa.',
  },
  {
    id: 'tunggu',
    name: { id: 'Sedang dicari', en: 'Looking it up' },
    text: 'Saya cari jawabannya dulu. Kalau keadaan memburuk, tulis 9 kapan saja.',
  },
  {
    id: 'penipu',
    name: { id: 'Soal penipu', en: 'On impostors' },
    text: 'Petugas tidak pernah minta uang, kode OTP, atau foto paspor lewat chat ini.',
  },
] as const
