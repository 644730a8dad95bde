/** What is searched and what is found: the words that the search and the router share. */

export interface SearchDocument {
  /** A card's id, or `topic:<topic>` for a topic's example lines. */
  readonly id: string
  /** Terms of each phrasing. */
  readonly phrasings: readonly (readonly string[])[]
  readonly title: readonly string[]
  readonly answer: readonly string[]
}

export interface SearchHit {
  readonly id: string
  /** BM25 over phrasings, title and answer together. Above 0, no upper limit. */
  readonly score: number
  /** Likeness of the nearest single phrasing, 0 to 1. */
  readonly nearest: number
}

/** What one search found: only documents that share a term. */
export interface Found {
  get(id: string): SearchHit | undefined
  /** The first `count` by score that `accepts` takes, best first. */
  best(count: number, accepts?: (id: string) => boolean): SearchHit[]
  /** Best score of all; 0 when nothing was found. */
  readonly top: number
  /** By number of the document, in the order of `CardSearch.ids`; 0 where nothing is shared. */
  readonly scores: Float64Array
  readonly nearest: Float64Array
}

export interface CardSearch {
  readonly ids: readonly string[]
  /** Never throws. */
  find(terms: readonly string[]): Found
  /** True when any document holds the term. */
  knows(term: string): boolean
}
