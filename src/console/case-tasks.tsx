/** Tasks of a case: what staff promised to do, and by when. */
import { failure } from './answers.tsx'
import { casePage, changeCase, typed } from './case-answers.tsx'
import { addingTask, finishingTask } from './case-work.ts'
import { readCaseWork } from './case-work-query.ts'
import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { readMoment } from './times.ts'

const LONGEST_TASK = 300

/** `POST /kasus/:id/tugas` */
export async function addTask(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [text, time] = [await typed(context, 'tugas', LONGEST_TASK), await typed(context, 'waktu', 20)]
  const dueAt = readMoment(time, context.get('zone'))
  const problem = text === '' ? 'task' : dueAt === null || dueAt <= parts.now() ? 'time' : null
  if (problem !== null || dueAt === null)
    return casePage(context, parts, { problem: problem ?? 'time', typed: { tugas: text, waktu: time } })
  return changeCase(context, parts, 'case-task-added', (id, staffId) => addingTask(parts, id, staffId, { text, dueAt }))
}

/** `POST /kasus/:id/tugas/:tugas/selesai` */
export async function finishTask(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { tasks } = await readCaseWork(parts, context.req.param('id') ?? '', null)
  const task = tasks.find(({ id }) => id === context.req.param('tugas'))
  if (task === undefined) return failure(context, parts, 'notFound')
  return changeCase(context, parts, 'case-task-done', (id, staffId) => finishingTask(parts, id, staffId, task))
}
