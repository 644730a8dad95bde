/**
 * "Hapus jejak": takes what was written off the phone, after one confirmation (care 4). The copy of staff stays, and that is
 * said, unless everything is to go. Fires only when the whole message is the command.
 */
import { bareDigit, CHOICE_LASTS } from './command-words.ts'
import { guarded } from './guard.ts'
import { numbered } from './numbered.ts'
import type { Step, Understood } from './step.ts'

const YES = /^\W{0,4}(?:ya+|iya+|yes|hapus|y)\W{0,4}$/iu
const NO = /^\W{0,4}(?:tidak|gak|ga|nggak|enggak|no|batal|jangan|cancel)\W{0,4}$/iu

export function askErase(understood: Understood): Step {
  const { say } = understood
  switch (understood.input.message.channel) {
    case 'telegram':
      return asked(say, say.ERASE_ASK)
    case 'whatsapp':
      // What is taken back leaves a mark that says so: only on request, and with how to clear the chat.
      return asked(say, say.ERASE_WHATSAPP_ASK)
    case 'web':
    case 'terminal':
      return said(say.ERASE_PAGE, 'erase-by-hand')
  }
}

function asked(say: Understood['say'], text: string): Step {
  return {
    ...said(text, 'erase-asked'),
    bubbles: [{ text, choices: numbered('erase', say.ERASE_CHOICES) }],
    state: { awaiting: 'erase' },
  }
}

/** The answer to the confirmation; null when the message says something else. */
export function eraseConfirmed(understood: Understood): Step | null {
  const { awaited, input, text, say } = understood
  if (awaited !== 'erase' || input.now - (input.state.awaitingSince ?? 0) > CHOICE_LASTS) return null
  const { content } = input.message
  const digit = content.kind === 'choice' ? content.value.replace(/^erase:/u, '') : bareDigit(text)
  const short = text.slice(0, 30)
  // No last word: it would be one more trace. What became of it is said when it is done.
  if (digit === '1' || YES.test(short)) return { ...said('', 'erase-confirmed'), bubbles: [], effects: { eraseTraces: true } }
  if (digit === '2') return guarded(understood, 'erase-all')
  if (digit === '3' || NO.test(short)) return said(say.ERASE_LEFT, 'erase-left')
  return null
}

function said(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
