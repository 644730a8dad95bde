/** Names for ids that come from the store. An id that a newer version stored is shown as it is. */
import { regionNames } from './formats.ts'
import type { Language, Words } from './words/words.ts'

export function label(labels: Readonly<Record<string, string>>, id: string): string {
  return Object.hasOwn(labels, id) ? (labels[id] ?? id) : id
}

/** A country's name; `XS` is at sea. */
export function countryName(code: string, language: Language): string {
  if (code === 'XS') return language === 'id' ? 'Di laut' : 'At sea'
  try {
    return regionNames(language).of(code) ?? code
  } catch {
    return code
  }
}

export function rankName(words: Words, rank: number): string {
  return words.labels.rank[rank] ?? String(rank)
}

const LONGEST_LABEL = 24

/** A label as staff typed it: lower case, letters, single spaces and hyphens, at most four digits in all; null for anything else. */
export function readLabel(typed: string): string | null {
  const text = typed.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')
  const isSound = /^[\p{L}\p{N}][\p{L}\p{N} -]*$/u.test(text) && Array.from(text).length <= LONGEST_LABEL
  return isSound && text.replace(/\P{N}/gu, '').length <= 4 ? text : null
}
