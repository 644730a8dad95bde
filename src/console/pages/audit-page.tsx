import type { FC } from 'hono/jsx'
import { label } from '../labels.ts'
import { Page, type Frame } from './frame.tsx'
import { Moment } from './parts.tsx'

interface AuditRow {
  readonly number: number
  readonly at: number
  readonly action: string
  readonly detail: string
  readonly subject: string | null
  readonly who: string | null
  readonly pseudonym: string | null
  readonly staff: string | null
}

export const AuditPage: FC<{ frame: Frame; rows: readonly AuditRow[]; next: number | null }> = ({ frame, rows, next }) => {
  const { words, times } = frame
  return (
    <Page frame={frame} title={words.audit.title} shape="wide">
      <div class="page-head">
        <h1>{words.audit.title}</h1>
      </div>
      <p class="intro">{words.audit.intro}</p>
      {rows.length === 0 ? <p>{words.audit.empty}</p> : null}
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.audit.when}</th>
            <th scope="col">{words.audit.who}</th>
            <th scope="col">{words.audit.what}</th>
            <th scope="col">{words.audit.subject}</th>
            <th scope="col">{words.audit.detail}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">
                <Moment at={row.at} times={times} />
              </th>
              <td data-label={words.audit.who}>{row.who ?? words.audit.nobody}</td>
              <td data-label={words.audit.what}>{label(words.labels.action, row.action)}</td>
              <td data-label={words.audit.subject}>{row.pseudonym ?? row.staff ?? ''}</td>
              <td data-label={words.audit.detail}>{row.detail === '{}' ? '' : <code>{row.detail}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {next === null ? null : (
        <nav class="pager" aria-label={words.audit.older}>
          <a rel="next" href={`/audit?sebelum=${next}`}>
            {words.audit.older}
          </a>
        </nav>
      )}
    </Page>
  )
}
