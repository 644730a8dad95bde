import type { FC } from 'hono/jsx'
import type { Card, Knowledge, KnowledgeProblem } from '../../knowledge/schema.ts'
import type { Bubble, Spoken } from '../../message.ts'
import { mayActAs } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { Notice } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Tag } from '../pages/parts.tsx'
import { WebAddress } from '../pages/web-address.tsx'
import { dateOfDay } from '../numbers/days.ts'
import { StandingTag } from './cards-page.tsx'
import { HistoryPanel } from './history-panel.tsx'
import type { Undone } from './publish.ts'
import type { Revision } from './revisions.ts'
import { cardStanding } from './standing.ts'
import { USE_DAYS, type CardUse } from './uses.ts'
import type { VerifyForm } from './verify-form.ts'
import { VerifyPanel } from './verify-panel.tsx'
import { BackLink } from '../pages/back-link.tsx'
import { NumberHeads } from '../pages/number-heads.tsx'

interface CardPageProps {
  readonly frame: Frame
  readonly card: Card
  readonly knowledge: Knowledge
  readonly replies: readonly { readonly language: Spoken; readonly bubbles: readonly Bubble[]; readonly details: readonly Bubble[] }[]
  readonly problems: readonly KnowledgeProblem[]
  readonly weeks: readonly { readonly day: number; readonly use: CardUse }[]
  readonly revisions: readonly Revision[]
  /** The release brought another text under a revision that is still served. */
  readonly shippedChanged: boolean
  readonly editing: boolean
  readonly verify: VerifyForm
  readonly undoProblem: Exclude<Undone, 'done'> | null
  readonly now: number
}

export const CardPage: FC<CardPageProps> = (props) => {
  const { frame, card, knowledge, replies, revisions, editing, now } = props
  const { words, times, language, viewer } = frame
  const text = words.knowledge
  const may = (role: 'reviewer' | 'caseworker'): boolean => editing && viewer !== null && mayActAs(viewer.role, role)
  return (
    <Page frame={frame} title={card.title} shape="wide">
      <div class="page-head">
        <BackLink href="/pengetahuan" label={text.back} />
        <h1>{card.title}</h1>
        <span class="head-tags">
          <Tag>{label(words.labels.topic, card.topic)}</Tag>
          {card.countries.slice(0, 4).map((code) => (
            <Tag>{countryName(code, language)}</Tag>
          ))}
          <StandingTag frame={frame} standing={cardStanding(card, now)} />
        </span>
        {may('caseworker') ? (
          <a class="head-link" href={`/pengetahuan/kartu/${card.id}/ubah`}>
            {text.edit}
          </a>
        ) : null}
      </div>
      {props.problems.map(({ message }) => (
        <Notice kind="wrong">{text.notServed(message)}</Notice>
      ))}
      {props.shippedChanged ? <Notice kind="wrong">{text.shippedChanged}</Notice> : null}
      <div class="two-sides">
        <div>
          {replies.map((reply) => (
            <section class="card" aria-labelledby={`jawaban-${reply.language}`}>
              <h2 id={`jawaban-${reply.language}`}>{reply.language === 'id' ? text.asSeen : text.asSeenEnglish}</h2>
              <Bubbles bubbles={reply.bubbles} />
              {reply.details.length === 0 ? null : (
                <details class="fold">
                  <summary>{text.details}</summary>
                  <Bubbles bubbles={reply.details} />
                </details>
              )}
            </section>
          ))}
          <section class="card" aria-labelledby="kata-orang">
            <h2 id="kata-orang">{text.phrasings(card.phrasings.length)}</h2>
            <ul class="phrasings">
              {card.phrasings.slice(0, PHRASINGS_OPEN).map((phrasing) => (
                <li>{phrasing}</li>
              ))}
            </ul>
            {card.phrasings.length <= PHRASINGS_OPEN ? null : (
              <details class="fold">
                <summary>{text.morePhrasings(card.phrasings.length - PHRASINGS_OPEN)}</summary>
                <ul class="phrasings">
                  {card.phrasings.slice(PHRASINGS_OPEN).map((phrasing) => (
                    <li>{phrasing}</li>
                  ))}
                </ul>
              </details>
            )}
          </section>
        </div>
        <div>
          <section class="card" aria-labelledby="umur">
            <h2 id="umur">{text.age}</h2>
            <dl>
              <dt>{text.reviewedOn}</dt>
              <dd>{times.date(card.reviewed_on)}</dd>
              <dt>{text.reviewBy}</dt>
              <dd>{times.date(card.review_by)}</dd>
              <dt>{text.verified}</dt>
              <dd>{card.verified_by ?? text.notYet}</dd>
              <dt>{text.confidence}</dt>
              <dd>{text.confidences[card.confidence]}</dd>
              <dt>{text.file}</dt>
              <dd>
                <code>{card.path}</code>
              </dd>
            </dl>
          </section>
          <section class="card" aria-labelledby="sumber">
            <h2 id="sumber">{text.sources}</h2>
            <ul class="sources">
              {card.sources.map((source) => (
                <li>
                  <WebAddress address={source.address} text={source.title} />
                  <small>
                    {source.published === null ? text.noDate : text.published(times.date(source.published))},{' '}
                    {text.lookedAt(times.date(source.looked_at))}
                  </small>
                </li>
              ))}
            </ul>
            {card.contacts.length === 0 ? null : (
              <>
                <h3>{text.contacts}</h3>
                <ul class="sources">
                  {card.contacts.map((id) => (
                    <li>
                      <a href={`/pengetahuan/kontak/${id}`}>{knowledge.contacts.get(id)?.name ?? id}</a>
                    </li>
                  ))}
                </ul>
              </>
            )}
            {card.related.length === 0 ? null : (
              <>
                <h3>{text.related}</h3>
                <ul class="sources">
                  {card.related.map((id) => (
                    <li>
                      <a href={`/pengetahuan/kartu/${id}`}>{knowledge.cards.get(id)?.title ?? id}</a>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
          <Uses {...props} />
          {may('reviewer') && viewer !== null ? (
            <VerifyPanel
              frame={frame}
              viewer={viewer}
              action={`/pengetahuan/kartu/${card.id}/pastikan`}
              form={props.verify}
              withMonths
              caution={null}
            />
          ) : null}
          <HistoryPanel
            frame={frame}
            revisions={revisions}
            editing={editing}
            undo={`/pengetahuan/kartu/${card.id}/batalkan`}
            undoProblem={props.undoProblem}
          />
        </div>
      </div>
    </Page>
  )
}

const PHRASINGS_OPEN = 8

export const Bubbles: FC<{ bubbles: readonly Bubble[] }> = ({ bubbles }) => (
  <div class="bubbles">
    {bubbles.map((bubble) => (
      <div class="bubble">
        <p>{bubble.text}</p>
        {bubble.choices === undefined ? null : (
          <ol>
            {bubble.choices.map((choice) => (
              <li>{choice.label}</li>
            ))}
          </ol>
        )}
      </div>
    ))}
  </div>
)

const Uses: FC<CardPageProps> = ({ frame, weeks }) => {
  const { words, times } = frame
  const text = words.knowledge
  const sum = (of: keyof CardUse): number => weeks.reduce((total, { use }) => total + use[of], 0)
  const used = weeks.filter(({ use }) => use.uses + use.liked + use.disliked > 0)
  return (
    <section class="card" aria-labelledby="pemakaian">
      <h2 id="pemakaian">{text.usesTitle(USE_DAYS)}</h2>
      {used.length === 0 ? (
        <p class="hint">{text.neverUsed}</p>
      ) : (
        <>
          <p>{text.usesSum(sum('uses'), sum('liked'), sum('disliked'))}</p>
          <details class="fold">
            <summary>{text.byWeek}</summary>
            <table class="table small-table">
              <thead>
                <tr>
                  <th scope="col">{text.weekUntil}</th> <NumberHeads names={[text.uses, text.liked, text.disliked]} />
                </tr>
              </thead>
              <tbody>
                {used.map(({ day, use }) => (
                  <tr>
                    <th scope="row">{times.date(dateOfDay(day))}</th>
                    <td class="number" data-label={text.uses}>
                      {use.uses}
                    </td>
                    <td class="number" data-label={text.liked}>
                      {use.liked}
                    </td>
                    <td class="number" data-label={text.disliked}>
                      {use.disliked}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  )
}
