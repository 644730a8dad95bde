/** Multinomial logistic regression on hashed features. */
import { BUCKETS } from './features.ts'

export interface Example {
  /** Index of the class. */
  readonly label: number
  readonly features: ReadonlyMap<number, number>
  /** How much it counts: 1 for a phrasing, less for an answer's own text. */
  readonly weight: number
}

export interface ClassifierWeights {
  readonly classes: number
  /** `classes` numbers for each bucket, in units of the class's step: a byte each keeps the model small and quick to load. */
  readonly weights: Int8Array
  readonly steps: Float32Array
  readonly bias: Float32Array
  /** How telling each bucket is: rarer is more. */
  readonly idf: Float32Array
}

export interface TrainingOptions {
  readonly passes: number
  readonly rate: number
  readonly decay: number
}

/** More passes or a lower rate change nothing; a decay of 1e-4 instead of 1e-5 gains 0.7 points in cross-validation on phrasings. */
export const TRAINING: TrainingOptions = { passes: 8, rate: 0.2, decay: 1e-4 }

/** A class whose probability is off by less than this is left as it is: saves most of the work. */
const TOO_SMALL_TO_LEARN = 0.005

/** Deterministic: the same examples in the same order give the same weights. */
export function trainClassifier(examples: readonly Example[], classes: number, options: TrainingOptions = TRAINING): ClassifierWeights {
  const idf = inverseFrequencies(examples)
  const weights = new Float32Array(BUCKETS * classes)
  const squares = new Float32Array(BUCKETS * classes)
  const bias = new Float32Array(classes)
  const unit = new Float32Array(classes).fill(1)
  const model = { classes, weights, steps: unit, bias, idf }
  const vectors = examples.map((example) => weighted(example.features, idf))
  const probabilities = new Float64Array(classes)
  const order = examples.map((_, i) => i)
  const random = seededRandom(20261124)
  for (let pass = 0; pass < options.passes; pass++) {
    shuffle(order, random)
    for (const index of order) {
      const example = examples[index]
      const vector = vectors[index]
      if (!example || !vector) continue
      scoreInto(model, vector, probabilities)
      softmax(probabilities)
      for (let c = 0; c < classes; c++) {
        const error = ((probabilities[c] ?? 0) - (c === example.label ? 1 : 0)) * example.weight
        if (Math.abs(error) < TOO_SMALL_TO_LEARN) continue
        bias[c] = (bias[c] ?? 0) - 0.01 * error
        for (let k = 0; k < vector.buckets.length; k++) {
          const at = (vector.buckets[k] ?? 0) * classes + c
          const slope = error * (vector.values[k] ?? 0) + options.decay * (weights[at] ?? 0)
          const square = (squares[at] ?? 0) + slope * slope
          squares[at] = square
          weights[at] = (weights[at] ?? 0) - (options.rate * slope) / (Math.sqrt(square) + 1e-3)
        }
      }
    }
  }
  return { classes, ...inSteps(weights, classes), bias, idf }
}

/** Plain loops: `Int8Array.from` with a function takes ten times as long on millions of weights. */
function inSteps(exact: Float32Array, classes: number): { weights: Int8Array; steps: Float32Array } {
  const steps = new Float32Array(classes)
  const weights = new Int8Array(exact.length)
  for (let start = 0; start < exact.length; start += classes)
    for (let c = 0; c < classes; c++) steps[c] = Math.max(steps[c] ?? 0, Math.abs(exact[start + c] ?? 0) / 127)
  for (let start = 0; start < exact.length; start += classes)
    for (let c = 0; c < classes; c++) weights[start + c] = Math.round((exact[start + c] ?? 0) / (steps[c] || 1))
  return { weights, steps }
}

/** Probabilities of the classes, summing to 1. */
export function classify(model: ClassifierWeights, features: ReadonlyMap<number, number>): Float64Array {
  const scores = new Float64Array(model.classes)
  scoreInto(model, weighted(features, model.idf), scores)
  softmax(scores)
  return scores
}

interface Vector {
  readonly buckets: Int32Array
  readonly values: Float32Array
}

function weighted(features: ReadonlyMap<number, number>, idf: Float32Array): Vector {
  const buckets = Int32Array.from(features.keys())
  const values = Float32Array.from(features.values())
  let squares = 0
  for (let k = 0; k < buckets.length; k++) {
    values[k] = (values[k] ?? 0) * (idf[buckets[k] ?? 0] ?? 0)
    squares += (values[k] ?? 0) ** 2
  }
  const length = Math.sqrt(squares) || 1
  for (let k = 0; k < values.length; k++) values[k] = (values[k] ?? 0) / length
  return { buckets, values }
}

type Scorable = Pick<ClassifierWeights, 'classes' | 'steps' | 'bias'> & { readonly weights: Int8Array | Float32Array }

function scoreInto(model: Scorable, vector: Vector, scores: Float64Array): void {
  const { classes, weights, steps, bias } = model
  scores.fill(0)
  for (let k = 0; k < vector.buckets.length; k++) {
    const start = (vector.buckets[k] ?? 0) * classes
    const value = vector.values[k] ?? 0
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + value * (weights[start + c] ?? 0)
  }
  for (let c = 0; c < classes; c++) scores[c] = (bias[c] ?? 0) + (steps[c] ?? 0) * (scores[c] ?? 0)
}

function softmax(scores: Float64Array): void {
  let top = -Infinity
  for (const score of scores) if (score > top) top = score
  let sum = 0
  for (let c = 0; c < scores.length; c++) {
    scores[c] = Math.exp((scores[c] ?? 0) - top)
    sum += scores[c] ?? 0
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / sum
}

function inverseFrequencies(examples: readonly Example[]): Float32Array {
  const counts = new Float32Array(BUCKETS)
  for (const example of examples) for (const bucket of example.features.keys()) counts[bucket] = (counts[bucket] ?? 0) + 1
  return counts.map((count) => Math.log(1 + (examples.length + 1) / (count + 1)))
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = held
  }
}

/** Linear congruential generator (Numerical Recipes' constants): training must not depend on chance. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
