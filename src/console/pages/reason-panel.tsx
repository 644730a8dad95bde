/** Why a reply was given, or what was understood of a message: folded away until somebody asks. */
import type { FC } from 'hono/jsx'
import type { ReplyReason } from '../../reply-reason.ts'
import type { Outcome } from '../../message.ts'
import type { CardView } from '../deps.ts'
import { label } from '../labels.ts'
import type { Frame } from './frame.tsx'
import { WebAddress } from './web-address.tsx'

interface ReasonPanelProps {
  readonly frame: Frame
  readonly reason: ReplyReason
  readonly outcome: Outcome | null
  readonly incoming: boolean
  readonly cards: (id: string) => CardView | null
}

const CANDIDATES_SHOWN = 4

export const ReasonPanel: FC<ReasonPanelProps> = ({ frame, reason, outcome, incoming, cards }) => {
  const { words } = frame
  const { transcript: text, labels } = words
  const others = reason.topics.filter(({ topic }) => topic !== reason.topic).slice(0, CANDIDATES_SHOWN)
  return (
    <details class="reason">
      <summary>
        {incoming ? text.understood : text.reason}
        <span class="reason-short">{summaryOf(frame, reason)}</span>
      </summary>
      <dl>
        {incoming ? null : <Entry term={text.source} value={label(labels.source, reason.source)} />}
        {outcome === null ? null : <Entry term={words.inbox.outcome} value={label(labels.outcome, outcome)} />}
        {reason.topic === null ? null : (
          <Entry
            term={text.topic}
            value={`${label(labels.topic, reason.topic)}${reason.confidence === null ? '' : `, ${percent(frame, reason.confidence)}`}`}
          />
        )}
        {others.length === 0 ? null : (
          <Entry
            term={text.otherTopics}
            value={others.map(({ topic, score }) => `${label(labels.topic, topic)} ${percent(frame, score)}`).join(', ')}
          />
        )}
        {reason.cards.map((id) => (
          <>
            <dt>{text.card}</dt>
            <dd>
              <CardLine frame={frame} id={id} card={cards(id)} />
            </dd>
          </>
        ))}
        {reason.triage === null ? null : (
          <>
            {reason.triage.danger === null ? null : <Entry term={text.dangerKind} value={label(labels.danger, reason.triage.danger)} />}
            <Entry term={text.rules} value={reason.triage.rules.length === 0 ? text.noRules : reason.triage.rules.join(', ')} />
            <Entry term={text.detector} value={percent(frame, reason.triage.score)} />
          </>
        )}
        {reason.note === undefined ? null : <Entry term={text.rule} value={reason.note} />}
        {incoming ? null : <Entry term={text.model} value={reason.source === 'model' ? text.modelUsed : text.modelNotUsed} />}
        {(reason.model?.used ?? []).length === 0 ? null : <Entry term={text.modelPrompts} value={reason.model!.used.join(', ')} />}
        {reason.model?.rejected === undefined ? null : <Entry term={text.modelRejected} value={reason.model.rejected} />}
      </dl>
    </details>
  )
}

const Entry: FC<{ term: string; value: string }> = ({ term, value }) => (
  <>
    <dt>{term}</dt>
    <dd>{value}</dd>
  </>
)

const CardLine: FC<{ frame: Frame; id: string; card: CardView | null }> = ({ frame, id, card }) => {
  const { transcript } = frame.words
  if (card === null) return <>{`${id} (${transcript.cardGone})`}</>
  const dates = [card.published === null ? null : transcript.cardPublished(card.published), transcript.cardReviewed(card.reviewed_on)]
  const source = card.source ?? ''
  const address = card.address ?? null
  return (
    <>
      <a href={`/pengetahuan/kartu/${id}`}>{card.title}</a>
      <small>
        <WebAddress address={address} text={source} />
        {` ${dates.filter((date) => date !== null).join(', ')}`}
      </small>
    </>
  )
}

/** What stands beside the fold: the topic with its score, or the rule that spoke. */
function summaryOf(frame: Frame, reason: ReplyReason): string {
  const { labels } = frame.words
  if (reason.source === 'safety') return reason.triage?.danger ? label(labels.danger, reason.triage.danger) : label(labels.source, 'safety')
  if (reason.topic !== null)
    return `${label(labels.topic, reason.topic)}${reason.confidence === null ? '' : ` ${percent(frame, reason.confidence)}`}`
  return reason.note ?? label(labels.source, reason.source)
}

function percent(frame: Frame, share: number): string {
  return frame.words.transcript.score(Math.round(share * 100))
}
