/** What a message is about, for which country, and which cards answer it. */
import type { CardSearch, Found } from '../knowledge/search-document.ts'
import type { Card, Knowledge } from '../knowledge/schema.ts'
import type { NormalisedText, Topic } from '../message.ts'
import { TOPICS } from '../message.ts'
import { cleanCountryWords } from './country-words.ts'
import { choiceOfCard, choiceOfTopic, pickedChoice } from './choices.ts'
import { cardsByTopic, rankCards } from './card-choice.ts'
import { confidenceOf, evidenceOf } from './confidence.ts'
import { isInformative, searchTerms } from './features.ts'
import { countryOfTopic, isFresh, keepsCountry, leaning, topicForCountry, topicInContext } from './follow-up.ts'
import { coreOf, correctionOf, onlyAnnounces } from './pleasantries.ts'
import { severalQuestions } from './questions.ts'
import type { RouterModel } from './router-model.ts'
import type { PendingChoice, Route, RoutedOutcome, RouteInput, Routing, RoutingExplanation } from './routing.ts'
import {
  ANSWER_FROM,
  CHOICES_FROM,
  CLEAR_BY_ITSELF,
  CLEAR_QUESTION_BONUS,
  CONTEXT_AGAINST_OUT_OF_SCOPE,
  CONTEXT_BONUS,
  EVIDENCE_FOR_CHOICES,
  LEAST_IN_CONTEXT,
  LEANS_FULLY,
} from './thresholds.ts'
import type { TopicScores } from './topic-scores.ts'
import { createTopicScorer, ranked } from './topic-scores.ts'

export type { Route, RouteContext, Routing } from './routing.ts'
export { emptyContext } from './routing.ts'
export { nextContext } from './follow-up.ts'

export interface RouterParts {
  readonly knowledge: Knowledge
  readonly model: Pick<RouterModel, 'classifier'>
  /** Built from the documents of the same model. */
  readonly search: CardSearch
  /** Reads the parts of a message that asks several things. */
  readonly normalise: (text: string) => NormalisedText
}

const SMALL_TALK: ReadonlySet<Topic> = new Set(['greeting', 'thanks', 'about-bot', 'privacy', 'language', 'feedback', 'case-status'])
/** What a message without one informative word, outside any context, may be. */
const WITHOUT_CONTENT: ReadonlySet<Topic> = new Set([...SMALL_TALK, 'talk-to-human', 'out-of-scope'])
const GREETING: ReadonlySet<Topic> = new Set(['greeting'])
const OUT_OF_SCOPE = TOPICS.indexOf('out-of-scope')
const AT_SEA = 'XS'
/** Who asks about work "di kapal" is not at sea yet. */
const BEFORE_GOING: ReadonlySet<Topic> = new Set([
  'seafarer',
  'vacancies',
  'legal-route',
  'eligibility',
  'documents',
  'costs-and-loans',
  'training',
  'certification-and-language',
  'scam-offer',
  'check-agency',
  'pre-departure',
])
const CARDS_AT_MOST = 3

export function createRouter(parts: RouterParts): Route {
  const { knowledge, search } = parts
  const score = createTopicScorer(knowledge, parts.model, search)
  const byTopic = cardsByTopic(knowledge.cards.values())
  const cardsOf = (topic: Topic): readonly Card[] => byTopic.get(topic) ?? []
  const countryWords = cleanCountryWords(knowledge.countries.values())

  return (input) => {
    const picked = pickedChoice(input.text, input.context)
    if (picked.kind === 'picked') return afterPick(input, picked.choice)
    if (picked.kind === 'stale') return staleChoice(input)
    const correction = correctionOf(input.text, topicInContext(input.context) !== null, parts.normalise)
    const words = coreOf(correction ?? input.text.words)
    const scores = score(words, input.countries)
    return decide(input, words, scores, correction !== null)
  }

  function decide(input: RouteInput, words: readonly string[], scores: TopicScores, corrected: boolean): Routing {
    const own = words.filter((word) => !countryWords.has(word))
    // A correction of the country alone ("bukan korea, jepang") is still about the same matter.
    const inContext = corrected && own.some(isInformative) ? null : topicInContext(input.context)
    const named = input.countries[0] ?? null
    const lean = inContext === null ? 0 : leaningOf(own, scores)
    const countryOnly = inContext !== null && named !== null && lean === 1
    const logs = Float64Array.from(scores.logs)
    if (inContext !== null && lean > 0) {
      const at = TOPICS.indexOf(countryOnly ? topicForCountry(inContext, named ?? '') : inContext)
      if (lean >= LEANS_FULLY && !SMALL_TALK.has(ranked(scores.logs)[0]?.topic ?? 'greeting'))
        logs[at] = Math.max(logs[at] ?? 0, leastInContext(scores.logs))
      logs[at] = (logs[at] ?? 0) + CONTEXT_BONUS * lean
      logs[OUT_OF_SCOPE] = (logs[OUT_OF_SCOPE] ?? 0) - CONTEXT_AGAINST_OUT_OF_SCOPE * lean
      // "Gaji di sana" after a question about Korea is not about Japan's programmes.
      const there = named ?? input.context.lastCountry
      for (const [i, topic] of TOPICS.entries())
        if (there !== null && (countryOfTopic(topic) ?? there) !== there) logs[i] = (logs[i] ?? 0) - CONTEXT_BONUS * lean
    }
    const several = lean === 0 ? severalQuestions(input.text, input.countries, parts.normalise, score) : []
    for (const { topic } of several) logs[TOPICS.indexOf(topic)] = (logs[TOPICS.indexOf(topic)] ?? 0) + CLEAR_QUESTION_BONUS
    if (inContext === null && named === null && !words.some(isInformative))
      keepOnly(logs, onlyAnnounces(words) ? GREETING : WITHOUT_CONTENT)
    const topics = ranked(logs)
    const topic = topics[0]?.topic ?? 'out-of-scope'
    const country = countryFor(input, topic)
    const confidence = confidenceOf(topics, lean >= 0.45)
    const base = { topic, topics: topics.slice(0, 5), country, confidence }
    const by = countryOnly ? 'country-only' : lean >= 0.45 ? 'follow-up' : own.some(isInformative) || named ? 'text' : 'empty'
    const question = { country, negatedCountries: input.negatedCountries, audience: input.audience ?? null }
    const hits = lean >= 0.45 ? withLastCard(input, words, scores.hits) : scores.hits
    const bestCard = (of: Topic, among: typeof hits): string[] =>
      rankCards(cardsOf(of), among, question)
        .slice(0, 1)
        .map(({ card }) => card.id)
    const ofSeveral = several.flatMap((each) => bestCard(each.topic, each.hits)).slice(0, CARDS_AT_MOST)
    const cards = ofSeveral.length > 1 ? ofSeveral : bestCard(topic, hits)
    const explain = explanation(scores, ofSeveral.length > 1 ? 'several-questions' : by)
    const scored = outcomeFor(topic, confidence, evidenceOf(scores), cards.length)
    // Unsure between two topics that the same card answers is sure enough of the card.
    const sameCard = topics[1] !== undefined && cards.length === 1 && bestCard(topics[1].topic, hits)[0] === cards[0]
    const outcome = ofSeveral.length > 1 || (scored === 'choices' && sameCard) ? 'answer' : scored
    const shownCards = outcome === 'answer' || outcome === 'smalltalk' || outcome === 'handoff' ? cards : []
    const choices = outcome === 'choices' ? choicesFor(input, topics, hits, country) : []
    const subtopic = knowledge.cards.get(cards[0] ?? '')?.subtopic ?? null
    return { ...base, outcome, subtopic, cards: shownCards, choices, explain }
  }

  function countryFor(input: RouteInput, topic: Topic): string | null {
    if (topic === 'out-of-scope') return null
    const named = input.countries[0]
    if (named !== undefined && !(named === AT_SEA && BEFORE_GOING.has(topic))) return named
    if (!keepsCountry(topic)) return null
    const ofTopic = countryOfTopic(topic)
    if (ofTopic) return ofTopic
    const { lastCountry } = input.context
    return isFresh(input.context) && lastCountry !== null && !input.negatedCountries.includes(lastCountry) ? lastCountry : null
  }

  /** The title of the card sent last lends its words, so that "umurnya?" finds the age of that matter. */
  function withLastCard(input: RouteInput, words: readonly string[], hits: Found): Found {
    const last = knowledge.cards.get(input.context.lastCards[0] ?? '')
    if (!last) return hits
    const title = parts.normalise(last.title).words.filter((word) => !countryWords.has(word))
    return search.find(searchTerms([...words, ...title]))
  }

  function choicesFor(input: RouteInput, topics: readonly { topic: Topic }[], hits: Found, country: string | null): PendingChoice[] {
    const question = { country, negatedCountries: input.negatedCountries, audience: input.audience ?? null }
    const choices: PendingChoice[] = []
    for (const { topic } of topics) {
      if (topic === 'out-of-scope' || topic === 'greeting' || topic === 'thanks') continue
      const card = rankCards(cardsOf(topic), hits, question)[0]?.card
      const choice = card ? choiceOfCard(card) : choiceOfTopic(topic)
      // A card may answer under several topics; it is offered once.
      if (!choices.some(({ id }) => id === choice.id)) choices.push(choice)
      if (choices.length === CARDS_AT_MOST) break
    }
    return choices
  }

  function afterPick(input: RouteInput, choice: PendingChoice): Routing {
    const country = input.countries[0] ?? (isFresh(input.context) ? input.context.lastCountry : null) ?? countryOfTopic(choice.topic)
    const question = { country, negatedCountries: [], audience: input.audience ?? null }
    // A topic without a card of its own: the card nearest to what stood on the button.
    const onButton = search.find(searchTerms(parts.normalise(choice.label).words))
    const card = choice.card ?? rankCards(cardsOf(choice.topic), onButton, question)[0]?.card.id
    return {
      outcome: choice.topic === 'talk-to-human' ? 'handoff' : card === undefined ? 'unknown' : 'answer',
      topic: choice.topic,
      topics: [{ topic: choice.topic, score: 1 }],
      subtopic: knowledge.cards.get(card ?? '')?.subtopic ?? null,
      country,
      cards: card === undefined ? [] : [card],
      choices: [],
      confidence: 1,
      explain: { by: 'choice', classifier: [], search: [], knownShare: 0 },
    }
  }

  function staleChoice(input: RouteInput): Routing {
    const { pendingChoices, lastTopic, lastCountry } = input.context
    const topic = lastTopic ?? pendingChoices[0]?.topic ?? 'out-of-scope'
    return {
      outcome: 'choices',
      topic,
      topics: [{ topic, score: 0 }],
      subtopic: null,
      country: lastCountry,
      cards: [],
      choices: pendingChoices.slice(0, CARDS_AT_MOST),
      confidence: 0,
      explain: { by: 'stale-choice', classifier: [], search: [], knownShare: 0 },
    }
  }
}

/** "caranya gimana" alone points nowhere: the less it points anywhere, the nearer the matter in hand is held to the best guess. */
function leastInContext(logs: Float64Array): number {
  return Math.max(...logs) - LEAST_IN_CONTEXT * (1 + 2 * (ranked(logs)[0]?.score ?? 0))
}

/** Few words lean on what was said before, unless they are clear by themselves ("jerman butuh perawat gak"). */
function leaningOf(own: readonly string[], scores: TopicScores): number {
  const lean = leaning(own)
  return lean <= 0.45 && confidenceOf(ranked(scores.logs), false) >= CLEAR_BY_ITSELF ? Math.min(lean, 0.15) : lean
}

/** Makes every other topic next to impossible. */
function keepOnly(logs: Float64Array, topics: ReadonlySet<Topic>): void {
  for (const [i, topic] of TOPICS.entries()) if (!topics.has(topic)) logs[i] = (logs[i] ?? 0) - 20
}

function outcomeFor(topic: Topic, confidence: number, evidence: number, cards: number): RoutedOutcome {
  if (topic === 'talk-to-human') return 'handoff'
  if (SMALL_TALK.has(topic)) return 'smalltalk'
  if (topic === 'out-of-scope') return 'unknown'
  if (confidence >= ANSWER_FROM && cards > 0) return 'answer'
  return confidence >= CHOICES_FROM && evidence >= EVIDENCE_FOR_CHOICES ? 'choices' : 'unknown'
}

function explanation(scores: TopicScores, by: RoutingExplanation['by']): RoutingExplanation {
  const classifier = TOPICS.map((topic, i) => ({ topic, score: scores.classifier[i] ?? 0 }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
  const search = scores.hits.best(3, (id) => !id.startsWith('topic:')).map((hit) => ({ card: hit.id, score: hit.score }))
  return { by, classifier, search, knownShare: scores.knownShare }
}
