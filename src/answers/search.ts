/** Full-text search over cards and example phrasings: BM25 for a whole document, cosine for its nearest phrasing. */

import type { CardSearch, Found, SearchDocument, SearchHit } from '../knowledge/search-document.ts'

/** Saturation and length weight of BM25, the usual values (Robertson and Zaragoza 2009). */
const K1 = 1.2
const B = 0.5
/** The answer's words say what it is about, but people ask in the words of the phrasings. */
const ANSWER_WEIGHT = 0.3
const TITLE_WEIGHT = 2

/** What the search looks things up in: numbers only, so that the build can store it and start loads it as it is. */
export interface SearchIndex {
  /** Of the documents. */
  readonly ids: readonly string[]
  /** Weighted count of the words of each document. */
  readonly lengths: Float64Array
  /** Number of the document of each phrasing. */
  readonly owners: Uint32Array
  /** Length of each phrasing's vector. */
  readonly norms: Float64Array
  readonly terms: readonly string[]
  /** Where a term is: in places `starts[term]` to `starts[term + 1]` of `at`, in the order of `terms`. */
  readonly documentStarts: Uint32Array
  readonly documentAt: Uint32Array
  readonly documentWeights: Float64Array
  readonly phrasingStarts: Uint32Array
  readonly phrasingAt: Uint32Array
}

/** For documents that are in memory: `searchIn` of their index. */
export function createCardSearch(documents: readonly SearchDocument[]): CardSearch {
  return searchIn(indexDocuments(documents))
}

interface Posting {
  readonly documents: number[]
  readonly weights: number[]
  readonly phrasings: number[]
}

/** Deterministic: the same documents in the same order give the same index. */
export function indexDocuments(documents: readonly SearchDocument[]): SearchIndex {
  const postings = new Map<string, Posting>()
  const postingOf = (term: string): Posting => {
    let posting = postings.get(term)
    if (!posting) postings.set(term, (posting = { documents: [], weights: [], phrasings: [] }))
    return posting
  }
  const owners: number[] = []
  const lengths = documents.map((document, i) => {
    let length = 0
    for (const [term, count] of weightedCounts(document)) {
      const posting = postingOf(term)
      posting.documents.push(i)
      posting.weights.push(count)
      length += count
    }
    for (const phrasing of document.phrasings) {
      for (const term of new Set(phrasing)) postingOf(term).phrasings.push(owners.length)
      owners.push(i)
    }
    return length
  })
  const all = [...postings.values()]
  return {
    ids: documents.map((document) => document.id),
    lengths: Float64Array.from(lengths),
    owners: Uint32Array.from(owners),
    norms: phrasingNorms(all, owners.length),
    terms: [...postings.keys()],
    documentStarts: startsOf(all.map((posting) => posting.documents.length)),
    documentAt: Uint32Array.from(all.flatMap((posting) => posting.documents)),
    documentWeights: Float64Array.from(all.flatMap((posting) => posting.weights)),
    phrasingStarts: startsOf(all.map((posting) => posting.phrasings.length)),
    phrasingAt: Uint32Array.from(all.flatMap((posting) => posting.phrasings)),
  }
}

/** Finds at once: only tables of terms and weights are made. */
export function searchIn(index: SearchIndex): CardSearch {
  const { ids, owners, norms, documentStarts, phrasingStarts } = index
  const numberOf = new Map(index.terms.map((term, number) => [term, number]))
  const numberOfId = new Map(ids.map((id, number) => [id, number]))
  const weights = bm25Weights(index)
  /** Squared rarity of each term among phrasings; a word that none holds is as rare as can be. */
  const phrasingWeights = Float64Array.from(
    index.terms,
    (_, term) => rarity((phrasingStarts[term + 1] ?? 0) - (phrasingStarts[term] ?? 0), owners.length) ** 2,
  )
  const unknownWeight = rarity(0, owners.length) ** 2
  /** Likeness of each phrasing to the question at hand; all zero between two searches. */
  const likeness = new Float64Array(owners.length)
  const touched = new Uint32Array(owners.length)

  return {
    ids,
    knows: (term) => numberOf.has(term),
    find(terms) {
      const scores = new Float64Array(ids.length)
      const nearest = new Float64Array(ids.length)
      let queryLength = 0
      let touchedCount = 0
      for (const term of new Set(terms)) {
        const number = numberOf.get(term)
        if (number === undefined) {
          queryLength += unknownWeight
          continue
        }
        for (let k = documentStarts[number]!; k < documentStarts[number + 1]!; k++) scores[index.documentAt[k]!]! += weights[k]!
        const weight = phrasingWeights[number]!
        queryLength += weight
        for (let k = phrasingStarts[number]!; k < phrasingStarts[number + 1]!; k++) {
          const i = index.phrasingAt[k]!
          if (likeness[i] === 0) touched[touchedCount++] = i
          likeness[i]! += weight
        }
      }
      const queryNorm = Math.sqrt(queryLength) || 1
      for (let k = 0; k < touchedCount; k++) {
        const i = touched[k]!
        const owner = owners[i]!
        const cosine = Math.min(1, likeness[i]! / (queryNorm * norms[i]!))
        if (cosine > nearest[owner]!) nearest[owner] = cosine
        likeness[i] = 0
      }
      return found(ids, numberOfId, scores, nearest)
    },
  }
}

function found(ids: readonly string[], numberOfId: ReadonlyMap<string, number>, scores: Float64Array, nearest: Float64Array): Found {
  const hit = (number: number): SearchHit => ({ id: ids[number]!, score: scores[number]!, nearest: nearest[number]! })
  let top = 0
  for (const score of scores) if (score > top) top = score
  return {
    scores,
    nearest,
    top,
    get(id) {
      const number = numberOfId.get(id)
      return number !== undefined && scores[number]! > 0 ? hit(number) : undefined
    },
    best(count, accepts = () => true) {
      const best: SearchHit[] = []
      for (const [number, score] of scores.entries()) {
        const last = best.at(-1)
        if (score <= 0 || (best.length >= count && last && score < last.score) || !accepts(ids[number]!)) continue
        best.push(hit(number))
        best.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        best.length = Math.min(best.length, count)
      }
      return best
    },
  }
}

/** What each posting adds to the score of its document (BM25). */
function bm25Weights(index: SearchIndex): Float64Array {
  const { ids, lengths, documentStarts } = index
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1) || 1
  const weights = new Float64Array(index.documentAt.length)
  for (let term = 0; term < index.terms.length; term++) {
    const [from, to] = [documentStarts[term]!, documentStarts[term + 1]!]
    const idf = rarity(to - from, ids.length)
    for (let k = from; k < to; k++) {
      const count = index.documentWeights[k]!
      const length = lengths[index.documentAt[k]!]!
      weights[k] = (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / averageLength))
    }
  }
  return weights
}

/** How telling a term is that `count` of `total` hold: rarer is more. */
function rarity(count: number, total: number): number {
  return Math.log(1 + (total - count + 0.5) / (count + 0.5))
}

function startsOf(counts: readonly number[]): Uint32Array {
  const starts = new Uint32Array(counts.length + 1)
  for (const [i, count] of counts.entries()) starts[i + 1] = (starts[i] ?? 0) + count
  return starts
}

function weightedCounts(document: SearchDocument): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (terms: readonly string[], weight: number): void => {
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight)
  }
  for (const phrasing of document.phrasings) add(phrasing, 1)
  add(document.title, TITLE_WEIGHT)
  add(document.answer, ANSWER_WEIGHT)
  return counts
}

function phrasingNorms(postings: readonly Posting[], total: number): Float64Array {
  const norms = new Float64Array(total)
  for (const { phrasings } of postings) {
    const idf = rarity(phrasings.length, total)
    for (const i of phrasings) norms[i] = (norms[i] ?? 0) + idf ** 2
  }
  return norms.map((sum) => Math.sqrt(sum) || 1)
}
