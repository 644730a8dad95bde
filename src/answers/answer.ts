/** Builds the reply from cards: the card's own words, its contacts, its source and date. Adds no fact. */
import type { Bubble, Choice, Spoken } from '../message.ts'
import type { Card, Knowledge } from '../knowledge/schema.ts'
import { askedDetails } from './asked-details.ts'
import { aged } from './expiry.ts'
import { contactLines, shortDate, sourceDate } from '../knowledge/contact-line.ts'
import { missionOfCountry } from '../knowledge/first-call.ts'
import type { Reworded } from './reword.ts'

/** A bubble longer than this is hard to read on a small phone. */
export const BUBBLE_LIMIT = 900
const CONTACTS_SHOWN = 2
/** Who asks for a number gets the second one too, and the line of the host country. */
const NUMBERS_SHOWN = 4
const CARDS_SHOWN = 3
/** A card that names this line means the mission, wherever the reader is. */
const ANY_MISSION = 'kemlu-pwni'
const MINISTRY = 'kp2mi-call-centre'
const OFFICIAL: ReadonlySet<string> = new Set(['mission', 'ministry'])

/** Where the reader is, as far as the conversation tells. */
export interface ReaderPlace {
  /** ISO 3166 code; null while unknown. */
  readonly country: string | null
  /** The post in charge of the reader's area, by contact id; null while no area is known. */
  readonly mission: string | null
}

const NOWHERE: ReaderPlace = { country: null, mission: null }

export interface CardAnswer {
  readonly bubbles: readonly Bubble[]
  /** Next questions, offered under the last bubble. */
  readonly choices: readonly Choice[]
}

/**
 * Answers with up to three cards, the first first. Unknown ids are skipped; an empty list gives no bubbles. A card that
 * sends people to a mission names the one of the reader's area or country first. In English where a card has it; else
 * the Indonesian text, under one line that says so. `question` is what was asked, in words: what of it only the details
 * of the first card tell is told under its answer.
 */
export function answerFromCards(
  cardIds: readonly string[],
  knowledge: Knowledge,
  now: number,
  reader: ReaderPlace = NOWHERE,
  speaks: Spoken = 'id',
  question: readonly string[] = [],
): CardAnswer {
  const cards = cardIds
    .map((id) => knowledge.cards.get(id))
    .filter((card): card is Card => card !== undefined)
    .slice(0, CARDS_SHOWN)
  const several = cards.length > 1
  const shown = new Set<string>()
  const bubbles = cards.flatMap((card, i) =>
    cardBubbles(card, { knowledge, now, several, shown, reader, speaks, question: i === 0 ? question : [] }),
  )
  const choices = followUps(cards, knowledge, speaks)
  return { bubbles: withChoices(bubbles, choices), choices }
}

/**
 * The same answer in other words, which were checked against these cards: age, contacts and sources are the cards' own. A card of
 * which nothing is told is left out.
 */
export function answerInWords(
  { opening, cards: told }: Reworded,
  knowledge: Knowledge,
  now: number,
  reader: ReaderPlace = NOWHERE,
  speaks: Spoken = 'id',
): CardAnswer {
  const parts = told.flatMap(({ card: id, text }) => {
    const card = knowledge.cards.get(id)
    return card ? [{ card, text }] : []
  })
  const shown = new Set<string>()
  const bubbles = parts.flatMap(({ card, text }, i) => {
    const { note } = aged(card, now, speaks)
    const order = contactOrder(card, knowledge, reader)
    const contacts = contactBlock(card, knowledge, shown, note === '' ? order : withOfficial(order, knowledge), speaks)
    const heading = parts.length > 1 ? `${titleOf(card, speaks)}\n` : ''
    const words = `${i === 0 && opening !== '' ? `${opening}\n\n` : ''}${heading}${text}`
    return fit(words, [contacts, lines(note, sourceLine(card, speaks))].filter((part) => part !== '').join('\n\n'))
  })
  const choices = followUps(
    parts.map(({ card }) => card),
    knowledge,
    speaks,
  )
  return { bubbles: withChoices(bubbles, choices), choices }
}

/** The details of a card ("rincian"), in bubbles; empty when it has none. They grow old with the card. */
export function cardDetails(cardId: string, knowledge: Knowledge, now: number, speaks: Spoken = 'id'): readonly Bubble[] {
  const card = knowledge.cards.get(cardId)
  if (!card?.details) return []
  const { words, note } = aged(card, now, speaks)
  if (!words?.details) return cardBubbles(card, { knowledge, now, several: false, shown: new Set(), reader: NOWHERE, speaks, question: [] })
  return [{ text: [foreign(card, speaks) + words.details, lines(note, sourceLine(card, speaks))].join('\n\n') }]
}

/** The sources of a card with their addresses ("sumber"). */
export function cardSources(cardId: string, knowledge: Knowledge, speaks: Spoken = 'id'): Bubble | null {
  const card = knowledge.cards.get(cardId)
  if (!card) return null
  const sources = card.sources.map((source) => `${source.title}, ${sourceDate(source, speaks)}\n${source.address}`)
  const heading = speaks === 'en' ? `Sources of "${titleOf(card, speaks)}":` : `Sumber "${card.title}":`
  const checked = `${speaks === 'en' ? 'Last checked' : 'Terakhir diperiksa'} ${shortDate(card.reviewed_on, speaks)}.`
  return { text: `${heading}\n\n${sources.join('\n\n')}\n\n${checked}` }
}

interface Telling {
  readonly knowledge: Knowledge
  readonly now: number
  readonly several: boolean
  /** Contacts already named in this reply. */
  readonly shown: Set<string>
  readonly reader: ReaderPlace
  readonly speaks: Spoken
  /** What was asked, in words. */
  readonly question: readonly string[]
}

function cardBubbles(card: Card, { knowledge, now, several, shown, reader, speaks, question }: Telling): Bubble[] {
  const title = several ? `${titleOf(card, speaks)}\n` : ''
  const heading = `${foreign(card, speaks)}${title}`
  const { words, note } = aged(card, now, speaks)
  const order = contactOrder(card, knowledge, reader)
  const contacts = contactBlock(card, knowledge, shown, note === '' ? order : withOfficial(order, knowledge), speaks)
  if (words === null) return [{ text: `${title}${note}${block(contacts)}` }]
  const tail = [contacts, lines(note, sourceLine(card, speaks))].filter((part) => part !== '').join('\n\n')
  const told = [words.answer, words.steps].join('\n')
  const more = question.length === 0 ? '' : askedDetails(question, told, words.details ?? '', knowledge.cards)
  const answer = [`${heading}${words.answer}`, more].filter((part) => part !== '').join('\n\n')
  if (words.steps === null) return fit(answer, tail)
  const withSteps = `${answer}\n\n${words.steps}`
  if (withSteps.length + tail.length + 2 <= BUBBLE_LIMIT) return [{ text: `${withSteps}\n\n${tail}` }]
  if (withSteps.length <= BUBBLE_LIMIT) return [{ text: withSteps }, { text: tail }]
  return [...cut(answer), ...fit(words.steps, tail)]
}

function titleOf(card: Card, speaks: Spoken): string {
  return speaks === 'en' && card.english ? card.english.title : card.title
}

/** One line above a card that nobody has translated. */
function foreign(card: Card, speaks: Spoken): string {
  return speaks === 'en' && !card.english ? 'I have this answer only in Indonesian so far:\n\n' : ''
}

/** A long answer under the line about its language goes in two bubbles. */
function cut(text: string): Bubble[] {
  if (text.length <= BUBBLE_LIMIT) return [{ text }]
  const at = text.indexOf('\n\n')
  return at < 0 ? [{ text }] : [{ text: text.slice(0, at) }, { text: text.slice(at + 2) }]
}

function lines(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n')
}

function fit(text: string, tail: string): Bubble[] {
  return text.length + tail.length + 2 <= BUBBLE_LIMIT ? [{ text: `${text}\n\n${tail}` }] : [...cut(text), { text: tail }]
}

function block(text: string): string {
  return text === '' ? '' : `\n\n${text}`
}

/** A contact is shown once in a reply, however many of its cards name it. */
function contactBlock(card: Card, knowledge: Knowledge, shown: Set<string>, order: readonly string[], speaks: Spoken): string {
  const found: string[] = []
  for (const id of order) {
    if (found.length >= (card.topic === 'embassy-contact' ? NUMBERS_SHOWN : CONTACTS_SHOWN)) break
    if (shown.has(id)) continue
    const contact = knowledge.contacts.get(id)
    const text = contact ? contactLines(contact, speaks) : null
    if (text === null) continue
    shown.add(id)
    found.push(text)
  }
  return found.join('\n\n')
}

/** An old card sends to an office that knows: to the ministry when the card itself names no mission or ministry. */
function withOfficial(ids: readonly string[], knowledge: Knowledge): readonly string[] {
  const official = ids.slice(0, CONTACTS_SHOWN).some((id) => OFFICIAL.has(knowledge.contacts.get(id)?.kind ?? 'ngo'))
  return official ? ids : [MINISTRY, ...ids.filter((id) => id !== MINISTRY)]
}

/** The card's own order without what serves other countries, and the reader's mission in front where the card sends people to one. */
function contactOrder(card: Card, knowledge: Knowledge, reader: ReaderPlace): readonly string[] {
  const ids = card.contacts.filter((id) => serves(id, card, knowledge, reader))
  const missions = ids.filter((id) => knowledge.contacts.get(id)?.kind === 'mission')
  if (missions.length === 0 && !ids.includes(ANY_MISSION)) return ids
  const ofCountry = missions.find((id) => knowledge.contacts.get(id)?.country === reader.country)
  const first = reader.mission ?? ofCountry ?? missionOfCountry(reader.country, knowledge)
  return first === null ? ids : [first, ...ids.filter((id) => id !== first)]
}

/** A card about one country names all its contacts; one about several, or about any, only those at home and where the reader is. */
function serves(id: string, card: Card, knowledge: Knowledge, { country }: ReaderPlace): boolean {
  const of = knowledge.contacts.get(id)?.country
  if (card.countries.length === 1 || of === 'ID' || of === undefined) return true
  if (country === null || country === 'ID' || country === 'XS')
    return !card.contacts.some((other) => knowledge.contacts.get(other)?.country === 'ID')
  return of === country || (knowledge.countries.get(country)?.posts.some((post) => post.contact === id) ?? false)
}

function sourceLine(card: Card, speaks: Spoken): string {
  const source = card.sources[0]
  return source ? `${speaks === 'en' ? 'Source' : 'Sumber'}: ${source.title}, ${sourceDate(source, speaks)}` : ''
}

function followUps(cards: readonly Card[], knowledge: Knowledge, speaks: Spoken): Choice[] {
  const seen = new Set(cards.map((card) => card.id))
  const choices: Choice[] = []
  const offers = cards.flatMap((shown) => shown.follow_ups.map((next) => ({ ...next, english: shown.english?.follow_ups[next.card] })))
  for (const { label, card, english } of offers) {
    if (choices.length >= 3 || seen.has(card) || !knowledge.cards.has(card)) continue
    seen.add(card)
    const inEnglish = english ?? knowledge.cards.get(card)?.english?.title.slice(0, 40)
    choices.push({ id: `card:${card}`, label: speaks === 'en' ? (inEnglish ?? label) : label })
  }
  return choices
}

function withChoices(bubbles: readonly Bubble[], choices: readonly Choice[]): readonly Bubble[] {
  if (choices.length === 0 || bubbles.length === 0) return bubbles
  return bubbles.map((bubble, i) => (i === bubbles.length - 1 ? { ...bubble, choices } : bubble))
}
