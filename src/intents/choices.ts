/** Numbered offers: how they are made, and how a digit picks one. */
import type { Card } from '../knowledge/schema.ts'
import type { NormalisedText, Topic } from '../message.ts'
import { TOPIC_LABELS } from './topic-labels.ts'
import type { PendingChoice, RouteContext } from './routing.ts'

const HOUR = 3_600_000
/** A digit to an older menu is asked back in words (care: digits). */
const CHOICES_LAST = 6 * HOUR
const LABEL_LIMIT = 40

export function choiceOfCard(card: Card): PendingChoice {
  return { id: `card:${card.id}`.slice(0, 60), label: shortened(card.title), topic: card.topic, card: card.id }
}

/** Those of the cards that there are. */
export function choicesOfCards(ids: readonly string[], cards: ReadonlyMap<string, Card>): readonly PendingChoice[] {
  return ids.flatMap((id) => {
    const card = cards.get(id)
    return card ? [choiceOfCard(card)] : []
  })
}

export function choiceOfTopic(topic: Topic): PendingChoice {
  return { id: `topic:${topic}`, label: TOPIC_LABELS[topic], topic, card: null }
}

function shortened(title: string): string {
  if (title.length <= LABEL_LIMIT) return title
  const cut = title.slice(0, LABEL_LIMIT - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).trimEnd()}…`
}

export type Picked = { readonly kind: 'picked' | 'stale'; readonly choice: PendingChoice } | { readonly kind: 'none' }

const PICK =
  /^(?:(?:yang|nomor|pilih|pilihan|saya|jawab|jawabannya|mau|ke|oke|ya|kak) )*([1-3])(?: (?:saja|kak|ya|pak|bu|admin|terima|kasih))*$/

/** Reads "2", "yang dua", "nomer siji", "pilih no 3 kak" or an offered label as a pick of what the context offers. */
export function pickedChoice(text: NormalisedText, context: RouteContext): Picked {
  const { pendingChoices, offeredAt, now } = context
  if (pendingChoices.length === 0) return { kind: 'none' }
  const digit = PICK.exec(text.text)?.[1]
  const typed = text.original.trim().toLowerCase()
  const choice =
    digit === undefined ? pendingChoices.find((offered) => offered.label.toLowerCase() === typed) : pendingChoices[Number(digit) - 1]
  if (!choice) return { kind: 'none' }
  const fresh = offeredAt !== null && now - offeredAt <= CHOICES_LAST
  return { kind: fresh || digit === undefined ? 'picked' : 'stale', choice }
}
