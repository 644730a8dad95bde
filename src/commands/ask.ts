/** `ask --jsonl`: one answer for each line, with nothing stored, no network, and no model unless one is given. */
import { createAskSession, createHelpedAskSession, type AskAnswer, type AskLine } from '../ask-session.ts'
import type { Assistant } from '../assistant.ts'
import type { HelpedTurns } from '../conversation/helped-turn.ts'
import { standardInputLines } from './lines.ts'
import { z } from 'zod'
import { LANGUAGES } from '../message.ts'

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  conversation: z.string().optional(),
  channel: z.enum(['whatsapp', 'telegram', 'web', 'terminal']).optional(),
  text: z.string(),
  language: z.enum(LANGUAGES).optional(),
})

/** Answers every line of standard input, in order. A line that cannot be read yields an error line and the run goes on. */
export async function ask(assistant: Assistant, write: (line: string) => Promise<void>, help?: HelpedTurns): Promise<void> {
  const session = help ? createHelpedAskSession(assistant, help) : createAskSession(assistant)
  for await (const line of standardInputLines()) {
    if (line.trim() === '') continue
    await write(`${JSON.stringify(await answerLine(session, line))}\n`)
  }
}

type Session = (line: AskLine) => AskAnswer | Promise<AskAnswer>

async function answerLine(session: Session, line: string): Promise<AskAnswer | { id: null; error: string }> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return { id: null, error: `not JSON: ${(error as Error).message}` }
  }
  const parsed = lineSchema.safeParse(value)
  if (!parsed.success)
    return { id: null, error: parsed.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; ') }
  return session(parsed.data)
}
