/**
 * Guided questions are offered as the first choice under an answer that they go with, and after the help that somebody in
 * danger got; never before it, never forced.
 */
import type { Flow } from '../knowledge/flows.ts'
import type { PendingChoice } from '../intents/routing.ts'
import type { Bubble } from '../message.ts'
import type { CrisisState } from '../triage/crisis.ts'
import { isTime, staysOpen } from './contact-plan.ts'
import { openCrisis } from './crisis-turn.ts'
import type { Step, Understood } from './step.ts'

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

/** The first numbers and one more reply: less is a questionnaire in the place of help. */
const TURNS_OF_HELP = 2

/** Whether a note about this danger may be begun in the middle of it. */
export function helpWasGiven({ danger, turn }: CrisisState, { after_help: dangers }: Flow): boolean {
  return dangers.includes(danger) && turn >= TURNS_OF_HELP
}

/**
 * Under the end of the questions about safe contact, which come after the help: once, and not on a phone of the employer.
 * Where those are not asked, as nothing could reach the person later, in their place.
 */
export function withNoteOffer(understood: Understood, step: Step): Step {
  const { input, parts, say, speaks } = understood
  const crisis = openCrisis(understood)
  const isOver = step.note === 'plan-passed-over' || (step.note === 'plan-told' && step.effects?.contactPlan?.phoneOwner !== 'employer')
  const isInPlace = !staysOpen(understood) && !input.state.contactPlanAsked && isTime(understood, step)
  if (!(isOver || isInPlace) || crisis === null || input.state.flow !== null) return step
  const flow = parts.flows.find((one) => helpWasGiven(crisis, one))
  if (!flow) return step
  const offer: PendingChoice = { id: `${START}${flow.id}`, label: flow.offer.label[speaks], topic: flow.topic, card: null }
  return {
    ...step,
    bubbles: [...step.bubbles, { text: say.FLOW_NOTE_OFFER, choices: [{ id: offer.id, label: offer.label }] }],
    state: { ...step.state, contactPlanAsked: true, route: { ...input.state.route, pendingChoices: [offer], offeredAt: input.now } },
  }
}
