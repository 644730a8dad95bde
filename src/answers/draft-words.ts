/** Words as the check of a draft sees them: which say nothing by themselves, which change what a sentence says. */

const list = (words: string): readonly string[] => words.split(/\s+/u).filter((word) => word !== '')

/**
 * May be added, left out or exchanged: words that join. None of them makes a sentence true or false, or a promise: "kami" and "saya" are
 * not among them, nor "ya", which would agree to what was asked, nor "Kakak" ("bukan Kakak"), unless it only calls the person.
 */
const LIGHT = new Set(
  list(
    `yang dan di ke ini itu tersebut tadi pun lah juga agar supaya maka lalu kemudian dulu adalah ialah yaitu
     yakni tentang soal sebagai bagi para tolong mohon silakan coba ingat berikut untuk dengan pada jadi nya
     a an the it its this that these those and to of in on at for with as by is are be please so then also`,
  ),
)

/** Words of one meaning; the first stands for all. */
const SAME: readonly (readonly string[])[] = [
  list('tidak tak nggak gak ndak enggak'),
  list('kalau jika bila apabila'),
  list('harus wajib mesti'),
  list('bisa dapat'),
  list('hanya cuma'),
  list('sesudah setelah'),
  list('paling maksimal'),
  list('gaji upah'),
  list('uang duit'),
  list('kerja bekerja'),
  list('kakak kak anda'),
  list('not no cannot dont doesnt isnt arent'),
  list('wage wages salary'),
]
const MEANING = new Map(SAME.flatMap((words) => words.map((word) => [word, words[0]!] as const)))

/** Left out or put in, any of these makes another statement of a sentence. */
const DECIDING = new Set(
  list(
    `tidak bukan belum tanpa jangan kalau harus bisa boleh mungkin pasti selalu hanya sesudah sebelum paling minimal lebih kurang kecuali
     atau tetapi tapi namun semua setiap sebagian biasanya sering kadang hampir sekitar sampai hingga sejak dari dalam per mulai selama
     antara sudah akan masih perlu belum sedang gratis bebas nol dikecualikan palsu gelap resmi ilegal ditolak
     not if must may might can could should always only after before most least more less except or but all every some usually often
     about up until since from within per during between already will still need free never without unless nobody nothing none any
     official forged illegal`,
  ),
)
/** With one of these in it, a fact is told whole or not at all. */
const WHOLE = new Set(
  list(
    `tidak bukan belum tanpa jangan larang bebas gratis nol kecuali dikecualikan hanya paling minimal palsu gelap ilegal ditolak batal kurang
     not never without unless except only free most least forbidden forbid prohibited ban banned nobody nothing none illegal forged`,
  ),
)
const NUMBERS = new Set(
  list(
    `satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus seratus ribu seribu juta sejuta miliar triliun
     setengah separuh pertama kedua ketiga keempat kelima sebulan setahun seminggu sehari
     one two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand million billion half first second third
     fourth fifth once twice double`,
  ),
)

/** Calls the person: "Kak, …". */
const CALLS = /^\s*(?:kak|kakak|bapak|ibu|bapak\/ibu),\s/iu

export interface Word {
  /** As written, in lower case. */
  readonly written: string
  /** Equal for words that may stand for each other. */
  readonly meaning: string
  /** Whether something is done to the one it speaks of: "dibayar" is not "membayar". */
  readonly passive: boolean
  readonly deciding: boolean
  /** The fact that has it is told whole. */
  readonly whole: boolean
  readonly number: boolean
  /** Written as a name: with a capital inside a sentence, or in capitals. */
  readonly name: boolean
  /** Within brackets: may be left out. */
  readonly aside: boolean
  /** What stands between it and the next: a comma, or the end of a sentence or of its first part. */
  readonly stop: 'none' | 'comma' | 'end'
}

/** The words that carry a sentence, in order. `stem` joins forms of one word. */
export function weightyWords(text: string, stem: (word: string) => string): Word[] {
  const words: Word[] = []
  let depth = 0
  let begins = true
  for (const piece of text.normalize('NFKC').replace(CALLS, '').split(/\s+/u)) {
    const stop = stopOf(piece)
    const aside = depth > 0 || piece.startsWith('(')
    depth = Math.max(0, depth + count(piece, '(') - count(piece, ')'))
    for (const bare of partsOf(piece)) {
      const written = bare.toLowerCase().replace(/['’]/gu, '')
      const name = /^\p{Lu}{2}/u.test(bare) || (!begins && /^\p{Lu}/u.test(bare))
      begins = false
      if (LIGHT.has(written) && !/^\p{Lu}{2}/u.test(bare)) continue
      const root = /[\d@]/u.test(written) ? written : stem(written)
      const meaning = MEANING.get(written) ?? MEANING.get(root) ?? root
      const number = /\d/u.test(written) || NUMBERS.has(written)
      words.push({
        written,
        meaning: number ? written : meaning,
        passive: /^di\p{L}{4,}/u.test(written),
        deciding: DECIDING.has(meaning) || DECIDING.has(written) || root === 'larang',
        whole: WHOLE.has(meaning) || WHOLE.has(written) || root === 'larang',
        number,
        name,
        aside,
        stop: 'none',
      })
    }
    const last = words.at(-1)
    if (last && (stop === 'end' || (stop === 'comma' && last.stop === 'none'))) words[words.length - 1] = { ...last, stop }
    if (/[.?!:]["”)]?$/u.test(piece)) begins = true
  }
  return words
}

function stopOf(piece: string): Word['stop'] {
  if (/[.?!:;]["”')\]]*$/u.test(piece)) return 'end'
  return /[,\u2013\u2014-]["”')\]]*$/u.test(piece) ? 'comma' : 'none'
}

/** A piece between spaces without the marks around it; what is no number or address is parted at slashes. */
function partsOf(piece: string): string[] {
  const bare = trimmed(piece)
  const parts = /[\d@]|\.\p{L}/u.test(bare) ? [bare] : bare.split(/[/\u2013\u2014]|\.{2,}/u).map(trimmed)
  return parts.filter((part) => part !== '')
}

function trimmed(piece: string): string {
  return piece.replace(/^[^\p{L}\p{N}$₩€£¥+]+|[^\p{L}\p{N}%]+$/gu, '')
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1
}
