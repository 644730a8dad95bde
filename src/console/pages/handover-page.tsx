import type { FC } from 'hono/jsx'
import { isOnHold } from '../../conversation/hold.ts'
import type { ConversationsTable, HandoversTable, PhoneOwner } from '../../store/schema.ts'
import type { OpenTask } from '../case-work-query.ts'
import { isClosedTo, mayActAs, type Viewer } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { FormToken } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Empty, Moment, Tag } from './parts.tsx'

type HandoverRow = Pick<
  ConversationsTable,
  | 'id'
  | 'danger'
  | 'country'
  | 'crisis_since'
  | 'waiting_since'
  | 'hold'
  | 'hold_at'
  | 'hold_reason'
  | 'hold_since'
  | 'last_in_at'
  | 'restricted'
> & {
  readonly pseudonym: string
  readonly assignee: string | null
  readonly phone_owner: PhoneOwner | null
  readonly safe_from: number | null
  readonly safe_until: number | null
  readonly last_staff_at: number | null
}

type Handover = Omit<HandoversTable, 'sealed_note'> & {
  readonly note: string | null
  readonly giver: string | null
  readonly taker: string | null
}

interface HandoverPageProps {
  readonly frame: Frame
  readonly open: readonly HandoverRow[]
  readonly held: readonly HandoverRow[]
  readonly tasks: readonly OpenTask[]
  readonly handovers: readonly Handover[]
  readonly now: number
}

export const HandoverPage: FC<HandoverPageProps> = ({ frame, open, held, tasks, handovers, now }) => {
  const { words, viewer } = frame
  const text = words.handover
  if (viewer === null) return null
  return (
    <Page frame={frame} title={text.title}>
      <div class="page-head">
        <h1>{text.title}</h1>
      </div>
      <section aria-labelledby="terbuka">
        <h2 id="terbuka">{text.open(open.length)}</h2>
        {open.length === 0 ? <Empty icon="check" title={text.noneOpen} /> : <Rows frame={frame} rows={open} now={now} />}
      </section>
      {held.length === 0 ? null : (
        <section aria-labelledby="ditahan">
          <h2 id="ditahan">{text.held(held.length)}</h2>
          <Rows frame={frame} rows={held} now={now} />
        </section>
      )}
      <section aria-labelledby="tugas">
        <h2 id="tugas">{words.caseWork.openTasks(tasks.length)}</h2>
        {tasks.length === 0 ? <p class="hint">{words.caseWork.noOpenTasks}</p> : <OpenTasks frame={frame} tasks={tasks} now={now} />}
      </section>
      <section aria-labelledby="giliran">
        <h2 id="giliran">{text.shifts}</h2>
        {handovers.length === 0 ? <p class="hint">{text.noShifts}</p> : null}
        <ol class="events">
          {handovers.map((handover) => (
            <Shift frame={frame} viewer={viewer} handover={handover} />
          ))}
        </ol>
      </section>
      {mayActAs(viewer.role, 'caseworker') ? (
        <section class="card after" aria-labelledby="serahkan">
          <h2 id="serahkan">{text.handOver}</h2>
          <form method="post" action="/serah-terima">
            <FormToken viewer={viewer} />
            <div class="field">
              <label for="catatan">{text.note}</label>
              <p class="hint" id="catatan-hint">
                {text.noteHint}
              </p>
              <textarea id="catatan" name="catatan" rows={4} maxlength={2000} aria-describedby="catatan-hint"></textarea>
            </div>
            <button class="main" type="submit">
              {text.handOverNow}
            </button>
          </form>
        </section>
      ) : null}
    </Page>
  )
}

const Rows: FC<{ frame: Frame; rows: readonly HandoverRow[]; now: number }> = ({ frame, rows, now }) => {
  const { words, times, language } = frame
  const text = words.handover
  return (
    <ul class="events">
      {rows.map((row) => (
        <li class="event">
          <p>
            <a href={`/percakapan/${row.id}`}>{row.pseudonym}</a>{' '}
            {row.restricted === 1 ? <Tag icon="hold">{words.restricted.tag}</Tag> : null}{' '}
            {row.danger === null || isClosedTo(frame.viewer, row) ? null : (
              <Tag tone="danger" icon="danger">
                {label(words.labels.danger, row.danger)}
              </Tag>
            )}{' '}
            {row.country === null ? null : <Tag>{countryName(row.country, language)}</Tag>}{' '}
            {isOnHold(row, now) ? (
              <Tag tone="urgent" icon="hold">
                {words.inbox.hold}
              </Tag>
            ) : null}
          </p>
          <p class="event-foot">
            <span>{row.assignee === null ? text.nobodyHas : text.has(row.assignee)}</span>
            {row.waiting_since === null ? null : <span>{words.inbox.waiting(times.age(row.waiting_since))}</span>}
            <span>{row.last_staff_at === null ? text.neverWritten : text.lastWritten(times.moment(row.last_staff_at))}</span>
            <span>{row.phone_owner === null ? words.plan.nothing : words.plan.owners[row.phone_owner]}</span>
            {row.safe_from === null || row.safe_until === null ? null : (
              <span>{words.plan.hours(clock(row.safe_from), clock(row.safe_until))}</span>
            )}
            {row.hold === 1 && row.hold_since !== null ? <span>{text.heldSince(times.moment(row.hold_since))}</span> : null}
          </p>
        </li>
      ))}
    </ul>
  )
}

const OpenTasks: FC<{ frame: Frame; tasks: readonly OpenTask[]; now: number }> = ({ frame, tasks, now }) => {
  const { words, times } = frame
  return (
    <ul class="events">
      {tasks.map((task) => {
        const time = times.moment(task.due_at)
        return (
          <li class="event">
            <p>
              <a href={`/kasus/${task.case_id}`}>{task.number}</a> {isClosedTo(frame.viewer, task) ? words.restricted.row : task.text}
            </p>
            <p class="tag-line">
              <Tag icon="clock" tone={task.due_at < now ? 'urgent' : 'plain'}>
                {task.due_at < now ? words.caseWork.taskLate(time) : words.caseWork.taskBy(time)}
              </Tag>
              <small>{task.owner === null ? words.handover.nobodyHas : words.handover.has(task.owner)}</small>
            </p>
          </li>
        )
      })}
    </ul>
  )
}

const Shift: FC<{ frame: Frame; viewer: Viewer; handover: Handover }> = ({ frame, viewer, handover }) => {
  const { words, times } = frame
  const text = words.handover
  const mayAccept = handover.accepted_at === null && handover.staff_id !== viewer.staffId && mayActAs(viewer.role, 'caseworker')
  return (
    <li class="event">
      <p>
        {handover.giver ?? words.review.formerStaff}, <Moment at={handover.at} times={times} />{' '}
        <Tag tone={handover.accepted_at === null ? 'urgent' : 'calm'} icon={handover.accepted_at === null ? 'clock' : 'check'}>
          {handover.accepted_at === null ? text.notAccepted : text.acceptedBy(handover.taker ?? words.review.formerStaff)}
        </Tag>
      </p>
      {handover.note === null ? null : <p class="notice-text">{handover.note}</p>}
      <p class="event-foot">{text.counts(handover.emergencies, handover.held)}</p>
      {mayAccept ? (
        <form method="post" action={`/serah-terima/${handover.id}/terima`}>
          <FormToken viewer={viewer} />
          <button type="submit">{text.accept}</button>
        </form>
      ) : null}
    </li>
  )
}

/** Minutes after midnight as "21:00". */
function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
