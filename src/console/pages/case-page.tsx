import type { FC } from 'hono/jsx'
import { CLOSE_REASONS, WITHOUT_CONSENT } from '../answering-limits.ts'
import type { CaseEvent, CaseRow } from '../cases-query.ts'
import type { CaseFactsTable } from '../../store/schema.ts'
import { mayActAs, type Viewer } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { kindName } from './cases-page.tsx'
import { Field, FormToken, Notice, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Fact, Moment, Tag } from './parts.tsx'
import { ToldFacts } from './case-facts.tsx'
import { BackLink } from './back-link.tsx'
import type { CaseConsent } from '../consents-query.ts'
import { AskConsent, CaseConsents, ConsentBasis } from './case-consents.tsx'

/** `changed`: somebody was quicker. */
export type CaseProblem = 'changed' | 'empty' | 'step' | 'outcome' | 'reason' | 'recipient' | 'consent' | 'held' | 'hour'

interface CaseProps {
  readonly frame: Frame
  readonly row: CaseRow
  readonly facts: readonly CaseFactsTable[]
  readonly consents: readonly CaseConsent[]
  /** Oldest first. */
  readonly timeline: readonly CaseEvent[]
  readonly problem: CaseProblem | null
  readonly now: number
}

export const CasePage: FC<CaseProps> = ({ frame, row, facts, consents, timeline, problem, now }) => {
  const { words, language, times, viewer } = frame
  const text = words.cases
  const isOpen = row.closed_at === null
  return (
    <Page frame={frame} title={row.number}>
      <div class="page-head talk-head">
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
      {problem === null ? null : <Notice kind="wrong">{text.problems[problem]}</Notice>}
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
      {viewer !== null && isOpen && mayActAs(viewer.role, 'caseworker') ? (
        <Acting frame={frame} viewer={viewer} row={row} consents={consents} />
      ) : null}
      <CaseConsents frame={frame} consents={consents} />
      {facts.length === 0 ? null : <ToldFacts frame={frame} row={row} facts={facts} />}
      <h2>{text.timeline}</h2>
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
      {viewer !== null && mayActAs(viewer.role, 'reviewer') ? (
        <form method="post" action={`/kasus/${row.id}/catatan`}>
          <FormToken viewer={viewer} />
          <div class="field">
            <label for="catatan">{text.newNote}</label>
            <textarea id="catatan" name="catatan" rows={3} maxlength={2000}></textarea>
          </div>
          <button type="submit">{text.addNote}</button>
        </form>
      ) : null}
    </Page>
  )
}

const Acting: FC<{ frame: Frame; viewer: Viewer; row: CaseRow; consents: readonly CaseConsent[] }> = ({ frame, viewer, row, consents }) => {
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
      <details>
        <summary>{text.step}</summary>
        <form method="post" action={`/kasus/${row.id}/langkah`}>
          <FormToken viewer={viewer} />
          <Select
            name="langkah"
            label={text.stepKind}
            options={(['forwarded', 'waiting'] as const).map((value) => ({ value, text: text.steps[value] }))}
            value="forwarded"
          />
          <Field name="isi" label={text.stepText} hint={text.stepHint} maxlength={500} />
          <ConsentBasis frame={frame} consents={consents} />
          <button type="submit">{words.account.save}</button>
        </form>
      </details>
      <AskConsent frame={frame} viewer={viewer} caseId={row.id} />
      <details class="closing">
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
          />
          <button type="submit">{text.closeNow}</button>
        </form>
      </details>
    </section>
  )
}

function eventName(frame: Frame, { kind, detail }: CaseEvent): string {
  const { words } = frame
  const name = label(words.cases.events, kind)
  const about = detail['kind']
  const outcome = detail['outcome']
  if (detail['basis'] === WITHOUT_CONSENT) return `${name} (${words.consents.lifeAtRisk})`
  if (typeof about === 'string') return `${name}: ${label({ ...words.labels.danger, ...words.cases.kinds }, about)}`
  return typeof outcome === 'string' ? `${name}: ${label(words.desk.closeReasons, outcome)}` : name
}
