/** Salutations and thanks around a question never win over the question. */
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

const CORRECTION = /^(?:.*\s)?(?:maksud(?:ku|nya)?|yang saya maksud|yang saya tanya(?:kan)?)(?: saya)?\s+/

/** "bukan itu, maksud saya …" to what was meant; null when the message corrects nothing. */
export function correctionOf(words: readonly string[]): readonly string[] | null {
  const head = words.slice(0, 8).join(' ')
  const match = CORRECTION.exec(`${head} `)
  if (!match) return null
  const rest = words.slice(match[0].trim().split(' ').length)
  return rest.some(isInformative) ? rest : null
}
