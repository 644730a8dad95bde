/**
 * "Cara bilang tolong panggil ambulans dalam bahasa Korea": a sentence to show on the phone or to read aloud. Fires on a
 * wish to say or show one of our sentences to somebody; questions about courses and tests are left to the cards.
 */
import type { Sentence, ShownLanguage } from '../knowledge/phrases.ts'
import type { Spoken } from '../message.ts'
import { openCrisis } from './crisis-turn.ts'
import type { Step, Understood } from './step.ts'

const LANGUAGE_WORDS: readonly (readonly [RegExp, ShownLanguage])[] = [
  [/\b(?:kantonis|cantonese|kongfu|konghu)(?:nya)?\b/u, 'yue'],
  [/\b(?:mandarin|china|cina|tionghoa|taiwan|chinese)(?:nya)?\b/u, 'zh'],
  [/\b(?:korea|korean|hangul)(?:nya)?\b/u, 'ko'],
  [/\b(?:jepang|japanese|japan|nihongo)(?:nya)?\b/u, 'ja'],
  [/\b(?:arab|arabic|saudi)(?:nya)?\b/u, 'ar'],
  [/\b(?:khmer|kamboja|cambodian)(?:nya)?\b/u, 'km'],
  [/\b(?:thai|thailand)(?:nya)?\b/u, 'th'],
  [/\b(?:melayu|malay|malaysia)(?:nya)?\b/u, 'ms'],
  [/\b(?:inggris|english|inggeris)(?:nya)?\b/u, 'en'],
]
const NAMES: Readonly<Record<ShownLanguage, Readonly<Record<Spoken, string>>>> = {
  en: { id: 'Inggris', en: 'English' },
  ms: { id: 'Melayu', en: 'Malay' },
  ar: { id: 'Arab', en: 'Arabic' },
  zh: { id: 'Mandarin', en: 'Mandarin' },
  yue: { id: 'Kantonis', en: 'Cantonese' },
  ko: { id: 'Korea', en: 'Korean' },
  ja: { id: 'Jepang', en: 'Japanese' },
  km: { id: 'Khmer', en: 'Khmer' },
  th: { id: 'Thai', en: 'Thai' },
}
const OF_COUNTRY: Readonly<Record<string, ShownLanguage>> = {
  ...Object.fromEntries(['SA', 'AE', 'KW', 'QA', 'OM', 'BH', 'JO', 'LB', 'EG', 'IQ', 'YE', 'SY'].map((code) => [code, 'ar' as const])),
  MY: 'ms',
  BN: 'ms',
  SG: 'en',
  HK: 'yue',
  MO: 'yue',
  TW: 'zh',
  CN: 'zh',
  KR: 'ko',
  JP: 'ja',
  KH: 'km',
  TH: 'th',
}

/** A wish to say something in another language. */
const SAYS =
  /\b(?:(?:cara|gimana|gmn|bagaimana|piye|kumaha)\b.{0,25}\b(?:bilang|bilangnya|ngomong|ngomongnya|mengucapkan|ngucapin|nyebut|menulis|nulis)|terjemahkan|terjemahin|artikan|how (?:do i |can i |to )?(?:say|write)|translate)\b|^(?:kak |min |pak |bu |mbak |mas )?(?:apa )?(?:bahasa|bhs) \w+nya\b(?!.*\b(?:berapa|sudah|udah|bisa|bagus|susah|gampang)\b)/u
/** A sentence to hold up to somebody. */
const SHOWS = /\b(?:kalimat|tulisan|sentences?|phrases?)\b.{0,40}\b(?:ditunjuk\w*|tunjuk\w*|nunjuk\w*|perlihatkan|show)\b/u
/** Learning a language is another matter. */
const LEARNS =
  /\b(?:kursus|belajar|les|sertifikat|ujian|tes|test|lpk|pelatihan|level|lancar|wajib|syarat|biaya|guru|kamus|aplikasi|course|learn|exam|class|certificate)\b/u
const WHOLE_COMMAND = /^\W{0,3}(?:kalimat|kalimat darurat|sentences|phrases)\W{0,3}$/u
const SHOWN_TO: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:polisi|police|imigrasi|immigration)\b/u, ['interpreter', 'embassy', 'no-signature']],
  [/\b(?:dokter|rumah sakit|perawat|doctor|nurse|hospital)\b/u, ['doctor', 'interpreter', 'embassy']],
]
/** What somebody needs whom we cannot ask more. */
const FOR_ANYBODY = ['indonesian', 'interpreter', 'embassy'] as const
const LONGEST = 300

/** Null when the message asks for no sentence. In danger the safety reply comes first: see `withSentence`. */
export function shownSentence(understood: Understood): Step | null {
  if (understood.verdict.urgency === 'emergency') return null
  const bubble = sentenceFor(understood)
  if (bubble === null) return null
  const crisis = openCrisis(understood)
  return {
    bubbles: [{ text: bubble }],
    outcome: 'answer',
    topic: 'language',
    source: 'conversation',
    note: 'sentence-to-show',
    ...(crisis === null
      ? {}
      : { verdict: { ...understood.verdict, urgency: 'emergency', danger: crisis.danger }, effects: { needsStaff: 'asked' } }),
  }
}

/** Under the safety reply: who asks for these words in danger needs both. */
export function withSentence(understood: Understood, step: Step): Step {
  const bubble = step.kind === 'safety' && understood.verdict.urgency === 'emergency' ? sentenceFor(understood) : null
  return bubble === null ? step : { ...step, bubbles: [...step.bubbles, { text: bubble }] }
}

function sentenceFor(understood: Understood): string | null {
  const { parts, speaks, country } = understood
  const text = understood.text.slice(0, LONGEST).toLowerCase()
  if (parts.sentences.length === 0) return null
  if (WHOLE_COMMAND.test(text)) return list(parts.sentences, speaks)
  const shows = SHOWS.test(text)
  if ((!SAYS.test(text) && !shows) || LEARNS.test(text)) return null
  const named = LANGUAGE_WORDS.find(([words]) => words.test(text))?.[1] ?? null
  const meant = meantBy(text, parts.sentences, shows)
  if (meant.length === 0 || (named === null && !shows && !/\b(?:bahasa|bhs)\b/u.test(text))) return null
  const language = named ?? OF_COUNTRY[country ?? ''] ?? null
  if (language === null) {
    return speaks === 'en'
      ? 'In which language? Write it with the language, for example: how to say call an ambulance in Korean.'
      : 'Dalam bahasa apa, Kak? Tulis lagi dengan bahasanya, misalnya: cara bilang panggil ambulans dalam bahasa Korea.'
  }
  return shown(meant, language, speaks)
}

/** The sentence whose words stand in the question, the longest words first; those for a kind of reader when none does. */
function meantBy(text: string, sentences: readonly Sentence[], shows: boolean): readonly Sentence[] {
  const cues = sentences
    .flatMap((sentence) => sentence.asked_as.map((words) => ({ sentence, words })))
    .filter(({ words }) => new RegExp(`\\b${words}\\b`, 'u').test(text))
    .sort((a, b) => b.words.length - a.words.length)
  const reader = SHOWN_TO.find(([words]) => words.test(text))?.[1]
  const best = cues[0]
  // "Kalimat buat ditunjukin ke dokter" names a reader, not what is said.
  if (best && !(shows && reader?.includes(best.sentence.id))) return [best.sentence]
  const ids: readonly string[] = shows ? (reader ?? FOR_ANYBODY) : []
  return sentences.filter((sentence) => ids.includes(sentence.id))
}

function shown(sentences: readonly Sentence[], language: ShownLanguage, speaks: Spoken): string {
  const english = speaks === 'en'
  const lines = sentences.map((sentence) => {
    const { text, say } = sentence.in[language]
    return `${text}\n${english ? 'Read' : 'Dibaca'}: ${say}\n${english ? 'Means' : 'Artinya'}: ${sentence.meaning[speaks]}`
  })
  const unverified = sentences.some((sentence) => sentence.in[language].verified_by === null)
  return [
    english ? `Show this (${NAMES[language].en}):` : `Tunjukkan ini (bahasa ${NAMES[language].id}):`,
    ...lines,
    ...(unverified ? [english ? 'Not checked by a native speaker yet.' : 'Belum diperiksa penutur aslinya.'] : []),
  ].join('\n\n')
}

function list(sentences: readonly Sentence[], speaks: Spoken): string {
  const head = speaks === 'en' ? 'Sentences to show, in nine languages:' : 'Kalimat untuk ditunjukkan, dalam sembilan bahasa:'
  const how =
    speaks === 'en'
      ? 'Write for example: how to say call an ambulance in Korean.'
      : 'Tulis misalnya: cara bilang panggil ambulans dalam bahasa Korea.'
  return [head, ...sentences.map((sentence) => `- ${sentence.meaning[speaks]}`), how].join('\n')
}
