/**
 * A word of the person's own that means "I am in danger, say nothing" (care: safe contact). Written alone it gets a
 * harmless answer, staff are alerted, and then nothing goes out until the person writes again.
 */
import { plainWords } from '../plain-words.ts'
import { bareDigit, commandOf } from './command-words.ts'
import type { Step, Understood } from './step.ts'

const SHORTEST_LETTERS = 6
const LONGEST = 30
const MOST_WORDS = 3

/** Before all else: whoever holds the phone must see an ordinary answer, in whatever state the talk is. */
export function codeWordSaid(understood: Understood): Step | null {
  const { codeWord } = understood.input.state
  const { content } = understood.input.message
  if (codeWord === null || (content.kind !== 'text' && content.kind !== 'edited')) return null
  const said = wordsOf(content.text)
  if (said === '' || understood.input.hash(`code-word:${said}`) !== codeWord) return null
  return {
    bubbles: [{ text: understood.say.COVER }],
    kind: 'cover',
    outcome: 'safety',
    topic: 'violence',
    source: 'safety',
    note: 'code-word',
    verdict: { ...understood.verdict, urgency: 'emergency', danger: 'violence', rules: ['code-word'], about: 'self', doubtful: false },
    effects: { hold: 'code-word', needsStaff: 'asked', opensCase: 'code-word' },
    concealed: '[kata aman]',
  }
}

export function askCodeWord(understood: Understood): Step {
  return step(understood.say.CODE_WORD_ASK, 'code-word-asked', { awaiting: 'code-word' })
}

/** What follows on the question; null when it is in danger, or a command. */
export function codeWordChosen(understood: Understood): Step | null {
  const { awaited, input, text, verdict, say } = understood
  const { content } = input.message
  if (awaited !== 'code-word' || content.kind !== 'text' || verdict.urgency !== 'routine') return null
  if (commandOf(content) !== null || bareDigit(text) !== null) return null
  if (/^\W{0,4}(?:batal|lewati|skip|cancel)\W{0,4}$/iu.test(text)) return step(say.CODE_WORD_LEFT, 'code-word-left', {})
  const word = wordsOf(text)
  if (!isFit(word, understood))
    return { ...step(say.CODE_WORD_UNFIT, 'code-word-unfit', { awaiting: 'code-word' }), concealed: '[kata aman]' }
  return { ...step(say.CODE_WORD_SET, 'code-word-set', { codeWord: input.hash(`code-word:${word}`) }), concealed: '[kata aman]' }
}

/** Nothing that the person, or a child with the phone, writes in passing. */
function isFit(word: string, { parts, normalised, verdict, input }: Understood): boolean {
  const letters = word.replace(/[^\p{L}]/gu, '').length
  if (letters < SHORTEST_LETTERS || word.length > LONGEST || word.split(' ').length > MOST_WORDS || verdict.doubtful) return false
  const context = { ...input.state.route, pendingChoices: [], offeredAt: null, now: input.now }
  return parts.route({ text: normalised, countries: [], negatedCountries: [], context }).outcome !== 'smalltalk'
}

function wordsOf(text: string): string {
  if (text.length > 2 * LONGEST) return ''
  return plainWords(text)
}

function step(text: string, note: string, state: Step['state'] & object): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note, state }
}
