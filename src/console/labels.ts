/** Names for ids that come from the store. An id that a newer version stored is shown as it is. */
import type { Language, Words } from './words/words.ts'

export function label(labels: Readonly<Record<string, string>>, id: string): string {
  return Object.hasOwn(labels, id) ? (labels[id] ?? id) : id
}

/** A country's name; `XS` is at sea. */
export function countryName(code: string, language: Language): string {
  if (code === 'XS') return language === 'id' ? 'Di laut' : 'At sea'
  try {
    return new Intl.DisplayNames([language], { type: 'region', style: 'short' }).of(code) ?? code
  } catch {
    return code
  }
}

export function rankName(words: Words, rank: number): string {
  return words.labels.rank[rank] ?? String(rank)
}
