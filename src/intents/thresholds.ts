/**
 * Numbers that decide between answering, offering choices and saying "I do not know".
 *
 * How they were found: `npm run -s knowledge -- calibrate`, four-fold cross-validation over all phrasings of cards and
 * example lines (14,138 texts, 24 November 2026), trained on three parts, judged on the fourth against the one topic
 * written above each text. A text often fits a sister topic as well, so what is counted as right there (74 %; 92 % among
 * the best three) is stricter than what a person would accept. Without slang, regional words and repair of slips
 * (`--plain`) it is 72 % and 91 %.
 */

/** How the classifier and the search are joined: logarithms of probabilities plus these times the search's evidence. */
export const JOIN = {
  /** Times the likeness (0 to 1) of the topic's nearest phrasing. Log loss 1.17 without search, 1.06 with all of these. */
  nearest: 2,
  /** Times the topic's best BM25 score as a share of the best of all. */
  relative: 1,
  /** Times the share of informative words that the knowledge base does not know, in favour of out-of-scope. */
  unknownToOutOfScope: 3,
  /** In favour of out-of-scope: 80 % of such texts are recognised, 2.3 % of others are lost. */
  outOfScope: 1.0,
} as const

/** The unknown share of one word says little: it counts in full from this many informative words on. */
export const WORDS_FOR_UNKNOWN_SHARE = 3

/** Logistic function from the best topic's probability and its lead to the chance that it is right, fitted on the same texts. */
export const CONFIDENCE = { bias: -1.09, probability: 1.32, margin: 2.45 } as const

/**
 * From this confidence on a card is sent: 71 of 100 held-out texts in scope, of which 85 are right by the strict count
 * (from 0.8 on 53, of which 90 are right).
 */
export const ANSWER_FROM = 0.6

/**
 * Between this and `ANSWER_FROM` up to three choices are offered, with the right topic among the best three for 80 in
 * 100 of them. Below: "I do not know" and a person.
 */
export const CHOICES_FROM = 0.25

/**
 * BM25 of the best card times the share of known words. It separates what the knowledge base can answer from what it
 * cannot (area under the curve 0.90): 3 % of texts in scope and half of those out of scope lie below, so an unsure guess
 * below it is not offered.
 */
export const EVIDENCE_FOR_CHOICES = 5

/** Added to the logarithm of the topic in context, times how much the message leans on it. Tried on written conversations. */
export const CONTEXT_BONUS = 6

/** Taken from out-of-scope, times how much the message leans: its few words are unknown because the rest was said before. */
export const CONTEXT_AGAINST_OUT_OF_SCOPE = 3

/** Added to the topics of questions that are clear by themselves inside a longer message. */
export const CLEAR_QUESTION_BONUS = 3

/** From this confidence on a short message without an opener ("kalau", "terus") does not lean on the one before. Tried on written conversations. */
export const CLEAR_BY_ITSELF = 0.7

/** From this leaning on a message is nothing but a side of the matter in hand ("biayanya?", "caranya gimana"). */
export const LEANS_FULLY = 0.8

/**
 * Such a message puts the matter in hand at most this far below the best guess (logarithm), thrice as far when the guess
 * is certain: "biayanya?" may still turn to costs. Tried on written conversations.
 */
export const LEAST_IN_CONTEXT = 3
