import type { FC } from 'hono/jsx'
import { CHANNELS, LANGUAGES, OUTCOMES, TOPICS, URGENCIES } from '../../message.ts'
import { ASSIGNEES, DAYS_BACK } from '../inbox-query.ts'
import { countryName, label } from '../labels.ts'
import { FILTER_COUNTRIES } from '../times.ts'
import { Select, type Option } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Icon } from './icons.tsx'

interface Filter {
  readonly name: string
  readonly label: string
  readonly options: readonly Option[]
}

/** Filters as a plain form; those in use stand beside it, each with a link that takes it away. */
export const InboxFilterForm: FC<{ frame: Frame; labels: readonly string[] }> = ({ frame, labels }) => {
  const { words } = frame
  const filters = filtersOf(frame, labels)
  const query = frame.url.searchParams
  const unread = query.get('baru') === '1'
  const used = [
    ...filters.flatMap((filter) => {
      const option = filter.options.find(({ value }) => value === query.get(filter.name))
      return option ? [{ name: filter.name, text: option.text }] : []
    }),
    ...(unread ? [{ name: 'baru', text: words.inbox.unread }] : []),
  ]
  return (
    <div class="filters">
      <details class="filter-box">
        <summary>
          <Icon name="menu" />
          {words.inbox.filters}
          {used.length > 0 ? <span class="count">{used.length}</span> : null}
        </summary>
        <form class="filter-form" method="get" action="/" data-submit-on-change>
          {filters.map((filter) => (
            <Select
              name={filter.name}
              label={filter.label}
              options={filter.options}
              value={query.get(filter.name) ?? ''}
              any={words.inbox.any}
            />
          ))}
          <label class="tick">
            <input type="checkbox" name="baru" value="1" checked={unread} />
            {words.inbox.unreadOnly}
          </label>
          <button type="submit">{words.inbox.apply}</button>
        </form>
      </details>
      {used.length > 0 ? (
        <ul class="used-filters">
          {used.map(({ name, text }) => (
            <li>
              <a href={without(query, name)} aria-label={words.inbox.remove(text)}>
                {text}
                <Icon name="cross" />
              </a>
            </li>
          ))}
          <li>
            <a class="clear" href="/">
              {words.inbox.clear}
            </a>
          </li>
        </ul>
      ) : null}
    </div>
  )
}

function filtersOf({ words, language }: Frame, labels: readonly string[]): Filter[] {
  const options = (ids: readonly string[], names: Readonly<Record<string, string>>): Option[] =>
    ids.map((value) => ({ value, text: label(names, value) }))
  const countries = FILTER_COUNTRIES.map((value) => ({ value, text: countryName(value, language) }))
  return [
    { name: 'keadaan', label: words.inbox.urgency, options: options(URGENCIES, words.labels.urgency) },
    { name: 'kanal', label: words.inbox.channel, options: options(CHANNELS, words.labels.channel) },
    { name: 'topik', label: words.inbox.topic, options: options(TOPICS, words.labels.topic).toSorted(byText) },
    { name: 'negara', label: words.inbox.country, options: countries.toSorted(byText) },
    { name: 'isi', label: words.inbox.language, options: options(LANGUAGES, words.labels.language) },
    { name: 'hasil', label: words.inbox.outcome, options: options(OUTCOMES, words.labels.outcome) },
    { name: 'petugas', label: words.desk.assignee, options: options(ASSIGNEES, words.inbox.assignees) },
    { name: 'label', label: words.review.labels, options: labels.map((value) => ({ value, text: value })) },
    { name: 'hari', label: words.inbox.since, options: DAYS_BACK.map((days) => ({ value: String(days), text: words.inbox.days(days) })) },
  ]
}

function byText(one: Option, other: Option): number {
  return one.text.localeCompare(other.text)
}

function without(query: URLSearchParams, name: string): string {
  const rest = new URLSearchParams(query)
  rest.delete(name)
  rest.delete('setelah')
  for (const key of new Set(rest.keys())) if (rest.get(key) === '') rest.delete(key)
  return rest.size === 0 ? '/' : `/?${rest.toString()}`
}
