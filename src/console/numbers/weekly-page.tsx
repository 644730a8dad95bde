import type { FC } from 'hono/jsx'
import { countryName, label, rankName } from '../labels.ts'
import { Page, type Frame } from '../pages/frame.tsx'
import type { QuestionGroup } from '../questions-query.ts'
import { dateOfDay } from './days.ts'
import { WaitsList } from './numbers-page.tsx'
import { AGES, type Waits } from './queries.ts'
import type { KindRow, OpenRow } from './weekly.tsx'
import { NumberTabs } from './tabs.tsx'
import { NumberHeads } from '../pages/number-heads.tsx'

interface WeeklyPageProps {
  readonly frame: Frame
  readonly from: number
  readonly until: number
  readonly back: number
  readonly mayGoBack: boolean
  readonly waits: Waits
  readonly percentiles: readonly { readonly percent: number; readonly minutes: number | null }[]
  readonly open: readonly OpenRow[]
  readonly kinds: readonly KindRow[]
  readonly questions: readonly QuestionGroup[]
}

export const WeeklyPage: FC<WeeklyPageProps> = (props) => {
  const { frame, from, until, back, waits, percentiles, open, kinds, questions } = props
  const { words, times, language } = frame
  const text = words.numbers
  const ages = [
    ...AGES.map((end, i) => (i === 0 ? text.underDays(end) : text.daysTo(AGES[i - 1] ?? 0, end))),
    text.overDays(AGES.at(-1) ?? 0),
  ]
  return (
    <Page frame={frame} title={text.weeklyTitle} shape="wide">
      <div class="page-head">
        <h1>{text.weeklyTitle}</h1>
        <span>
          {times.date(dateOfDay(from))} – {times.date(dateOfDay(until))}
        </span>
      </div>
      <NumberTabs frame={frame} />
      <div class="columns packed">
        <section class="card" aria-labelledby="tunggu">
          <h2 id="tunggu">{text.emergencies}</h2>
          <WaitsList frame={frame} waits={waits} />
          {waits.count === 0 ? null : (
            <>
              <h3>{text.waitsByPercent}</h3>
              <dl>
                {percentiles.map(({ percent, minutes }) => (
                  <>
                    <dt>{text.percentOf(percent)}</dt>
                    <dd>{minutes === null ? text.stillWaiting : text.duration(minutes)}</dd>
                  </>
                ))}
              </dl>
            </>
          )}
        </section>
        <section class="card" aria-labelledby="terbuka">
          <h2 id="terbuka">{text.openNow}</h2>
          <table class="groups">
            <thead>
              <tr>
                <th scope="col">{words.inbox.urgency}</th>
                {ages.map((age) => (
                  <NumberHeads names={[age]} />
                ))}
              </tr>
            </thead>
            <tbody>
              {open.map(({ rank, counts }) => (
                <tr>
                  <th scope="row">{rankName(words, rank)}</th>
                  {counts.map((count) => (
                    <td class="number">{count}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section class="card" aria-labelledby="jenis">
          <h2 id="jenis">{text.kinds}</h2>
          {kinds.length === 0 ? (
            <p class="hint">{text.noEmergencies}</p>
          ) : (
            <table class="groups">
              <thead>
                <tr>
                  <th scope="col">{words.transcript.dangerKind}</th>
                  <th scope="col">{words.inbox.country}</th> <NumberHeads names={[text.count]} />
                </tr>
              </thead>
              <tbody>
                {kinds.map(({ danger, country, count }) => (
                  <tr>
                    <th scope="row">{danger === null ? words.labels.urgency.emergency : label(words.labels.danger, danger)}</th>
                    <td>{country === null ? words.transcript.unknown : countryName(country, language)}</td>
                    <td class="number">{count}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        <section class="card" aria-labelledby="tak-terjawab">
          <h2 id="tak-terjawab">{text.unanswered}</h2>
          {questions.length === 0 ? <p class="hint">{words.questions.emptyText}</p> : null}
          <ul class="sources">
            {questions.map((group) => (
              <li>
                {group.questions[0]?.text} <small>{words.questions.asked(group.questions.length)}</small>
              </li>
            ))}
          </ul>
          <p>
            <a href="/pertanyaan">{text.allQuestions}</a>
          </p>
        </section>
      </div>
      <nav class="pager" aria-label={text.weeks}>
        {props.mayGoBack ? (
          <a rel="prev" href={`/angka/mingguan?lalu=${back + 1}`}>
            {text.weekBefore}
          </a>
        ) : null}
        {back > 0 ? (
          <a rel="next" href={`/angka/mingguan${back === 1 ? '' : `?lalu=${back - 1}`}`}>
            {text.weekAfter}
          </a>
        ) : null}
      </nav>
    </Page>
  )
}
