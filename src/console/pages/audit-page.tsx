import type { FC } from 'hono/jsx'
import { AUDIT_ACTIONS, type AuditAction, type AuditVerdict } from '../audit.ts'
import { label } from '../labels.ts'
import type { Words } from '../words/words.ts'
import { Notice, Select } from './form.tsx'
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

export interface AuditFilters {
  readonly action: AuditAction | null
  readonly staffId: string | null
}

interface AuditPageProps {
  readonly frame: Frame
  readonly rows: readonly AuditRow[]
  readonly next: number | null
  readonly staff: readonly { readonly id: string; readonly name: string }[]
  readonly filters: AuditFilters
  /** Null when nobody asked whether the trail is whole. */
  readonly verdict: AuditVerdict | null
}

export const AuditPage: FC<AuditPageProps> = ({ frame, rows, next, staff, filters, verdict }) => {
  const { words, times } = frame
  const actions = AUDIT_ACTIONS.map((value) => ({ value, text: words.labels.action[value] })).toSorted((one, other) =>
    one.text.localeCompare(other.text),
  )
  return (
    <Page frame={frame} title={words.audit.title} shape="wide">
      <div class="page-head">
        <h1>{words.audit.title}</h1>
      </div>
      <p class="intro">{words.audit.intro}</p>
      {verdict === null ? null : (
        <Notice kind={verdict.intact ? 'right' : 'wrong'}>
          {verdict.intact ? words.audit.intact(verdict.rows) : words.audit.altered(verdict.brokenAt ?? 0)}
        </Notice>
      )}
      <form class="filter-line" method="get" action="/audit">
        <Select
          name="siapa"
          label={words.audit.who}
          options={staff.map(({ id, name }) => ({ value: id, text: name }))}
          value={filters.staffId ?? ''}
          any={words.inbox.any}
        />
        <Select name="tindakan" label={words.audit.what} options={actions} value={filters.action ?? ''} any={words.inbox.any} />
        <button type="submit">{words.inbox.apply}</button>
        <button type="submit" name="periksa" value="1">
          {words.audit.verify}
        </button>
      </form>
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
              <td data-label={words.audit.subject}>{row.pseudonym ?? row.staff ?? subjectText(row)}</td>
              <td data-label={words.audit.detail}>{detailText(words, row.detail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {next === null ? null : (
        <nav class="pager" aria-label={words.audit.older}>
          <a rel="next" href={olderAddress(filters, next)}>
            {words.audit.older}
          </a>
        </nav>
      )}
    </Page>
  )
}

/** What knowledge was changed is named by its path; other ids mean nothing to a reader. */
function subjectText({ action, subject }: AuditRow): string {
  return action.startsWith('knowledge-') || action.startsWith('notice-') ? (subject ?? '') : ''
}

function olderAddress(filters: AuditFilters, before: number): string {
  const query = new URLSearchParams({ sebelum: String(before) })
  if (filters.staffId !== null) query.set('siapa', filters.staffId)
  if (filters.action !== null) query.set('tindakan', filters.action)
  return `/audit?${query.toString()}`
}

/** The details that mean something to a reader, in words; ids of notes and messages are left to the export. */
function detailText(words: Words, detail: string): string {
  const known = parseDetail(detail)
  const { audit, labels, desk, review, knowledge } = words
  const named: Readonly<Record<string, (value: string) => string>> = {
    role: (value) => label(labels.role, value),
    purpose: (value) => label(audit.purposes, value),
    reason: (value) => label({ ...desk.closeReasons, ...review.revealReasons }, value),
    basis: (value) => label({ ...review.revealReasons, consent: words.consents.ofCase }, value),
    proof: (value) => label(review.pinProofs, value),
    how: (value) => label(knowledge.hows, value),
    verdict: (value) => label(review.marks, value),
    rows: (value) => audit.rows(value),
    format: (value) => value.toUpperCase(),
    firstDay: (value) => value,
    lastDay: (value) => value,
    identity: (value) => (value === 'true' ? words.caseWork.letter.identity : ''),
    secondFactor: () => audit.withFactor,
    recovery: () => audit.withRecovery,
    link: () => audit.byLink,
    older: () => audit.older,
    unreadable: (value) => value,
  }
  return Object.entries(known)
    .flatMap(([key, value]) => (Object.hasOwn(named, key) ? (named[key]?.(String(value)) ?? []) : []))
    .filter((said) => said !== '')
    .join(', ')
}

/** A row that somebody altered must still show. */
function parseDetail(detail: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(detail)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : { unreadable: detail }
  } catch {
    return { unreadable: detail }
  }
}
