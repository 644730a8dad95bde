import type { FC } from 'hono/jsx'
import type { KnowledgeProblem } from '../../knowledge/schema.ts'
import { TOPICS } from '../../message.ts'
import { mayActAs } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { Notice, Select } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Empty, Tag } from '../pages/parts.tsx'
import { CARD_MARKS, CARD_ORDERS, type CardFilters, type CardRow } from './card-list.ts'
import { CARD_STANDINGS, type CardStanding } from './standing.ts'
import { KnowledgeTabs } from './tabs.tsx'
import { NumberHeads } from '../pages/number-heads.tsx'

interface CardsPageProps {
  readonly frame: Frame
  readonly rows: readonly CardRow[]
  readonly found: number
  readonly all: number
  readonly filters: CardFilters
  readonly counts: Readonly<Record<string, number>>
  readonly unverified: number
  readonly problems: readonly KnowledgeProblem[]
  readonly countries: readonly string[]
  readonly hasNext: boolean
}

export const CardsPage: FC<CardsPageProps> = (props) => {
  const { frame, rows, found, all, filters, counts, problems } = props
  const { words } = frame
  const text = words.knowledge
  return (
    <Page frame={frame} title={text.title} shape="wide">
      <div class="page-head">
        <h1>{text.title}</h1>
        {frame.viewer !== null && mayActAs(frame.viewer.role, 'caseworker') ? (
          <a class="head-link" href="/pengetahuan/kartu-baru">
            {text.newCard}
          </a>
        ) : null}
      </div>
      <KnowledgeTabs frame={frame} />
      {problems.length === 0 ? null : (
        <Notice kind="wrong">
          {text.problems(problems.length)} {problems[0]?.path}: {problems[0]?.message}
        </Notice>
      )}
      <ul class="figures">
        <Figure href="/pengetahuan" value={all} name={text.allCards} />
        {CARD_STANDINGS.filter((standing) => standing !== 'fresh').map((standing) => (
          <Figure href={`/pengetahuan?umur=${standing}`} value={counts[standing] ?? 0} name={text.standings[standing]} />
        ))}
        <Figure href="/pengetahuan?tanda=unverified" value={props.unverified} name={text.marks.unverified} />
      </ul>
      <Filters {...props} />
      <p class="intro list-count">{text.found(found)}</p>
      {rows.length === 0 ? (
        <Empty icon="search" title={text.nothingTitle}>
          <p>
            <a href="/pengetahuan">{words.inbox.clear}</a>
          </p>
        </Empty>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{text.card}</th>
              <th scope="col">{words.inbox.topic}</th>
              <th scope="col">{text.reviewBy}</th>
              <th scope="col">{text.verified}</th> <NumberHeads names={[text.uses, text.liked, text.disliked]} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row frame={frame} row={row} />
            ))}
          </tbody>
        </table>
      )}
      <Pager frame={frame} page={filters.page} hasNext={props.hasNext} />
    </Page>
  )
}

export const Figure: FC<{ href: string; value: number; name: string }> = ({ href, value, name }) => (
  <li>
    <a href={href}>
      <strong>{value}</strong> <span>{name}</span>
    </a>
  </li>
)

const Row: FC<{ frame: Frame; row: CardRow }> = ({ frame, row: { card, standing, use, isRevised } }) => {
  const { words, times, language } = frame
  const text = words.knowledge
  return (
    <tr>
      <th scope="row">
        <a href={`/pengetahuan/kartu/${card.id}`}>{card.title}</a>{' '}
        {card.countries.length === 0 ? null : (
          <small>
            {card.countries
              .slice(0, 3)
              .map((code) => countryName(code, language))
              .join(', ')}
          </small>
        )}{' '}
        {isRevised ? <Tag tone="calm">{text.marks.revised}</Tag> : null}
      </th>
      <td data-label={words.inbox.topic}>{label(words.labels.topic, card.topic)}</td>
      <td data-label={text.reviewBy}>
        <span class="whole">{times.date(card.review_by)}</span> <StandingTag frame={frame} standing={standing} />
      </td>
      <td data-label={text.verified}>{card.verified_by ?? text.notYet}</td>
      <td data-label={text.uses} class="number">
        {use.uses}
      </td>
      <td data-label={text.liked} class="number">
        {use.liked}
      </td>
      <td data-label={text.disliked} class="number">
        {use.disliked}
      </td>
    </tr>
  )
}

export const StandingTag: FC<{ frame: Frame; standing: CardStanding }> = ({ frame, standing }) =>
  standing === 'fresh' ? null : (
    <Tag tone={standing === 'withheld' ? 'danger' : standing === 'expired' ? 'urgent' : 'plain'} icon="clock">
      {frame.words.knowledge.standings[standing]}
    </Tag>
  )

const Filters: FC<CardsPageProps> = ({ frame, filters, countries }) => {
  const { words, language } = frame
  const text = words.knowledge
  const byText = (one: { text: string }, other: { text: string }): number => one.text.localeCompare(other.text)
  return (
    <form class="filter-line filter-many" method="get" action="/pengetahuan" data-submit-on-change>
      <div class="field">
        <label for="cari-kartu">{text.search}</label>
        <input id="cari-kartu" type="search" name="q" value={filters.words} maxlength={80} />
      </div>
      <Select
        name="topik"
        label={words.inbox.topic}
        options={TOPICS.map((value) => ({ value, text: label(words.labels.topic, value) })).toSorted(byText)}
        value={filters.topic ?? ''}
        any={words.inbox.any}
      />
      <Select
        name="negara"
        label={words.inbox.country}
        options={countries.map((value) => ({ value, text: countryName(value, language) })).toSorted(byText)}
        value={filters.country ?? ''}
        any={words.inbox.any}
      />
      <Select
        name="umur"
        label={text.age}
        options={CARD_STANDINGS.map((value) => ({ value, text: text.standings[value] }))}
        value={filters.standing ?? ''}
        any={words.inbox.any}
      />
      <Select
        name="tanda"
        label={text.mark}
        options={CARD_MARKS.map((value) => ({ value, text: text.marks[value] }))}
        value={filters.mark ?? ''}
        any={words.inbox.any}
      />
      <Select
        name="urut"
        label={text.order}
        options={CARD_ORDERS.map((value) => ({ value, text: text.orders[value] }))}
        value={filters.order}
      />
      <button type="submit">{words.inbox.apply}</button>
    </form>
  )
}

const Pager: FC<{ frame: Frame; page: number; hasNext: boolean }> = ({ frame, page, hasNext }) => {
  const { inbox } = frame.words
  const to = (number: number): string => {
    const query = new URLSearchParams(frame.url.searchParams)
    for (const name of ['bahasa', 'halaman']) query.delete(name)
    if (number > 1) query.set('halaman', String(number))
    return query.size === 0 ? '/pengetahuan' : `/pengetahuan?${query.toString()}`
  }
  if (page === 1 && !hasNext) return null
  return (
    <nav class="pager" aria-label={frame.words.knowledge.pages}>
      {page > 1 ? (
        <a rel="prev" href={to(page - 1)}>
          {frame.words.knowledge.previous}
        </a>
      ) : null}
      {hasNext ? (
        <a rel="next" href={to(page + 1)}>
          {inbox.next}
        </a>
      ) : null}
    </nav>
  )
}
