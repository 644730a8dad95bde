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

export interface CardSearch {
  /** Best score first, only documents that share a term; never throws. */
  find(terms: readonly string[]): SearchHit[]
  /** True when any document holds the term. */
  knows(term: string): boolean
}
