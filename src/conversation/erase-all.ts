/**
 * "Hapus data saya": everything we keep of the person goes, after one confirmation, with a receipt (care 4). While an
 * emergency is open it waits a day and staff are told; what is said is the same, as somebody else may hold the phone.
 */
import type { Bubble } from '../message.ts'
import { bareDigit } from './command-words.ts'
import { numbered } from './numbered.ts'
import type { Own } from './own.ts'
import { mayAnswer } from './private-question.ts'
import type { Step, Understood } from './step.ts'

const YES = /^\W{0,4}(?:ya+|iya+|yes|y|hapus|hapus semua|erase everything)\W{0,4}$/iu
const NO = /^\W{0,4}(?:tidak|gak|ga|nggak|enggak|no|batal|jangan|tidak jadi|cancel)\W{0,4}$/iu

export function askEraseAll(understood: Understood, own: Own): Step {
  const { say } = understood
  if (own.erasing !== null) return said(say.eraseAllPromised(own.erasing.receipt), 'erase-all-waits')
  const choices = numbered('erase-all', say.ERASE_ALL_CHOICES)
  return {
    ...said(say.ERASE_ALL_ASK, 'erase-all-asked'),
    bubbles: [{ text: say.ERASE_ALL_ASK, choices }],
    state: { awaiting: 'erase-all' },
  }
}

/** The answer to the confirmation; null when the message says something else. */
export function eraseAllConfirmed(understood: Understood): Step | null {
  const { input, text, say } = understood
  const { content } = input.message
  if (input.own === null || !mayAnswer(understood, ['erase-all'])) return null
  const digit = content.kind === 'choice' ? content.value.replace(/^erase-all:/u, '') : bareDigit(text)
  const short = text.slice(0, 30)
  if (digit === '2' || NO.test(short)) return said(say.ERASE_LEFT, 'erase-all-left')
  if (digit !== '1' && !YES.test(short)) return null
  const { receipt } = input.own
  const { channel } = input.message
  const eraseTraces = channel === 'telegram' || channel === 'whatsapp' ? { eraseTraces: true as const } : {}
  return { ...said('', 'erase-all-confirmed'), bubbles: promise(understood, receipt), effects: { eraseAll: { receipt }, ...eraseTraces } }
}

export function undoEraseAll({ input, say }: Understood): Step {
  if (input.own === null || input.own.erasing === null) return said(say.ERASE_NOTHING, 'erase-all-nothing')
  return { ...said(say.ERASE_UNDONE, 'erase-all-undone'), effects: { undoEraseAll: true } }
}

/** Where we take the messages off the phone ourselves, the receipt comes once they are gone: see delivery/eraser.ts. */
function promise({ input, say }: Understood, receipt: string): Bubble[] {
  switch (input.message.channel) {
    case 'telegram':
    case 'whatsapp':
      return []
    case 'web':
    case 'terminal':
      return [{ text: say.eraseAllPromised(receipt) }, { text: say.ERASE_PAGE_BY_HAND }]
  }
}

function said(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
