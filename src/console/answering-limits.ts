/** What staff can choose from, and how long what they write may be. */
import type { MarkVerdict, ReferralResult } from '../store/schema.ts'

/** Of the text as staff type it; with alias and notice it stays under what every channel sends as one message. */
export const LONGEST_REPLY = 2000

export const CLOSE_REASONS = ['safe', 'referred', 'answered', 'false-alarm'] as const
export const REVEAL_REASONS = ['life-at-risk', 'person-asked', 'referral', 'same-person'] as const
/** How a member of staff made sure that it is the same person. */
export const PIN_PROOFS = ['called', 'met', 'knows-case'] as const
/** Named in a question that asks one thing. */
export const LONGEST_RECIPIENT = 60
/** On what a case is passed on without the person's yes. */
export const WITHOUT_CONSENT = 'life-at-risk'
export const MARKS: readonly MarkVerdict[] = ['right', 'wrong-topic', 'wrong-fact', 'unsafe', 'tone']
export const REFERRAL_RESULTS: readonly ReferralResult[] = ['open', 'accepted', 'helped', 'refused', 'no-answer']
/** Characters of a reason that says something. */
export const SHORTEST_REASON = 10
