import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { isOnHold } from '../../conversation/hold.ts'
import { mayActAs } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import type { ConversationView } from '../transcript-query.ts'
import { DeskPanel, type Desk } from './desk.tsx'
import { FormToken } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Icon } from './icons.tsx'
import { LiveRegion } from './live.tsx'
import { Moment, Tag } from './parts.tsx'
import { ReviewColumn } from './review-forms.tsx'
import { Standing } from './standing.tsx'
import { BackLink } from './back-link.tsx'

interface TranscriptPageProps {
  readonly frame: Frame
  readonly conversation: ConversationView
  /** The messages, rendered. */
  readonly messages: string
  readonly liveAddress: string
  /** Whether these are the newest messages: only then are they kept up to date and marked as read. */
  readonly newest: boolean
  readonly now: number
  readonly desk: Desk
}

export const TranscriptPage: FC<TranscriptPageProps> = ({ frame, conversation, messages, liveAddress, newest, now, desk }) => {
  const { words, language } = frame
  const { topic, country, channel } = conversation
  return (
    <Page frame={frame} title={conversation.pseudonym} shape="talk">
      <div class="page-head talk-head">
        <BackLink href="/" label={words.transcript.back} />
        <h1>{conversation.pseudonym}</h1>
        <span class="head-tags">
          {conversation.danger === null ? null : (
            <Tag icon="danger" tone="danger">
              {label(words.labels.danger, conversation.danger)}
            </Tag>
          )}
          {isOnHold(conversation, now) ? (
            <Tag icon="hold" tone="urgent">
              {words.inbox.hold}
            </Tag>
          ) : null}
          {conversation.restricted === 1 ? <Tag icon="hold">{words.restricted.tag}</Tag> : null}
          {desk.openCase === null ? null : (
            <a class="tag" href={`/kasus/${desk.openCase.id}`}>
              {words.cases.ofConversation(desk.openCase.number)}
            </a>
          )}
          <Tag>{label(words.labels.channel, channel)}</Tag>
          {topic === null ? null : <Tag>{label(words.labels.topic, topic)}</Tag>}
          {country === null ? null : <Tag>{countryName(country, language)}</Tag>}
        </span>
        <ReadingMark frame={frame} conversation={conversation} automatic={newest} now={now} />
      </div>
      <div class="transcript">
        <Standing frame={frame} conversation={conversation} now={now} />
        <section class="talk" aria-label={words.transcript.messages} tabindex={0}>
          {newest ? <LiveRegion id="pesan" address={liveAddress} html={messages} seconds={10} /> : <div id="pesan">{raw(messages)}</div>}
        </section>
        {newest ? <DeskPanel frame={frame} conversation={conversation} desk={desk} /> : null}
        <Details frame={frame} conversation={conversation} desk={desk} />
      </div>
    </Page>
  )
}

/** With script, opening the newest messages marks them as read; without, the button does. */
export const ReadingMark: FC<{
  frame: Frame
  conversation: Pick<ConversationView, 'id' | 'last_in_at' | 'staff_read_at'>
  automatic: boolean
  now: number
}> = ({ frame, conversation, automatic, now }) => {
  const { words, viewer } = frame
  if (viewer === null || !mayActAs(viewer.role, 'reviewer')) return null
  const unread = (conversation.last_in_at ?? 0) > (conversation.staff_read_at ?? 0)
  const action = `/percakapan/${conversation.id}/${unread ? 'dibaca' : 'belum-dibaca'}`
  return (
    <form class="reading-mark" method="post" action={action}>
      <FormToken viewer={viewer} />
      <input type="hidden" name="sampai" value={String(now)} />
      <button
        class="quiet"
        type="submit"
        hx-post={unread && automatic ? action : undefined}
        hx-trigger={unread && automatic ? 'load' : undefined}
        hx-target={unread && automatic ? 'closest form' : undefined}
        hx-swap={unread && automatic ? 'outerHTML' : undefined}
      >
        <Icon name={unread ? 'check' : 'inbox'} />
        {unread ? words.transcript.markRead : words.transcript.markUnread}
      </button>
    </form>
  )
}

const Details: FC<{ frame: Frame; conversation: ConversationView; desk: Desk }> = ({ frame, conversation, desk }) => {
  const { words, times, language } = frame
  const { country, last_in_at: lastIn } = conversation
  const local = country === null ? null : times.clockIn(country)
  return (
    <aside class="details" aria-labelledby="keterangan">
      <h2 id="keterangan">{words.transcript.details}</h2>
      <dl>
        <dt>{words.desk.assignee}</dt>
        <dd>{desk.assignee?.name ?? words.desk.nobody}</dd>
        <dt>{words.transcript.channel}</dt>
        <dd>{label(words.labels.channel, conversation.channel)}</dd>
        <dt>{words.transcript.country}</dt>
        <dd>{country === null ? words.transcript.unknown : countryName(country, language)}</dd>
        {country !== null && local !== null ? (
          <>
            <dt>{words.transcript.localTime(countryName(country, language))}</dt>
            <dd>{local}</dd>
          </>
        ) : null}
        <dt>{words.transcript.language}</dt>
        <dd>{conversation.language === null ? words.transcript.unknown : label(words.labels.language, conversation.language)}</dd>
        <dt>{words.transcript.topic}</dt>
        <dd>{conversation.topic === null ? words.transcript.unknown : label(words.labels.topic, conversation.topic)}</dd>
        <dt>{words.transcript.outcome}</dt>
        <dd>{conversation.outcome === null ? words.transcript.unknown : label(words.labels.outcome, conversation.outcome)}</dd>
        <dt>{words.transcript.firstSeen}</dt>
        <dd>
          <Moment at={conversation.created_at} times={times} />
        </dd>
        {lastIn === null ? null : (
          <>
            <dt>{words.transcript.lastIn}</dt>
            <dd>
              <Moment at={lastIn} times={times} />
            </dd>
          </>
        )}
      </dl>
      <ReviewColumn frame={frame} conversation={conversation} desk={desk} />
    </aside>
  )
}
