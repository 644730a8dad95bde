/** A walk through each note, for every front door: what is asked, answered, told at the end, and what staff see. */

export interface Walk {
  readonly flow: string
  readonly lane: string
  /** How people ask for it plainly. */
  readonly asked: string
  readonly answers: readonly string[]
  /** What the end tells beside the number and that it is no official report. */
  readonly ends: RegExp
  /** Of these answers only the case may know, sealed. */
  readonly name: string
  /** What staff see at once, by question. */
  readonly shown: Readonly<Record<string, string>>
}

export const WALKS: readonly Walk[] = [
  {
    flow: 'unpaid-wages',
    lane: 'this-week',
    asked: 'tolong bantu hitung gaji saya',
    answers: ['taiwan', '3 bulan', '20rb NT', '5000 NT', 'boleh', 'Tuan Chen Zubaidah'],
    ends: /3 × 20\.000 NT − 5\.000 NT = 55\.000 NT[^]*bukan janji[^]*UU 18\/2017 pasal 24[^]*Kumpulkan/,
    name: 'Zubaidah',
    shown: { months: '3 bulan', wage: '20rb NT', calculation: '3 × 20.000 NT − 5.000 NT = 55.000 NT' },
  },
  {
    flow: 'passport-withheld',
    lane: 'this-week',
    asked: 'buat catatan soal paspor saya',
    answers: ['riyadh', '1', 'agen', 'belum', 'boleh', 'Baba Zubaidah sejak januari'],
    ends: /surat jalan \(SPLP\)[^]*Arab Saudi, majikan dilarang menahan paspor/,
    name: 'Zubaidah',
    shown: { holder: 'Agen', asked: 'Belum' },
  },
  {
    flow: 'death-abroad',
    lane: 'this-week',
    asked: 'buatkan laporan kakak saya meninggal',
    answers: ['johor malaysia', '3', 'pt', 'dipulangkan', 'Siti Zubaidah', 'boleh'],
    ends: /Johor Bahru[^]*Almarhum dan penghubung: Siti Zubaidah[^]*PP 59\/2021 pasal 21[^]*surat sebab kematian/,
    name: 'Zubaidah',
    shown: { 'told-by': 'Orang lain', wish: 'Dipulangkan' },
  },
  {
    flow: 'trafficking',
    lane: 'today',
    asked: 'buat catatan tppo',
    answers: ['1', 'kamboja phnom penh', 'sehat', '2', 'boleh', 'nomor Zubaidah, malam saja'],
    ends: /UU 21\/2007 pasal 51[^]*tiket sering dibayar sendiri[^]*LPSK/,
    name: 'Zubaidah',
    shown: { out: 'Sudah di luar', papers: 'Dipegang orang lain' },
  },
  {
    flow: 'violence',
    lane: 'this-week',
    asked: 'buat catatan kekerasan',
    answers: ['1', 'hong kong', '2', '1', 'boleh', 'nomor Zubaidah, malam saja'],
    ends: /tidak kami beri tahu[^]*bukan salah Kakak[^]*LPSK/,
    name: 'Zubaidah',
    shown: { health: 'Ada, ringan', wish: 'Tempat aman' },
  },
  {
    flow: 'sent-back',
    lane: 'today',
    asked: 'buat catatan saya dipulangkan',
    answers: ['singapura', '1', 'dipaksa', 'belum', 'boleh', 'agen Zubaidah, pesawat jam 5'],
    ends: /Tidak wajib tanda tangan[^]*help desk KP2MI[^]*UU 18\/2017 pasal 24/,
    name: 'Zubaidah',
    shown: { flight: 'Hari ini', wish: 'Dipaksa' },
  },
]
