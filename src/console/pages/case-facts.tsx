/** What a person told in guided questions: names and the like are opened with a reason, on a page of their own. */
import type { FC } from 'hono/jsx'
import type { CaseFactsTable } from '../../store/schema.ts'
import { REVEAL_REASONS } from '../answering-limits.ts'
import type { CaseRow } from '../cases-query.ts'
import { mayActAs } from '../deps.ts'
import { FormToken, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'

export const ToldFacts: FC<{ frame: Frame; row: CaseRow; facts: readonly CaseFactsTable[] }> = ({ frame, row, facts }) => {
  const { words, viewer } = frame
  const text = words.cases
  const hides = facts.some(({ sealed_text }) => sealed_text !== null)
  // For the one on duty for an emergency the reason is filled in.
  const usual = row.urgency === 'emergency' && row.owner_id === viewer?.staffId ? 'life-at-risk' : ''
  return (
    <section aria-labelledby="diceritakan">
      <h2 id="diceritakan">{text.told}</h2>
      <dl class="facts">
        {facts.map(({ label, shown }) => (
          <div>
            <dt>{label}</dt>
            <dd>{shown ?? text.hidden}</dd>
          </div>
        ))}
      </dl>
      {hides && viewer !== null && mayActAs(viewer.role, 'caseworker') ? (
        <form method="post" action={`/kasus/${row.id}/buka-data`}>
          <FormToken viewer={viewer} />
          <p class="hint">{text.openFactsHint}</p>
          <Select
            name="alasan"
            label={words.review.revealReason}
            options={REVEAL_REASONS.map((value) => ({ value, text: words.review.revealReasons[value] }))}
            value={usual}
            any={words.desk.choose}
          />
          <button type="submit">{text.openFacts}</button>
        </form>
      ) : null}
    </section>
  )
}

interface CaseFactsProps {
  readonly frame: Frame
  readonly id: string
  readonly number: string
  readonly facts: readonly { readonly label: string; readonly text: string }[]
}

/** Shown once; going back or reloading asks for a reason again. */
export const CaseFactsPage: FC<CaseFactsProps> = ({ frame, id, number, facts }) => {
  const { words } = frame
  return (
    <Page frame={frame} title={number}>
      <div class="page-head">
        <h1>{number}</h1>
      </div>
      <div class="card narrow">
        <dl>
          {facts.map(({ label, text }) => (
            <>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
        <p class="hint after">{words.review.revealNoted}</p>
        <p class="after">
          <a href={`/kasus/${id}`}>{words.cases.backToCase}</a>
        </p>
      </div>
    </Page>
  )
}
