/**
 * How many years of school a text asks for. Fry's two counts, sentences and syllables (Fry 1977, Journal of Reading), with
 * the correction for Indonesian, whose words have more syllables: syllables × 0.6 (Harjasujana and Mulyati 1996, as
 * taught in "Bahan Ajar Keterbacaan", online.flipbuilder.com/fhwzd/cqnr, p. 52). Fry's graph is drawn, not calculated, so
 * the corrected counts go through the formula of Kincaid et al. (1975), which uses the same two. Two published readings of
 * the graph, at 7.8 sentences and 262 syllables in 100 words (grade 9) and at 6.0 and 260 (grade 11), come out 1.1 and 1.7
 * lower, hence the constant.
 */
const INDONESIAN_SYLLABLES = 0.6
const GRAPH_ABOVE_FORMULA = 1.4
/** Fry counts a hundred words; a sample of fewer than half of that says nothing. */
const FEWEST_WORDS = 50

/** School years, about 0 to 16; null for a text too short to judge. Words with digits and addresses are passed over. */
export function schoolYears(text: string): number | null {
  const sentences = sentencesOf(text)
  const words = sentences.flatMap((sentence) => sentence)
  if (words.length < FEWEST_WORDS) return null
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0) * INDONESIAN_SYLLABLES
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59 + GRAPH_ABOVE_FORMULA
}

/** The words of each sentence; an item of a list is one. */
export function sentencesOf(text: string): string[][] {
  return text
    .replace(/^\s*(?:\d+\.|-) /gmu, '')
    .split(/[.?!:;]+(?=\s|$)|\n+/u)
    .map((sentence) => sentence.split(/[\s/]+/u).filter((word) => /^\P{N}*\p{L}\P{N}*$/u.test(word) && !word.includes('.')))
    .filter((sentence) => sentence.length > 0)
}

/** Vowels, where ai, au and oi at the end of a word sound as one ("pakai", "pulau"). An abbreviation counts its letters' names as one each. */
function syllablesOf(word: string): number {
  const letters = word.replace(/[^\p{L}]/gu, '')
  if (letters.length > 1 && letters === letters.toUpperCase()) return letters.length
  const vowels = letters.toLowerCase().replace(/(?:ai|au|oi)$/u, 'a').match(/[aeiouéè]/gu)
  return Math.max(1, vowels?.length ?? 0)
}
