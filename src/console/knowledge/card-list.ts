/** The list of cards: what is over its date first, filtered by what a reviewer looks for. */
import type { Card, Knowledge } from '../../knowledge/schema.ts'
import { TOPICS, type Topic } from '../../message.ts'
import { cardStanding, CARD_STANDINGS, type CardStanding } from './standing.ts'
import type { CardUse } from './uses.ts'

export interface CardRow {
  readonly card: Card
  readonly standing: CardStanding
  readonly use: CardUse
  readonly isRevised: boolean
}

/** What a list can be narrowed to beside the standing. */
export const CARD_MARKS = ['unverified', 'disliked', 'unused', 'revised'] as const
export const CARD_ORDERS = ['due', 'used', 'disliked', 'title'] as const

export interface CardFilters {
  readonly words: string
  readonly topic: Topic | null
  readonly country: string | null
  readonly standing: CardStanding | null
  readonly mark: (typeof CARD_MARKS)[number] | null
  readonly order: (typeof CARD_ORDERS)[number]
  /** The page, from 1. */
  readonly page: number
}

export const CARDS_ON_PAGE = 40

export function readCardFilters(query: URLSearchParams): CardFilters {
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    allowed.find((value) => value === query.get(name)) ?? null
  const country = query.get('negara') ?? ''
  const page = Number(query.get('halaman') ?? '1')
  return {
    words: (query.get('q') ?? '').trim().slice(0, 80),
    topic: oneOf('topik', TOPICS),
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    standing: oneOf('umur', CARD_STANDINGS),
    mark: oneOf('tanda', CARD_MARKS),
    order: oneOf('urut', CARD_ORDERS) ?? 'due',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  }
}

export function cardRows(knowledge: Knowledge, useOf: (card: string) => CardUse, revised: ReadonlySet<string>, now: number): CardRow[] {
  return [...knowledge.cards.values()].map((card) => ({
    card,
    standing: cardStanding(card, now),
    use: useOf(card.id),
    isRevised: revised.has(card.path),
  }))
}

/** All that fit, in order. */
export function filterCards(rows: readonly CardRow[], filters: CardFilters): CardRow[] {
  const words = filters.words.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return rows
    .filter(({ card, standing, use, isRevised }) => {
      const text = `${card.title} ${card.id}`.toLowerCase()
      return (
        words.every((word) => text.includes(word)) &&
        (filters.topic === null || card.topic === filters.topic || card.also.includes(filters.topic)) &&
        (filters.country === null || card.countries.includes(filters.country)) &&
        (filters.standing === null || standing === filters.standing) &&
        (filters.mark !== 'unverified' || card.verified_by === null) &&
        (filters.mark !== 'disliked' || use.disliked > 0) &&
        (filters.mark !== 'unused' || use.uses === 0) &&
        (filters.mark !== 'revised' || isRevised)
      )
    })
    .sort((one, other) => compare(one, other, filters.order) || one.card.title.localeCompare(other.card.title))
}

function compare(one: CardRow, other: CardRow, order: CardFilters['order']): number {
  switch (order) {
    case 'due':
      return one.card.review_by.localeCompare(other.card.review_by)
    case 'used':
      return other.use.uses - one.use.uses
    case 'disliked':
      return other.use.disliked - one.use.disliked
    case 'title':
      return 0
  }
}
