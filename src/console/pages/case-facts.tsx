/** What a person told in guided questions: names and the like are opened with a reason, on a page of their own. */
import type { FC } from 'hono/jsx'
import type { CaseFactsTable } from '../../store/schema.ts'
import { REVEAL_REASONS } from '../answering-limits.ts'
import type { CaseRow } from '../cases-query.ts'
import { mayActAs } from '../deps.ts'
import { FormToken, Select } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Fact } from './parts.tsx'
import { Revealed } from './revealed.tsx'

export const ToldFacts: FC<{ frame: Frame; row: CaseRow; facts: readonly CaseFactsTable[] }> = ({ frame, row, facts }) => {
  const { words, viewer } = frame
  const text = words.cases
  const hides = facts.some(({ sealed_text }) => sealed_text !== null)
  // For the one on duty for an emergency the reason is filled in.
  const usual = row.urgency === 'emergency' && row.owner_id === viewer?.staffId ? 'life-at-risk' : ''
  return (
    <section class="told" aria-labelledby="diceritakan">
      <h2 id="diceritakan">{text.told}</h2>
      <dl class="facts">
        {facts.map(({ label, shown }) => (
          <Fact name={label}>{shown ?? text.hidden}</Fact>
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

export const CaseFactsPage: FC<CaseFactsProps> = ({ frame, id, number, facts }) => (
  <Revealed
    frame={frame}
    title={number}
    heading={number}
    facts={facts.map(({ label, text }) => ({ name: label, value: text }))}
    back={{ href: `/kasus/${id}`, text: frame.words.cases.backToCase }}
  />
)
