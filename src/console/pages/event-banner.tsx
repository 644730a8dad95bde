import type { FC } from 'hono/jsx'
import type { Frame } from './frame.tsx'
import { Icon } from './icons.tsx'

/** What must be done about the machine, on every page until it is done. */
export const EventBanner: FC<{ frame: Frame }> = ({ frame }) => {
  const { events, words } = frame
  if (events.length === 0 || frame.url.pathname === '/kabar') return null
  return (
    <section class="banner" aria-label={words.layout.attention}>
      <Icon name="danger" />
      <ul>
        {events.map((event) => (
          <li>{event.text}</li>
        ))}
      </ul>
      <a href="/kabar">{words.layout.allEvents}</a>
    </section>
  )
}
