import type { FC } from 'hono/jsx'
import type { MarkVerdict } from '../../store/schema.ts'
import { mayActAs } from '../deps.ts'
import type { CardStanding } from '../knowledge/standing.ts'
import { countryName, label } from '../labels.ts'
import { Select } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Empty, Moment } from '../pages/parts.tsx'
import { TalkFilters } from '../pages/talk-filters.tsx'
import { DayChart, ShareBar, type DayPoint } from './charts.tsx'
import { dateOfDay } from './days.ts'
import { RANGES, type NumberFilters } from './filters.ts'
import { DIMENSIONS, type Dimension, type Group } from './day-columns.ts'
import type { Waits } from './queries.ts'
import { NumberTabs } from './tabs.tsx'
import { NumberHeads } from '../pages/number-heads.tsx'

interface NumbersPageProps {
  readonly frame: Frame
  readonly filters: NumberFilters
  readonly points: readonly DayPoint[]
  readonly total: { readonly messages: number; readonly people: number }
  readonly groups: Readonly<Record<Dimension, readonly Group[]>>
  readonly waits: Waits
  readonly marks: readonly { readonly verdict: MarkVerdict; readonly count: number }[]
  readonly stale: readonly { readonly standing: CardStanding; readonly count: number }[]
  /** Null before anything was counted. */
  readonly countedUntil: number | null
}

export const NumbersPage: FC<NumbersPageProps> = (props) => {
  const { frame, filters, points, total, groups, waits, marks, stale, countedUntil } = props
  const { words, times, viewer } = frame
  const text = words.numbers
  const query = frame.url.search
  return (
    <Page frame={frame} title={text.title} shape="wide">
      <div class="page-head">
        <h1>{text.title}</h1>
        {viewer !== null && mayActAs(viewer.role, 'reviewer') ? (
          <a class="head-link" href={`/angka.csv${query}`}>
            {text.csv}
          </a>
        ) : null}
      </div>
      <NumberTabs frame={frame} />
      <NumberFilterForm frame={frame} filters={filters} />
      {countedUntil === null ? null : (
        <p class="intro list-count">
          {text.countedUntil} <Moment at={countedUntil} times={times} />. {text.zone}
        </p>
      )}
      {total.messages === 0 ? (
        <Empty icon="chart" title={text.emptyTitle}>
          <p>{text.emptyText}</p>
        </Empty>
      ) : (
        <>
          <ul class="figures">
            <Number value={total.messages} name={text.messages} />
            <Number value={total.people} name={text.people} />
            <Number value={points.reduce((sum, { people }) => sum + people, 0)} name={text.conversations} />
          </ul>
          <section class="card" aria-labelledby="per-hari">
            <h2 id="per-hari">{text.perDay}</h2>
            <p class="hint legend">
              <span class="legend-bar">{text.messages}</span> <span class="legend-line">{text.people}</span>
            </p>
            <DayChart points={points} label={text.chartLabel(total.messages, total.people, filters.days)} dateOf={times.date} />
            <details class="fold">
              <summary>{text.asTable}</summary>
              <table class="table small-table">
                <thead>
                  <tr>
                    <th scope="col">{text.day}</th> <NumberHeads names={[text.messages, text.people]} />
                  </tr>
                </thead>
                <tbody>
                  {points.map(({ day, messages, people }) => (
                    <tr>
                      <th scope="row">{times.date(dateOfDay(day))}</th>
                      <td class="number" data-label={text.messages}>
                        {messages}
                      </td>
                      <td class="number" data-label={text.people}>
                        {people}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </section>
          <div class="columns packed">
            {DIMENSIONS.map((dimension) => (
              <Groups frame={frame} dimension={dimension} groups={groups[dimension]} />
            ))}
          </div>
        </>
      )}
      <div class="columns">
        <section class="card" aria-labelledby="darurat">
          <h2 id="darurat">{text.emergencies}</h2>
          <WaitsList frame={frame} waits={waits} />
        </section>
        <section class="card" aria-labelledby="penilaian">
          <h2 id="penilaian">{text.reviews}</h2>
          {marks.length === 0 ? (
            <p class="hint">{text.noReviews}</p>
          ) : (
            <dl>
              {marks.map(({ verdict, count }) => (
                <>
                  <dt>{words.review.marks[verdict]}</dt>
                  <dd>{count}</dd>
                </>
              ))}
            </dl>
          )}
        </section>
        <section class="card" aria-labelledby="umur-kartu">
          <h2 id="umur-kartu">{text.stale}</h2>
          <dl>
            {stale.map(({ standing, count }) => (
              <>
                <dt>
                  <a href={`/pengetahuan?umur=${standing}`}>{words.knowledge.standings[standing]}</a>
                </dt>
                <dd>{count}</dd>
              </>
            ))}
          </dl>
        </section>
      </div>
    </Page>
  )
}

export const Number: FC<{ value: number | string; name: string }> = ({ value, name }) => (
  <li>
    <span class="figure">
      <strong>{value}</strong> <span>{name}</span>
    </span>
  </li>
)

export const WaitsList: FC<{ frame: Frame; waits: Waits }> = ({ frame, waits }) => {
  const text = frame.words.numbers
  return waits.count === 0 ? (
    <p class="hint">{text.noEmergencies}</p>
  ) : (
    <dl>
      <dt>{text.emergencyCount}</dt>
      <dd>{waits.count}</dd>
      <dt>{text.answeredByStaff}</dt>
      <dd>{waits.answered}</dd>
      <dt>{text.medianWait}</dt>
      <dd>{waits.median === null ? '–' : text.duration(Math.round(waits.median / 60_000))}</dd>
      <dt>{text.ninetiethWait}</dt>
      <dd>{waits.ninetieth === null ? '–' : text.duration(Math.round(waits.ninetieth / 60_000))}</dd>
    </dl>
  )
}

const GROUPS_SHOWN = 12

const Groups: FC<{ frame: Frame; dimension: Dimension; groups: readonly Group[] }> = ({ frame, dimension, groups }) => {
  const { words } = frame
  const text = words.numbers
  const most = Math.max(...groups.map(({ messages }) => messages))
  return (
    <section class="card" aria-labelledby={`menurut-${dimension}`}>
      <h2 id={`menurut-${dimension}`}>{text.by[dimension]}</h2>
      <table class="groups">
        <thead>
          <tr>
            <th scope="col">{text.by[dimension]}</th>
            <td></td> <NumberHeads names={[text.messages, text.people]} />
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, GROUPS_SHOWN).map(({ key, messages, people }) => (
            <tr>
              <th scope="row">{nameOf(frame, dimension, key)}</th>
              <td>
                <ShareBar value={messages} most={most} />
              </td>
              <td class="number">{messages}</td>
              <td class="number">{people}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function nameOf({ words, language }: Frame, dimension: Dimension, key: string): string {
  if (key === '') return words.transcript.unknown
  return dimension === 'country' ? countryName(key, language) : label(words.labels[dimension], key)
}

const NumberFilterForm: FC<{ frame: Frame; filters: NumberFilters }> = ({ frame, filters }) => {
  const { inbox, numbers } = frame.words
  const { days, channel, topic, country, language } = filters
  return (
    <form class="filter-line filter-many" method="get" action="/angka" data-submit-on-change>
      <Select
        name="hari"
        label={numbers.range}
        options={RANGES.map((count) => ({ value: String(count), text: inbox.days(count) }))}
        value={String(days)}
      />
      <TalkFilters frame={frame} chosen={{ kanal: channel ?? '', topik: topic ?? '', negara: country ?? '', isi: language ?? '' }} />
      <button type="submit">{inbox.apply}</button>
    </form>
  )
}
