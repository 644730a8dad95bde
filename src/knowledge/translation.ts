/**
 * Cards in English: `<card>.en.md` beside `<card>.md`. A translation may change no fact, so one whose figures or
 * addresses differ from the original's is refused and the Indonesian text is served.
 */
import { problem, readFrontMatter, splitSections } from './front-matter.ts'
import { translationFrontMatterSchema } from './schema.ts'
import type { Card, CardTranslation, KnowledgeProblem } from './schema.ts'

export const TRANSLATION_ENDING = '.en.md'
/** As for a card: what fits a small phone. */
const ANSWER_LIMIT = 900

/** Reads one file as it stands; whether it fits its card is told by `withTranslation`. */
export function parseTranslationFile(text: string, path: string, problems: KnowledgeProblem[]): readonly CardTranslation[] {
  const file = readFrontMatter(text, path, translationFrontMatterSchema, problems)
  return file ? [{ ...file.front, ...splitSections(file.body, { steps: 'steps', details: 'details' }), path }] : []
}

/** The card with its translation and the phrasings of both; the card as it is, and the reason in `problems`, when it changes a fact. */
export function withTranslation(card: Card, english: CardTranslation, problems: KnowledgeProblem[]): Card {
  const mistakes = mistakesIn(english, card)
  for (const [message, advice] of mistakes) problems.push(problem(english.path, null, message, advice))
  return mistakes.length === 0 ? { ...card, english, phrasings: [...card.phrasings, ...english.phrasings] } : card
}

function mistakesIn(translation: CardTranslation, card: Card): [message: string, advice: string][] {
  const found: [string, string][] = []
  if (translation.id !== card.id) found.push([`id ${translation.id} is not that of the card`, `write id: ${card.id}`])
  if (translation.answer.length > ANSWER_LIMIT)
    found.push([`the answer has ${translation.answer.length} characters, at most ${ANSWER_LIMIT} are allowed`, 'make it shorter'])
  const asked = new Set(card.follow_ups.map((next) => next.card))
  for (const id of Object.keys(translation.follow_ups))
    if (!asked.has(id)) found.push([`follow_ups: ${id} is no follow-up of the card`, 'use the ids of the original'])
  const sections = [
    ['the answer', card.answer, translation.answer],
    ['"## Steps"', card.steps, translation.steps],
    ['"## Details"', card.details, translation.details],
  ] as const
  for (const [where, original, english] of sections) {
    if ((original ?? '') === '' || (english ?? '') === '') {
      if (original !== english) found.push([`${where} is ${english ? 'not in the original' : 'missing'}`, 'translate the sections of the original, no more and no less'])
      continue
    }
    const lost = difference(factsOf(original ?? '', 'id'), factsOf(english ?? '', 'en'))
    const added = difference(factsOf(english ?? '', 'en'), factsOf(original ?? '', 'id'))
    if (lost.length > 0) found.push([`${where}: ${lost.join(', ')} of the original is missing`, 'write every figure and address of the original'])
    if (added.length > 0) found.push([`${where}: ${added.join(', ')} is not in the original`, 'write no figure and no address that the original does not have'])
  }
  return found
}

/** Words that multiply a figure, in both languages. */
const SCALES: Readonly<Record<'id' | 'en', Readonly<Record<string, string>>>> = {
  id: { ribu: 'thousand', juta: 'million', miliar: 'billion', triliun: 'trillion', persen: '%' },
  en: { thousand: 'thousand', million: 'million', billion: 'billion', trillion: 'trillion', percent: '%', 'per cent': '%' },
}
/** Figures in words, from two on: "satu" and "one" are also said where nothing is counted. */
const NUMBER_WORDS: Readonly<Record<'id' | 'en', readonly string[]>> = {
  id: 'dua,tiga,empat,lima,enam,tujuh,delapan,sembilan,sepuluh,sebelas,dua belas'.split(','),
  en: 'two,three,four,five,six,seven,eight,nine,ten,eleven,twelve'.split(','),
}
const ADDRESS = /(?:https?:\/\/)?(?:[a-z0-9-]+\.)+(?:id|com|org|net|gov|info|my|sg|hk|tw|kr|jp|sa|eu|de)\b(?:\/[^\s,;)]*[^\s,;.)])?/giu
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu
const FIGURE = /\d+(?:[.,]\d+)*/gu
/** In full, or their first three letters. */
const MONTHS: Readonly<Record<'id' | 'en', readonly string[]>> = {
  id: 'januari februari maret april mei juni juli agustus september oktober november desember'.split(' '),
  en: 'january february march april may june july august september october november december'.split(' '),
}

/**
 * Figures in one way of writing ("1.500.000" and "1,500,000" are one, "tiga" and "3") with what multiplies them, months
 * beside a day or a year, web and e-mail addresses.
 */
export function factsOf(text: string, language: 'id' | 'en'): Set<string> {
  const facts = new Set<string>()
  let rest = text
  for (const pattern of [EMAIL, ADDRESS]) {
    for (const match of rest.matchAll(pattern)) facts.add(match[0].toLowerCase())
    rest = rest.replaceAll(pattern, ' ')
  }
  const words = NUMBER_WORDS[language]
  // The longest first, so that "dua belas" is not read as "dua".
  const spoken = new RegExp(`\\b(?:${[...words].reverse().join('|')})\\b`, 'giu')
  rest = rest.replaceAll(spoken, (word) => String(words.indexOf(word.toLowerCase()) + 2))
  const scales = SCALES[language]
  const scale = new RegExp(`^\\s?(%|(?:${Object.keys(scales).join('|')})\\b)`, 'iu')
  for (const match of rest.matchAll(FIGURE)) {
    const after = scale.exec(rest.slice(match.index + match[0].length))?.[1]?.toLowerCase()
    // A point or comma before three digits parts thousands, any other begins a fraction.
    const figure = match[0].replaceAll(/[.,](?=\d{3}(?!\d))/gu, '').replaceAll(',', '.')
    facts.add(figure + (after === undefined ? '' : ` ${scales[after] ?? after}`))
  }
  const names = MONTHS[language].map((name) => name.slice(0, 3))
  const month = `(?:${MONTHS[language].map((name) => `(${name.slice(0, 3)})(?:${name.slice(3)})?`).join('|')})`
  for (const match of rest.matchAll(new RegExp(`\\d\\s+${month}\\b|\\b${month}\\s+\\d`, 'giu'))) {
    const name = match.slice(1).find((part) => part !== undefined)
    facts.add(`month ${names.indexOf((name ?? '').toLowerCase()) + 1}`)
  }
  return facts
}

function difference(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...one].filter((fact) => !other.has(fact))
}
