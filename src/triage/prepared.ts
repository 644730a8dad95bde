/** Joins the safety files as they are now with the build's copy, which serves for each part that does not load. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KnowledgeProblem } from '../knowledge/schema.ts'
import { DANGERS } from '../message.ts'
import { BAKED_FILE, deserialiseSafety, fingerprint, safetyHash, safetyMadeFrom } from './baked.ts'
import type { BakedSafety } from './baked.ts'
import type { ContactBook } from '../knowledge/first-call.ts'
import { createDetector } from './detector.ts'
import type { Detector } from './detector.ts'
import { loadSafety } from './load.ts'
import type { Safety } from './load.ts'
import { createRuleReader } from './rules.ts'
import type { RuleReader, RuleSet } from './rules.ts'
import type { SafetyTexts } from './texts.ts'
import { showsEveryClass, trainDetector } from './train.ts'

export interface PreparedSafety {
  readonly rules: RuleReader
  readonly detector: Detector
  readonly texts: SafetyTexts
  readonly directory: ContactBook
  readonly problems: readonly KnowledgeProblem[]
  /** Which parts come from the build's copy: for `/ready`. Empty when all is well. */
  readonly fromBuild: readonly ('rules' | 'texts' | 'contacts')[]
}

export interface PrepareOptions {
  /** The path of `knowledge/`. */
  readonly knowledgeFolder: string
  /** Where the build put its copy; null when there is no build. */
  readonly preparedFolder: string | null
  readonly knowledge: ContactBook
  readonly onProblem: (problem: KnowledgeProblem) => void
}

/** With a build that fits the files these are not parsed again; else they are, and the training takes two seconds more. */
export function prepareSafety(options: PrepareOptions): PreparedSafety {
  const text = textOfBaked(options.preparedFolder)
  const same = text === null ? null : safetyMadeFrom(safetyHash(options.knowledgeFolder), text)
  const safety: Safety = same ? { rules: same.rules, texts: same.texts, training: [], problems: [] } : loadSafety(options.knowledgeFolder)
  const baked = same ?? (text === null ? null : deserialiseSafety(text))
  for (const problem of safety.problems) if (problem.severity === 'error') options.onProblem(problem)
  const fromBuild: PreparedSafety['fromBuild'][number][] = []
  const broken = baked !== null && rulesBroken(safety)
  if (broken) fromBuild.push('rules')
  const set = broken && baked ? baked.rules : safety.rules
  const texts = baked === null ? safety.texts : withMissing(safety.texts, baked.texts)
  if (texts !== safety.texts) fromBuild.push('texts')
  const noContacts = baked !== null && (options.knowledge.contacts.size === 0 || options.knowledge.countries.size === 0)
  if (noContacts) fromBuild.push('contacts')
  const reader = createRuleReader(set)
  return {
    rules: reader,
    detector: createDetector(weightsFor(set, safety, baked, broken, reader)),
    texts,
    directory: noContacts && baked ? baked.book : options.knowledge,
    problems: safety.problems,
    fromBuild,
  }
}

/** Null when there is no build, or its copy cannot be read: then only the files serve. */
function textOfBaked(folder: string | null): string | null {
  try {
    return folder === null ? null : readFileSync(join(folder, BAKED_FILE), 'utf8')
  } catch {
    return null
  }
}

/** A file that does not load takes all its rules with it; the build's rules then serve as a whole, so that words and rules fit together. */
function rulesBroken(safety: Safety): boolean {
  const kinds = new Set(safety.rules.rules.map((rule) => rule.danger))
  return (
    Object.keys(safety.rules.words.same).length === 0 ||
    safety.rules.exceptions.length === 0 ||
    DANGERS.some((danger) => !kinds.has(danger)) ||
    !kinds.has(null)
  )
}

function withMissing(texts: SafetyTexts, baked: SafetyTexts): SafetyTexts {
  const whole = ({ general, dangers }: SafetyTexts['english']): boolean => general !== null && DANGERS.every((danger) => dangers[danger])
  if (whole(texts) && whole(texts.english)) return texts
  return {
    general: texts.general ?? baked.general,
    dangers: { ...baked.dangers, ...texts.dangers },
    english: {
      general: texts.english.general ?? baked.english.general,
      dangers: { ...baked.english.dangers, ...texts.english.dangers },
    },
  }
}

function weightsFor(set: RuleSet, safety: Safety, baked: BakedSafety | null, broken: boolean, reader: RuleReader): BakedSafety['weights'] {
  if (baked && (broken || !showsEveryClass(safety.training) || baked.trainedFrom === fingerprint(set, safety.training)))
    return baked.weights
  return trainDetector(safety.training, reader.lexicon)
}
