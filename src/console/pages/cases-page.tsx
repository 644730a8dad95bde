import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { CaseRow } from '../cases-query.ts'
import { isClosedTo } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { Page, type Frame } from './frame.tsx'
import { LiveRegion } from './live.tsx'
import { Empty, Tag } from './parts.tsx'

interface CasesProps {
  readonly frame: Frame
  readonly html: string
  readonly closed: boolean
  /** Id to ask for older closed ones after; null on the last page. */
  readonly next: string | null
  readonly liveAddress: string | null
}

export const CasesPage: FC<CasesProps> = ({ frame, html, closed, next, liveAddress }) => {
  const text = frame.words.cases
  return (
    <Page frame={frame} title={text.title}>
      <div class="page-head">
        <h1>{closed ? text.closedTitle : text.title}</h1>
        <a class="head-link" href={closed ? '/kasus' : '/kasus?tutup=1'}>
          {closed ? text.showOpen : text.showClosed}
        </a>
      </div>
      <p class="intro">{closed ? text.closedIntro : text.intro}</p>
      {liveAddress === null ? (
        <div id="daftar-kasus">{raw(html)}</div>
      ) : (
        <LiveRegion id="daftar-kasus" address={liveAddress} html={html} seconds={10} />
      )}
      {next === null ? null : (
        <p>
          <a rel="next" href={`/kasus?tutup=1&sebelum=${next}`}>
            {text.older}
          </a>
        </p>
      )}
    </Page>
  )
}

export const CaseList: FC<{ frame: Frame; rows: readonly CaseRow[]; now: number }> = ({ frame, rows, now }) => {
  const { words } = frame
  const text = words.cases
  if (rows.length === 0)
    return (
      <Empty icon="check" title={text.emptyTitle}>
        <p>{text.emptyText}</p>
      </Empty>
    )
  return (
    <ol class="case-list">
      {rows.map((row) => (
        <li class="card">
          <a class="case-link" href={`/kasus/${row.id}`}>
            <strong>{row.number}</strong> {isClosedTo(frame.viewer, row) ? words.restricted.row : kindName(frame, row)}
          </a>
          <p class="tag-line">
            {row.restricted === 1 ? <Tag icon="hold">{words.restricted.tag}</Tag> : null}
            {row.closed_at === null && row.urgency === 'emergency' ? (
              <Tag icon="danger" tone="danger">
                {words.labels.urgency.emergency}
              </Tag>
            ) : (
              <Tag tone={row.closed_at === null && row.due_at < now ? 'urgent' : 'plain'}>{text.lanes[row.lane]}</Tag>
            )}
            <Tag>{label(text.states, row.state)}</Tag>
            {row.country === null ? null : <Tag>{countryName(row.country, frame.language)}</Tag>}
            {row.owner === null ? null : <Tag icon="person">{row.owner}</Tag>}
            {row.main === null ? null : <Tag>{words.caseWork.joinedTag(row.main)}</Tag>}
            {row.reporters === 0 ? null : <Tag icon="staff">{words.caseWork.reporterCount(row.reporters)}</Tag>}
            {row.next_task === null || row.closed_at !== null ? null : (
              <Tag icon="clock" tone={row.next_task < now ? 'urgent' : 'plain'}>
                {words.caseWork.nextTask(frame.times.moment(row.next_task))}
              </Tag>
            )}
          </p>
          <p class="hint">{timesOf(frame, row, now)}</p>
        </li>
      ))}
    </ol>
  )
}

export function kindName({ words }: Frame, { kind }: Pick<CaseRow, 'kind'>): string {
  return label({ ...words.labels.danger, ...words.cases.kinds }, kind)
}

function timesOf({ words, times }: Frame, row: CaseRow, now: number): string {
  const text = words.cases
  const opened = text.opened(times.moment(row.opened_at))
  if (row.closed_at !== null) return `${opened} · ${text.closedAt(times.moment(row.closed_at))}`
  return `${opened} · ${row.due_at < now ? text.overdue(times.moment(row.due_at)) : text.due(times.moment(row.due_at))}`
}
