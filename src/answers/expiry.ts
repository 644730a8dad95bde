/** What becomes of a card that nobody has checked again: first a word about its age, then without its figures, or not at all. */
import { shortDate } from '../knowledge/contact-line.ts'
import type { Spoken } from '../message.ts'
import type { Card } from '../knowledge/schema.ts'

/** Past its review date a card still answers in full for this long, saying when it was last checked. */
export const GRACE_DAYS = 180
/** What is to be reviewed this soon is about what changes: wages, fees, intakes, the status of a country. Old, it is not told at all. */
const VOLATILE_DAYS = 100
const DAY = 86_400_000
/** With less than this left after its figures went, a card says nothing worth sending. */
const SHORTEST_REST = 40

export interface Aged {
  /** The words that may still be sent; null when none of the card may. */
  readonly words: Pick<Card, 'answer' | 'steps' | 'details'> | null
  /** Said under them; empty while the card is fresh. */
  readonly note: string
}

/** `english` tells in English; its words are taken where the card has them. */
export function aged(card: Card, now: number, speaks: Spoken = 'id'): Aged {
  const words = speaks === 'en' && card.english ? card.english : card
  const en = speaks === 'en'
  const reviewBy = Date.parse(card.review_by)
  if (now < reviewBy + DAY) return { words, note: '' }
  const checked = shortDate(card.reviewed_on, speaks)
  if (now < reviewBy + GRACE_DAYS * DAY)
    return {
      words,
      note: en
        ? `We last checked this in ${checked}. Ask the official number before you use it.`
        : `Terakhir kami periksa ${checked}. Tanyakan dulu ke nomor resmi sebelum dipakai.`,
    }
  const answer = withoutFigures(words.answer)
  if (reviewBy - Date.parse(card.reviewed_on) > VOLATILE_DAYS * DAY && answer.length >= SHORTEST_REST) {
    const steps = words.steps === null ? null : withoutFigures(words.steps)
    return {
      words: { answer, steps: steps === '' ? null : steps, details: null },
      note: en
        ? `We last checked this in ${checked}. We leave out its figures, they may have changed. Ask the official number.`
        : `Terakhir kami periksa ${checked}. Angkanya tidak kami sebut lagi, karena bisa sudah berubah. Tanyakan ke nomor resmi.`,
    }
  }
  return {
    words: null,
    note: en
      ? `What we have on "${words.title}" was last checked in ${checked} and may have changed. Ask the official number.`
      : `Keterangan kami soal "${card.title}" terakhir diperiksa ${checked} dan bisa sudah berubah. Tanyakan langsung ke nomor resmi.`,
  }
}

/** What holds a digit and yet does not age: the number of a step or a law, names of offices, the digits people are told to press. */
const AGELESS =
  /^\s*\d+\. |\b\w*P[234]MI\b|\b(?:UU|PP|Permen\w*(?: P2MI)?|Perpres|pasal|article|ayat)\)? \d[\d/]*|\bbalas (?:angka )?[0-9]\b|\banswer (?:with the number )?[0-9]\b/giu

/** Leaves out every sentence with an amount, a date or a count, and headings that lost their list; steps keep their numbers. */
function withoutFigures(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => {
      const marker = /^(?:\d+\.|-) /.exec(line)?.[0] ?? ''
      const kept = line
        .slice(marker.length)
        .split(/(?<=[.?]) /u)
        .filter((sentence) => !/\d/u.test(sentence.replace(AGELESS, '')))
      return kept.length === 0 ? '' : `${marker}${kept.join(' ')}`
    })
    .filter((line) => line.trim() !== '')
  return lines.filter((line, i) => !line.endsWith(':') || /^(?:\d+\.|-) /.test(lines[i + 1] ?? '')).join('\n')
}
