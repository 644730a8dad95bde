import type { FC } from 'hono/jsx'
import type { DutyHoursTable } from '../../store/schema.ts'
import { writeTimeOfDay } from '../contact-plan.ts'
import { mayActAs, type AlertsView, type Viewer } from '../deps.ts'
import { DUTY_ZONES, SHIFT_HOURS, WEEKDAYS } from '../duty-limits.ts'
import { FormToken, Notice, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Tag } from './parts.tsx'

/** What a form led to; `accepted` alone is good news. */
export type DutyProblem = 'shift' | 'hours' | 'refused' | 'accepted'

interface DutyProps {
  readonly frame: Frame
  readonly shifts: readonly { readonly staff_id: string; readonly name: string; readonly until: number }[]
  readonly hours: readonly DutyHoursTable[]
  readonly alerts: ReturnType<AlertsView['health']>
  readonly problem: DutyProblem | null
}

export const DutyPage: FC<DutyProps> = ({ frame, shifts, hours, alerts, problem }) => {
  const { words, times, viewer } = frame
  const text = words.duty
  return (
    <Page frame={frame} title={text.title}>
      <div class="page-head">
        <h1>{text.title}</h1>
        <Tag tone={alerts.state === 'up' ? 'calm' : 'urgent'}>{text.alerts[alerts.state]}</Tag>
      </div>
      {problem === null ? null : <Notice kind={problem === 'accepted' ? 'right' : 'wrong'}>{text.problems[problem]}</Notice>}
      <p class="intro">{text.intro}</p>
      <section class="on-duty" aria-labelledby="sekarang">
        <h2 id="sekarang">{text.now}</h2>
        {shifts.length === 0 ? (
          <p>{text.nobody}</p>
        ) : (
          <ul class="duty-list">
            {shifts.map((shift) => (
              <li class="card">
                <strong>{shift.name}</strong> {text.until(times.moment(shift.until))}
                {viewer === null ? null : <Ending frame={frame} viewer={viewer} staffId={shift.staff_id} />}
              </li>
            ))}
          </ul>
        )}
        {viewer !== null && mayActAs(viewer.role, 'caseworker') ? (
          <form method="post" action="/jaga/mulai">
            <FormToken viewer={viewer} />
            <Select
              name="lama"
              label={text.shift}
              options={SHIFT_HOURS.map((count) => ({ value: String(count), text: text.hours(count) }))}
              value="8"
            />
            <button class="main" type="submit">
              {text.begin}
            </button>
          </form>
        ) : null}
        {viewer !== null && mayActAs(viewer.role, 'caseworker') && alerts.state !== 'off' ? (
          <form method="post" action="/jaga/tes">
            <FormToken viewer={viewer} />
            <button type="submit">{text.test}</button>
          </form>
        ) : null}
      </section>
      <section aria-labelledby="sepekan">
        <h2 id="sepekan">{text.week}</h2>
        <p class="hint">{text.weekText}</p>
        {viewer !== null && mayActAs(viewer.role, 'admin') ? (
          <Week frame={frame} viewer={viewer} hours={hours} />
        ) : (
          WEEKDAYS.flatMap((weekday) => hours.filter((one) => one.weekday === weekday)).map((one) => (
            <p>
              {text.weekdays[one.weekday]}: {writeTimeOfDay(one.starts)}–{writeTimeOfDay(one.ends)}
            </p>
          ))
        )}
      </section>
    </Page>
  )
}

const Ending: FC<{ frame: Frame; viewer: Viewer; staffId: string }> = ({ frame, viewer, staffId }) => {
  const isOwn = staffId === viewer.staffId
  if (!isOwn && !mayActAs(viewer.role, 'admin')) return null
  return (
    <form method="post" action={isOwn ? '/jaga/selesai' : `/jaga/${staffId}/selesai`}>
      <FormToken viewer={viewer} />
      <button class="small" type="submit">
        {frame.words.duty.end}
      </button>
    </form>
  )
}

const Week: FC<{ frame: Frame; viewer: Viewer; hours: readonly DutyHoursTable[] }> = ({ frame, viewer, hours }) => {
  const { words } = frame
  const text = words.duty
  return (
    <form class="duty-week" method="post" action="/jaga/jam">
      <FormToken viewer={viewer} />
      {WEEKDAYS.map((weekday, i) => {
        const set = hours.find((one) => one.weekday === weekday)
        return (
          <fieldset class="duty-day">
            <legend>{text.weekdays[weekday]}</legend>
            <Time name={`mulai-${weekday}`} label={text.from} minute={set?.starts} showLabel={i === 0} />
            <Time name={`sampai-${weekday}`} label={text.to} minute={set?.ends} showLabel={i === 0} />
          </fieldset>
        )
      })}
      <Select
        name="zona"
        label={text.zone}
        options={DUTY_ZONES.map((zone) => ({ value: zone, text: text.zones[zone] }))}
        value={hours[0]?.zone ?? 'Asia/Jakarta'}
      />
      <button type="submit">{words.account.save}</button>
    </form>
  )
}

/** The times of a week stand below each other: only the first row shows what they are. */
const Time: FC<{ name: string; label: string; minute: number | undefined; showLabel: boolean }> = ({ name, label, minute, showLabel }) => (
  <div class="field">
    <label class={showLabel ? undefined : 'unseen'} for={name}>
      {label}
    </label>
    <input
      id={name}
      name={name}
      type="text"
      inputmode="numeric"
      placeholder="08:00"
      maxlength={5}
      autocomplete="off"
      value={minute === undefined ? '' : writeTimeOfDay(minute)}
    />
  </div>
)
