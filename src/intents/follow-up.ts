/** What an earlier message lends to a short one that leans on it. */
import type { Topic } from '../message.ts'
import { isInformative } from './features.ts'
import type { RouteContext, Routing } from './routing.ts'

const HOUR = 3_600_000
/** A worker writes between shifts: the same evening still belongs together. */
const CONTEXT_LASTS = 12 * HOUR

/** Small talk in between does not change what a conversation is about. */
const LEAVE_CONTEXT: ReadonlySet<Topic> = new Set([
  'greeting',
  'thanks',
  'about-bot',
  'privacy',
  'language',
  'feedback',
  'out-of-scope',
  'talk-to-human',
  'case-status',
])

const EUROPE = new Set(['DE', 'PL', 'TR', 'HU', 'SK', 'CZ', 'RO', 'HR', 'RS', 'BG', 'IT', 'NL', 'GB', 'PT', 'ES', 'FR', 'GR', 'CY', 'AT'])
const PROGRAMMES: ReadonlySet<Topic> = new Set(['korea-programme', 'japan-programme', 'europe-programme'])

export function isFresh(context: RouteContext): boolean {
  return context.lastAt !== null && context.now - context.lastAt <= CONTEXT_LASTS
}

/** The topic that the conversation is about, or null when there is none, it is too old, or it was small talk. */
export function topicInContext(context: RouteContext): Topic | null {
  return context.lastTopic !== null && isFresh(context) && !LEAVE_CONTEXT.has(context.lastTopic) ? context.lastTopic : null
}

const OPENERS = new Set([
  'kalau',
  'terus',
  'lalu',
  'berarti',
  'tapi',
  'dan',
  'kalaupun',
  'itu',
  'jadi',
  'misal',
  'lah',
  'what',
  'how',
  'and',
  'if',
])
/** Questions that ask for one side of what was spoken about. */
const ASPECTS = new Set(
  (
    'biaya syarat umur gaji proses dokumen daftar lama cara caranya alamat nomor kontrak denda sanksi tes bahasa libur jam potongan izin ' +
    'uang waktu waktunya lamanya prosesnya urusnya ngurusnya daftarnya bayarnya bayar gratis mahal murah kapan tempat tempatnya contoh contohnya syaratnya berapa batas maksimal minimal laki perempuan ijazah tahun bulan hari'
  ).split(' '),
)

/** True when every informative word asks for one side of a matter: "biayanya berapa". */
export function asksOneSide(content: readonly string[]): boolean {
  return content.every((word) => ASPECTS.has(word))
}

/**
 * How much a message leans on the one before, 0 to 1: 1 for "terus?" or "biayanya?", 0 for a full question of its own.
 * `words` are without the names of countries.
 */
export function leaning(words: readonly string[]): number {
  const content = words.filter(isInformative)
  if (content.length === 0) return 1
  const opens = words.slice(0, 2).some((word) => OPENERS.has(word))
  const aspectsOnly = asksOneSide(content)
  if (content.length <= 2 && (opens || aspectsOnly)) return 0.8
  if (content.length <= 2) return 0.45
  if (content.length <= 4 && opens) return 0.45
  return content.length <= 3 ? 0.15 : 0
}

/** The same question for another country: a programme turns into that country's programme. */
export function topicForCountry(topic: Topic, country: string): Topic {
  if (!PROGRAMMES.has(topic)) return topic
  if (country === 'KR') return 'korea-programme'
  if (country === 'JP') return 'japan-programme'
  return EUROPE.has(country) ? 'europe-programme' : 'destination-country'
}

/** The country that a programme is about, for messages that name none. */
export function countryOfTopic(topic: Topic): string | null {
  if (topic === 'korea-programme') return 'KR'
  return topic === 'japan-programme' ? 'JP' : null
}

export function keepsCountry(topic: Topic): boolean {
  return !LEAVE_CONTEXT.has(topic)
}

/**
 * What to remember after `routing` was answered at `now`. Small talk and what is out of scope leave the matter in hand
 * as it is; choices stand until the next offer or until one was picked.
 */
export function nextContext(context: RouteContext, routing: Routing, now: number): RouteContext {
  const offered = routing.choices.length > 0
  const keeps = routing.outcome === 'choices' || routing.outcome === 'answer' ? false : LEAVE_CONTEXT.has(routing.topic)
  return {
    lastTopic: keeps ? context.lastTopic : routing.topic,
    lastCountry: routing.country ?? context.lastCountry,
    lastCards: routing.cards.length > 0 && !keeps ? routing.cards : context.lastCards,
    lastAt: now,
    pendingChoices: offered ? routing.choices : routing.explain.by === 'choice' ? [] : context.pendingChoices,
    offeredAt: offered ? now : context.offeredAt,
    now,
  }
}
