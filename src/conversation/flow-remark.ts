/** What an answer to a guided question calls for at once: a stop sign, or what the cards of the country say about it. */
import { aged, GRACE_DAYS } from '../answers/expiry.ts'
import { contactLines, sourceDate } from '../knowledge/contact-line.ts'
import type { FlowQuestion } from '../knowledge/flows.ts'
import type { Card } from '../knowledge/schema.ts'
import type { Spoken } from '../message.ts'
import { readAmount, mayBeIn } from './amount.ts'
import type { FlowAnswer, FlowAnswers } from './flow-answer.ts'
import { applies } from './flow-progress.ts'
import type { Understood } from './step.ts'

export interface Remark {
  readonly text: string
  /** For "sumber", and for staff. */
  readonly cards: readonly string[]
}

type Check = NonNullable<FlowQuestion['checks']>[number]

const DAY = 86_400_000
const WORDS = {
  id: {
    source: 'Sumber',
    unknown: (what: string) => `${what}: untuk negara itu belum ada di kartu kami. Tanyakan ke nomor di akhir.`,
    noCountry: (what: string) => `${what}: tanpa negaranya tidak bisa kami bandingkan. Tanyakan ke nomor di akhir.`,
    less: 'Angka di kontrak lebih kecil. Tanyakan dulu sebelum tanda tangan atau bayar.',
    notLess: 'Angka di kontrak tidak di bawah itu.',
    differs: 'Itu tidak sama dengan kontrak Kakak. Tanyakan dulu sebelum tanda tangan atau bayar.',
    compare: 'Cocokkan sendiri dengan kontrak. Beda? Tanyakan dulu.',
  },
  en: {
    source: 'Source',
    unknown: (what: string) => `${what}: our cards do not know it for that country. Ask the numbers at the end.`,
    noCountry: (what: string) => `${what}: without the country we cannot compare it. Ask the numbers at the end.`,
    less: 'The figure in the contract is smaller. Ask before you sign or pay.',
    notLess: 'The figure in the contract is not below that.',
    differs: 'Your contract is not the same. Ask before you sign or pay.',
    compare: 'Compare it with the contract yourself. Different? Ask first.',
  },
} as const

/** `answers`: with this one. Null when nothing is to be said. */
export function remarkOn(understood: Understood, question: FlowQuestion, answer: FlowAnswer, answers: FlowAnswers): Remark | null {
  const stop = answer.as === 'choice' ? question.choices[answer.number - 1]?.stop : undefined
  if (stop) return stopped(understood, stop)
  return question.checks === undefined ? null : compared(understood, question.label, question.checks, answer, answers)
}

function stopped({ parts, speaks }: Understood, stop: NonNullable<FlowQuestion['choices'][number]['stop']>): Remark {
  const card = parts.knowledge.cards.get(stop.card)
  const contact = parts.knowledge.contacts.get(card?.contacts[0] ?? '')
  const lines = contact ? contactLines(contact, speaks) : null
  const text = [stop.says[speaks], ...(lines === null ? [] : [lines]), sourceOf(card, stop.source, speaks)].join('\n\n')
  return { text, cards: [stop.card] }
}

/** No verdict on the contract: what the card says, and whether the two are the same. */
function compared(
  { parts, speaks, country, input }: Understood,
  label: string,
  checks: readonly Check[],
  answer: FlowAnswer,
  answers: FlowAnswers,
): Remark {
  const words = WORDS[speaks]
  const check = checks.find(
    (one) => one.country === country && applies(one.when, answers) && (one.until === undefined || input.now < Date.parse(one.until) + DAY),
  )
  const card = check && parts.knowledge.cards.get(check.card)
  // What nobody has looked at for so long is not known any more.
  if (!check || !card || input.now >= Date.parse(card.review_by) + GRACE_DAYS * DAY)
    return { text: country === null ? words.noCountry(label) : words.unknown(label), cards: [] }
  const { note } = aged(card, input.now, speaks)
  const lines = [check.says[speaks], ...(note === '' ? [] : [note]), likeness(check, answer, words), sourceOf(card, check.source, speaks)]
  return { text: lines.filter((line) => line !== '').join('\n'), cards: [check.card] }
}

function likeness(check: Check, answer: FlowAnswer, words: (typeof WORDS)[Spoken]): string {
  switch (answer.as) {
    case 'skipped':
    case 'unknown':
      return ''
    case 'choice':
      return check.differs.includes(answer.number) ? words.differs : ''
    case 'text': {
      const amount = check.at_least === undefined ? null : readAmount(answer.text)
      if (amount === null || check.at_least === undefined || !mayBeIn(amount, check.at_least.currency)) return words.compare
      return amount.value < check.at_least.amount ? words.less : words.notLess
    }
  }
}

function sourceOf(card: Card | undefined, title: string, speaks: Spoken): string {
  const source = card?.sources.find((one) => one.title === title)
  return source ? `(${WORDS[speaks].source}: ${title}, ${sourceDate(source, speaks)})` : ''
}
