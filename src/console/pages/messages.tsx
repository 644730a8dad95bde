import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { CardView } from '../deps.ts'
import { label } from '../labels.ts'
import { rendered } from '../rendered.ts'
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
  /** Where the person is; null when it is not known. */
  readonly country: string | null
  readonly page: MessagesPage
  /** Whether older messages than the newest are shown. */
  readonly older: boolean
  readonly cards: (id: string) => CardView | null
}

/** So many are made into a page in a few milliseconds; then the thread may do something else. */
const MADE_AT_ONCE = 15

/** The messages of a page as HTML, made in pieces. */
export async function renderMessages(props: MessagesProps): Promise<string> {
  const { messages } = props.page
  const dayOf = (message: MessageView | undefined): string | null => (message === undefined ? null : props.frame.times.day(message.at))
  let items = ''
  for (let i = 0; i < messages.length; i += MADE_AT_ONCE)
    items += await rendered(
      <>
        {messages.slice(i, i + MADE_AT_ONCE).map((message, place) => (
          <>
            {dayOf(messages[i + place - 1]) === dayOf(message) ? null : (
              <li class="day">
                <h2>{dayOf(message)}</h2>
              </li>
            )}
            <Message {...props} message={message} />
          </>
        ))}
      </>,
    )
  return rendered(<Messages {...props} items={items} />)
}

const Messages: FC<MessagesProps & { items: string }> = ({ frame, conversationId, page, older, items }) => {
  const { words } = frame
  const here = `/percakapan/${conversationId}`
  return (
    <>
      <p class="talk-edge">
        {page.older === null ? words.transcript.start : <a href={`${here}?sebelum=${page.older}`}>{words.transcript.older}</a>}
      </p>
      {page.messages.length === 0 ? <p class="talk-edge">{words.transcript.empty}</p> : null}
      <ol class="messages">{raw(items)}</ol>
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

const Message: FC<MessagesProps & { message: MessageView }> = ({ frame, conversationId, country, message, cards }) => {
  const { words, times } = frame
  const { author, kind, delivery, reason } = message
  const there = country === null ? null : times.clockIn(country, message.at)
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
        {there === null || there === times.clock(message.at) ? null : <span>{words.transcript.there(there)}</span>}
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
