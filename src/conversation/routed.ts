/** The ordinary case: the router's outcome put into words. */
import { answerFromCards, answerInWords, type ReaderPlace } from '../answers/answer.ts'
import type { PendingChoice, Routing } from '../intents/routing.ts'
import type { Choice } from '../message.ts'
import { askPerson, helpStep, privacyBubbles, welcomeStep } from './commands.ts'
import { flowOffered, MOST_CHOICES, withOffer } from './flow-offer.ts'
import { directContacts } from './direct-contacts.ts'
import type { Step, Understood } from './step.ts'
import { agencyAsked, HOW_TO_CHECK } from './agency-check.ts'
import { answerToSalam } from './texts.ts'
import { offerChecked } from './offer-check.ts'
import { offered } from './wording.ts'

export function routed(understood: Understood): Step {
  const { input, parts } = understood
  const { content } = input.message
  const asked = routeMessage(understood)
  const agency = agencyAsked(understood, asked)
  // What the list says stands before the card that explains how to check, whatever else was considered.
  const routing: Routing = agency === null ? asked : { ...asked, topic: 'check-agency', outcome: 'answer', cards: [HOW_TO_CHECK] }
  const offer = content.kind === 'text' ? offerChecked(understood, routing.topic) : null
  if (offer) return { ...offer, topics: routing.topics, confidence: routing.confidence }
  const base = {
    topics: routing.topics,
    topic: routing.topic,
    confidence: routing.confidence,
    subtopic: routing.subtopic,
    country: routing.country,
    note: agency === null ? routing.explain.by : 'agency-list',
  }
  const route: Understood['input']['state']['route'] = {
    lastTopic: routing.topic,
    lastCountry: routing.country ?? input.state.route.lastCountry,
    lastCards: routing.cards,
    lastAt: input.now,
    pendingChoices: [],
    offeredAt: null,
  }
  if (routing.outcome === 'answer' && routing.cards.length > 0) {
    const { reworded } = input.help ?? {}
    const { words, rawWords } = understood.normalised
    const place = placeOfReader(understood, routing.country)
    const answer = reworded
      ? answerInWords(reworded, parts.knowledge, input.now, place, understood.speaks)
      : answerFromCards(routing.cards, parts.knowledge, input.now, place, understood.speaks, [...words, ...rawWords])
    const cards = reworded ? reworded.cards.map(({ card }) => card) : routing.cards
    const flow = flowOffered(understood, cards)
    const pending = [...flow, ...answer.choices.map((choice) => pendingOf(choice, understood)).filter((choice) => choice !== null)].slice(
      0,
      MOST_CHOICES,
    )
    return {
      ...base,
      bubbles: [...(agency?.told ? [{ text: agency.told }] : []), ...withOffer(answer.bubbles, flow)],
      outcome: 'answer',
      source: reworded ? 'model' : 'card',
      cards,
      state: { route: { ...route, pendingChoices: pending, offeredAt: pending.length > 0 ? input.now : null }, introduced: true },
    }
  }
  const stale = routing.explain.by === 'stale-choice'
  if (routing.outcome === 'choices' && routing.choices.length > 0) {
    return {
      ...base,
      bubbles: [
        {
          text: stale ? understood.say.STALE_CHOICE : understood.say.CHOICES,
          choices: routing.choices.map((choice) => offered(choice, understood.speaks, parts.knowledge)),
        },
      ],
      outcome: 'choices',
      source: 'conversation',
      state: {
        route: { ...route, lastCards: input.state.route.lastCards, pendingChoices: routing.choices, offeredAt: input.now },
        introduced: true,
      },
    }
  }
  if (routing.outcome === 'handoff') return { ...askPerson(understood), ...base, topic: routing.topic }
  if (routing.outcome === 'smalltalk') {
    const step = smalltalk(understood, routing)
    return { ...base, ...step, outcome: 'smalltalk', topic: routing.topic }
  }
  // A command that we do not have, and that is no question either.
  if (content.kind === 'command' && content.argument === '') return helpStep(understood)
  const step = unknown(understood, routing)
  return {
    ...step,
    ...base,
    state: {
      ...step.state,
      route: { ...route, lastTopic: input.state.route.lastTopic, lastCards: input.state.route.lastCards, ...step.state?.route },
      introduced: input.state.introduced,
    },
    ...(content.kind === 'choice' ? { note: 'unknown-choice' } : {}),
  }
}

/** Where the person is, as far as the conversation tells: the router's country, and the post of their area if it lies there. */
function placeOfReader(understood: Understood, country: string | null): ReaderPlace {
  const known = country ?? understood.country
  return { country: known, mission: known === understood.country ? understood.mission : null }
}

/** What the router, or the model in its place, makes of a message. */
export function routeMessage(understood: Understood): Routing {
  const { input, parts } = understood
  const { content } = input.message
  if (input.help?.routing) return input.help.routing
  const context = { ...input.state.route, now: input.now }
  if (content.kind === 'choice') {
    // A button carries its own id: it is found also when its menu is no longer the last one.
    const known = input.state.route.pendingChoices.find((choice) => choice.id === content.value) ?? choiceFromId(content.value, understood)
    if (known) {
      return parts.route({
        text: parts.normalise('1'),
        countries: [],
        negatedCountries: [],
        context: { ...context, pendingChoices: [known], offeredAt: input.now },
      })
    }
  }
  return parts.route({
    text: understood.normalised,
    countries: understood.countries,
    negatedCountries: understood.negatedCountries,
    context,
  })
}

function choiceFromId(id: string, understood: Understood): PendingChoice | null {
  const card = id.startsWith('card:') ? understood.parts.knowledge.cards.get(id.slice(5)) : undefined
  return card ? { id, label: card.title.slice(0, 40), topic: card.topic, card: card.id } : null
}

function pendingOf(choice: Choice, understood: Understood): PendingChoice | null {
  const found = choiceFromId(choice.id, understood)
  return found ? { ...found, label: choice.label } : null
}

function smalltalk(understood: Understood, routing: Routing): Step {
  const { input, parts, text } = understood
  const said = (words: string): Step => ({ bubbles: [{ text: words }], outcome: 'smalltalk', topic: routing.topic, source: 'conversation' })
  switch (routing.topic) {
    case 'thanks':
      return said(understood.say.THANKS)
    case 'about-bot':
      return said(understood.say.aboutBot(parts.operator, parts.presence()))
    case 'privacy':
      return { ...said(''), bubbles: privacyBubbles(understood) }
    case 'language':
      return said(understood.say.LANGUAGE_CHOICE)
    case 'feedback':
      return {
        ...said(understood.say.FEEDBACK_ASK),
        state: { awaiting: 'what-was-wrong' },
        effects: { feedback: { verdict: 'wrong', text: null, answerId: input.state.lastAnswerId } },
      }
    default:
      return welcomeStep(understood, answerToSalam(text))
  }
}

function unknown(understood: Understood, routing: Routing): Step {
  const { parts } = understood
  const step = (text: string): Step => ({ bubbles: [{ text }], outcome: 'unknown', topic: routing.topic, source: 'conversation' })
  // In trouble a way to a person comes before the limits of what we know.
  if (routing.topic === 'out-of-scope' && understood.verdict.urgency === 'routine') return step(understood.say.OUT_OF_SCOPE)
  if (routing.topic === 'case-status')
    return step(
      [understood.say.CASE_STATUS, directContacts(parts.knowledge, routing.country, understood.mission, understood.speaks)].join('\n\n'),
    )
  return {
    ...step(
      [
        understood.say.UNKNOWN,
        directContacts(parts.knowledge, routing.country ?? understood.country, understood.mission, understood.speaks),
      ].join('\n\n'),
    ),
    effects: { needsStaff: 'unanswered' },
  }
}
