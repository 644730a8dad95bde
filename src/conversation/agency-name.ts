/** The name of an agency in a question about one: "apakah PT Maju Jaya terdaftar" asks about "maju jaya". */
import { plainWords } from '../plain-words.ts'

const FORM = /^(?:pt|cv|p3mi|pjtki|pptkis)$/u
const CALLED = /^(?:namanya|bernama|nama|is|called|named)$/u
/** What follows a name, or stands where none was written ("PT ini resmi", "PT penyalur TKI"). */
const NO_NAME = new Set(
  [
    'resmi legal ilegal terdaftar daftar berizin izin ijin izinnya ijinnya aktif bodong palsu asli aman abal penipu penipuan nipu bener beneran benar terpercaya bagus',
    'apa apakah apaan itu ini iki iku ieu eta yang yg mana di dari ke dr untuk buat dengan sama dan atau kalau kalo karena tapi tp agar supaya',
    'gak ga gk nggak ngga enggak kagak tidak tdk bukan belum sudah udah masih lagi juga saja aja dong kak kakak mas mbak pak bu bapak ibu min gan ya yah sih nya kok kan opo ora henteu aya',
    'punya ada masuk kirim memberangkatkan berangkat nawarin menawarkan minta boleh bisa mau ingin saya sy aku kami anak suami istri teman tolong cek cekin check periksa cari lihat tanya gimana gmn bagaimana berapa dimana siapa katanya kantor kantornya alamat alamatnya cabang',
    'penyalur penempatan penyalurnya tki tkw pmi cpmi agen agensi agency sponsor lain swasta tersebut begitu sip3mi terus trus lalu',
    'licensed licenced official officially really still registered real legit fake safe on in the list a an or and to for my this that of indonesia',
  ].flatMap((words) => words.split(' ')),
)
const LONGEST_NAME = 6
const SHORTEST_NAME = 3

/** Null when the message names none. In small letters, without the form of the company. */
export function agencyNameIn(text: string): string | null {
  // A comma or a full stop ends a name, but not that of "PT." and "P.T.".
  const parts = text.replace(/\bp\.?\s?t\.?(?=\s|$)/giu, 'pt').split(/[,?!;:\n()"]+|\.\s/u)
  for (const part of parts) {
    const words = plainWords(part).split(' ')
    for (const [at, word] of words.entries()) {
      if (!FORM.test(word)) continue
      const after = words.slice(at + 1)
      const from = after.findIndex((next) => !CALLED.test(next) && !FORM.test(next))
      const rest = from < 0 ? [] : after.slice(from, from + LONGEST_NAME)
      const end = rest.findIndex((next) => NO_NAME.has(next))
      const name = (end < 0 ? rest : rest.slice(0, end)).join(' ')
      if (name.replaceAll(' ', '').length >= SHORTEST_NAME) return name
    }
  }
  return null
}
