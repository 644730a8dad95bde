/** What a message answers to a guided question. "Lewati" and "tidak tahu" are good answers. */
import type { FlowQuestion } from '../knowledge/flows.ts'
import { plainWords } from '../plain-words.ts'
import { readAmount, readMonths } from './amount.ts'
import { bareDigit } from './command-words.ts'
import type { Understood } from './step.ts'

export type FlowAnswer =
  | { readonly as: 'choice'; readonly number: number }
  | { readonly as: 'text'; readonly text: string }
  | { readonly as: 'skipped' | 'unknown' }
/** By the id of the question. */
export type FlowAnswers = Readonly<Record<string, FlowAnswer>>

/** `elsewhere`: something else was asked or said. `nothing`: it says nothing that can be taken. */
export type Reading = FlowAnswer | { readonly as: 'elsewhere' } | { readonly as: 'nothing' }

const LONGEST_ANSWER = 500
const SURE_ENOUGH = 0.5
const SKIPPED = /^(?:lewati|lewat|lewatin|skip|kosongkan|next)(?: saja| aja)?$/u
const UNKNOWN =
  /^(?:saya |sy |aku )?(?:(?:tidak|tdk|gak|ga|gk|nggak|ngga|enggak|kurang|ora|teu|belum) (?:tahu|tau|taw|ngerti|ingat|inget|terang)|lupa|entah|mboh|duka|dont know|don t know|i don t know|no idea|unknown)(?: juga| kak| pak| bu)?$/u
export const QUESTION =
  /\?|^(?:apa|apakah|gimana|gmn|bagaimana|berapa|brp|kapan|kenapa|knp|mengapa|di ?mana|siapa yang|bisa (?:gak|ga|tidak|nggak)|boleh (?:gak|ga|tidak|nggak)|how|what|when|where|why|can i|who)\b/u

/** `buttons`: what the ids of this question's choices begin with. */
export function readFlowAnswer(understood: Understood, question: FlowQuestion, buttons: string): Reading {
  const { content } = understood.input.message
  if (content.kind === 'choice') {
    const number = content.value.startsWith(buttons) ? Number(content.value.slice(buttons.length)) : 0
    return number >= 1 && number <= question.choices.length ? { as: 'choice', number } : { as: 'elsewhere' }
  }
  const text = understood.text.trim().slice(0, LONGEST_ANSWER)
  const words = plainWords(text)
  if (SKIPPED.test(words)) return { as: 'skipped' }
  if (UNKNOWN.test(words)) return { as: 'unknown' }
  if (question.takes.startsWith('choice')) {
    const digit = Number(bareDigit(text) ?? 0)
    if (digit >= 1 && digit <= question.choices.length) return { as: 'choice', number: digit }
    const meant = question.choices.findIndex(
      ({ label, also }) => also.includes(words) || plainWords(label.id) === words || plainWords(label.en) === words,
    )
    if (meant >= 0) return { as: 'choice', number: meant + 1 }
  }
  const letters = text.replace(/[^\p{L}\p{N}]/gu, '').length
  // "???" is no question of their own either.
  if (letters === 0) return { as: 'nothing' }
  if (isReckoned(question, text)) return { as: 'text', text }
  if (isElsewhere(understood, question, text)) return { as: 'elsewhere' }
  const takesWords = question.takes === 'text' || question.takes === 'choice-or-text'
  const takesText = question.takes === 'country' ? understood.countries.length > 0 : takesWords && letters >= 2 && bareDigit(text) === null
  return takesText ? { as: 'text', text } : { as: 'nothing' }
}

/** A number that can be read in one way only; pay of nothing is no pay. */
function isReckoned({ takes }: FlowQuestion, text: string): boolean {
  switch (takes) {
    case 'months':
      return readMonths(text) !== null
    case 'amount':
      return (readAmount(text)?.value ?? 0) > 0
    case 'amount-or-nothing':
      return readAmount(text) !== null
    case 'choice':
    case 'choice-or-text':
    case 'text':
    case 'country':
      return false
  }
}

/** A question of their own gets its answer; other words do so only where they are no answer themselves. */
function isElsewhere({ parts, normalised, countries, negatedCountries, input }: Understood, question: FlowQuestion, text: string): boolean {
  const asks = QUESTION.test(text.toLowerCase())
  const mayBeAnswer =
    question.takes === 'text' || question.takes === 'choice-or-text' || (question.takes === 'country' && countries.length > 0)
  if (!asks && mayBeAnswer) return false
  const context = { ...input.state.route, pendingChoices: [], offeredAt: null, now: input.now }
  const { outcome, confidence } = parts.route({ text: normalised, countries, negatedCountries, context })
  return outcome === 'handoff' || ((outcome === 'answer' || outcome === 'smalltalk') && confidence >= SURE_ENOUGH)
}
