/** What a person told in guided questions: names and the like are opened with a reason, on a page of their own. */
import type { FC } from 'hono/jsx'
import type { CaseFactsTable } from '../../store/schema.ts'
import type { CaseRow } from '../cases-query.ts'
import { mayActAs } from '../deps.ts'
import type { Frame } from './frame.tsx'
import { Fact } from './parts.tsx'
import { RevealForm } from './reveal-form.tsx'
import { Revealed } from './revealed.tsx'

interface ToldFactsProps {
  readonly frame: Frame
  readonly row: CaseRow
  readonly facts: readonly CaseFactsTable[]
  /** They were asked for without a reason. */
  readonly problem: boolean
}

export const ToldFacts: FC<ToldFactsProps> = ({ frame, row, facts, problem }) => {
  const { words, viewer } = frame
  const text = words.cases
  const hides = facts.some(({ sealed_text }) => sealed_text !== null)
  return (
    <section class="told" aria-labelledby="diceritakan">
      <h2 id="diceritakan">{text.told}</h2>
      <dl class="facts">
        {facts.map(({ label, shown }) => (
          <Fact name={label}>{shown ?? text.hidden}</Fact>
        ))}
      </dl>
      {hides && viewer !== null && mayActAs(viewer.role, 'caseworker') ? (
        <details class="fold" open={problem}>
          <summary>{text.openFacts}</summary>
          <RevealForm
            frame={frame}
            viewer={viewer}
            action={`/kasus/${row.id}/buka-data`}
            button={text.openFacts}
            onEmergency={row.urgency === 'emergency' && row.owner_id === viewer.staffId}
            problem={problem}
          />
        </details>
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
