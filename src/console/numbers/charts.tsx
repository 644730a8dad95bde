/**
 * Charts as SVG from the server: d3 computes scales and lines, classes colour them, so that they keep to the strict
 * Content-Security-Policy, follow light and dark, and need no script. Each stands over a table with the same numbers.
 */
import { scaleBand, scaleLinear } from 'd3-scale'
import { curveMonotoneX, line } from 'd3-shape'
import type { FC } from 'hono/jsx'
import { dateOfDay } from './days.ts'

/** Of the drawing on a large screen and of that on a phone, where a smaller picture of the first could not be read. */
const SIZES = [
  { name: 'wide', width: 720, dates: 6 },
  { name: 'narrow', width: 340, dates: 2 },
] as const
const HEIGHT = 220
const LEFT = 44
const BOTTOM = 26
const TOP = 10

export interface DayPoint {
  readonly day: number
  readonly messages: number
  readonly people: number
}

interface DayChartProps {
  /** One for each day, also for days without anything. */
  readonly points: readonly DayPoint[]
  /** What the chart shows, in one sentence. */
  readonly label: string
  readonly dateOf: (date: string) => string
}

/** Messages as bars, people as a line. */
export const DayChart: FC<DayChartProps> = (props) => (
  <>
    {SIZES.map((size) => (
      <DayDrawing {...props} {...size} />
    ))}
  </>
)

const DayDrawing: FC<DayChartProps & (typeof SIZES)[number]> = ({ points, label, dateOf, name, width, dates }) => {
  const x = scaleBand<number>()
    .domain(points.map(({ day }) => day))
    .range([LEFT, width])
    .padding(0.2)
  const most = Math.max(1, ...points.map(({ messages }) => messages))
  const y = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([HEIGHT - BOTTOM, TOP])
  const middle = (day: number): number => (x(day) ?? 0) + x.bandwidth() / 2
  const path = line<DayPoint>()
    .x(({ day }) => middle(day))
    .y(({ people }) => y(people))
    .curve(curveMonotoneX)(points)
  const step = Math.ceil(points.length / dates)
  return (
    <svg class={`chart chart-${name}`} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
      {y
        .ticks(4)
        .filter((tick) => Number.isInteger(tick))
        .map((tick) => (
          <g>
            <line class="chart-rule" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
            <text class="chart-text" x={LEFT - 8} y={y(tick) + 4} text-anchor="end">
              {tick}
            </text>
          </g>
        ))}
      {points.map(({ day, messages }) => (
        <rect class="chart-bar" x={x(day)} y={y(messages)} width={x.bandwidth()} height={y(0) - y(messages)} />
      ))}
      <path class="chart-line" d={path ?? ''} />
      {points.map(({ day }, i) =>
        i % step === 0 ? (
          <text class="chart-text" x={middle(day)} y={HEIGHT - 8} text-anchor={i === 0 ? 'start' : 'middle'}>
            {dateOf(dateOfDay(day))}
          </text>
        ) : null,
      )}
    </svg>
  )
}

/** The share of the longest, as a bar to stand in a table's row. */
export const ShareBar: FC<{ value: number; most: number }> = ({ value, most }) => {
  const x = scaleLinear()
    .domain([0, Math.max(1, most)])
    .range([0, 100])
  return (
    <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="chart-bar" x="0" y="0" width={x(value)} height="8" />
    </svg>
  )
}
