import type { FC } from 'hono/jsx'
import { mayActAs } from '../deps.ts'
import type { MediaView } from '../media-query.ts'
import type { Frame } from './frame.tsx'
import { Moment, Tag } from './parts.tsx'

/** Photos and voice notes of a conversation; each opens on a page of its own. */
export const MediaList: FC<{ frame: Frame; media: readonly MediaView[] }> = ({ frame, media }) =>
  media.length === 0 ? null : (
    <section aria-labelledby="media">
      <h2 id="media">{frame.words.media.title}</h2>
      <ul class="media-list">
        {media.map((one) => (
          <li>
            <MediaItem frame={frame} media={one} />
          </li>
        ))}
      </ul>
    </section>
  )

export const MediaItem: FC<{ frame: Frame; media: MediaView }> = ({ frame, media }) => {
  const { words, times, viewer } = frame
  const mayOpen = viewer !== null && mayActAs(viewer.role, 'caseworker')
  return (
    <div class="media-item">
      {media.kind === 'photo' && media.state === 'kept' && mayOpen ? <Blurred id={media.id} /> : null}
      <p class="tag-line">
        {mayOpen ? <a href={`/media/${media.id}`}>{words.media.show[media.kind]}</a> : words.media.kinds[media.kind]}
        <MediaState frame={frame} media={media} />
        <Moment at={media.at} times={times} />
      </p>
    </div>
  )
}

export const MediaState: FC<{ frame: Frame; media: MediaView }> = ({ frame, media }) => {
  const text = frame.words.media
  if (media.isHeard)
    return (
      <Tag icon="check" tone="calm">
        {text.heard}
      </Tag>
    )
  if (media.state === 'failed')
    return (
      <Tag icon="cross" tone="urgent">
        {text.states.failed}
        {media.reason === null ? '' : `: ${text.failures[media.reason]}`}
      </Tag>
    )
  return media.state === 'kept' ? (
    <Tag icon="clock" tone="urgent">
      {text.unheard[media.kind]}
    </Tag>
  ) : (
    <Tag>{text.states[media.state]}</Tag>
  )
}

/** Blurred before it left the server: nothing more of it is here. */
export const Blurred: FC<{ id: string }> = ({ id }) => (
  <img class="media-blurred" src={`/media/${id}/kabur`} alt="" width="120" height="90" />
)
