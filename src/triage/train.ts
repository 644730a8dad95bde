/** Trains the detector from the lines in `knowledge/training/danger/`. The same lines give the same weights. */
import type { Danger } from '../message.ts'
import { DANGERS } from '../message.ts'
import { cleanWords } from './clean.ts'
import type { DetectorWeights, Features } from './detector.ts'
import { ABSTAINS, CLASSES, classify, featuresOf, URGENT_CLASS } from './detector.ts'
import type { Lexicon } from './lexicon.ts'
import { withoutDenied } from './negation.ts'

export interface TrainingLine {
  readonly text: string
  /** Null: looks like danger, or does not, but is none. */
  readonly danger: Danger | 'urgent' | null
}

/** With a quarter of this, words share buckets: 4 more false alarms in 698 near-misses, 2 emergencies in 160 retold ones fewer. */
const BUCKETS = 1 << 17
const PASSES = 5
/** The weights are the mean of those after each later pass: which line came last must not decide. */
const PASSES_LEFT_OUT = 2
const STEP = 0.5
/** Added to what AdaGrad divides by: keeps words seen once from deciding alone. */
const DAMPING = 0.1
/** Gradients smaller than this are not worth a step. */
const LEAST_GRADIENT = 0.02
/** A line that taught nothing is not looked at again in this many passes: most everyday questions are soon certain. */
const PASSES_RESTED = 3
/** A line of danger weighs more than one of none: a missed danger is worse than a question too many. */
const DANGER_WEIGHT = 1.5

/** Whether `lines` show every class. A detector that never saw "none" takes everything for danger. */
export function showsEveryClass(lines: readonly TrainingLine[]): boolean {
  const shown = new Set(lines.map((line) => line.danger))
  return ([...DANGERS, 'urgent', null] as const).every((danger) => shown.has(danger))
}

/**
 * Takes about two seconds for 9,000 lines. Without lines of danger, or without lines of none,
 * the detector abstains: it never says that anything is pressing, and the rules decide alone.
 */
export function trainDetector(lines: readonly TrainingLine[], lexicon: Lexicon): DetectorWeights {
  const trained = { buckets: BUCKETS, weights: new Float32Array(BUCKETS * CLASSES), bias: new Float32Array(CLASSES) }
  const teaches = (isTaught: (danger: TrainingLine['danger']) => boolean): boolean => lines.some((line) => isTaught(line.danger))
  if (!teaches((danger) => danger === null) || !teaches((danger) => danger !== null && danger !== 'urgent')) {
    trained.bias[0] = ABSTAINS
    return trained
  }
  const examples = lines.map((line) => {
    const words = cleanWords(line.text)
    const tokens = withoutDenied(lexicon.read(words, words.length), lexicon)
    return {
      features: featuresOf(tokens, lexicon, BUCKETS),
      label: line.danger === null ? 0 : line.danger === 'urgent' ? URGENT_CLASS : DANGERS.indexOf(line.danger) + 1,
    }
  })
  const squares = new Float32Array(BUCKETS * CLASSES)
  const biasSquares = new Float32Array(CLASSES)
  const averaged = { buckets: BUCKETS, weights: new Float32Array(BUCKETS * CLASSES), bias: new Float32Array(CLASSES) }
  const restsUntil = new Uint8Array(examples.length)
  for (let pass = 0; pass < PASSES; pass++) {
    for (const index of shuffled(examples.length, pass)) {
      const example = examples[index]
      if (!example || (restsUntil[index] ?? 0) > pass) continue
      if (!step(trained, example, squares, biasSquares)) restsUntil[index] = pass + 1 + PASSES_RESTED
    }
    if (pass < PASSES_LEFT_OUT) continue
    addTo(averaged.weights, trained.weights, PASSES - PASSES_LEFT_OUT)
    addTo(averaged.bias, trained.bias, PASSES - PASSES_LEFT_OUT)
  }
  return averaged
}

/** Adds a `share`th of `added` to `sum`. */
function addTo(sum: Float32Array, added: Float32Array, share: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (added[at] ?? 0) / share
}

/** One step of AdaGrad on one line. False when the line taught nothing. */
function step(
  trained: DetectorWeights,
  example: { readonly features: Features; readonly label: number },
  squares: Float32Array,
  biasSquares: Float32Array,
): boolean {
  const { features, label } = example
  const probabilities = classify(trained, features)
  const weight = label === 0 ? 1 : DANGER_WEIGHT
  const gradients = new Float64Array(CLASSES)
  const learning: number[] = []
  for (let at = 0; at < CLASSES; at++) {
    const gradient = weight * ((probabilities[at] ?? 0) - (at === label ? 1 : 0))
    if (Math.abs(gradient) < LEAST_GRADIENT) continue
    gradients[at] = gradient
    learning.push(at)
    biasSquares[at] = (biasSquares[at] ?? 0) + gradient * gradient
    trained.bias[at] = (trained.bias[at] ?? 0) - (0.1 * gradient) / Math.sqrt((biasSquares[at] ?? 0) + 1e-8)
  }
  if (learning.length === 0) return false
  // A bucket's weights for all classes lie together: bucket by bucket is twice as fast as class by class.
  for (let index = 0; index < features.buckets.length; index++) {
    const row = (features.buckets[index] ?? 0) * CLASSES
    const value = features.values[index] ?? 0
    for (const at of learning) {
      const slope = (gradients[at] ?? 0) * value
      const square = (squares[row + at] ?? 0) + slope * slope
      squares[row + at] = square
      trained.weights[row + at] = (trained.weights[row + at] ?? 0) - (STEP * slope) / Math.sqrt(square + DAMPING)
    }
  }
  return true
}

/** An order that mixes the kinds; the same for the same `seed`. */
function shuffled(count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at)
  let state = 12_345 + seed
  for (let at = count - 1; at > 0; at--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const other = state % (at + 1)
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
  return order
}
