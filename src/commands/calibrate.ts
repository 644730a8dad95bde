/** `knowledge calibrate`: cross-validation of the router over all phrasings, from which src/intents/thresholds.ts is set. */
import { join } from 'node:path'
import { createCardSearch } from '../answers/search.ts'
import { confidenceOf } from '../intents/confidence.ts'
import { coreOf } from '../intents/pleasantries.ts'
import { trainRouter, type ReadText } from '../intents/router-model.ts'
import { ANSWER_FROM, CHOICES_FROM } from '../intents/thresholds.ts'
import { createTopicScorer, ranked } from '../intents/topic-scores.ts'
import { loadTrainingLines } from '../intents/training-lines.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { createCountryFinder } from '../language/countries.ts'
import { loadLexicon, type Lexicon } from '../language/lexicon.ts'
import { createNormaliser } from '../language/normalise.ts'
import type { ScoredTopic, Topic } from '../message.ts'
import { progressBar } from './progress.ts'

const FOLDS = 4
const DESCENTS = 2_000
const DESCENT_RATE = 0.5

/** A phrasing judged by a model that has not seen it. */
interface Judged {
  readonly topic: Topic
  readonly topics: readonly ScoredTopic[]
}

/**
 * Trains on three parts, judges the fourth against the one topic above each phrasing, four times; takes minutes. A
 * phrasing often fits a sister topic as well, so the shares are lower than what a person would accept. `plain` reads
 * without slang, regional words and repair of slips, to show what they are worth.
 */
export async function calibrateCommand(folder: string, plain: boolean, print: (text: string) => Promise<void>): Promise<void> {
  const judged = judgeAll(folder, plain)
  const inside = judged.filter(({ topic }) => topic !== 'out-of-scope')
  const outside = judged.filter(({ topic }) => topic === 'out-of-scope')
  const right = ({ topic, topics }: Judged): boolean => topics[0]?.topic === topic
  const among = ({ topic, topics }: Judged): boolean => topics.slice(0, 3).some((one) => one.topic === topic)
  const foundOutside = ({ topics }: Judged): boolean => topics[0]?.topic === 'out-of-scope'
  await print(`${judged.length} phrasings: right ${percent(judged, right)}, among the best three ${percent(judged, among)}\n`)
  await print(`out of scope found ${percent(outside, foundOutside)}, in scope lost to it ${percent(inside, foundOutside)}\n`)
  const fit = fitConfidence(judged.map((one) => ({ ...shares(one), right: right(one) })))
  await print(`CONFIDENCE fits best as bias ${fit[0].toFixed(2)}, probability ${fit[1].toFixed(2)}, margin ${fit[2].toFixed(2)}\n`)
  for (const from of [0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8]) {
    const answered = judged.filter(({ topics }) => topics[0]?.topic !== 'out-of-scope' && confidenceOf(topics, false) >= from)
    await print(
      `answering from ${from}: ${percent(inside, ({ topics }) => confidenceOf(topics, false) >= from)} of in scope answered, right ${percent(answered, right)}\n`,
    )
  }
  const offered = judged.filter(({ topics }) => confidenceOf(topics, false) < ANSWER_FROM && confidenceOf(topics, false) >= CHOICES_FROM)
  await print(`offering choices from ${CHOICES_FROM}: ${offered.length} phrasings, right one among them ${percent(offered, among)}\n`)
}

function judgeAll(folder: string, plain: boolean): Judged[] {
  const knowledge = loadKnowledge(folder)
  const lines = loadTrainingLines(join(folder, 'training', 'topics'))
  const lexicon = loadLexicon(join(folder, 'language'))
  const normalise = createNormaliser(plain ? withoutWords(lexicon) : lexicon)
  const findCountries = createCountryFinder(knowledge.countries.values(), lexicon)
  const read: ReadText = (text) => {
    const normalised = normalise(text)
    return { text: normalised, countries: findCountries(normalised).codes }
  }
  const judged: Judged[] = []
  const bar = progressBar('cross-validation', FOLDS)
  for (let fold = 0; fold < FOLDS; fold++) {
    const held: { text: string; topic: Topic }[] = []
    let count = 0
    const withoutHeld = (texts: readonly string[], topic: Topic): string[] =>
      texts.filter((text) => {
        const holdBack = count++ % FOLDS === fold
        if (holdBack) held.push({ text, topic })
        return !holdBack
      })
    const cards = new Map([...knowledge.cards].map(([id, card]) => [id, { ...card, phrasings: withoutHeld(card.phrasings, card.topic) }]))
    const kept = new Map([...lines].map(([topic, own]) => [topic, withoutHeld(own, topic)]))
    const part = { ...knowledge, cards }
    const model = trainRouter({ knowledge: part, lines: kept, lexiconFingerprint: '' }, read)
    const score = createTopicScorer(part, model, createCardSearch(model.documents))
    for (const { text, topic } of held) {
      const { text: normalised, countries } = read(text)
      judged.push({ topic, topics: ranked(score(coreOf(normalised.words), countries).logs) })
    }
    bar.update(fold + 1)
  }
  bar.stop()
  return judged
}

function withoutWords(lexicon: Lexicon): Lexicon {
  const none = { words: new Map<string, string>(), ambiguous: new Set<string>() }
  return { ...lexicon, slang: new Map(), words: new Map(), regions: { jv: none, su: none, mad: none, ms: none, other: none } }
}

interface Shares {
  readonly probability: number
  readonly margin: number
}

function shares({ topics }: Judged): Shares {
  const probability = topics[0]?.score ?? 0
  return { probability, margin: probability - (topics[1]?.score ?? 0) }
}

/** Logistic regression by plain gradient descent: bias, weight of the probability, weight of the margin. */
function fitConfidence(examples: readonly (Shares & { readonly right: boolean })[]): [number, number, number] {
  const weights: [number, number, number] = [0, 1, 1]
  for (let step = 0; step < DESCENTS; step++) {
    const slope = [0, 0, 0]
    for (const { probability, margin, right } of examples) {
      const error = 1 / (1 + Math.exp(-(weights[0] + weights[1] * probability + weights[2] * margin))) - (right ? 1 : 0)
      slope[0] = (slope[0] ?? 0) + error
      slope[1] = (slope[1] ?? 0) + error * probability
      slope[2] = (slope[2] ?? 0) + error * margin
    }
    for (const i of [0, 1, 2] as const) weights[i] -= (DESCENT_RATE * (slope[i] ?? 0)) / (examples.length || 1)
  }
  return weights
}

function percent<Item>(items: readonly Item[], holds: (item: Item) => boolean): string {
  return items.length === 0 ? 'none' : `${((100 * items.filter(holds).length) / items.length).toFixed(1)} %`
}
