/** Salutations and thanks around a question never win over the question. */
import type { NormalisedText } from '../message.ts'
import { isInformative } from './features.ts'

const AROUND = new Set(
  (
    'assalamualaikum waalaikumsalam warahmatullahi warahmatullah wabarakatuh wabarokatuh wr wb halo selamat pagi siang sore malam permisi ' +
    'kak pak bu mas mbak admin min terima kasih maaf mohon tanya izin numpang ya iya oke tolong dibantu infonya jawab jawabannya jawaban ' +
    'sebelumnya banyak bertanya pencerahan pencerahannya ditunggu balasannya balas dibalas'
  ).split(' '),
)

/** The words without salutation in front and thanks behind; all of them when nothing informative would be left. */
export function coreOf(words: readonly string[]): readonly string[] {
  let start = 0
  let end = words.length
  while (start < end && isAround(words, start)) start++
  while (end > start && AROUND.has(words[end - 1] ?? '')) end--
  const core = words.slice(start, end)
  return core.some(isInformative) ? core : words
}

/** "mau tanya" and "ingin tanya" open a message as "tanya" does. */
function isAround(words: readonly string[], at: number): boolean {
  const word = words[at] ?? ''
  if (AROUND.has(word)) return true
  return (
    (word === 'mau' || word === 'ingin' || word === 'saya') &&
    ['tanya', 'mau', 'ingin'].includes(words[at + 1] ?? '') &&
    words.slice(at + 1, at + 3).includes('tanya')
  )
}

const OPENING = new Set([
  ...AROUND,
  'mau',
  'ingin',
  'boleh',
  'bisa',
  'dong',
  'sih',
  'dulu',
  'sebentar',
  'dengan',
  'saya',
  'nih',
  'gan',
  'bos',
])

/** "mau tanya dong kak": announces a question and asks none. */
export function onlyAnnounces(words: readonly string[]): boolean {
  return words.includes('tanya') && words.every((word) => OPENING.has(word))
}

const MEANT = /^(?:.*\s)?(?:maksud(?:ku|nya)?|yang saya maksud|yang saya tanya(?:kan)?)(?: saya)?\s+/
/** "bukan korea kak, jepang maksudnya", "salah, …": what stands before the first comma is taken back. Linear: no part can match twice. */
const TAKEN_BACK = /^(?:(?:eh|lho|loh|maaf|oh|aduh) )*(?:bukan|bkn|bukannya|salah(?! satu)|dudu|sanes)\b[^,.;\n]{0,60}[,.;\n]\s*/iu
const MEANT_BEHIND = /[\s,]+(?:kak |pak |bu |min )?maksud(?:ku|nya|e)?(?: saya| aku)?[\s.]*$/iu
/** "…, bukan blk". */
const TAKEN_BACK_BEHIND = /[,;]\s*(?:bukan|bkn|dudu|sanes)\s[^,;\n]{1,40}$/iu
const LONGEST_CORRECTION = 400

/**
 * "bukan itu, maksud saya …", "bukan korea, jepang maksudnya" to the words of what was meant; null when the message
 * corrects nothing. Only inside a conversation is there something to take back: "bukan lulusan sma, bisa ke korea?" is a
 * question of its own. `normalise` reads what is left of the text.
 */
export function correctionOf(
  text: NormalisedText,
  inConversation: boolean,
  normalise: (text: string) => NormalisedText,
): readonly string[] | null {
  const original = text.original.trim()
  if (original.length > LONGEST_CORRECTION) return null
  const kept = !inConversation ? original : original.replace(TAKEN_BACK, '').replace(MEANT_BEHIND, '').replace(TAKEN_BACK_BEHIND, '')
  const words = kept === original || kept.trim() === '' ? text.words : normalise(kept).words
  const match = MEANT.exec(`${words.slice(0, 8).join(' ')} `)
  const rest = match ? words.slice(match[0].trim().split(' ').length) : words
  return rest !== text.words && rest.some(isInformative) ? rest : null
}
