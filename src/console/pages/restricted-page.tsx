import type { FC } from 'hono/jsx'
import { REVEAL_REASONS } from '../answering-limits.ts'
import { mayActAs } from '../deps.ts'
import type { RestrictedConversation } from '../restricted.tsx'
import { BackLink } from './back-link.tsx'
import { FormToken, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Tag } from './parts.tsx'

interface RestrictedPageProps {
  readonly frame: Frame
  readonly closed: RestrictedConversation
  readonly team: readonly { readonly id: string; readonly name: string }[]
  /** It was sent without a reason. */
  readonly problem: boolean
}

/** In place of a conversation that this viewer may not read. */
export const RestrictedPage: FC<RestrictedPageProps> = ({ frame, closed, team, problem }) => {
  const { words, viewer, times } = frame
  const text = words.restricted
  if (viewer === null) return null
  const isEmergency = closed.rank === 0
  return (
    <Page frame={frame} title={closed.pseudonym}>
      <div class="page-head">
        <BackLink href="/" label={words.transcript.back} />
        <h1>{closed.pseudonym}</h1>
        <span class="head-tags">
          <Tag icon="hold">{text.tag}</Tag>
          {isEmergency ? (
            <Tag icon="danger" tone="danger">
              {words.labels.urgency.emergency}
            </Tag>
          ) : null}
          {closed.waiting_since === null ? null : <Tag icon="clock">{words.inbox.waiting(times.age(closed.waiting_since))}</Tag>}
        </span>
      </div>
      <section class="card" aria-labelledby="terbatas">
        <h2 id="terbatas">{text.title}</h2>
        <p>{text.why}</p>
        <p>{team.length === 0 ? text.nobody : text.team(team.map(({ name }) => name).join(', '))}</p>
        {mayActAs(viewer.role, 'caseworker') ? (
          <form method="post" action={`/percakapan/${closed.id}/buka-terbatas`}>
            <FormToken viewer={viewer} />
            <p class="hint">{text.openHint}</p>
            <Select
              name="alasan"
              id="alasan-terbatas"
              label={words.review.revealReason}
              options={REVEAL_REASONS.map((value) => ({ value, text: words.review.revealReasons[value] }))}
              value={isEmergency ? 'life-at-risk' : ''}
              any={words.desk.choose}
              problem={problem ? words.review.revealProblem : undefined}
            />
            <button class="main" type="submit">
              {text.open}
            </button>
          </form>
        ) : (
          <p class="hint">{text.askCaseworker}</p>
        )}
      </section>
    </Page>
  )
}
