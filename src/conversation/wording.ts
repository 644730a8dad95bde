/** The fixed texts in the language of the person. A text that nobody has translated stays Indonesian. */
import { TOPIC_LABELS } from '../intents/topic-labels.ts'
import type { PendingChoice } from '../intents/routing.ts'
import type { Knowledge } from '../knowledge/schema.ts'
import type { Choice, Spoken } from '../message.ts'
import * as indonesian from './texts.ts'
import * as english from './texts-english.ts'

type Texts = typeof indonesian
/** Each text by its name in texts.ts; a sentence of any language fits where a sentence stands. */
export type Wording = { readonly [Name in keyof Texts]: Loose<Texts[Name]> }
/** Its shape, whatever its words. */
type Loose<Text> = Text extends string
  ? string
  : Text extends (...given: never[]) => unknown
    ? Text
    : { readonly [Name in keyof Text]: Loose<Text[Name]> }

const ALL: Readonly<Record<Spoken, Wording>> = {
  id: indonesian,
  en: { ...indonesian, ...english },
}

export function wording(speaks: Spoken): Wording {
  return ALL[speaks]
}

/** How an offer reads: in English its card's English title where there is one, else what the topic is called. */
export function offered(choice: PendingChoice, speaks: Spoken, knowledge: Knowledge): Choice {
  if (speaks === 'id') return { id: choice.id, label: choice.label }
  const card = choice.card === null ? undefined : knowledge.cards.get(choice.card)
  if (card?.english) return { id: choice.id, label: card.english.title.slice(0, 40) }
  const isTopic = choice.card === null && (choice.label === TOPIC_LABELS[choice.topic] || choice.topic in english.TROUBLE_LABELS)
  return { id: choice.id, label: isTopic ? (english.TROUBLE_LABELS[choice.topic] ?? english.TOPIC_NAMES[choice.topic]) : choice.label }
}
