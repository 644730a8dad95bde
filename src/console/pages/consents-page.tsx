import type { FC } from 'hono/jsx'
import type { WaitingErasure, WithdrawnConsent } from '../consents-query.ts'
import { mayActAs } from '../deps.ts'
import { FormToken } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Empty, Moment, Tag } from './parts.tsx'

interface ConsentsPageProps {
  readonly frame: Frame
  readonly withdrawn: readonly WithdrawnConsent[]
  readonly erasures: readonly WaitingErasure[]
  readonly now: number
}

export const ConsentsPage: FC<ConsentsPageProps> = ({ frame, withdrawn, erasures, now }) => {
  const { words, times, viewer } = frame
  const text = words.consents
  return (
    <Page frame={frame} title={text.title}>
      <div class="page-head">
        <h1>{text.title}</h1>
      </div>
      <section aria-labelledby="dicabut">
        <h2 id="dicabut">{text.withdrawn}</h2>
        <p class="hint">{text.withdrawnHint}</p>
        {withdrawn.length === 0 ? <Empty icon="check" title={text.none} /> : null}
        <ol class="events">
          {withdrawn.map((row) => (
            <li>
              <p>
                <a href={`/percakapan/${row.conversation_id}`}>{row.pseudonym}</a>{' '}
                {row.number === null ? null : <a href={`/kasus/${row.case_id ?? ''}`}>{row.number}</a>}{' '}
                <strong>{row.recipient ?? text.abouts[row.about]}</strong>
              </p>
              <p>
                <Tag icon="clock" tone={(row.due_at ?? 0) < now ? 'danger' : 'urgent'}>
                  {(row.due_at ?? 0) < now ? text.overdue(times.moment(row.due_at ?? 0)) : text.due(times.moment(row.due_at ?? 0))}
                </Tag>
              </p>
              {viewer !== null && mayActAs(viewer.role, 'caseworker') ? (
                <form method="post" action={`/izin/${row.id}/selesai`}>
                  <FormToken viewer={viewer} />
                  <button class="small" type="submit">
                    {text.settle}
                  </button>
                </form>
              ) : null}
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="hapus">
        <h2 id="hapus">{text.erasures}</h2>
        <p class="hint">{text.erasuresHint}</p>
        {erasures.length === 0 ? <Empty icon="check" title={text.none} /> : null}
        <ol class="events">
          {erasures.map((row) => (
            <li>
              <p>
                <a href={`/percakapan/${row.conversation_id}`}>{row.pseudonym}</a> <strong>{row.receipt}</strong> {text.askedAt}{' '}
                <Moment at={row.asked_at} times={times} />, {text.erasedAt} <Moment at={row.due_at} times={times} />
              </p>
            </li>
          ))}
        </ol>
      </section>
    </Page>
  )
}
