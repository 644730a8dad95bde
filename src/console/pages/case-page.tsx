import type { FC } from 'hono/jsx'
import { CLOSE_REASONS, WITHOUT_CONSENT } from '../answering-limits.ts'
import type { CaseWork } from '../case-work-query.ts'
import type { CaseConsent } from '../consents-query.ts'
import type { CaseEvent, CaseRow } from '../cases-query.ts'
import type { SeenDeposit } from '../deposits-query.ts'
import type { MediaView } from '../media-query.ts'
import type { CaseFactsTable } from '../../store/schema.ts'
import { mayActAs, type Viewer } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { BackLink } from './back-link.tsx'
import { AskConsent, CaseConsents } from './case-consents.tsx'
import { ToldFacts } from './case-facts.tsx'
import { DepositNote } from './deposit-panel.tsx'
import { Referrals } from './case-referrals-panel.tsx'
import { Reporters } from './case-reporters-panel.tsx'
import { Tasks } from './case-tasks-panel.tsx'
import { MediaList } from './media-list.tsx'
import { kindName } from './cases-page.tsx'
import { Field, FormToken, Notice, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Fact, Moment, Tag } from './parts.tsx'

/** What is wrong with the form that was sent; `changed`: somebody was quicker. */
export type CaseProblem =
  | 'changed'
  | 'empty'
  | 'wait'
  | 'outcome'
  | 'reason'
  | 'task'
  | 'time'
  | 'recipient'
  | 'held'
  | 'hour'
  | 'referredTo'
  | 'consent'
  | 'consentReason'
  | 'result'
  | 'join'
  | 'depositReason'

export interface CaseForms {
  readonly problem: CaseProblem | null
  /** What was typed in the form that was refused, by name of field. */
  readonly typed: Readonly<Record<string, string>>
}

export const NOTHING_TYPED: CaseForms = { problem: null, typed: {} }

/** A case with all that its page shows. */
export interface CaseView {
  readonly row: CaseRow
  readonly facts: readonly CaseFactsTable[]
  /** None for whoever may not open one. */
  readonly deposits: readonly SeenDeposit[]
  readonly consents: readonly CaseConsent[]
  /** Oldest first. */
  readonly timeline: readonly CaseEvent[]
  readonly work: CaseWork
  readonly media: readonly MediaView[]
  readonly forms: CaseForms
  readonly now: number
}

/** What the parts of the page get. */
export interface CasePart {
  readonly frame: Frame
  readonly view: CaseView
  readonly viewer: Viewer
}

export const CasePage: FC<{ frame: Frame; view: CaseView }> = ({ frame, view }) => {
  const { row, facts, consents, timeline, work, media, forms, now } = view
  const { words, language, times, viewer } = frame
  if (viewer === null) return null
  const text = words.cases
  const isOpen = row.closed_at === null
  return (
    <Page frame={frame} title={row.number}>
      <div class="page-head">
        <BackLink href="/kasus" label={text.back} />
        <h1>{row.number}</h1>
        <span class="head-tags">
          <Tag icon={row.urgency === 'emergency' ? 'danger' : 'clock'} tone={row.urgency === 'emergency' ? 'danger' : 'urgent'}>
            {kindName(frame, row)}
          </Tag>
          <Tag>{label(text.states, row.state)}</Tag>
          {row.country === null ? null : <Tag>{countryName(row.country, language)}</Tag>}
        </span>
      </div>
      {forms.problem === 'changed' || forms.problem === 'recipient' || forms.problem === 'held' || forms.problem === 'hour' ? (
        <Notice kind="wrong">{text.problems[forms.problem]}</Notice>
      ) : null}
      {work.main === null ? null : (
        <p class="joined-to">
          {words.caseWork.joinedTo} <a href={`/kasus/${work.main.id}`}>{work.main.number}</a>
        </p>
      )}
      <p class="hint">{text.notOfficial}</p>
      <dl class="facts">
        <Fact name={text.lane}>{text.lanes[row.lane]}</Fact>
        <Fact name={text.openedName}>{times.moment(row.opened_at)}</Fact>
        {isOpen ? <Fact name={row.due_at < now ? text.overdueName : text.dueName}>{times.moment(row.due_at)}</Fact> : null}
        <Fact name={text.takenName}>{row.taken_at === null ? text.notYet : times.moment(row.taken_at)}</Fact>
        <Fact name={text.firstAnswerName}>{row.first_answer_at === null ? text.notYet : times.moment(row.first_answer_at)}</Fact>
        {row.closed_at === null ? null : <Fact name={text.closedName}>{times.moment(row.closed_at)}</Fact>}
        {row.outcome === null ? null : <Fact name={words.desk.closeReason}>{words.desk.closeReasons[row.outcome]}</Fact>}
        <Fact name={text.owner}>{row.owner ?? text.nobody}</Fact>
        <Fact name={text.person}>
          {row.conversation_id === null ? text.erased : <a href={`/percakapan/${row.conversation_id}`}>{row.pseudonym}</a>}
        </Fact>
      </dl>
      {isOpen && mayActAs(viewer.role, 'caseworker') ? <Acting frame={frame} viewer={viewer} view={view} /> : null}
      <CaseConsents frame={frame} consents={consents} />
      {facts.length === 0 ? null : <ToldFacts frame={frame} row={row} facts={facts} problem={forms.problem === 'reason'} />}
      <Deposits frame={frame} viewer={viewer} view={view} />
      <MediaList frame={frame} media={media} />
      <div class="columns packed">
        <Tasks frame={frame} viewer={viewer} view={view} />
        <Referrals frame={frame} viewer={viewer} view={view} />
        <Reporters frame={frame} viewer={viewer} view={view} />
      </div>
      <h2 class="after">{text.timeline}</h2>
      <ol class="timeline">
        {timeline.map((event) => (
          <li>
            <p>
              <Moment at={event.at} times={times} /> <strong>{eventName(frame, event)}</strong>
              {event.name === null ? '' : ` · ${event.name}`}
            </p>
            {event.text === null ? null : <p class="timeline-text">{event.text}</p>}
          </li>
        ))}
      </ol>
      {mayActAs(viewer.role, 'reviewer') ? (
        <form method="post" action={`/kasus/${row.id}/catatan`}>
          <FormToken viewer={viewer} />
          <div class={forms.problem === 'empty' ? 'field field-wrong' : 'field'}>
            <label for="catatan">{text.newNote}</label>
            <textarea
              id="catatan"
              name="catatan"
              rows={3}
              maxlength={2000}
              aria-invalid={forms.problem === 'empty' ? 'true' : undefined}
              aria-describedby={forms.problem === 'empty' ? 'catatan-problem' : undefined}
            ></textarea>
            {forms.problem === 'empty' ? (
              <p class="problem" id="catatan-problem">
                {text.problems.empty}
              </p>
            ) : null}
          </div>
          <button type="submit">{text.addNote}</button>
        </form>
      ) : null}
    </Page>
  )
}

const Deposits: FC<CasePart> = ({ frame, viewer, view: { row, deposits, forms } }) =>
  deposits.length === 0 ? null : (
    <section class="told" aria-labelledby="titipan">
      <h2 id="titipan">{frame.words.deposits.title}</h2>
      {deposits.map((seen) => (
        <DepositNote
          frame={frame}
          viewer={viewer}
          seen={seen}
          place={`/kasus/${row.id}`}
          onEmergency={row.urgency === 'emergency' && row.owner_id === viewer.staffId}
          problem={forms.problem === 'depositReason'}
        />
      ))}
    </section>
  )

const Acting: FC<CasePart> = ({ frame, viewer, view: { row, forms } }) => {
  const { words } = frame
  const text = words.cases
  const isMine = row.owner_id === viewer.staffId
  return (
    <section class="case-acting" aria-label={text.acting}>
      <form method="post" action={`/kasus/${row.id}/${isMine ? 'serahkan' : 'ambil'}`}>
        <FormToken viewer={viewer} />
        <input type="hidden" name="dari" value={row.owner_id ?? ''} />
        <button class={row.owner_id === null ? 'main' : ''} type="submit">
          {isMine ? text.handOn : row.owner === null ? text.take : text.takeFrom(row.owner)}
        </button>
      </form>
      <details class="fold" open={forms.problem === 'wait'}>
        <summary>{words.caseWork.waitFor}</summary>
        <form method="post" action={`/kasus/${row.id}/tunggu`}>
          <FormToken viewer={viewer} />
          <Field
            name="isi"
            label={words.caseWork.waitText}
            hint={words.caseWork.taskHint}
            problem={forms.problem === 'wait' ? text.problems.wait : undefined}
            maxlength={500}
          />
          <button type="submit">{words.account.save}</button>
        </form>
      </details>
      <AskConsent frame={frame} viewer={viewer} caseId={row.id} />
      <details class="fold closing" open={forms.problem === 'outcome'}>
        <summary>{text.close}</summary>
        <form method="post" action={`/kasus/${row.id}/tutup`}>
          <FormToken viewer={viewer} />
          <p class="hint">{text.closeText}</p>
          <Select
            name="hasil"
            label={words.desk.closeReason}
            options={CLOSE_REASONS.map((value) => ({ value, text: words.desk.closeReasons[value] }))}
            value=""
            any={words.desk.choose}
            problem={forms.problem === 'outcome' ? text.problems.outcome : undefined}
          />
          <button type="submit">{text.closeNow}</button>
        </form>
      </details>
    </section>
  )
}

function eventName({ words }: Frame, { kind, detail }: CaseEvent): string {
  const { cases, labels, desk, caseWork, consents } = words
  const about: Readonly<Record<string, (value: string) => string>> = {
    kind: (value) => label({ ...labels.danger, ...cases.kinds }, value),
    outcome: (value) => label(desk.closeReasons, value),
    basis: (value) => (value === WITHOUT_CONSENT ? consents.lifeAtRisk : consents.ofCase),
    result: (value) => label(caseWork.results, value),
    number: (value) => value,
  }
  const said = Object.entries(about).flatMap(([key, say]) => {
    const value = detail[key]
    return typeof value === 'string' ? [say(value)] : []
  })
  return [label(cases.events, kind), ...said].join(': ')
}
