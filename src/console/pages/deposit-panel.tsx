/** What a worker deposited before the journey: that it is there, the form to open it, and the page that shows it once. */
import type { FC } from 'hono/jsx'
import type { DepositFact } from '../../conversation/turn.ts'
import type { SeenDeposit } from '../deposits-query.ts'
import type { Viewer } from '../deps.ts'
import type { Frame } from './frame.tsx'
import { RevealForm } from './reveal-form.tsx'
import { Revealed } from './revealed.tsx'

interface DepositProps {
  readonly frame: Frame
  readonly viewer: Viewer
  readonly seen: SeenDeposit
  /** Address of the page that it stands on. */
  readonly place: string
  readonly onEmergency: boolean
  /** It was asked for without a reason that the rule leaves. */
  readonly problem: boolean
}

export const DepositNote: FC<DepositProps> = ({ frame, viewer, seen, place, onEmergency, problem }) => {
  const { deposits } = frame.words
  const { row, via, reasons } = seen
  return (
    <div class="deposit">
      <p>
        {via === 'own' ? deposits.isThere(frame.times.moment(row.at)) : deposits.mayBe(frame.times.moment(row.at))}{' '}
        {deposits.rules[row.rule]}
        {row.erase_at === null ? '' : ` ${deposits.toBeErased(frame.times.moment(row.erase_at))}`}
      </p>
      {via === 'report' ? <p class="problem">{deposits.neverTell}</p> : null}
      {reasons.length === 0 ? (
        <p class="hint">{deposits.restricted}</p>
      ) : (
        <details class="fold" open={problem}>
          <summary>{deposits.open}</summary>
          <RevealForm
            frame={frame}
            viewer={viewer}
            action={`${place}/buka-titipan`}
            button={deposits.open}
            onEmergency={onEmergency}
            problem={problem}
            reasons={reasons}
            id={`alasan-titipan-${row.id}`}
            which={{ name: 'titipan', value: row.id }}
          />
        </details>
      )}
    </div>
  )
}

interface DepositPageProps {
  readonly frame: Frame
  readonly seen: SeenDeposit
  readonly facts: readonly DepositFact[]
  /** Address to go back to. */
  readonly back: string
}

export const DepositPage: FC<DepositPageProps> = ({ frame, seen, facts, back }) => {
  const { deposits } = frame.words
  return (
    <Revealed
      frame={frame}
      title={deposits.title}
      heading={deposits.title}
      facts={facts.map(({ label, text }) => ({ name: label, value: text }))}
      back={{ href: back, text: deposits.back }}
    >
      <p>{deposits.rules[seen.row.rule]}</p>
      <p class="problem">{seen.via === 'report' ? deposits.neverTell : deposits.askFirst}</p>
      {seen.via === 'report' ? (
        <p class="after">
          <a href={`/percakapan/${seen.row.conversation_id}`}>{deposits.whose}</a>
        </p>
      ) : null}
    </Revealed>
  )
}
