/** Numbers as people write them, to digits: "dua puluh", "20jt", "setahun". */

const ONES: Readonly<Record<string, number>> = {
  nol: 0,
  satu: 1,
  dua: 2,
  tiga: 3,
  empat: 4,
  lima: 5,
  enam: 6,
  tujuh: 7,
  delapan: 8,
  sembilan: 9,
  sepuluh: 10,
  sebelas: 11,
}
const WITH_SE: Readonly<Record<string, string>> = {
  setahun: 'tahun',
  setaun: 'tahun',
  sebulan: 'bulan',
  seminggu: 'minggu',
  sehari: 'hari',
  sejam: 'jam',
  sejuta: 'juta',
  seribu: 'ribu',
  seratus: 'ratus',
  sekali: 'kali',
}
const UNITS: Readonly<Record<string, string>> = {
  jt: 'juta',
  juta: 'juta',
  rb: 'ribu',
  ribu: 'ribu',
  bln: 'bulan',
  bl: 'bulan',
  bulan: 'bulan',
  thn: 'tahun',
  th: 'tahun',
  taun: 'tahun',
  tahun: 'tahun',
  hr: 'hari',
  hari: 'hari',
  mgg: 'minggu',
  minggu: 'minggu',
  jam: 'jam',
  jm: 'jam',
  x: 'kali',
  kali: 'kali',
  org: 'orang',
  orang: 'orang',
  rm: 'ringgit',
  nt: 'nt',
  won: 'won',
  yen: 'yen',
  kg: 'kg',
  gram: 'gram',
  m: 'm',
}

/** "20jt" to ["20", "juta"], "orang2" to ["orang"]; null when the word is not such a pair. */
export function splitNumber(word: string): readonly string[] | null {
  const front = /^(\d{1,12})([a-z]{1,6})$/.exec(word)
  if (front) {
    const unit = UNITS[front[2] ?? '']
    return unit === undefined ? null : [front[1] ?? '', unit]
  }
  const doubled = /^([a-z]{2,})2(nya)?$/.exec(word)
  return doubled ? [doubled[1] ?? ''] : null
}

/** Replaces number words by digits; leaves "ribu", "juta" and the like as words. */
export function digitsForNumbers(words: readonly string[]): string[] {
  const out: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    const one = smallNumber(word)
    const unit = WITH_SE[word]
    if (one !== undefined) {
      const next = words[i + 1]
      if (next === 'belas') {
        out.push(String(10 + one))
        i++
      } else if (next === 'puluh') {
        const rest = smallNumber(words[i + 2] ?? '')
        const withRest = rest !== undefined && rest > 0 && rest < 10
        out.push(String(one * 10 + (withRest ? rest : 0)))
        i += withRest ? 2 : 1
      } else out.push(String(one))
    } else if (unit !== undefined && word !== 'sekali') out.push('1', unit)
    else out.push(word)
  }
  return out
}

function smallNumber(word: string): number | undefined {
  return /^\d$/.test(word) ? Number(word) : ONES[word]
}
