import type { FC } from 'hono/jsx'
import type { CardView } from '../deps.ts'
import { label } from '../labels.ts'
import type { MessagesPage, MessageView } from '../transcript-query.ts'
import type { OutboxState } from '../../store/schema.ts'
import type { Frame } from './frame.tsx'
import { Icon, type IconName } from './icons.tsx'
import { MediaItem } from './media-list.tsx'
import { Moment } from './parts.tsx'
import { ReasonPanel } from './reason-panel.tsx'
import { ReplyMarks, TestCaseForm } from './review-forms.tsx'

/** An ordinary message says by its place who wrote it. */
const PLAIN: ReadonlySet<string> = new Set(['text', 'reply', 'staff'])

interface MessagesProps {
  readonly frame: Frame
  readonly conversationId: string
  readonly page: MessagesPage
  /** Whether older messages than the newest are shown. */
  readonly older: boolean
  readonly cards: (id: string) => CardView | null
}

export const Messages: FC<MessagesProps> = ({ frame, conversationId, page, older, cards }) => {
  const { words, times } = frame
  const here = `/percakapan/${conversationId}`
  return (
    <>
      <p class="talk-edge">
        {page.older === null ? words.transcript.start : <a href={`${here}?sebelum=${page.older}`}>{words.transcript.older}</a>}
      </p>
      {page.messages.length === 0 ? <p class="talk-edge">{words.transcript.empty}</p> : null}
      <ol class="messages">
        {byDay(page.messages, times.day).map(({ day, messages }) => (
          <>
            <li class="day">
              <h2>{day}</h2>
            </li>
            {messages.map((message) => (
              <Message frame={frame} conversationId={conversationId} message={message} cards={cards} />
            ))}
          </>
        ))}
      </ol>
      {older ? (
        <p class="talk-edge">
          <a href={`${here}#akhir`}>{words.transcript.newer}</a>
        </p>
      ) : null}
      {['form-jawab', 'form-selesai'].map((form) => (
        <input type="hidden" name="terakhir" form={form} value={page.messages.at(-1)?.id ?? ''} />
      ))}
      <span id="akhir"></span>
    </>
  )
}

const Message: FC<{ frame: Frame; conversationId: string; message: MessageView; cards: MessagesProps['cards'] }> = ({
  frame,
  conversationId,
  message,
  cards,
}) => {
  const { words, times } = frame
  const { author, kind, delivery, reason } = message
  const writer =
    author === 'staff' && message.alias !== null ? `${words.labels.author.staff} ${message.alias}` : label(words.labels.author, author)
  return (
    <li class={`message message-${message.direction} message-${author}`} id={`m-${message.id}`}>
      <div class="bubble">
        {PLAIN.has(kind) ? null : <span class="kind">{label(words.labels.kind, kind)}</span>}
        <p class="said">{message.text}</p>
        {message.media === null ? null : <MediaItem frame={frame} media={message.media} />}
      </div>
      <p class="message-foot">
        <span>{writer}</span>
        <Moment at={message.at} times={times} show="clock" />
        {delivery === null ? null : (
          <span class={`delivery delivery-${delivery}`}>
            <Icon name={DELIVERY_ICONS[delivery] ?? 'question'} />
            {label(words.labels.delivery, delivery)}
          </span>
        )}
      </p>
      {message.feedback.map((mark) => (
        <p class={`feedback feedback-${mark.verdict}`}>
          <Icon name={mark.verdict === 'helpful' ? 'up' : 'down'} />
          {mark.verdict === 'helpful' ? words.transcript.helpful : words.transcript.wrong}
          {mark.text === null ? null : <span> {words.transcript.feedbackText(mark.text)}</span>}
        </p>
      ))}
      <div class="tools">
        {reason === null || reason.source === 'staff' ? null : (
          <ReasonPanel frame={frame} reason={reason} outcome={message.outcome} incoming={message.direction === 'in'} cards={cards} />
        )}
        {author === 'bot' ? <ReplyMarks frame={frame} conversationId={conversationId} message={message} /> : null}
        {author === 'person' && kind === 'text' ? <TestCaseForm frame={frame} conversationId={conversationId} message={message} /> : null}
      </div>
    </li>
  )
}

const DELIVERY_ICONS: Readonly<Record<OutboxState, IconName>> = {
  waiting: 'clock',
  sending: 'clock',
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
  'awaiting-yes': 'question',
  withheld: 'hold',
  expired: 'clock',
  ambiguous: 'question',
  failed: 'cross',
}

function byDay(messages: readonly MessageView[], dayOf: (at: number) => string): { day: string; messages: MessageView[] }[] {
  const days: { day: string; messages: MessageView[] }[] = []
  for (const message of messages) {
    const day = dayOf(message.at)
    const last = days.at(-1)
    if (last?.day === day) last.messages.push(message)
    else days.push({ day, messages: [message] })
  }
  return days
}
