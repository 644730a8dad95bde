/** "What would you answer to …": asked without storing a word of it. */
import { formText } from '../answers.tsx'
import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { TryOutPage } from './try-out-page.tsx'

const LONGEST_QUESTION = 1_000

/** `GET /pengetahuan/coba` */
export async function showTryOut(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return context.html(<TryOutPage frame={await frameOf(context, parts)} question="" result={null} cards={parts.cards} />)
}

/** `POST /pengetahuan/coba`: posted, so that what was typed stands in no address and no log. */
export async function tryOut(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const question = (await formText(context, 'pertanyaan')).trim().slice(0, LONGEST_QUESTION)
  const result = question === '' ? null : parts.knowledge.ask(question)
  const frame = await frameOf(context, parts)
  const page = <TryOutPage frame={frame} question={question} result={result} cards={parts.cards} isEmpty={question === ''} />
  return context.html(page, question === '' ? 422 : 200)
}
