/** The language stage and the router built from the shipped knowledge, the way the assistant builds them. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCardSearch } from '../../src/answers/search.ts'
import type { RouterModel } from '../../src/intents/router-model.ts'
import { trainRouter } from '../../src/intents/router-model.ts'
import type { Route, RouteContext, Routing } from '../../src/intents/router.ts'
import { createRouter, emptyContext } from '../../src/intents/router.ts'
import type { TrainingLines } from '../../src/intents/training-lines.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Knowledge } from '../../src/knowledge/schema.ts'
import type { FindCountries } from '../../src/language/countries.ts'
import { createCountryFinder } from '../../src/language/countries.ts'
import { lexiconFingerprint, loadLexicon } from '../../src/language/lexicon.ts'
import type { Normalise } from '../../src/language/normalise.ts'
import { createNormaliser } from '../../src/language/normalise.ts'

export const knowledgeFolder = fileURLToPath(new URL('../../knowledge', import.meta.url))

export interface LanguageStage {
  readonly knowledge: Knowledge
  readonly normalise: Normalise
  readonly findCountries: FindCountries
}

/** Only the word lists, for tests that need no cards. */
export function shippedNormaliser(): Normalise {
  return createNormaliser(loadLexicon(join(knowledgeFolder, 'language')))
}

export function shippedLanguage(): LanguageStage {
  const folder = join(knowledgeFolder, 'language')
  const lexicon = loadLexicon(folder)
  const knowledge = loadKnowledge(knowledgeFolder)
  return { knowledge, normalise: createNormaliser(lexicon), findCountries: createCountryFinder(knowledge.countries.values(), lexicon) }
}

export function trained(stage: LanguageStage, lines: TrainingLines, knowledge: Knowledge = stage.knowledge): RouterModel {
  return trainRouter({ knowledge, lines, lexiconFingerprint: lexiconFingerprint(join(knowledgeFolder, 'language')) }, (text) => {
    const normalised = stage.normalise(text)
    return { text: normalised, countries: stage.findCountries(normalised).codes }
  })
}

/** Noon of an ordinary day. */
export const NOON = Date.UTC(2026, 10, 24, 12)

export type Ask = (text: string, context?: RouteContext) => Routing

export function askOf(stage: LanguageStage, model: RouterModel, knowledge: Knowledge = stage.knowledge): Ask {
  const route: Route = createRouter({ knowledge, model, search: createCardSearch(model.documents), normalise: stage.normalise })
  return (text, context = emptyContext(NOON)) => {
    const normalised = stage.normalise(text)
    const { codes, negated } = stage.findCountries(normalised)
    return route({ text: normalised, countries: codes, negatedCountries: negated, context })
  }
}
