/** Reads short answers to questions that the safety texts ask. Works without any knowledge file. */
import { cleanWords, squeeze } from './clean.ts'
import type { Awaited } from './crisis.ts'

const YES = new Set([
  'ya',
  'iya',
  'y',
  'yes',
  'iyo',
  'yo',
  'inggih',
  'nggih',
  'enggih',
  'muhun',
  'enya',
  'leres',
  'betul',
  'bener',
  'benar',
  'yup',
  'iye',
])
const NO = new Set([
  'tidak',
  'tdk',
  'gak',
  'ga',
  'gk',
  'nggak',
  'ngga',
  'enggak',
  'engga',
  'kagak',
  'ora',
  'ndak',
  'no',
  'henteu',
  'teu',
  'mboten',
  'bukan',
  'tak',
  'not',
  'g',
])
const EMPTY = new Set([
  'kak',
  'min',
  'pak',
  'bu',
  'saya',
  'kok',
  'sih',
  'dong',
  'ada',
  'lagi',
  'sekarang',
  'skrg',
  'udah',
  'sudah',
  'mas',
  'mbak',
  'admin',
])
const SAFE = new Set(['aman', 'safe', 'aman2'])
/** Longer messages say more than yes or no: they are read as any other. */
const LONGEST_ANSWER = 5

/** Which of 1, 2, 3 was meant; null when `text` is no answer to what is awaited. */
export function readAnswer(awaited: Awaited, text: string, digit: string | null): '1' | '2' | '3' | null {
  if (digit === '1' || digit === '2' || digit === '3') return digit
  if (awaited === 'self-harm' || awaited === 'place') return null
  const words = cleanWords(text)
    .map(({ word }) => squeeze(word))
    .filter((word) => !EMPTY.has(word))
  if (words.length === 0 || words.length > LONGEST_ANSWER) return null
  if (!words.every((word) => YES.has(word) || NO.has(word) || SAFE.has(word))) return null
  const denied = words.some((word) => NO.has(word))
  const safe = words.some((word) => SAFE.has(word))
  if (awaited === 'safe-to-write') return safe ? (denied ? '2' : '1') : denied ? '2' : '1'
  // "Aman" answers "are you in danger?" with no, "tidak aman" with yes.
  if (safe) return denied ? '1' : '2'
  return denied ? '2' : '1'
}

/** Word sequences, up to two words between. Short, so that they stand here and not in a file that may fail to load. */
const SILENT_NUMBER: readonly (readonly string[])[] = [
  ...[
    'diangkat',
    'diangkt',
    'dijawab',
    'dibalas',
    'dibales',
    'respon',
    'nyambung',
    'aktif',
    'tersambung',
    'direspon',
    'masuk',
    'ngangkat',
    'jawab',
    'answer',
    'answering',
    'diangkatangkat',
    'bisa dihubungi',
    'bisa ditelpon',
    'bisa ditelepon',
    'ada pulsa',
    'punya pulsa',
    'ada yang jawab',
    'ada yang angkat',
    'ada jawaban',
    'ada balasan',
  ].map((said) => ['<tidak>', ...said.split(' ')]),
  ['nomor', 'mati'],
  ['nomornya', 'mati'],
  ['nomer', 'mati'],
  ['nomere', 'mati'],
  ['nomor', 'salah'],
  ['nomornya', 'salah'],
  ['nomor', 'sibuk'],
  ['telpon', 'mati'],
  ['telepon', 'mati'],
  ['pulsa', 'habis'],
  ['pulsa', 'abis'],
  ['pulsa', 'entek'],
  ['habis', 'pulsa'],
  ['abis', 'pulsa'],
  ['tanpa', 'pulsa'],
  ['centang', 'satu'],
  ['sibuk', 'terus'],
  ['salah', 'sambung'],
  ['no', 'answer'],
]
const MOST_BETWEEN = 2

/** Whether `text` tells that a number did not answer, is dead, or cannot be paid for. */
export function saysNumberSilent(text: string): boolean {
  const words = cleanWords(text.slice(0, 2_000)).map(({ word }) =>
    NO.has(squeeze(word)) || word === 'belum' || word === 'blm' || word === 'gada' ? '<tidak>' : word,
  )
  return SILENT_NUMBER.some((sequence) => words.some((_, at) => follows(words, at, sequence)))
}

function follows(words: readonly string[], from: number, sequence: readonly string[]): boolean {
  if (words[from] !== sequence[0]) return false
  let at = from
  for (const word of sequence.slice(1)) {
    const found = words.slice(at + 1, at + 2 + MOST_BETWEEN).indexOf(word)
    if (found < 0) return false
    at += 1 + found
  }
  return true
}
