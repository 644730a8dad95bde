/** Full-text search over cards and example phrasings: BM25 for a whole document, cosine for its nearest phrasing. */

import type { CardSearch, SearchDocument, SearchHit } from '../knowledge/search-document.ts'

/** Saturation and length weight of BM25, the usual values (Robertson and Zaragoza 2009). */
const K1 = 1.2
const B = 0.5
/** The answer's words say what it is about, but people ask in the words of the phrasings. */
const ANSWER_WEIGHT = 0.3
const TITLE_WEIGHT = 2

interface Posting {
  readonly at: number[]
  readonly weight: number[]
}

export function createCardSearch(documents: readonly SearchDocument[]): CardSearch {
  const byDocument = new Map<string, Posting>()
  const byPhrasing = new Map<string, Posting>()
  const owners: number[] = []
  const lengths = documents.map((document, i) => {
    const counts = weightedCounts(document)
    let length = 0
    for (const [term, count] of counts) {
      push(byDocument, term, i, count)
      length += count
    }
    for (const phrasing of document.phrasings) {
      for (const term of new Set(phrasing)) push(byPhrasing, term, owners.length, 1)
      owners.push(i)
    }
    return length
  })
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1) || 1
  const rarity = (postings: Map<string, Posting>, total: number, term: string): number => {
    const count = postings.get(term)?.at.length ?? 0
    return Math.log(1 + (total - count + 0.5) / (count + 0.5))
  }
  const norms = phrasingNorms(byPhrasing, owners.length, rarity)

  return {
    knows: (term) => byDocument.has(term),
    find(terms) {
      const unique = new Set(terms)
      const scores = new Float64Array(documents.length)
      const likeness = new Float64Array(owners.length)
      let queryLength = 0
      for (const term of unique) {
        const idf = rarity(byDocument, documents.length, term)
        const posting = byDocument.get(term)
        for (const [k, i] of (posting?.at ?? []).entries()) {
          const count = posting?.weight[k] ?? 0
          scores[i] = (scores[i] ?? 0) + (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * (lengths[i] ?? 0)) / averageLength))
        }
        const phrasingIdf = rarity(byPhrasing, owners.length, term)
        queryLength += phrasingIdf ** 2
        for (const i of byPhrasing.get(term)?.at ?? []) likeness[i] = (likeness[i] ?? 0) + phrasingIdf ** 2
      }
      const nearest = new Float64Array(documents.length)
      const queryNorm = Math.sqrt(queryLength) || 1
      for (let i = 0; i < likeness.length; i++) {
        const owner = owners[i] ?? 0
        const cosine = (likeness[i] ?? 0) / (queryNorm * (norms[i] ?? 1))
        if (cosine > (nearest[owner] ?? 0)) nearest[owner] = cosine
      }
      const hits: SearchHit[] = []
      for (const [i, document] of documents.entries())
        if ((scores[i] ?? 0) > 0) hits.push({ id: document.id, score: scores[i] ?? 0, nearest: Math.min(1, nearest[i] ?? 0) })
      return hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    },
  }
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

function push(postings: Map<string, Posting>, term: string, at: number, weight: number): void {
  const posting = postings.get(term)
  if (posting) {
    posting.at.push(at)
    posting.weight.push(weight)
  } else postings.set(term, { at: [at], weight: [weight] })
}

function phrasingNorms(
  postings: Map<string, Posting>,
  total: number,
  rarity: (postings: Map<string, Posting>, total: number, term: string) => number,
): Float64Array {
  const norms = new Float64Array(total)
  for (const [term, posting] of postings) {
    const idf = rarity(postings, total, term)
    for (const i of posting.at) norms[i] = (norms[i] ?? 0) + idf ** 2
  }
  return norms.map((sum) => Math.sqrt(sum) || 1)
}
