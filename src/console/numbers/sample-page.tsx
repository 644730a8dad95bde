import type { FC } from 'hono/jsx'
import type { ChannelName } from '../../message.ts'
import type { SampleResult } from '../../store/schema.ts'
import { mayActAs } from '../deps.ts'
import { label } from '../labels.ts'
import { FormToken } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Empty, Tag } from '../pages/parts.tsx'
import { dateOfDay } from './days.ts'
import { Number } from './numbers-page.tsx'
import { SAMPLE_RESULTS, type Interval } from './queries.ts'
import { NumberTabs } from './tabs.tsx'

interface SampleRow {
  readonly conversation_id: string
  readonly result: SampleResult | null
  /** Null when the person was erased since. */
  readonly pseudonym: string | null
  readonly name: string | null
  readonly channel: ChannelName | null
}

interface SamplePageProps {
  readonly frame: Frame
  readonly day: number
  readonly rows: readonly SampleRow[]
  /** How many wrote on that day. */
  readonly wrote: number
  readonly read: number
  readonly days: number
  readonly missed: number
  readonly urgent: number
  readonly rate: Interval | null
}

export const SamplePage: FC<SamplePageProps> = ({ frame, day, rows, wrote, read, days, missed, urgent, rate }) => {
  const { words, times, viewer } = frame
  const text = words.numbers
  if (viewer === null) return null
  const mayRead = mayActAs(viewer.role, 'reviewer')
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
  return (
    <Page frame={frame} title={text.sampleTitle}>
      <div class="page-head">
        <h1>{text.sampleTitle}</h1>
      </div>
      <NumberTabs frame={frame} />
      <p class="intro">{text.sampleIntro}</p>
      <ul class="figures">
        <Number value={rate === null ? '–' : percent(rate.share)} name={text.missedRate} />
        {rate === null ? null : <Number value={`${percent(rate.low)} – ${percent(rate.high)}`} name={text.interval} />}
        <Number value={read} name={text.readInDays(days)} />
        <Number value={missed} name={text.sampleResults['missed-danger']} />
        <Number value={urgent} name={text.sampleResults['missed-urgent']} />
      </ul>
      <h2 class="results-title">{text.sampleOf(times.date(dateOfDay(day)), wrote)}</h2>
      {rows.length === 0 ? (
        <Empty icon="search" title={wrote === 0 ? text.nobodyWrote : text.notDrawn}>
          {wrote > 0 && mayRead ? (
            <form method="post" action="/angka/sampel/undi">
              <FormToken viewer={viewer} />
              <button class="main" type="submit">
                {text.draw}
              </button>
            </form>
          ) : null}
        </Empty>
      ) : (
        <ol class="events">
          {rows.map((row, i) => (
            <li class="event">
              <p>
                {i + 1}. {row.pseudonym === null ? text.erased : <a href={`/percakapan/${row.conversation_id}`}>{row.pseudonym}</a>}{' '}
                {row.channel === null ? null : <Tag>{label(words.labels.channel, row.channel)}</Tag>}{' '}
                {row.result === null ? null : (
                  <Tag tone={row.result === 'fine' ? 'calm' : 'danger'} icon={row.result === 'fine' ? 'check' : 'danger'}>
                    {text.sampleResults[row.result]}
                  </Tag>
                )}{' '}
                {row.name === null ? null : <small>{row.name}</small>}
              </p>
              {mayRead && row.pseudonym !== null ? (
                <form class="sample-form" method="post" action={`/angka/sampel/${row.conversation_id}`}>
                  <FormToken viewer={viewer} />
                  {SAMPLE_RESULTS.map((result) => (
                    <button
                      class="small"
                      type="submit"
                      name="hasil"
                      value={result}
                      aria-label={`${text.sampleVerbs[result]}: ${row.pseudonym}`}
                    >
                      {text.sampleVerbs[result]}
                    </button>
                  ))}
                </form>
              ) : null}
            </li>
          ))}
        </ol>
      )}
    </Page>
  )
}
