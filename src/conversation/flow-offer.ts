/** Guided questions are offered as the first choice under an answer that they go with; never in danger, never forced. */
import type { PendingChoice } from '../intents/routing.ts'
import type { Bubble } from '../message.ts'
import { openCrisis } from './crisis-turn.ts'
import type { Understood } from './step.ts'

/** What a choice that begins a flow is called. */
export const START = 'flow:start:'
/** More are too many to choose from on a small screen, and on WhatsApp. */
export const MOST_CHOICES = 3

/** At most one; none while other guided questions are under way. */
export function flowOffered(understood: Understood, cards: readonly string[]): readonly PendingChoice[] {
  const { parts, input, speaks, verdict } = understood
  if (verdict.urgency === 'emergency' || verdict.doubtful || input.state.flow !== null || openCrisis(understood) !== null) return []
  const flow = parts.flows.find(({ offer }) => cards.some((card) => offer.cards.includes(card)))
  return flow ? [{ id: `${START}${flow.id}`, label: flow.offer.label[speaks], topic: flow.topic, card: null }] : []
}

export function withOffer(bubbles: readonly Bubble[], offer: readonly PendingChoice[]): readonly Bubble[] {
  const last = bubbles.at(-1)
  if (offer.length === 0 || last === undefined) return bubbles
  const choices = [...offer.map(({ id, label }) => ({ id, label })), ...(last.choices ?? [])].slice(0, MOST_CHOICES)
  return [...bubbles.slice(0, -1), { ...last, choices }]
}
