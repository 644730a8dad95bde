/** Several questions in one message. */
import type { NormalisedText, Topic } from '../message.ts'
import { confidenceOf } from './confidence.ts'
import { isInformative } from './features.ts'
import { asksOneSide } from './follow-up.ts'
import { coreOf } from './pleasantries.ts'
import { ANSWER_FROM } from './thresholds.ts'
import type { ScoreTopics } from './topic-scores.ts'
import { ranked } from './topic-scores.ts'
import type { Found } from '../knowledge/search-document.ts'

/** Which of several questions is answered first: what hurts most, then what runs out, then the rest. */
const MOST_URGENT_FIRST: readonly Topic[] = [
  'violence',
  'trafficking',
  'mental-distress',
  'arrest-and-legal',
  'missing-worker',
  'death-abroad',
  'overstay-and-amnesty',
  'scam-offer',
  'passport-withheld',
  'contract-and-wages',
  'change-employer',
  'health-and-insurance',
  'return-home',
  'lost-passport',
]

/** "1 gaji … 2 paspor" are two questions, "3 bulan" is a number of months. */
const BREAKS =
  /[?!;\n]+|(?<=\p{L}{2}|\d)[.,]\s+|\s(?:terus|trs|trus|dan juga|sama juga|lalu|sekalian|(?:dan|sama|serta|plus)(?= (?:biaya|syarat|gaji|berapa|brp|umur|cara|gimana|bagaimana|alamat|nomor|dokumen)))\s|(?:^|\s)\d[.)]?\s(?=\p{L}{3})(?!(?:bulan|bln|tahun|taun|thn|minggu|hari|jam|menit|juta|ribu|ratus|orang|anak|kali|lembar|wulan|sasih|taon|dinten|months?|years?|weeks?|days?|hours?|times?|people|dolar|dollars?|riyal|ringgit|won|yen)(?!\p{L}))/u
const MOST_PARTS = 6

/** Cuts a text where one question ends and the next begins; a text of one question comes back whole. Linear time. */
export function splitQuestions(text: string): string[] {
  if (text.length > 2_000) return [text]
  return text
    .split(BREAKS)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .slice(0, MOST_PARTS)
}

export interface Question {
  readonly topic: Topic
  readonly hits: Found
}

/** Shorter messages ask one thing. */
const WORDS_OF_SEVERAL_QUESTIONS = 7
const SMALLEST_QUESTION = 2

/**
 * The questions of a message that are clear by themselves, each topic once, most urgent first; empty when fewer than two
 * are. `normalise` reads the parts.
 */
export function severalQuestions(
  text: NormalisedText,
  countries: readonly string[],
  normalise: (text: string) => NormalisedText,
  score: ScoreTopics,
): Question[] {
  if (text.words.length < WORDS_OF_SEVERAL_QUESTIONS) return []
  const parts = splitQuestions(text.original)
  if (parts.length < 2) return []
  const found: Question[] = []
  for (const part of parts) {
    const words = coreOf(normalise(part).words)
    const content = words.filter(isInformative)
    if (content.length < SMALLEST_QUESTION && !(content.length === 1 && asksOneSide(content))) continue
    const scores = score(words, countries)
    const topics = ranked(scores.logs)
    const topic = topics[0]?.topic
    if (topic === undefined || NOT_A_QUESTION.has(topic) || confidenceOf(topics, false) < ANSWER_FROM) continue
    if (!found.some((earlier) => earlier.topic === topic)) found.push({ topic, hits: scores.hits })
  }
  return found.length < 2 ? [] : found.sort((a, b) => byUrgency(a.topic, b.topic))
}

const NOT_A_QUESTION: ReadonlySet<Topic> = new Set(['greeting', 'thanks', 'feedback', 'out-of-scope', 'about-bot', 'language'])

function byUrgency(a: Topic, b: Topic): number {
  return rank(a) - rank(b)
}

function rank(topic: Topic): number {
  const at = MOST_URGENT_FIRST.indexOf(topic)
  return at < 0 ? MOST_URGENT_FIRST.length : at
}
