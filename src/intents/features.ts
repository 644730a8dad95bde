/** What the classifier and the search see of a message. */

/** Words that carry no subject. They stay in the classifier's view and are left out of "does the knowledge base know this". */
const EMPTY_WORDS = new Set(
  (
    'saya kamu dia kami kita mereka yang di ke dari dan atau ini itu ya iya kak kakak bapak ibu mas mbak pak bu admin mau ingin tanya ' +
    'tolong mohon maaf halo assalamualaikum selamat pagi siang sore malam terima kasih ada adalah apa apakah bagaimana kenapa kalau ' +
    'sudah belum tidak bukan bisa boleh harus untuk dengan sama pada juga saja lagi masih sangat terus tapi karena jadi kan sih dong ' +
    'nih deh begini begitu sini sana seperti cuma sampai oleh akan kapan siapa mana oke izin permisi info kah nya sekarang kok'
  ).split(' '),
)

export function isInformative(word: string): boolean {
  return word.length > 1 && !EMPTY_WORDS.has(word) && !/^\d+$/.test(word)
}

const PARTICLES = /(?:lah|kah|tah|pun)$/
const POSSESSIVES = /(?:nya|ku|mu)$/
const SUFFIXES = /(?:kan|an|i)$/
const SHORTEST_ROOT = 4

/**
 * Takes off Indonesian endings and beginnings by form alone, without a list of roots: "membayarkan", "dibayar" and
 * "bayarannya" meet at "bayar". It is often not the true root, but the same one for sister forms.
 */
export function stem(word: string): string {
  if (word.length <= SHORTEST_ROOT || /[^a-z]/.test(word)) return word
  let root = word
  for (const ending of [PARTICLES, POSSESSIVES, SUFFIXES]) {
    const shorter = root.replace(ending, '')
    if (shorter.length >= SHORTEST_ROOT) root = shorter
  }
  return withoutPrefix(withoutPrefix(root))
}

function withoutPrefix(word: string): string {
  const shorter = word
    .replace(/^(?:me|pe)ny(?=[aiueo])/, 's')
    .replace(/^(?:me|pe)ng(?=[aiueogh])/, '')
    .replace(/^(?:me|pe)m(?=[aiueo])/, 'p')
    .replace(/^(?:me|pe)m(?=[bfp])/, '')
    .replace(/^(?:me|pe)n(?=[aiueo])/, 't')
    .replace(/^(?:me|pe)n(?=[cdjt])/, '')
    .replace(/^(?:ber|ter|per|di|ke|se)(?=[a-z])/, '')
  return shorter.length >= SHORTEST_ROOT ? shorter : word
}

/** Terms for the search: stems, digits as one sign. */
export function searchTerms(words: readonly string[]): string[] {
  return words.map((word) => (/^\d+$/.test(word) ? '#' : stem(word)))
}

/** Doubled from 2^16, fewer features meet in one bucket: half a point in four-fold cross-validation. */
export const BUCKETS = 1 << 17
/** A message of 200 words is understood by its first and last 60. */
const WORDS_AT_EACH_END = 60

/** Pieces of words weigh half of whole words, and pieces of 5 characters add nothing: by cross-validation on phrasings. */
const PIECE_WEIGHT = 0.5
const SHORTEST_PIECE = 3
const LONGEST_PIECE = 4

/**
 * Hashed features of a message: words, stems, pairs of words, the countries named, and pieces of 3 and 4 characters.
 * Returns bucket to weight; before rarity is applied the word part has length 1 and the pieces `PIECE_WEIGHT`.
 */
export function hashedFeatures(words: readonly string[], countries: readonly string[]): Map<number, number> {
  const kept = words.length > 2 * WORDS_AT_EACH_END ? [...words.slice(0, WORDS_AT_EACH_END), ...words.slice(-WORDS_AT_EACH_END)] : words
  const shown = kept.map((word) => (/^\d+$/.test(word) ? '#' : word))
  const wordCounts = new Map<number, number>()
  const stems = shown.map(stem)
  for (const [i, word] of shown.entries()) {
    const root = stems[i] ?? word
    add(wordCounts, `w${root}`, isInformative(word) ? 1 : 0.5)
    if (root !== word) add(wordCounts, `f${word}`, 0.5)
    if (i > 0) add(wordCounts, `b${stems[i - 1]} ${root}`, 0.5)
  }
  for (const country of countries) add(wordCounts, `c${country}`, 1)
  const pieceCounts = new Map<number, number>()
  const text = ` ${shown.join(' ')} `
  for (let size = SHORTEST_PIECE; size <= LONGEST_PIECE; size++)
    for (let i = 0; i + size <= text.length; i++) add(pieceCounts, text.slice(i, i + size), 1)
  return merge(wordCounts, pieceCounts)
}

function add(counts: Map<number, number>, feature: string, weight: number): void {
  const bucket = hash(feature)
  counts.set(bucket, (counts.get(bucket) ?? 0) + weight)
}

function merge(words: Map<number, number>, pieces: Map<number, number>): Map<number, number> {
  const all = new Map<number, number>()
  for (const [half, weight] of [
    [words, 1],
    [pieces, PIECE_WEIGHT],
  ] as const) {
    let squares = 0
    for (const count of half.values()) squares += damped(count) ** 2
    const scale = weight / (Math.sqrt(squares) || 1)
    for (const [bucket, count] of half) all.set(bucket, (all.get(bucket) ?? 0) + damped(count) * scale)
  }
  return all
}

function damped(count: number): number {
  return count > 1 ? 1 + Math.log(count) : count
}

/** FNV-1a, folded to the number of buckets. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i)
    value = Math.imul(value, 0x01000193)
  }
  return (value ^ (value >>> 16)) & (BUCKETS - 1)
}
