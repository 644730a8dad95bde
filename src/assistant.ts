/** Puts the stages together: from the knowledge folder to functions that understand and answer. No store, no network. */
import { join } from 'node:path'
import type { Model } from './answers/model.ts'
import type { Prompts } from './answers/prompts.ts'
import { indexDocuments, searchIn, type SearchIndex } from './answers/search.ts'
import { bareDigit } from './conversation/command-words.ts'
import { createReceipt, verdictOf, type AssessReceipt } from './conversation/receipt.ts'
import { safetyLanguage, type LanguageSoFar } from './conversation/reply-language.ts'
import { createHelpedTurns, type HelpedTurns } from './conversation/helped-turn.ts'
import { createRedact, type Redact } from './conversation/redact.ts'
import type { PathParts } from './conversation/step.ts'
import { KEPT_BY_DEFAULT, type Retention } from './conversation/retention.ts'
import type { Operator, Presence } from './conversation/texts.ts'
import { createHandleMessage, type HandleMessage } from './handle-message.ts'
import { createCandidates } from './intents/ask-which-card.ts'
import { createRouter, emptyContext, type Routing } from './intents/router.ts'
import { trainingInputHash, trainRouter, type RouterModel, type TrainingInput } from './intents/router-model.ts'
import { loadTrainingLines } from './intents/training-lines.ts'
import type { ServedAgencyList } from './knowledge/agency-list.ts'
import { firstNumber } from './knowledge/contact-line.ts'
import { missionOfArea } from './knowledge/first-call.ts'
import { loadFlows } from './knowledge/flows.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { loadSentences } from './knowledge/phrases.ts'
import { loadScam } from './knowledge/scam.ts'
import { filesHash } from './knowledge/prepared-file.ts'
import type { Revisions } from './knowledge/revisions.ts'
import type { Knowledge, KnowledgeProblem } from './knowledge/schema.ts'
import { createCountryFinder } from './language/countries.ts'
import { countLanguages, identifierFrom, loadLanguageSamples } from './language/identify.ts'
import { lexiconFingerprint, loadLexicon } from './language/lexicon.ts'
import { createNormaliser } from './language/normalise.ts'
import { safeError, type Logger } from './log.ts'
import { LANGUAGES, type IncomingMessage, type Language, type NormalisedText, type TriageVerdict } from './message.ts'
import { readPreparedParts, type PreparedParts, type Understanding } from './prepared-parts.ts'
import { prepareSafety, type PreparedSafety } from './triage/prepared.ts'
import { createSafetyReplies } from './triage/replies.ts'
import { createTriage, triageOrEmergency } from './triage/triage.ts'

/** What changes when the knowledge base does. Plain data: a thread of its own makes it, `serve` takes it over whole. */
export interface Learned {
  readonly knowledge: Knowledge
  readonly router: Pick<RouterModel, 'classifier'>
  readonly search: SearchIndex
}

export interface Assistant {
  readonly knowledge: Knowledge
  /** What is wrong with knowledge files; the rest is served. */
  readonly problems: readonly KnowledgeProblem[]
  readonly now: () => number
  readonly assess: AssessReceipt
  /** What the triage finds in a message by itself, outside any crisis: the first and cheapest look. */
  readonly readAlone: (message: IncomingMessage) => TriageVerdict
  readonly handleMessage: HandleMessage
  /** Whether these words alone call for a first reply: such a message passes every limit. */
  readonly isDanger: (text: string) => boolean
  /** The first number for a country, bare; empty when none is known. */
  readonly numberFor: (country: string | null) => string
  /** Hides what identifies a person. */
  readonly redact: Redact
  /** Turns with the help of a model. */
  readonly withModel: (model: Model, prompts: Prompts) => HelpedTurns
  /** How a text by itself is understood: for staff and for `--why`. */
  readonly explain: (text: string) => Explanation
  readonly learned: () => Learned
  /** Answers from another state of the same knowledge folder from the next message on. Takes a few milliseconds. */
  readonly serve: (learned: Learned) => void
  /** Answers questions about an agency from this list from the next message on; null: from none. */
  readonly serveAgencies: (list: ServedAgencyList | null) => void
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
  /** What the build prepared; null when running from the sources. What does not fit today's files is made anew. */
  readonly preparedFolder: string | null
  /** What staff changed over the files; nothing by default. */
  readonly revisions?: Revisions
  readonly operator: Operator
  /** How long what people wrote is kept, as they are told; by default what the configuration has by default. */
  readonly retention?: Retention
  readonly presence: () => Presence
  readonly now: () => number
  readonly logger: Logger
}

const NOTHING_STORED: PreparedParts = { readings: null, understanding: null }

/** Throws only when the folder or the word lists are missing; broken cards and rules are left out and named. */
export function createAssistant(options: AssistantOptions): Assistant {
  const { knowledgeFolder, now, logger } = options
  const stored = options.preparedFolder === null ? NOTHING_STORED : readPreparedParts(options.preparedFolder)
  const shipped = loadKnowledge(knowledgeFolder, stored.readings ?? {}, options.revisions)
  const safety = loadOrBaked(options, shipped)
  const triage = triageOrEmergency(createTriage(safety.rules, safety.detector), (error) =>
    logger.error({ event: 'triage-failed', ...safeError(error) }),
  )
  const language = loadLanguage(knowledgeFolder, shipped)
  const { router, search, languages } = understand(knowledgeFolder, shipped, language, stored.understanding)
  if (options.preparedFolder !== null && !(stored.readings && router === stored.understanding?.router))
    logger.info({ event: 'prepared-files-stale' })
  const identify = identifierFrom(languages)
  const otherProblems: KnowledgeProblem[] = []
  const sentences = loadSentences(knowledgeFolder, otherProblems, stored.readings ?? {})
  const countryOf = (text: string): string | null => {
    try {
      return language.findCountries(language.normalise(text)).codes[0] ?? null
    } catch (error) {
      // The reply to somebody in danger must not wait for the country.
      logger.error({ event: 'country-not-read', ...safeError(error) })
      return null
    }
  }
  const languageOf = (text: string, soFar: LanguageSoFar): Language => {
    try {
      const normalised = language.normalise(text)
      return safetyLanguage(soFar, identify(normalised), normalised.rawWords)
    } catch (error) {
      logger.error({ event: 'language-not-read', ...safeError(error) })
      return 'id'
    }
  }
  let agencies: ServedAgencyList | null = null
  const serving = (learned: Learned) => {
    const { knowledge } = learned
    // Where the build's own contacts stand in for a directory that does not load, they stay.
    const directory = safety.directory === shipped ? knowledge : safety.directory
    const replies = createSafetyReplies(safety.texts, directory)
    const redact = createRedact(officialNumbers(knowledge))
    const cardSearch = searchIn(learned.search)
    const route = createRouter({ knowledge, model: learned.router, search: cardSearch, normalise: language.normalise })
    const missionOf = (text: string, country: string | null): string | null => {
      try {
        return missionOfArea(language.normalise(text).rawWords, country, directory)
      } catch (error) {
        logger.error({ event: 'area-not-read', ...safeError(error) })
        return null
      }
    }
    const problems: KnowledgeProblem[] = []
    // A sign of fraud stands behind a card and its source, and goes with them.
    const scam = loadScam(knowledgeFolder, knowledge, problems, stored.readings ?? {})
    const flows = loadFlows(knowledgeFolder, knowledge, problems, stored.readings ?? {})
    const parts: PathParts = {
      knowledge,
      sentences,
      scam,
      flows,
      agencies: () => agencies,
      normalise: language.normalise,
      identifyLanguage: identify,
      findCountries: language.findCountries,
      triage,
      replies,
      route,
      redact,
      operator: options.operator,
      retention: options.retention ?? KEPT_BY_DEFAULT,
      presence: options.presence,
    }
    const assess = createReceipt({
      triage,
      firstReply: (input) => replies.first(input),
      countryOf,
      missionOf,
      languageOf,
      presence: options.presence,
      now,
    })
    const handleMessage = createHandleMessage(parts)
    const helpedBy = (model: Model, prompts: Prompts): HelpedTurns =>
      createHelpedTurns({ path: parts, handleMessage, candidates: createCandidates(knowledge, cardSearch), model, prompts, logger })
    return { learned, redact, route, assess, handleMessage, helpedBy, problems }
  }
  let served = serving({ knowledge: shipped, router, search })
  return {
    get knowledge() {
      return served.learned.knowledge
    },
    get problems() {
      return [...served.learned.knowledge.problems, ...safety.problems, ...otherProblems, ...served.problems]
    },
    now,
    assess: (...input) => served.assess(...input),
    readAlone: ({ content }) => verdictOf(triage, content, null),
    handleMessage: (input) => served.handleMessage(input),
    redact: (text) => served.redact(text),
    withModel(model, prompts) {
      let of = served
      let helped = of.helpedBy(model, prompts)
      // What staff publish is what the model is asked with from the next message on.
      const current = (): HelpedTurns => {
        if (of !== served) [of, helped] = [served, served.helpedBy(model, prompts)]
        return helped
      }
      return { wants: (...input) => current().wants(...input), help: (...input) => current().help(...input) }
    },
    isDanger: (text) => bareDigit(text) === '9' || triage(text, { inCrisis: null }).urgency === 'emergency',
    numberFor(country) {
      const { knowledge } = served.learned
      const calls = knowledge.countries.get(country ?? '')?.first_call.default ?? ['kemlu-pwni']
      const contact = calls.map((id) => knowledge.contacts.get(id)).find((found) => found !== undefined)
      return contact ? (firstNumber(contact) ?? '') : ''
    },
    explain(text) {
      const normalised = language.normalise(text)
      const found = language.findCountries(normalised)
      const routing = served.route({
        text: normalised,
        countries: found.codes,
        negatedCountries: found.negated,
        context: emptyContext(now()),
      })
      return {
        normalised,
        language: identify(normalised),
        countries: found.codes,
        country: routing.country,
        verdict: triage(text, { inCrisis: null }),
        routing,
      }
    },
    learned: () => served.learned,
    serve(learned) {
      served = serving(learned)
    },
    serveAgencies(list) {
      agencies = list
    },
  }
}

interface LanguageParts {
  readonly normalise: (text: string) => NormalisedText
  readonly findCountries: ReturnType<typeof createCountryFinder>
}

function loadLanguage(folder: string, knowledge: Knowledge): LanguageParts {
  const lexicon = loadLexicon(join(folder, 'language'))
  return { normalise: createNormaliser(lexicon), findCountries: createCountryFinder(knowledge.countries.values(), lexicon) }
}

/** What the build stored, as far as it was made from these very files; the rest is learnt anew: about a second. */
function understand(folder: string, knowledge: Knowledge, language: LanguageParts, stored: Understanding | null): Understanding {
  const words = join(folder, 'language')
  const wordLists = lexiconFingerprint(words)
  const training: TrainingInput = {
    knowledge,
    lines: loadTrainingLines(join(folder, 'training', 'topics')),
    // Which countries a text names is read from their names, cities and currencies.
    lexiconFingerprint: `${wordLists} ${JSON.stringify([...knowledge.countries.values()])}`,
  }
  const languagesHash = `${wordLists} ${filesHash(LANGUAGES.map((name) => join(words, 'samples', `${name}.txt`)))}`
  return {
    ...(stored?.router.inputHash === trainingInputHash(training) ? stored : learnTopics(training, language)),
    languages:
      stored?.languagesHash === languagesHash
        ? stored.languages
        : countLanguages(loadLanguageSamples(words), (text) => language.normalise(text).rawWords),
    languagesHash,
  }
}

function learnTopics(training: TrainingInput, language: LanguageParts): Pick<Understanding, 'router' | 'search'> {
  const router = trainRouter(training, (text) => {
    const normalised = language.normalise(text)
    return { text: normalised, countries: language.findCountries(normalised).codes }
  })
  // Without the documents: the search needs only their index.
  return { router: { inputHash: router.inputHash, classifier: router.classifier }, search: indexDocuments(router.documents) }
}

/** For the build: all that is learnt from the texts of the knowledge folder. */
export function understandFolder(folder: string, knowledge: Knowledge): Understanding {
  return understand(folder, knowledge, loadLanguage(folder, knowledge), null)
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

function officialNumbers(knowledge: Knowledge): string[] {
  return [...knowledge.contacts.values()].flatMap((contact) =>
    [contact.phone, contact.whatsapp, contact.short_number?.number].filter((number) => typeof number === 'string'),
  )
}
