import type { FC } from 'hono/jsx'
import { mayActAs } from '../deps.ts'
import type { StaffEvent } from '../event-queries.ts'
import { label } from '../labels.ts'
import { FormToken } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Empty, Moment } from './parts.tsx'

interface EventsPageProps {
  readonly frame: Frame
  readonly open: readonly StaffEvent[]
  readonly done: readonly StaffEvent[]
  readonly next: string | null
}

export const EventsPage: FC<EventsPageProps> = ({ frame, open, done, next }) => {
  const { words, times } = frame
  return (
    <Page frame={frame} title={words.events.title}>
      <div class="page-head">
        <h1>{words.events.title}</h1>
      </div>
      <p class="intro">{words.events.intro}</p>
      {open.length === 0 ? (
        <Empty icon="check" title={words.events.emptyTitle}>
          <p>{words.events.emptyText}</p>
        </Empty>
      ) : (
        <section aria-labelledby="terbuka">
          <h2 id="terbuka">{words.events.open}</h2>
          <ul class="events">
            {open.map((event) => (
              <OpenEvent frame={frame} event={event} />
            ))}
          </ul>
        </section>
      )}
      {done.length === 0 ? null : (
        <section aria-labelledby="beres">
          <h2 id="beres">{words.events.done}</h2>
          <ul class="events events-done">
            {done.map((event) => (
              <li class="event">
                <p class="event-text">{event.text}</p>
                <p class="event-foot">
                  <EventPlace frame={frame} event={event} />
                  {event.seen_at === null ? null : <span>{words.events.doneAt(times.moment(event.seen_at))}</span>}
                </p>
              </li>
            ))}
          </ul>
          {next === null ? null : (
            <nav class="pager" aria-label={words.events.older}>
              <a rel="next" href={`/kabar?sebelum=${next}`}>
                {words.events.older}
              </a>
            </nav>
          )}
        </section>
      )}
    </Page>
  )
}

const OpenEvent: FC<{ frame: Frame; event: StaffEvent }> = ({ frame, event }) => {
  const { words, viewer } = frame
  return (
    <li class="event event-open">
      <p class="event-text">{event.text}</p>
      <p class="event-foot">
        <EventPlace frame={frame} event={event} />
      </p>
      <div class="event-actions">
        {event.channel === null ? null : <a href="/kanal">{words.layout.goToChannels}</a>}
        {viewer !== null && mayActAs(viewer.role, 'caseworker') ? (
          <form method="post" action={`/kabar/${event.id}/selesai`}>
            <FormToken viewer={viewer} />
            <button type="submit">{words.events.dismiss}</button>
          </form>
        ) : null}
      </div>
    </li>
  )
}

const EventPlace: FC<{ frame: Frame; event: StaffEvent }> = ({ frame, event }) => (
  <>
    <span>{event.channel === null ? frame.words.events.system : label(frame.words.labels.channel, event.channel)}</span>
    <Moment at={event.at} times={frame.times} />
  </>
)
