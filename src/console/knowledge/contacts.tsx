import type { Contact } from '../../knowledge/schema.ts'
import { failure, seeOther } from '../answers.tsx'
import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { ContactPage, ContactsPage } from './contacts-page.tsx'
import { undoNewest, type Undone } from './publish.ts'
import { revisionsOf } from './revisions.ts'
import { contactStanding, CONTACT_STANDINGS } from './standing.ts'
import { EMPTY_VERIFY_FORM, type VerifyForm } from './verify-form.ts'

/** `GET /pengetahuan/kontak`: the directory, by country. */
export async function showContacts(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const frame = await frameOf(context, parts)
  const query = frame.url.searchParams
  const { contacts, cards } = parts.knowledge.served()
  const now = parts.now()
  const standing = CONTACT_STANDINGS.find((known) => known === query.get('umur')) ?? null
  const country = query.get('negara')
  const words = (query.get('q') ?? '').trim().toLowerCase().slice(0, 80)
  const named = new Map<string, number>()
  for (const card of cards.values()) for (const id of new Set(card.contacts)) named.set(id, (named.get(id) ?? 0) + 1)
  const all = [...contacts.values()].map((contact) => ({
    contact,
    standing: contactStanding(contact, now),
    cards: named.get(contact.id) ?? 0,
  }))
  const rows = all
    .filter(
      (row) =>
        (standing === null || row.standing === standing) &&
        (country === null || country === '' || row.contact.country === country) &&
        (words === '' || `${row.contact.name} ${row.contact.id} ${row.contact.serves ?? ''}`.toLowerCase().includes(words)),
    )
    .sort((one, other) => one.contact.country.localeCompare(other.contact.country) || one.contact.name.localeCompare(other.contact.name))
  const counts = Object.fromEntries(CONTACT_STANDINGS.map((known) => [known, all.filter((row) => row.standing === known).length]))
  const countries = [...new Set(all.map(({ contact }) => contact.country))].sort()
  return context.html(
    <ContactsPage frame={frame} rows={rows} all={all.length} counts={counts} countries={countries} filters={{ words, country, standing }} />,
  )
}

/** `GET /pengetahuan/kontak/:id` */
export function showContact(context: ConsoleContext, parts: ConsoleParts): Response | Promise<Response> {
  const contact = parts.knowledge.served().contacts.get(context.req.param('id') ?? '')
  return contact ? contactPage(context, parts, contact, null) : failure(context, parts, 'notFound')
}

/** `POST /pengetahuan/kontak/:id/batalkan` */
export async function undoContact(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const contact = parts.knowledge.served().contacts.get(context.req.param('id') ?? '')
  if (!contact) return failure(context, parts, 'notFound')
  const done = await undoNewest(context, parts, `contacts.yaml#${contact.id}`, null)
  return done === 'done' ? seeOther(context, `/pengetahuan/kontak/${contact.id}`) : contactPage(context, parts, contact, null, done)
}

/** The page, also as the answer to a form that was refused. */
export async function contactPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  contact: Contact,
  refused: VerifyForm | null,
  undoProblem: Exclude<Undone, 'done'> | null = null,
): Promise<Response> {
  const [frame, revisions] = await Promise.all([frameOf(context, parts), revisionsOf(parts.reader, `contacts.yaml#${contact.id}`)])
  const { cards, countries } = parts.knowledge.served()
  return context.html(
    <ContactPage
      frame={frame}
      contact={contact}
      cards={[...cards.values()].filter((card) => card.contacts.includes(contact.id))}
      firstCallIn={[...countries.values()].filter(({ first_call: calls }) => Object.values(calls).flat().includes(contact.id)).map(({ code }) => code)}
      revisions={revisions}
      editing={parts.knowledge.editing}
      undoProblem={undoProblem}
      verify={refused ?? EMPTY_VERIFY_FORM}
      now={parts.now()}
    />,
    refused === null && undoProblem === null ? 200 : 422,
  )
}
