import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { QuestionsPage } from './pages/questions-page.tsx'
import { groupByLikeness, newestUnanswered } from './questions-query.ts'

/** `GET /pertanyaan`: what the knowledge base does not know yet. */
export async function showQuestions(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [frame, questions] = await Promise.all([frameOf(context, parts), newestUnanswered(parts.reader, viewerOf(context)).execute()])
  return context.html(<QuestionsPage frame={frame} groups={groupByLikeness(questions)} count={questions.length} />)
}
