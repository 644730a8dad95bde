import type { FC } from 'hono/jsx'
import type { CaseTask } from '../case-work-query.ts'
import { mayActAs } from '../deps.ts'
import type { CasePart } from './case-page.tsx'
import { Field, FormToken } from './form.tsx'
import { Tag } from './parts.tsx'

/** What staff promised to do, and by when. */
export const Tasks: FC<CasePart> = (part) => {
  const { frame, viewer, view } = part
  const { row, work, forms } = view
  const text = frame.words.caseWork
  const wrong = forms.problem === 'task' || forms.problem === 'time'
  return (
    <section class="card" aria-labelledby="tugas">
      <h2 id="tugas">{text.tasks}</h2>
      {work.tasks.length === 0 ? <p class="hint">{text.noTasks}</p> : null}
      <ul class="case-items">
        {work.tasks.map((task) => (
          <Task {...part} task={task} />
        ))}
      </ul>
      {row.closed_at === null && mayActAs(viewer.role, 'caseworker') ? (
        <details class="fold" open={wrong}>
          <summary>{text.addTask}</summary>
          <form method="post" action={`/kasus/${row.id}/tugas`}>
            <FormToken viewer={viewer} />
            <Field
              name="tugas"
              id="tugas-baru"
              label={text.taskText}
              hint={text.taskHint}
              value={forms.typed['tugas']}
              problem={forms.problem === 'task' ? text.problems.task : undefined}
              maxlength={300}
            />
            <Field
              name="waktu"
              label={text.taskTime}
              type="datetime-local"
              value={forms.typed['waktu']}
              problem={forms.problem === 'time' ? text.problems.time : undefined}
            />
            <button type="submit">{frame.words.account.save}</button>
          </form>
        </details>
      ) : null}
    </section>
  )
}

const Task: FC<CasePart & { task: CaseTask }> = ({ frame, viewer, view: { row, now }, task }) => {
  const { words, times } = frame
  const text = words.caseWork
  const late = task.done_at === null && task.due_at < now
  const time = times.moment(task.due_at)
  return (
    <li class={task.done_at === null ? 'case-item' : 'case-item is-done'}>
      <p class="said">{task.text}</p>
      <p class="tag-line">
        {task.done_at === null ? (
          <Tag icon="clock" tone={late ? 'urgent' : 'plain'}>
            {late ? text.taskLate(time) : text.taskBy(time)}
          </Tag>
        ) : (
          <Tag icon="check" tone="calm">
            {text.taskDone(times.moment(task.done_at))}
          </Tag>
        )}
        <small>{task.name ?? words.review.formerStaff}</small>
      </p>
      {task.done_at === null && mayActAs(viewer.role, 'caseworker') ? (
        <form method="post" action={`/kasus/${row.id}/tugas/${task.id}/selesai`}>
          <FormToken viewer={viewer} />
          <button class="small" type="submit" aria-label={text.finishOf(task.text)}>
            {text.finish}
          </button>
        </form>
      ) : null}
    </li>
  )
}
