import type { FC } from 'hono/jsx'
import { contactLines, firstNumber } from '../../knowledge/contact-line.ts'
import type { Card, Contact } from '../../knowledge/schema.ts'
import { mayActAs } from '../deps.ts'
import { countryName } from '../labels.ts'
import { Select } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Empty, Tag } from '../pages/parts.tsx'
import { WebAddress } from '../pages/web-address.tsx'
import { Figure } from './cards-page.tsx'
import { HistoryPanel } from './history-panel.tsx'
import type { Undone } from './publish.ts'
import type { Revision } from './revisions.ts'
import { contactStanding, CONTACT_STANDINGS, type ContactStanding } from './standing.ts'
import { KnowledgeTabs } from './tabs.tsx'
import type { VerifyForm } from './verify-form.ts'
import { VerifyPanel } from './verify-panel.tsx'
import { BackLink } from '../pages/back-link.tsx'
import { NumberHeads } from '../pages/number-heads.tsx'

interface ContactRow {
  readonly contact: Contact
  readonly standing: ContactStanding
  /** How many cards send people there. */
  readonly cards: number
}

interface ContactsPageProps {
  readonly frame: Frame
  readonly rows: readonly ContactRow[]
  readonly all: number
  readonly counts: Readonly<Record<string, number>>
  readonly countries: readonly string[]
  readonly filters: { readonly words: string; readonly country: string | null; readonly standing: ContactStanding | null }
}

export const ContactsPage: FC<ContactsPageProps> = ({ frame, rows, all, counts, countries, filters }) => {
  const { words, times, language } = frame
  const text = words.knowledge
  const options = countries.map((value) => ({ value, text: countryName(value, language) }))
  return (
    <Page frame={frame} title={text.contactsTitle} shape="wide">
      <div class="page-head">
        <h1>{text.contactsTitle}</h1>
      </div>
      <KnowledgeTabs frame={frame} />
      <ul class="figures">
        <Figure href="/pengetahuan/kontak" value={all} name={text.allContacts} />
        {CONTACT_STANDINGS.map((standing) => (
          <Figure href={`/pengetahuan/kontak?umur=${standing}`} value={counts[standing] ?? 0} name={text.contactStandings[standing]} />
        ))}
      </ul>
      <form class="filter-line filter-many" method="get" action="/pengetahuan/kontak" data-submit-on-change>
        <div class="field">
          <label for="cari-kontak">{text.searchContact}</label>
          <input id="cari-kontak" type="search" name="q" value={filters.words} maxlength={80} />
        </div>
        <Select
          name="negara"
          label={words.inbox.country}
          options={options.toSorted((one, other) => one.text.localeCompare(other.text))}
          value={filters.country ?? ''}
          any={words.inbox.any}
        />
        <Select
          name="umur"
          label={text.state}
          options={CONTACT_STANDINGS.map((value) => ({ value, text: text.contactStandings[value] }))}
          value={filters.standing ?? ''}
          any={words.inbox.any}
        />
        <button type="submit">{words.inbox.apply}</button>
      </form>
      {rows.length === 0 ? (
        <Empty icon="search" title={text.nothingContactTitle}>
          <p>
            <a href="/pengetahuan/kontak">{words.inbox.clear}</a>
          </p>
        </Empty>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{text.contact}</th>
              <th scope="col">{words.inbox.country}</th>
              <th scope="col">{text.number}</th>
              <th scope="col">{text.state}</th>
              <th scope="col">{text.sourceDate}</th> <NumberHeads names={[text.tabs.cards]} />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ contact, standing, cards }) => (
              <tr>
                <th scope="row">
                  <a href={`/pengetahuan/kontak/${contact.id}`}>{contact.name}</a>
                  {contact.serves === null ? null : <small> {contact.serves}</small>}
                </th>
                <td data-label={words.inbox.country}>{countryName(contact.country, language)}</td>
                <td data-label={text.number} class="whole">
                  {firstNumber(contact) ?? text.noNumber}
                </td>
                <td data-label={text.state}>
                  <ContactTag frame={frame} standing={standing} />
                </td>
                <td data-label={text.sourceDate} class="whole">
                  {contact.source.published === null ? text.noDate : times.date(contact.source.published)}
                </td>
                <td data-label={text.tabs.cards} class="number">
                  {cards}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}

const ContactTag: FC<{ frame: Frame; standing: ContactStanding }> = ({ frame, standing }) => (
  <Tag
    tone={standing === 'verified' ? 'calm' : standing === 'unverified' ? 'plain' : 'urgent'}
    icon={standing === 'verified' ? 'check' : 'clock'}
  >
    {frame.words.knowledge.contactStandings[standing]}
  </Tag>
)

interface ContactPageProps {
  readonly frame: Frame
  readonly contact: Contact
  readonly cards: readonly Card[]
  /** Countries whose people are sent here first. */
  readonly firstCallIn: readonly string[]
  readonly revisions: readonly Revision[]
  readonly editing: boolean
  readonly verify: VerifyForm
  readonly undoProblem: Exclude<Undone, 'done'> | null
  readonly now: number
}

/** More countries than these are folded away: the list would be longer than the page. */
const MOST_NAMED = 6

export const ContactPage: FC<ContactPageProps> = ({ frame, contact, cards, firstCallIn, revisions, editing, verify, undoProblem, now }) => {
  const { words, times, language, viewer } = frame
  const text = words.knowledge
  const named = firstCallIn.map((code) => countryName(code, language)).join(', ')
  const facts: readonly (readonly [string, string | null])[] = [
    [text.serves, contact.serves],
    [text.hours, contact.hours],
    [text.languages, contact.languages.length === 0 ? null : contact.languages.join(', ')],
    [text.takesChat, contact.takes_chat ? text.yes : text.no],
    [text.cost, text.costs[contact.cost_from_abroad]],
    [text.address, contact.address],
    [text.email, contact.email],
    [text.confidence, text.confidences[contact.confidence]],
    [text.caution, contact.caution],
    [text.verified, contact.verified_by ?? text.notYet],
    [text.firstCallIn, firstCallIn.length === 0 || firstCallIn.length > MOST_NAMED ? null : named],
  ]
  return (
    <Page frame={frame} title={contact.name} shape="wide">
      <div class="page-head">
        <BackLink href="/pengetahuan/kontak" label={text.backContacts} />
        <h1>{contact.name}</h1>
        <span class="head-tags">
          <Tag>{countryName(contact.country, language)}</Tag>
          <ContactTag frame={frame} standing={contactStanding(contact, now)} />
        </span>
      </div>
      <div class="two-sides">
        <div>
          <section class="card" aria-labelledby="dilihat">
            <h2 id="dilihat">{text.asSeen}</h2>
            <div class="bubbles">
              <div class="bubble">
                <p>{contactLines(contact) ?? text.noNumber}</p>
              </div>
            </div>
          </section>
          <section class="card" aria-labelledby="keterangan">
            <h2 id="keterangan">{words.transcript.details}</h2>
            <dl>
              {facts.map(([name, value]) =>
                value === null ? null : (
                  <>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </>
                ),
              )}
              <dt>{text.sources}</dt>
              <dd>
                <WebAddress address={contact.source.address} text={contact.source.title} />
                <small>
                  {' '}
                  {contact.source.published === null ? text.noDate : text.published(times.date(contact.source.published))},{' '}
                  {text.lookedAt(times.date(contact.source.looked_at))}
                </small>
              </dd>
            </dl>
            {firstCallIn.length <= MOST_NAMED ? null : (
              <details>
                <summary>
                  {text.firstCallIn} ({firstCallIn.length})
                </summary>
                <p>{named}</p>
              </details>
            )}
          </section>
          <section class="card" aria-labelledby="kartu">
            <h2 id="kartu">{text.namedIn(cards.length)}</h2>
            {cards.length === 0 ? (
              <p class="hint">{text.namedNowhere}</p>
            ) : (
              <ul class="sources">
                {cards.map((card) => (
                  <li>
                    <a href={`/pengetahuan/kartu/${card.id}`}>{card.title}</a>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
        <div>
          {editing && viewer !== null && mayActAs(viewer.role, 'reviewer') ? (
            <VerifyPanel
              frame={frame}
              viewer={viewer}
              action={`/pengetahuan/kontak/${contact.id}/pastikan`}
              form={verify}
              withMonths={false}
              caution={contact.caution}
            />
          ) : null}
          <HistoryPanel
            frame={frame}
            revisions={revisions}
            editing={editing}
            undo={`/pengetahuan/kontak/${contact.id}/batalkan`}
            undoProblem={undoProblem}
          />
        </div>
      </div>
    </Page>
  )
}
