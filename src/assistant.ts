/** Puts the stages together: from the knowledge folder to functions that understand and answer. No store, no network. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCardSearch } from './answers/search.ts'
import { createReceipt, type AssessReceipt } from './conversation/receipt.ts'
import { createRedact } from './conversation/redact.ts'
import type { PathParts } from './conversation/step.ts'
import type { Operator, Presence } from './conversation/texts.ts'
import { createHandleMessage, type HandleMessage } from './handle-message.ts'
import { createRouter, emptyContext, type Routing } from './intents/router.ts'
import {
  deserialiseModel,
  trainingInputHash,
  trainRouter,
  type ReadText,
  type RouterModel,
  type TrainingInput,
} from './intents/router-model.ts'
import { loadTrainingLines } from './intents/training-lines.ts'
import { firstNumber } from './knowledge/contact-line.ts'
import { missionOfArea } from './knowledge/first-call.ts'
import { loadKnowledge } from './knowledge/load.ts'
import type { Knowledge, KnowledgeProblem } from './knowledge/schema.ts'
import { createCountryFinder } from './language/countries.ts'
import { createLanguageIdentifier, loadLanguageSamples } from './language/identify.ts'
import { lexiconFingerprint, loadLexicon } from './language/lexicon.ts'
import { createNormaliser } from './language/normalise.ts'
import { safeError, type Logger } from './log.ts'
import type { Language, NormalisedText, TriageVerdict } from './message.ts'
import { prepareSafety, type PreparedSafety } from './triage/prepared.ts'
import { createSafetyReplies } from './triage/replies.ts'
import { createTriage, triageOrEmergency } from './triage/triage.ts'

export interface Assistant {
  readonly knowledge: Knowledge
  /** What is wrong with knowledge files; the rest is served. */
  readonly problems: readonly KnowledgeProblem[]
  readonly now: () => number
  readonly assess: AssessReceipt
  readonly handleMessage: HandleMessage
  /** Whether these words alone call for a first reply: such a message passes every limit. */
  readonly isDanger: (text: string) => boolean
  /** The first number for a country, bare; empty when none is known. */
  readonly numberFor: (country: string | null) => string
  /** How a text by itself is understood: for staff and for `--why`. */
  readonly explain: (text: string) => Explanation
}

export interface Explanation {
  readonly normalised: NormalisedText
  readonly language: Language
  readonly countries: readonly string[]
  readonly country: string | null
  readonly verdict: TriageVerdict
  readonly routing: Routing
}

export interface AssistantOptions {
  readonly knowledgeFolder: string
  /** What the build prepared; null when running from the sources. A model that does not fit is made anew. */
  readonly preparedFolder: string | null
  readonly operator: Operator
  readonly presence: () => Presence
  readonly now: () => number
  readonly logger: Logger
}

/** Throws only when the folder or the word lists are missing; broken cards and rules are left out and named. */
export function createAssistant(options: AssistantOptions): Assistant {
  const { knowledgeFolder, now, logger } = options
  const knowledge = loadKnowledge(knowledgeFolder)
  const language = loadLanguage(knowledgeFolder, knowledge)
  const safety = loadOrBaked(options, knowledge)
  const triage = triageOrEmergency(createTriage(safety.rules, safety.detector), (error) =>
    logger.error({ event: 'triage-failed', ...safeError(error) }),
  )
  const replies = createSafetyReplies(safety.texts, safety.directory)
  const model = loadRouterModel(options, language)
  const route = createRouter({ knowledge, model, search: createCardSearch(model.documents), normalise: language.normalise })
  const redact = createRedact(officialNumbers(knowledge))
  const parts: PathParts = {
    knowledge,
    normalise: language.normalise,
    identifyLanguage: language.identify,
    findCountries: language.findCountries,
    triage,
    replies,
    route,
    redact,
    operator: options.operator,
    presence: options.presence,
  }
  const countryOf = (text: string): string | null => {
    try {
      return language.findCountries(language.normalise(text)).codes[0] ?? null
    } catch (error) {
      // The reply to somebody in danger must not wait for the country.
      logger.error({ event: 'country-not-read', ...safeError(error) })
      return null
    }
  }
  const missionOf = (text: string, country: string | null): string | null => {
    try {
      return missionOfArea(language.normalise(text).rawWords, country, safety.directory)
    } catch (error) {
      logger.error({ event: 'area-not-read', ...safeError(error) })
      return null
    }
  }
  return {
    knowledge,
    problems: [...knowledge.problems, ...safety.problems],
    now,
    assess: createReceipt({ triage, firstReply: (input) => replies.first(input), countryOf, missionOf, presence: options.presence, now }),
    handleMessage: createHandleMessage(parts),
    isDanger: (text) => triage(text, { inCrisis: null }).urgency === 'emergency',
    numberFor(country) {
      const calls = knowledge.countries.get(country ?? '')?.first_call.default ?? ['kemlu-pwni']
      const contact = calls.map((id) => knowledge.contacts.get(id)).find((found) => found !== undefined)
      return contact ? (firstNumber(contact) ?? '') : ''
    },
    explain(text) {
      const normalised = language.normalise(text)
      const found = language.findCountries(normalised)
      const routing = route({ text: normalised, countries: found.codes, negatedCountries: found.negated, context: emptyContext(now()) })
      return {
        normalised,
        language: language.identify(normalised),
        countries: found.codes,
        country: routing.country,
        verdict: triage(text, { inCrisis: null }),
        routing,
      }
    },
  }
}

interface LanguageParts {
  readonly normalise: (text: string) => NormalisedText
  readonly identify: (text: NormalisedText) => Language
  readonly findCountries: ReturnType<typeof createCountryFinder>
  readonly training: TrainingInput
  readonly read: ReadText
}

function loadLanguage(folder: string, knowledge: Knowledge): LanguageParts {
  const lexicon = loadLexicon(join(folder, 'language'))
  const normalise = createNormaliser(lexicon)
  const findCountries = createCountryFinder(knowledge.countries.values(), lexicon)
  const identify = createLanguageIdentifier(loadLanguageSamples(join(folder, 'language')), (text) => normalise(text).rawWords)
  const lines = loadTrainingLines(join(folder, 'training', 'topics'))
  const training: TrainingInput = { knowledge, lines, lexiconFingerprint: lexiconFingerprint(join(folder, 'language')) }
  const read: ReadText = (text) => {
    const normalised = normalise(text)
    return { text: normalised, countries: findCountries(normalised).codes }
  }
  return { normalise, identify, findCountries, training, read }
}

/** The model that the build stored, when it was made from these very files; else a new one. */
function loadRouterModel(options: AssistantOptions, language: LanguageParts): RouterModel {
  const path = options.preparedFolder === null ? null : join(options.preparedFolder, 'router.bin')
  if (path !== null && existsSync(path)) {
    const stored = deserialiseModel(readFileSync(path))
    if (stored && stored.inputHash === trainingInputHash(language.training)) return stored
    options.logger.info({ event: 'router-model-stale' })
  }
  return trainRouter(language.training, language.read)
}

/** The safety files as they are; when one of them does not load, what the build baked from the last good ones. */
function loadOrBaked(options: AssistantOptions, knowledge: Knowledge): PreparedSafety {
  return prepareSafety({
    knowledgeFolder: options.knowledgeFolder,
    preparedFolder: options.preparedFolder,
    knowledge,
    onProblem: (problem) => options.logger.error({ event: 'safety-file-broken', path: problem.path, line: problem.line }),
  })
}

/** For the build: trains the router on the knowledge folder. */
export function trainFromFolder(folder: string): RouterModel {
  const language = loadLanguage(folder, loadKnowledge(folder))
  return trainRouter(language.training, language.read)
}

function officialNumbers(knowledge: Knowledge): string[] {
  return [...knowledge.contacts.values()].flatMap((contact) =>
    [contact.phone, contact.whatsapp, contact.short_number?.number].filter((number) => typeof number === 'string'),
  )
}
