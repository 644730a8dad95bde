/** What must be known before anything else about a person: danger, hold, pause, block. Each in words, not only in colour. */
import type { Child, FC } from 'hono/jsx'
import { isOnHold } from '../../conversation/hold.ts'
import { label } from '../labels.ts'
import type { ConversationView } from '../transcript-query.ts'
import type { Frame } from './frame.tsx'
import { Icon, type IconName } from './icons.tsx'

interface StandingProps {
  readonly frame: Frame
  readonly conversation: ConversationView
  readonly now: number
}

export const Standing: FC<StandingProps> = ({ frame, conversation, now }) => {
  const { words, times } = frame
  const { danger, rank, crisis_since: crisisSince, paused_until: pausedUntil } = conversation
  const onHold = isOnHold(conversation, now)
  const heldBecause = conversation.hold === 1 ? conversation.hold_reason : 'phone-time'
  const dangerName = danger === null ? words.labels.urgency.emergency : label(words.labels.danger, danger)
  return (
    <div class="standing">
      {danger !== null || rank === 0 ? (
        <Line tone="danger" icon="danger" title={words.transcript.dangerTitle(dangerName)}>
          {crisisSince === null ? words.transcript.dangerOpen : words.transcript.dangerSince(times.moment(crisisSince))}
        </Line>
      ) : null}
      {onHold ? (
        <Line tone="urgent" icon="hold" title={words.transcript.holdTitle}>
          {words.transcript.holdText}{' '}
          {heldBecause === null ? '' : words.transcript.holdReason(label(words.transcript.holdReasons, heldBecause))}
        </Line>
      ) : null}
      {pausedUntil !== null && pausedUntil > now ? (
        <Line tone="calm" icon="pause" title={words.transcript.pausedTitle(times.moment(pausedUntil))}>
          {words.transcript.pausedText}
        </Line>
      ) : null}
      {conversation.blocked_at === null ? null : (
        <Line tone="calm" icon="blocked" title={words.transcript.blockedTitle}>
          {words.transcript.blockedText}
        </Line>
      )}
    </div>
  )
}

const Line: FC<{ tone: 'danger' | 'urgent' | 'calm'; icon: IconName; title: string; children?: Child }> = ({
  tone,
  icon,
  title,
  children,
}) => (
  <p class={`standing-line standing-${tone}`}>
    <Icon name={icon} />
    <strong>{title}</strong>
    <span>{children}</span>
  </p>
)
