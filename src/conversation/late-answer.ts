/** The answer to "Maaf baru terbaca. Masih perlu dibalas?". Anything but a plain yes or no is a new message. */
import { bareDigit } from './command-words.ts'
import type { Step, Understood } from './step.ts'

const YES =
  /^\s{0,4}(?:ya+|iya+|iyo|he'?eh|y|yes|masih|perlu|masih perlu|boleh|mau|nggih|inggih|muhun|sumuhun|enggi)(?:\s+(?:kak|pak|bu|min|masih|perlu|dong|tolong))*\W{0,4}$/iu
const NO =
  /^\s{0,4}(?:tidak|tdk|ga|gak|gk|nggak|ngga|enggak|no|ora|mboten|henteu|teu|sudah|udah|udh|nanti|batal)(?:\s+(?:usah|perlu|jadi|kak|pak|bu|min))*\W{0,4}$/iu

export function lateAnswer(understood: Understood): Step | null {
  const { input, text, say } = understood
  if (!input.lateAnswersWait) return null
  const digit = bareDigit(text)
  const short = text.slice(0, 60)
  if (digit === '1' || YES.test(short)) return step('late-yes', [], { lateAnswers: 'send' })
  if (digit === '2' || NO.test(short)) return step('late-no', [{ text: say.LATE_DROPPED }], { lateAnswers: 'drop' })
  return null
}

function step(note: string, bubbles: Step['bubbles'], effects: NonNullable<Step['effects']>): Step {
  return { bubbles, outcome: 'smalltalk', topic: 'thanks', source: 'conversation', note, effects }
}
