import type { FC } from 'hono/jsx'
import { mayActAs } from '../deps.ts'
import { label } from '../labels.ts'
import type { CasePart } from './case-page.tsx'
import { Field, FormToken } from './form.tsx'
import { Tag } from './parts.tsx'

/** Who else reported about the same person. They never see each other: each has a case and a number of their own. */
export const Reporters: FC<CasePart> = ({ frame, viewer, view: { row, work, forms } }) => {
  const { words, times } = frame
  const text = words.caseWork
  const mayChange = mayActAs(viewer.role, 'caseworker')
  const mayJoin = mayChange && row.closed_at === null && work.main === null && work.joined.length === 0
  return (
    <section class="card" aria-labelledby="pelapor">
      <h2 id="pelapor">{text.reporters}</h2>
      <p class="hint">{work.joined.length === 0 && work.main === null ? text.noReporters : text.reportersText}</p>
      <ul class="case-items">
        {work.joined.map((joined) => (
          <li class="case-item">
            <p>
              <a href={`/kasus/${joined.id}`}>{joined.number}</a> {joined.pseudonym ?? words.cases.erased}
            </p>
            <p class="tag-line">
              <Tag>{label(words.cases.states, joined.state)}</Tag>
              <small>{words.cases.opened(times.moment(joined.opened_at))}</small>
            </p>
          </li>
        ))}
      </ul>
      {mayChange && work.main !== null ? (
        <form method="post" action={`/kasus/${row.id}/pisah`}>
          <FormToken viewer={viewer} />
          <p class="tag-line">
            <Tag>{text.joinedTag(work.main.number)}</Tag>
          </p>
          <button class="small" type="submit">
            {text.part}
          </button>
        </form>
      ) : null}
      {mayJoin ? (
        <details class="fold" open={forms.problem === 'join'}>
          <summary>{text.join}</summary>
          <form method="post" action={`/kasus/${row.id}/gabung`}>
            <FormToken viewer={viewer} />
            <Field
              name="nomor"
              label={text.joinNumber}
              hint={text.joinHint}
              value={forms.typed['nomor']}
              problem={forms.problem === 'join' ? text.problems.join : undefined}
              maxlength={12}
            />
            <p class="hint">{text.reportersText}</p>
            <button type="submit">{text.joinNow}</button>
          </form>
        </details>
      ) : null}
    </section>
  )
}
