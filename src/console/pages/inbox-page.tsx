import type { FC } from 'hono/jsx'
import { isOnHold } from '../../conversation/hold.ts'
import type { InboxRow } from '../inbox-query.ts'
import { countryName, label, rankName } from '../labels.ts'
import type { Frame } from './frame.tsx'
import { Page } from './frame.tsx'
import { Icon } from './icons.tsx'
import { InboxFilterForm } from './inbox-filters.tsx'
import { LiveRegion } from './live.tsx'
import { Empty, Tag } from './parts.tsx'

export interface InboxView {
  readonly rows: readonly InboxRow[]
  /** Query of the next page; null on the last. */
  readonly next: string | null
  /** Query of the first page; null when this is it. */
  readonly first: string | null
  readonly filtered: boolean
  /** "3" or "99+"; null when there is none. */
  readonly emergencies: string | null
  readonly now: number
  /** Labels to filter by. */
  readonly labels: readonly string[]
}

export const InboxPage: FC<{ frame: Frame; view: InboxView; list: string; liveAddress: string }> = ({ frame, view, list, liveAddress }) => {
  const { words } = frame
  return (
    <Page frame={frame} title={titleOf(frame, view)} shape="wide">
      <div class="page-head">
        <h1>{words.inbox.title}</h1>
        <form class="search-small" role="search" action="/cari" method="get">
          <label class="unseen" for="cari-kecil">
            {words.search.label}
          </label>
          <input id="cari-kecil" name="q" type="search" placeholder={words.search.label} maxlength={200} autocomplete="off" />
          <button class="quiet" type="submit" aria-label={words.search.button}>
            <Icon name="search" />
          </button>
        </form>
      </div>
      <InboxFilterForm frame={frame} labels={view.labels} />
      <p id="berita" class="unseen" role="status"></p>
      <LiveRegion id="daftar" address={liveAddress} html={list} seconds={10} />
      <noscript>
        <p class="reload">
          <a href={`${frame.url.pathname}${frame.url.search}`}>{words.inbox.reload}</a>
        </p>
      </noscript>
    </Page>
  )
}

function titleOf({ words }: Frame, view: InboxView): string {
  return view.emergencies ? `(${view.emergencies}) ${words.inbox.title}` : words.inbox.title
}

/** What the live update exchanges: the list, and what the page's title and a screen reader say of it. */
export const InboxList: FC<{ frame: Frame; view: InboxView }> = ({ frame, view }) => (
  <>
    <p hidden data-page-title={`${titleOf(frame, view)} · ${frame.words.product}`}>
      {view.emergencies ? frame.words.inbox.emergencies(view.emergencies) : ''}
    </p>
    <List frame={frame} view={view} />
  </>
)

const List: FC<{ frame: Frame; view: InboxView }> = ({ frame, view }) => {
  const { words } = frame
  if (view.rows.length === 0) {
    if (view.first !== null)
      return (
        <Empty icon="inbox" title={words.inbox.endText}>
          <a href={`/${view.first}`}>{words.inbox.first}</a>
        </Empty>
      )
    if (view.filtered)
      return (
        <Empty icon="search" title={words.inbox.nothingTitle}>
          <p>{words.inbox.nothingText}</p>
          <a href="/">{words.inbox.clear}</a>
        </Empty>
      )
    return (
      <Empty icon="inbox" title={words.inbox.emptyTitle}>
        <p>{words.inbox.emptyText}</p>
      </Empty>
    )
  }
  const groups = groupByRank(view.rows)
  return (
    <>
      {groups.map(({ rank, rows }) => (
        <section class={`group group-${rank}`} aria-labelledby={`kelompok-${rank}`}>
          <h2 id={`kelompok-${rank}`}>
            {rank === 0 ? <Icon name="danger" /> : null}
            {rankName(words, rank)}
            {rank === 0 && view.emergencies && !view.filtered ? <span class="count">{view.emergencies}</span> : null}
          </h2>
          <ul class="rows">
            {rows.map((row) => (
              <Row frame={frame} row={row} now={view.now} />
            ))}
          </ul>
        </section>
      ))}
      {view.next !== null || view.first !== null ? (
        <nav class="pager" aria-label={words.inbox.next}>
          {view.first !== null ? <a href={`/${view.first}`}>{words.inbox.first}</a> : null}
          {view.next !== null ? (
            <a rel="next" href={`/${view.next}`}>
              {words.inbox.next}
            </a>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}

const Row: FC<{ frame: Frame; row: InboxRow; now: number }> = ({ frame, row, now }) => {
  const { words, times, language } = frame
  const since = row.waiting_since ?? row.last_in_at
  const about = [
    row.topic === null ? null : label(words.labels.topic, row.topic),
    row.country === null ? null : countryName(row.country, language),
  ].filter((text) => text !== null)
  const kind = row.kind !== null && row.kind !== 'text' ? label(words.labels.kind, row.kind) : null
  return (
    <li class={`row row-${row.rank}${row.unread ? ' row-unread' : ''}`}>
      <a class="row-link" id={`p-${row.id}`} href={`/percakapan/${row.id}#akhir`}>
        <span class="row-who">
          <span class="dot" aria-hidden="true"></span>
          {row.unread ? <span class="unseen">{words.inbox.unread}: </span> : null}
          <strong>{row.pseudonym}</strong>
          <small>{label(words.labels.channel, row.channel)}</small>
        </span>
        <span class="row-text">
          {row.text === null ? <em>{row.restricted === 1 ? words.restricted.row : words.inbox.noText}</em> : null}
          {kind !== null ? <span class="kind">{kind}</span> : null}
          {row.text}
        </span>
        <span class="row-tags">
          {row.restricted === 1 ? <Tag icon="hold">{words.restricted.tag}</Tag> : null}
          {row.rank === 0 || row.danger !== null ? (
            <Tag icon="danger" tone="danger">
              {row.danger === null ? words.labels.urgency.emergency : label(words.labels.danger, row.danger)}
            </Tag>
          ) : null}
          {row.rank === 1 ? (
            <Tag icon="clock" tone="urgent">
              {words.labels.urgency.urgent}
            </Tag>
          ) : null}
          {isOnHold(row, now) ? (
            <Tag icon="hold" tone="urgent">
              {words.inbox.hold}
            </Tag>
          ) : null}
          {(row.paused_until ?? 0) > now ? <Tag icon="pause">{words.inbox.paused}</Tag> : null}
          {row.blocked_at !== null ? <Tag icon="blocked">{words.inbox.blocked}</Tag> : null}
          {row.assignee === null ? null : (
            <Tag icon="person">
              <span class="unseen">{words.desk.assignee} </span>
              {row.assignee}
            </Tag>
          )}
          {row.wants_person ? (
            <Tag icon="person" tone="calm">
              {words.inbox.wantsPerson}
            </Tag>
          ) : null}
          <span class="plain-tag">{about.join(' · ')}</span>
        </span>
        {since === null ? null : (
          <time
            class={row.waiting_since === null ? 'row-age' : 'row-age row-waiting'}
            datetime={new Date(since).toISOString()}
            title={times.moment(since)}
          >
            {row.waiting_since === null ? times.age(since) : words.inbox.waiting(times.age(since))}
          </time>
        )}
      </a>
    </li>
  )
}

function groupByRank(rows: readonly InboxRow[]): { rank: number; rows: InboxRow[] }[] {
  const groups: { rank: number; rows: InboxRow[] }[] = []
  for (const row of rows) {
    const group = groups.at(-1)
    if (group?.rank === row.rank) group.rows.push(row)
    else groups.push({ rank: row.rank, rows: [row] })
  }
  return groups
}
