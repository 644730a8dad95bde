import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bareDigit } from '../../src/conversation/command-words.ts'
import { lateAnswer } from '../../src/conversation/late-answer.ts'
import type { Understood } from '../../src/conversation/step.ts'
import { wording } from '../../src/conversation/wording.ts'

function read<Case>(name: string): Case[] {
  return readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case)
}

describe('a digit alone', () => {
  it.each(read<{ text: string; digit: string | null }>('bare-digits.jsonl'))('"$text" is $digit', ({ text, digit }) => {
    expect(bareDigit(text)).toBe(digit)
  })
})

describe('the answer to a late reply', () => {
  const meaning = (text: string, waiting: boolean): string | null =>
    lateAnswer({ text, input: { lateAnswersWait: waiting }, say: wording('id') } as Understood)?.effects?.lateAnswers ?? null

  it.each(read<{ text: string; means: string | null }>('late-answers.jsonl'))('"$text" means $means', ({ text, means }) => {
    expect(meaning(text, true)).toBe(means)
  })

  it('is none when nothing waits', () => {
    expect(meaning('ya', false)).toBeNull()
  })
})
