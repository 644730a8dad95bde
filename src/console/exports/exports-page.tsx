import type { FC } from 'hono/jsx'
import { Field, FormToken, Select } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { LiveRegion, type LiveRegionProps } from '../pages/live.tsx'
import { Moment, Tag } from '../pages/parts.tsx'
import { TalkFilters } from '../pages/talk-filters.tsx'
import type { RunningExport } from './running.ts'
import { EXPORT_FORMATS } from './transcripts.ts'

/** The form as typed, by name of field. */
export interface ExportForm {
  readonly dari: string
  readonly sampai: string
  readonly format: string
  readonly kanal: string
  readonly negara: string
  readonly topik: string
  readonly isi: string
}

/** `busy`: as many exports run as may. */
export type ExportProblem = 'days' | 'busy'

interface ExportPageProps {
  readonly frame: Frame
  readonly form: ExportForm
  readonly problem: ExportProblem | null
  readonly live: LiveRegionProps
}

export const ExportPage: FC<ExportPageProps> = ({ frame, form, problem, live }) => {
  const { words, viewer } = frame
  const text = words.exports
  if (viewer === null) return null
  return (
    <Page frame={frame} title={text.title}>
      <div class="page-head">
        <h1>{text.title}</h1>
      </div>
      <p class="intro">{text.intro}</p>
      <p class="hint">{text.withheld}</p>
      <form class="card after" method="post" action="/ekspor">
        <FormToken viewer={viewer} />
        <div class="field-grid">
          <Field
            name="dari"
            label={text.from}
            type="date"
            value={form.dari}
            problem={problem === 'days' ? text.problems.days : undefined}
          />
          <Field name="sampai" label={text.until} type="date" value={form.sampai} />
          <TalkFilters frame={frame} chosen={form} />
          <Select
            name="format"
            label={text.format}
            options={EXPORT_FORMATS.map((value) => ({ value, text: text.formats[value] }))}
            value={form.format}
          />
        </div>
        {problem === 'busy' ? (
          <p class="problem" role="alert">
            {text.problems.busy}
          </p>
        ) : null}
        <button class="main" type="submit">
          {text.download}
        </button>
      </form>
      <section aria-labelledby="berjalan">
        <h2 id="berjalan">{text.yours}</h2>
        <LiveRegion {...live} />
      </section>
    </Page>
  )
}

const TONES = { running: 'plain', done: 'calm', stopped: 'urgent', failed: 'danger' } as const

/** How far the exports of this member of staff are. */
export const RunningList: FC<{ frame: Frame; exports: readonly RunningExport[] }> = ({ frame, exports }) => {
  const { words, times } = frame
  const text = words.exports
  if (exports.length === 0) return <p class="hint">{text.none}</p>
  return (
    <ul class="events">
      {exports.map(({ startedAt, format, messages, share, state }) => (
        <li class="event">
          <p>
            <Moment at={startedAt} times={times} /> {text.formats[format]} <Tag tone={TONES[state]}>{text.states[state]}</Tag>
          </p>
          {state === 'running' ? <progress value={share} max={1} aria-label={text.progress}></progress> : null}
          <p class="event-foot">{text.messages(messages)}</p>
        </li>
      ))}
    </ul>
  )
}
