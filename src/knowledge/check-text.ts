/** What a text for people may hold: no number, no promise, no blame, short sentences. Each finding quotes the words it is about. */
import { sentencesOf } from './readability.ts'

export interface TextFinding {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly advice: string
  /** The words as they stand in the file, so that their line can be found. */
  readonly at: string
}

/** Words that the tone rules forbid, with what to write instead (care: tone). */
const TONE: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  { pattern: /\bjangan panik\b/iu, advice: 'leave it out and say what to do' },
  { pattern: /\bseharusnya\b/iu, advice: 'say what can be done now, without blame' },
  { pattern: /mohon maaf atas ketidaknyamanan/iu, advice: 'leave it out' },
  { pattern: /\b(?:instansi|pihak) (?:yang )?terkait\b|\bpihak (?:yang )?berwenang\b/iu, advice: 'name the office' },
  { pattern: /\b(?:pmi|tki|tkw|pekerja|orang|migran|wni)\s+ilegal\b/iu, advice: 'write "tanpa dokumen" or "nonprosedural"' },
  {
    pattern: /\b(?:insya ?allah|semoga tuhan|serahkan (?:pada|kepada) (?:allah|tuhan)|demi keluarga)\b/iu,
    advice: 'no appeal to God or family',
  },
  { pattern: /!/u, advice: 'end the sentence with a full stop' },
  { pattern: /\p{Extended_Pictographic}/u, advice: 'no emoji' },
  {
    pattern: /(?<!(?:tidak|belum) )(?<!yang )\bpasti (?:aman|berhasil|dibantu|diterima)\b/iu,
    advice: 'never promise an outcome',
  },
  { pattern: /\b(?:kirim|kirimkan|fotokan) (?:foto |nomor )?(?:ktp|otp|paspor) (?:ke sini|ke kami)\b/iu, advice: 'we never ask for papers or codes' },
]

/** The same rules for cards in English. */
const TONE_ENGLISH: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  { pattern: /\bdon'?t panic\b|\bdo not panic\b/iu, advice: 'leave it out and say what to do' },
  { pattern: /\byou should(?: not)? have\b/iu, advice: 'say what can be done now, without blame' },
  { pattern: /\bsorry for the inconvenience\b/iu, advice: 'leave it out' },
  { pattern: /\brelevant (?:agencies|authorities)\b/iu, advice: 'name the office' },
  { pattern: /\billegal\s+(?:worker|migrant|immigrant|person|people)s?\b|\brunaways?\s+(?:maid|worker)s?\b/iu, advice: 'write "without papers"' },
  { pattern: /\b(?:god willing|pray to|in god's hands)\b/iu, advice: 'no appeal to God or family' },
  { pattern: /!/u, advice: 'end the sentence with a full stop' },
  { pattern: /\bwill (?:certainly|surely|definitely) (?:be|get)\b/iu, advice: 'never promise an outcome' },
]

/** A run of seven digits or more that is no amount, date or law; or a short number somebody is told to call. */
const LONG_NUMBER = /(?<![\w.,/-])(?:\+|\(0\d{1,4}\) ?)?\d[\d -]{5,}\d(?![\w%]|[.,]\d)/gu
const CALL_SHORT =
  /\b(?:telepon|hubungi|call|nomor|hotline|wa|whatsapp|darurat)\s+(?:ke\s+)?(?:nomor\s+)?\(?(?!(?:19|20)\d\d\b)(\d[\d-]{2,5})\b(?!\/|\s*(?:tahun|hari|jam|orang|juta|ribu|persen|bulan))/giu
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/u
/** Old names that a reply must not use except to say "dulu …". */
const OLD_NAMES = /\b(?:BNP2TKI|BP2MI|PJTKI|PPTKIS)\b/u
const EXPLAINED = /\((?:[^)]*\b)?(?:dulu|formerly|once|used to be)\b[^)]*\)|\bdulu(?:nya)? (?:bernama )?/iu

/** Care's limit for a sentence. */
const LONGEST_SENTENCE = 12
export function textFindings(text: string, language: 'id' | 'en' = 'id'): TextFinding[] {
  const found: TextFinding[] = []
  const add = (severity: TextFinding['severity'], message: string, advice: string, at: string): void => {
    found.push({ severity, message, advice, at })
  }
  for (const number of numbersIn(text))
    add('error', `the number "${number}" stands in the text`, 'make it a contact in contacts.yaml and name its id under "contacts:"', number)
  const mail = EMAIL.exec(text)?.[0]
  if (mail !== undefined) add('error', 'an e-mail address stands in the text', 'make it a contact in contacts.yaml', mail)
  for (const { pattern, advice } of language === 'en' ? TONE_ENGLISH : TONE) {
    const match = pattern.exec(text)?.[0]
    if (match !== undefined) add('error', `"${match}"`, advice, match)
  }
  for (const line of text.split('\n')) {
    const old = OLD_NAMES.exec(line)?.[0]
    if (old !== undefined && !EXPLAINED.test(line))
      add('error', `the old name ${old}`, 'write the new name (KP2MI, P3MI), the old one only as "(dulu …)"', line)
  }
  if (language === 'en') return found
  for (const sentence of sentencesOf(text))
    if (sentence.length > LONGEST_SENTENCE)
      add('warning', `a sentence of ${sentence.length} words: "${sentence.slice(0, 4).join(' ')} …"`, `at most ${LONGEST_SENTENCE}; make it two`, sentence.slice(0, 3).join(' '))
  return found
}

function numbersIn(text: string): string[] {
  const plain = text.replace(/https?:\/\/\S+/gu, ' ')
  const long = [...plain.matchAll(LONG_NUMBER)].map((match) => match[0]).filter((found) => isDialled(found))
  const short = [...plain.matchAll(CALL_SHORT)].map((match) => match[1] ?? '')
  return [...long, ...short]
}

/** Not a range of years or days, not an amount with spaces: at least seven digits in one number. */
function isDialled(found: string): boolean {
  if (/^\d{4}\s?[-–]\s?\d{4}$/u.test(found.trim()) || /^\d{4}-\d{2}-\d{2}/u.test(found.trim())) return false
  return found.replace(/\D/gu, '').length >= 7
}
