import type { FC } from 'hono/jsx'
import { countryName, label } from '../labels.ts'
import { HIT_END, HIT_START, type SearchHit } from '../search-query.ts'
import { Page, type Frame } from './frame.tsx'
import { Empty, Moment, Tag } from './parts.tsx'

interface SearchPageProps {
  readonly frame: Frame
  readonly typed: string
  readonly hits: readonly SearchHit[]
  readonly next: number | null
}

export const SearchPage: FC<SearchPageProps> = ({ frame, typed, hits, next }) => {
  const { words } = frame
  return (
    <Page frame={frame} title={words.search.title} shape="wide">
      <div class="page-head">
        <h1>{words.search.title}</h1>
      </div>
      <form class="search-form" role="search" method="get" action="/cari">
        <label for="q">{words.search.label}</label>
        <div class="search-line">
          <input id="q" name="q" type="search" value={typed} maxlength={200} autocomplete="off" aria-describedby="q-hint" />
          <button class="main" type="submit">
            {words.search.button}
          </button>
        </div>
        <p class="hint" id="q-hint">
          {words.search.hint}
        </p>
      </form>
      <Results frame={frame} typed={typed} hits={hits} next={next} />
    </Page>
  )
}

const Results: FC<SearchPageProps> = ({ frame, typed, hits, next }) => {
  const { words } = frame
  if (typed === '')
    return (
      <Empty icon="search" title={words.search.emptyTitle}>
        <p>{words.search.emptyText}</p>
      </Empty>
    )
  if (hits.length === 0)
    return (
      <Empty icon="search" title={words.search.nothing(typed)}>
        <p>{words.search.nothingHint}</p>
      </Empty>
    )
  return (
    <section aria-labelledby="hasil">
      <h2 id="hasil" class="results-title">
        {words.search.results(typed)}
      </h2>
      <ul class="rows">
        {hits.map((hit) => (
          <Hit frame={frame} hit={hit} />
        ))}
      </ul>
      {next === null ? null : (
        <nav class="pager" aria-label={words.search.older}>
          <a rel="next" href={`/cari?${new URLSearchParams({ q: typed, sebelum: String(next) }).toString()}`}>
            {words.search.older}
          </a>
        </nav>
      )}
    </section>
  )
}

const Hit: FC<{ frame: Frame; hit: SearchHit }> = ({ frame, hit }) => {
  const { words, times, language } = frame
  return (
    <li class={`row row-${hit.rank}`}>
      <a class="row-link row-hit" href={`/percakapan/${hit.conversation_id}?pesan=${hit.id}#m-${hit.id}`}>
        <span class="row-who">
          <strong>{hit.pseudonym}</strong>
          <small>{label(words.labels.channel, hit.channel)}</small>
        </span>
        <span class="row-text">
          <span class="kind">{label(words.labels.author, hit.author)}</span>
          <Marked text={hit.snippet} />
        </span>
        <span class="row-tags">
          {hit.rank === 0 ? (
            <Tag icon="danger" tone="danger">
              {words.labels.urgency.emergency}
            </Tag>
          ) : null}
          {hit.country === null ? null : <span class="plain-tag">{countryName(hit.country, language)}</span>}
        </span>
        <span class="row-age">
          <Moment at={hit.at} times={times} />
        </span>
      </a>
    </li>
  )
}

/** Text with its hits marked; a mark without an end simply runs on. */
const Marked: FC<{ text: string }> = ({ text }) => (
  <span>
    {text.split(HIT_START).map((part, index) => {
      if (index === 0) return part
      const [hit = '', ...rest] = part.split(HIT_END)
      return (
        <>
          <mark>{hit}</mark>
          {rest.join('')}
        </>
      )
    })}
  </span>
)
