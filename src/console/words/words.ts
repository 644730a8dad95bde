/** The console's texts. Indonesian is the original; English must have every one of its entries. */
import { english } from './english.ts'
import { indonesian } from './indonesian.ts'

export const LANGUAGES = ['id', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

type Widened<T> = {
  readonly [K in keyof T]: T[K] extends (...parameters: infer P) => string
    ? (...parameters: P) => string
    : T[K] extends string
      ? string
      : Widened<T[K]>
}
export type Words = Widened<typeof indonesian>

const ALL: Readonly<Record<Language, Words>> = { id: indonesian, en: english }

export function wordsFor(language: Language): Words {
  return ALL[language]
}
