import type { FC } from 'hono/jsx'
import type { WholeMedia } from '../media-query.ts'
import { BackLink } from './back-link.tsx'
import { FormToken } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Blurred, MediaState } from './media-list.tsx'
import { Fact } from './parts.tsx'
import { RevealForm } from './reveal-form.tsx'

export interface MediaForms {
  readonly problem?: 'reason' | 'gist'
  /** Where the open file is. */
  readonly opened?: string
}

interface MediaPageProps {
  readonly frame: Frame
  readonly media: WholeMedia
  /** What staff wrote of it. */
  readonly gist: string | null
  readonly forms: MediaForms
}

export const MediaPage: FC<MediaPageProps> = ({ frame, media, gist, forms }) => {
  const { words, times, viewer } = frame
  const text = words.media
  const { id, kind, openCase, state } = media
  if (viewer === null) return null
  return (
    <Page frame={frame} title={text.kinds[kind]}>
      <div class="page-head">
        <BackLink href={`/percakapan/${media.conversation_id}`} label={text.back} />
        <h1>{text.kinds[kind]}</h1>
        <span class="head-tags">
          <MediaState frame={frame} media={media} />
        </span>
      </div>
      <dl class="facts">
        <Fact name={words.cases.person}>
          <a href={`/percakapan/${media.conversation_id}`}>{media.pseudonym}</a>
        </Fact>
        {openCase === null ? null : (
          <Fact name={text.ofCase}>
            <a href={`/kasus/${openCase.id}`}>{openCase.number}</a>
          </Fact>
        )}
        <Fact name={text.sentAt}>{times.moment(media.at)}</Fact>
        {media.seconds === null ? null : <Fact name={text.length}>{text.seconds(media.seconds)}</Fact>}
      </dl>
      {state === 'asked' ? (
        <section>
          <p class="hint">{text.states.asked}</p>
          {openCase === null ? null : (
            <form method="post" action={`/media/${id}/ambil`}>
              <FormToken viewer={viewer} />
              <button type="submit">{text.allow}</button>
            </form>
          )}
        </section>
      ) : null}
      {state === 'kept' ? (
        <section class="card media-open">
          {forms.opened === undefined ? (
            <>
              {kind === 'photo' ? (
                <>
                  <Blurred id={id} />
                  <p class="hint">{text.openHint}</p>
                </>
              ) : null}
              <RevealForm
                frame={frame}
                viewer={viewer}
                action={`/media/${id}/buka`}
                button={text.show[kind]}
                onEmergency={openCase?.urgency === 'emergency' && openCase.owner_id === viewer.staffId}
                problem={forms.problem === 'reason'}
              />
            </>
          ) : (
            <>
              {kind === 'photo' ? (
                <img class="media-photo" src={forms.opened} alt={text.openText.photo} />
              ) : (
                <audio class="media-sound" controls preload="none" src={forms.opened} aria-label={text.openText.voice}></audio>
              )}
              <p class="hint">{text.opened}</p>
            </>
          )}
        </section>
      ) : null}
      <section class="card">
        <h2>{text.gist}</h2>
        {gist === null ? null : (
          <>
            <p class="said">{gist}</p>
            <p class="hint">{text.gistBy(media.gistBy ?? words.review.formerStaff, times.moment(media.gist_at ?? media.at))}</p>
          </>
        )}
        <form method="post" action={`/media/${id}/tulis`}>
          <FormToken viewer={viewer} />
          <div class={forms.problem === 'gist' ? 'field field-wrong' : 'field'}>
            <label for="isi-media">{text.gistLabel}</label>
            <p class="hint" id="isi-media-hint">
              {text.gistHint}
            </p>
            <textarea
              id="isi-media"
              name="isi"
              rows={3}
              maxlength={1000}
              aria-invalid={forms.problem === 'gist' ? 'true' : undefined}
              aria-describedby={forms.problem === 'gist' ? 'isi-media-hint isi-media-problem' : 'isi-media-hint'}
            ></textarea>
            {forms.problem === 'gist' ? (
              <p class="problem" id="isi-media-problem">
                {text.gistProblem}
              </p>
            ) : null}
          </div>
          <button type="submit">{text.gistSave}</button>
        </form>
      </section>
      <details class="fold">
        <summary>{text.remove}</summary>
        <form method="post" action={`/media/${id}/hapus`}>
          <FormToken viewer={viewer} />
          <p class="hint">{text.removeHint}</p>
          <button type="submit">{text.remove}</button>
        </form>
      </details>
    </Page>
  )
}
