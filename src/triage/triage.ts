/**
 * Recognises danger in a message before anything else happens: pure, synchronous, without network,
 * model or database. Rules decide; the trained detector adds what they do not know.
 */
import { DETECTOR, type Danger, type TriageVerdict } from '../message.ts'
import { whomItIsAbout } from './about.ts'
import { plainWords } from '../plain-words.ts'
import { isAboutOffer } from './advert.ts'
import { cleanWords } from './clean.ts'
import { detectAnywhere } from './detector.ts'
import type { Detection, Detector } from './detector.ts'
import type { Lexicon, ReadToken } from './lexicon.ts'
import { PERHAPS_DENIED } from './rules.ts'
import type { Finding, RuleReader } from './rules.ts'
import { DISBELIEVED, DOUBTFUL, PRESSING, SURE, SURE_DESPITE_DENIAL, SURE_DESPITE_EXCEPTION } from './thresholds.ts'

export interface TriageContext {
  /** The danger of this conversation while it is in crisis. */
  readonly inCrisis: Danger | null
}

export type Triage = (text: string, context: TriageContext) => TriageVerdict

/** Typing mistakes are repaired in the first words only: about 8,000 characters. */
const DETAILED_WORDS = 1_400
/** An answer in a crisis this short says nothing new: "iya takut tolong". */
const SHORT_ANSWER = 6
/** Below this the detector has seen too little to speak: "di jeddah", "mlm kak". Rules still do. */
const FEWEST_WORDS = 4
/** The first places where danger is told say whom it is about. */
const FIRST_FINDINGS = 12
/** The beginning of a text tells whether it is an advert. Characters. */
const LONGEST_ADVERT = 4_000
/** How much the detector's opinion counts when several kinds of danger fire, in steps of rule strength. */
const DETECTOR_SAY = 1.2

export function createTriage(rules: RuleReader, detector: Detector): Triage {
  const { lexicon } = rules
  return (text, context) => {
    const tokens = lexicon.read(cleanWords(text), DETAILED_WORDS)
    const { tokens: said, findings, excused, denied } = rules.read(tokens)
    const told = findings.filter((finding) => finding.says === 'danger')
    const dangers = believed(told, said, detector, lexicon)
    const disbelieved = told.length > dangers.length
    const detection = dangers.length > 0 ? detector(said, lexicon) : detectAnywhere(detector, said, lexicon, FEWEST_WORDS)
    const verdict = (
      urgency: TriageVerdict['urgency'],
      danger: Danger | null,
      fired: readonly string[],
      doubtful: boolean,
    ): TriageVerdict => ({
      urgency,
      danger,
      rules: [...new Set(fired)],
      score: detection.score,
      ...(detection.abstains || said.length < FEWEST_WORDS ? {} : { pressing: Math.min(1, detection.urgent + detection.score) }),
      about: whomItIsAbout(tokens, (dangers.length > 0 ? dangers : findings).slice(0, FIRST_FINDINGS), lexicon),
      doubtful,
    })

    if (dangers.length > 0) return verdict('emergency', strongest(dangers, detection), dangers.map(ruleOf), false)
    // Below this the detector says nothing that an offer could take back.
    const offer = detection.score >= DOUBTFUL && isAboutOffer(plainWords(text.slice(0, LONGEST_ADVERT)), text.length)
    const sure = excused.length > 0 || offer ? SURE_DESPITE_EXCEPTION : said.some((token) => token.denied) ? SURE_DESPITE_DENIAL : SURE
    // A "not" before the words of a rule is beyond the detector: it may only ask.
    const isDenied = denied.includes(detection.kind) || excused.includes(PERHAPS_DENIED)
    if (!isDenied && said.length >= FEWEST_WORDS && detection.score >= sure) return verdict('emergency', detection.kind, [DETECTOR], false)
    if (context.inCrisis !== null && continues(tokens, lexicon)) return verdict('emergency', context.inCrisis, ['crisis-continues'], false)

    const urgent = findings.filter((finding) => finding.says === 'urgent')
    const doubtful =
      disbelieved ||
      (said.length >= FEWEST_WORDS && detection.score >= (offer ? SURE_DESPITE_EXCEPTION : DOUBTFUL)) ||
      findings.some((finding) => finding.says === 'doubt')
    if (urgent.length > 0) return verdict('urgent', null, urgent.map(ruleOf), disbelieved || (doubtful && detection.score >= DOUBTFUL))
    if (said.length >= FEWEST_WORDS && detection.urgent + detection.score >= PRESSING) return verdict('urgent', null, [DETECTOR], doubtful)
    return verdict('routine', null, findings.map(ruleOf), doubtful)
  }
}

/**
 * Wraps `triage` so that a failure inside it counts as an emergency: of the conversation's kind while
 * in crisis, else of the kind whose reply assumes least. `onFailure` gets the error, never the text.
 */
export function triageOrEmergency(triage: Triage, onFailure: (error: unknown) => void): Triage {
  return (text, context) => {
    try {
      return triage(text, context)
    } catch (error) {
      onFailure(error)
      return {
        urgency: 'emergency',
        danger: context.inCrisis ?? 'violence',
        rules: ['triage-failed'],
        score: 1,
        about: 'unknown',
        doubtful: true,
      }
    }
  }
}

/** How many words around a finding tell whether it is what it looks like: a story around it must not hide it. */
const NEAR = 5
const AROUND = 12

/**
 * The findings that the detector does not contradict: all, unless it is nearly certain that neither the
 * message nor the words around any finding tell of danger ("what is the penalty for hitting a maid").
 */
function believed(told: readonly Finding[], said: readonly ReadToken[], detector: Detector, lexicon: Lexicon): readonly Finding[] {
  if (told.length === 0 || told.length > FIRST_FINDINGS || said.length < FEWEST_WORDS) return told
  const credible = (tokens: readonly ReadToken[]): boolean => {
    const { score, abstains } = detector(tokens, lexicon)
    return abstains || score >= DISBELIEVED
  }
  if (credible(said)) return told
  const around = (finding: Finding, words: number): readonly ReadToken[] =>
    said.slice(Math.max(0, finding.start - words), finding.end + words + 1)
  return told.some(
    (finding) => credible(sentencesOf(finding, said)) || credible(around(finding, NEAR)) || credible(around(finding, AROUND)),
  )
    ? told
    : []
}

/** From the start of the sentence in which the finding begins to the end of the one in which it ends. */
function sentencesOf(finding: Finding, said: readonly ReadToken[]): readonly ReadToken[] {
  let { start, end } = finding
  while (start > 0 && !said[start]?.afterBreak) start--
  while (end + 1 < said.length && !said[end + 1]?.afterBreak) end++
  return said.slice(start, end + 1)
}

function ruleOf(finding: Finding): string {
  return finding.rule.id
}

function strongest(findings: readonly Finding[], detection: Detection): Danger {
  let best: Danger = 'violence'
  let most = -1
  for (const { rule } of findings) {
    if (rule.danger === null) continue
    const strength = rule.strength + DETECTOR_SAY * detection.byKind[rule.danger]
    if (strength > most) {
      most = strength
      best = rule.danger
    }
  }
  return best
}

function continues(tokens: readonly ReadToken[], lexicon: Lexicon): boolean {
  const answers = lexicon.group('lanjut-krisis')
  return tokens.length <= SHORT_ANSWER && tokens.every((token) => answers?.has(token.id) === true)
}
