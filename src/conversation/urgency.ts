/** How urgent an ordinary message is, once it is known what it is about. Never decides about danger. */
import { DETECTOR, TOPICS, type ScoredTopic, type Topic, type TriageVerdict } from '../message.ts'

/** What stands in a verdict when what a message is about made it urgent. */
const BY_TOPIC = 'urgent-by-topic'

export interface UrgencyWeights {
  readonly bias: number
  /** Times the log-odds of `pressing`. */
  readonly pressing: number
  /** When a rule says urgent. */
  readonly rule: number
  /** Times the probability of the topic; a topic that is not named adds nothing. */
  readonly topics: Partial<Readonly<Record<Topic, number>>>
}

/**
 * Log-odds of "staff should look within a day". Logistic regression on 1,110 labelled messages that nothing is trained
 * on (`npm run -s knowledge -- calibrate --urgency test/cases/near-misses.jsonl test/cases/topics.jsonl`, which prints
 * these and the table below); weights under 0.3 are left out, and so are those that would make distress and violence
 * less urgent than other matters.
 */
export const URGENCY: UrgencyWeights = {
  bias: -2.12,
  pressing: 1.04,
  rule: 3,
  topics: {
    'missing-worker': 2.38,
    'passport-withheld': 1.65,
    'contract-and-wages': 0.97,
    'costs-and-loans': 0.93,
    'overstay-and-amnesty': 0.83,
    'scam-offer': 0.81,
    'death-abroad': 0.79,
    'return-home': 0.43,
    'money-home': -0.36,
    complaint: -0.54,
    'pre-departure': -0.55,
    'europe-programme': -0.55,
    'out-of-scope': -0.55,
    reintegration: -0.62,
    'pregnancy-and-family': -0.63,
    'change-employer': -0.89,
    eligibility: -1.37,
  },
}

/**
 * From this probability on a message is urgent. Low on purpose: one that waits too long costs more than one read early.
 * Five-fold: 97 of 100 urgent questions are found where the triage alone finds 92, with as many routine ones (14 in 100)
 * called urgent; of messages that nobody prepared for 93 where it finds 87.
 */
export const URGENT_FROM = 0.07

/** Keeps one certain estimate from outweighing everything else. */
const LEAST = 0.001

/** What is known of a message before it is weighed; `rule`: whether a rule called it urgent. */
export interface UrgencySigns {
  readonly pressing: number
  readonly rule: boolean
  readonly topics: readonly ScoredTopic[]
}

/** The signs in the order of the weights: one, log-odds, rule, then each topic of `TOPICS`. */
export function urgencyFeatures({ pressing, rule, topics }: UrgencySigns): number[] {
  const certain = Math.min(1 - LEAST, Math.max(LEAST, pressing))
  return [
    1,
    Math.log(certain / (1 - certain)),
    rule ? 1 : 0,
    ...TOPICS.map((topic) => topics.find((one) => one.topic === topic)?.score ?? 0),
  ]
}

/** 0 to 1. */
export function urgencyLikelihood(signs: UrgencySigns, weights: UrgencyWeights = URGENCY): number {
  const all = [weights.bias, weights.pressing, weights.rule, ...TOPICS.map((topic) => weights.topics[topic] ?? 0)]
  const sum = urgencyFeatures(signs).reduce((total, sign, at) => total + sign * (all[at] ?? 0), 0)
  return 1 / (1 + Math.exp(-sum))
}

/** Whether a rule, not the trained part alone, called a message urgent. */
export function isUrgentByRule({ urgency, rules }: TriageVerdict): boolean {
  return urgency === 'urgent' && rules.some((rule) => rule !== DETECTOR)
}

/** An emergency stays one, and what the triage did not read (a photo, a digit, a code word) stays as it is. */
export function weighedByTopic(found: TriageVerdict, topics: readonly ScoredTopic[]): TriageVerdict {
  if (found.urgency === 'emergency' || found.pressing === undefined || topics.length === 0) return found
  const urgent = urgencyLikelihood({ pressing: found.pressing, rule: isUrgentByRule(found), topics }) >= URGENT_FROM
  if (urgent === (found.urgency === 'urgent')) return found
  return urgent ? { ...found, urgency: 'urgent', rules: [...found.rules, BY_TOPIC] } : { ...found, urgency: 'routine' }
}
