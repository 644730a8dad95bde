import type { FC } from 'hono/jsx'
import { COLUMNS, LARGEST_FILE_BYTES, LICENCE_STATES, MOST_AGENCIES } from '../../knowledge/agency-list.ts'
import { mayActAs, type Viewer } from '../deps.ts'
import { Field, FormToken, Notice } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Empty, Fact, Tag } from '../pages/parts.tsx'
import type { AgencyFormProblems, StandingList } from './agencies.tsx'
import { KnowledgeTabs } from './tabs.tsx'

interface AgenciesProps {
  readonly frame: Frame
  readonly list: StandingList | null
  readonly now: number
  readonly days: number
  readonly typed: string
  readonly problems: AgencyFormProblems
}

const BAD_ROWS_SHOWN = 20
const NAMES_SHOWN = 100

export const AgenciesPage: FC<AgenciesProps> = (props) => {
  const { frame, list, problems, days } = props
  const { words, viewer } = frame
  const text = words.agencies
  const may = viewer !== null && mayActAs(viewer.role, 'caseworker')
  return (
    <Page frame={frame} title={text.title}>
      <div class="page-head">
        <h1>{text.title}</h1>
      </div>
      <KnowledgeTabs frame={frame} />
      <p class="intro">{text.intro(days)}</p>
      {problems.changed ? <Notice kind="wrong">{text.changedMeanwhile}</Notice> : null}
      {list === null ? (
        <Empty icon="book" title={text.none}>
          <p>{text.noneText}</p>
        </Empty>
      ) : (
        <Standing {...props} list={list} viewer={may ? viewer : null} />
      )}
      {may ? <ImportForm {...props} viewer={viewer} /> : null}
    </Page>
  )
}

const Standing: FC<AgenciesProps & { list: StandingList; viewer: Viewer | null }> = ({ frame, list, now, viewer }) => {
  const { words, times } = frame
  const text = words.agencies
  const { changes } = list
  return (
    <section class="card after" aria-labelledby="berlaku">
      <h2 id="berlaku">{text.standing}</h2>
      <p class="tag-line">
        {now < list.staleAt ? <Tag tone="calm">{text.used}</Tag> : <Tag tone="urgent">{text.tooOld}</Tag>}
        {LICENCE_STATES.map((state) => {
          const count = list.agencies.filter((agency) => agency.state === state).length
          return count === 0 ? null : <Tag>{text.states[state](count)}</Tag>
        })}
      </p>
      <dl class="facts">
        <Fact name={text.listedOn}>{times.date(list.listedOn)}</Fact>
        <Fact name={text.imported}>{text.importedBy(times.moment(list.importedAt), list.by ?? text.gone)}</Fact>
        <Fact name={text.usedUntil}>{times.date(new Date(list.staleAt - 1).toISOString().slice(0, 10))}</Fact>
      </dl>
      {changes === null ? (
        <p class="hint">{text.first}</p>
      ) : (
        <>
          <p>{text.changes(changes.added.length, changes.gone.length, changes.changed.length)}</p>
          <Names title={text.added} names={changes.added} />
          <Names title={text.lost} names={changes.gone} />
          <Names
            title={text.turned}
            names={changes.changed.map(({ name, from, to }) => `${name}: ${text.stateNames[from]} → ${text.stateNames[to]}`)}
          />
        </>
      )}
      {viewer === null ? null : (
        <details class="fold">
          <summary>{text.undo}</summary>
          <p class="hint">{changes === null ? text.undoFirst : text.undoText}</p>
          <form method="post" action={`/pengetahuan/p3mi/${list.id}/batalkan`}>
            <FormToken viewer={viewer} />
            <button class="danger" type="submit">
              {text.undoNow}
            </button>
          </form>
        </details>
      )}
    </section>
  )
}

const Names: FC<{ title: string; names: readonly string[] }> = ({ title, names }) =>
  names.length === 0 ? null : (
    <details class="fold">
      <summary>
        {title} ({names.length})
      </summary>
      <ul>
        {names.slice(0, NAMES_SHOWN).map((name) => (
          <li>{name}</li>
        ))}
        {names.length > NAMES_SHOWN ? <li>…</li> : null}
      </ul>
    </details>
  )

const ImportForm: FC<AgenciesProps & { viewer: Viewer }> = ({ frame, typed, problems, viewer }) => {
  const text = frame.words.agencies
  const { rows, date, file } = problems
  const described = ['berkas-hint', ...(file === null ? [] : ['berkas-problem'])].join(' ')
  return (
    <section class="card after" aria-labelledby="impor">
      <h2 id="impor">{text.importTitle}</h2>
      {rows.length === 0 ? null : (
        <>
          <Notice kind="wrong">{text.refused(rows.length)}</Notice>
          <ul class="bad-rows">
            {rows.slice(0, BAD_ROWS_SHOWN).map(({ line, column, fault }) => (
              <li>{text.badRow(line, column, text.faults[fault])}</li>
            ))}
            {rows.length > BAD_ROWS_SHOWN ? <li>{text.moreRows(rows.length - BAD_ROWS_SHOWN)}</li> : null}
          </ul>
        </>
      )}
      <form method="post" action="/pengetahuan/p3mi" enctype="multipart/form-data">
        <FormToken viewer={viewer} />
        <Field
          name="tanggal"
          type="date"
          label={text.date}
          hint={text.dateHint}
          value={typed}
          problem={date === null ? undefined : text.dateProblems[date]}
        />
        <div class={file === null ? 'field' : 'field field-wrong'}>
          <label for="berkas">{text.file}</label>
          <p class="hint" id="berkas-hint">
            {text.fileHint(COLUMNS.join(', '), MOST_AGENCIES, LARGEST_FILE_BYTES / 1024)}
          </p>
          <input
            id="berkas"
            name="berkas"
            type="file"
            accept=".csv,text/csv"
            required
            aria-describedby={described}
            aria-invalid={file === null ? undefined : 'true'}
          />
          {file === null ? null : (
            <p class="problem" id="berkas-problem">
              {text.fileProblems[file]}
            </p>
          )}
        </div>
        <button class="main" type="submit">
          {text.importNow}
        </button>
      </form>
    </section>
  )
}
