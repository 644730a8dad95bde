/** Questions with numbered choices: answered by button, by number or in words. */
import type { Choice } from '../message.ts'
import { bareDigit } from './command-words.ts'
import type { Understood } from './step.ts'

/** For each choice the words that mean it, by its number. */
export type InWords = readonly (readonly [number: string, words: RegExp])[]

/** Buttons "asked:1", "asked:2" and so on; on channels without buttons they are shown as a list of numbers. */
export function numbered(asked: string, labels: readonly string[]): Choice[] {
  return labels.map((label, index) => ({ id: `${asked}:${index + 1}`, label }))
}

/** The number of the choice that answers; null when the message says something else, or presses the button of another question. */
export function numberedAnswer(asked: string, { input, text }: Understood, inWords: InWords): string | null {
  const { content } = input.message
  if (content.kind === 'choice') return content.value.startsWith(`${asked}:`) ? content.value.slice(asked.length + 1) : null
  const digit = bareDigit(text)
  if (digit === '1' || digit === '2' || digit === '3') return digit
  return inWords.find(([, words]) => words.test(text.slice(0, 40)))?.[0] ?? null
}
