/** Somebody made sure of a card or a contact: who, when and how becomes a revision, and people see it at once. */
import { withFrontMatter } from '../../knowledge/front-matter.ts'
import { yaml } from '../../knowledge/yaml.ts'
import { WriteRefusedError } from '../../store/write-refused.ts'
import { failure, formText, seeOther } from '../answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from '../deps.ts'
import { cardPage } from './card.tsx'
import { contactPage } from './contacts.tsx'
import { revising, revisionsOf } from './revisions.ts'
import { REVIEW_MONTHS, VERIFIED_HOW, type VerifyForm } from './verify-form.ts'

const LONGEST_NOTE = 300
const SHORTEST_NOTE = 5

/** `POST /pengetahuan/kartu/:id/pastikan`: the card counts as reviewed today, until the date that was chosen. */
export async function verifyCard(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const card = parts.knowledge.served().cards.get(context.req.param('id') ?? '')
  if (!card) return failure(context, parts, 'notFound')
  const form = await readForm(context, parts)
  if (form.problem !== null) return cardPage(context, parts, card, { verify: form })
  const typed = await formText(context, 'bulan')
  const months = REVIEW_MONTHS.find((known) => String(known) === typed) ?? REVIEW_MONTHS[1]
  const [newest] = await revisionsOf(parts.store.db, card.path)
  const shipped = parts.knowledge.shippedText(card.path)
  const today = isoDay(parts.now())
  const text = withFrontMatter(newest?.text ?? shipped ?? '', {
    verified_by: `${viewerOf(context).name}, ${today}`,
    reviewed_on: today,
    review_by: monthsLater(today, months),
  })
  const done = await verified(context, parts, { path: card.path, text, over: newest?.id ?? null, shipped, form })
  return done ? seeOther(context, `/pengetahuan/kartu/${card.id}`) : cardPage(context, parts, card, { verify: { ...form, problem: 'changed' } })
}

/** `POST /pengetahuan/kontak/:id/pastikan`: from then on the number is shown without its age. */
export async function verifyContact(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const contact = parts.knowledge.served().contacts.get(context.req.param('id') ?? '')
  if (!contact) return failure(context, parts, 'notFound')
  const form = await readForm(context, parts)
  if (form.problem !== null) return contactPage(context, parts, contact, form)
  const path = `contacts.yaml#${contact.id}`
  const [newest] = await revisionsOf(parts.store.db, path)
  const entry = {
    ...contact,
    verified_by: `${viewerOf(context).name}, ${isoDay(parts.now())}`,
    caution: (await formText(context, 'tanpa-peringatan')) === '1' ? null : contact.caution,
  }
  const text = yaml().stringify([entry], { lineWidth: 0 })
  const done = await verified(context, parts, { path, text, over: newest?.id ?? null, shipped: null, form })
  return done ? seeOther(context, `/pengetahuan/kontak/${contact.id}`) : contactPage(context, parts, contact, { ...form, problem: 'changed' })
}

interface Verification {
  readonly path: string
  readonly text: string
  readonly over: string | null
  readonly shipped: string | null
  readonly form: VerifyForm
}

/** False when somebody else changed it meanwhile. */
async function verified(context: ConsoleContext, parts: ConsoleParts, { form, ...revision }: Verification): Promise<boolean> {
  const { staffId } = viewerOf(context)
  const reason = `${form.how}: ${form.note}`
  try {
    await parts.audit.record({ staffId, action: 'knowledge-verified', subject: revision.path, detail: { how: form.how } }, [
      revising(parts, { ...revision, kind: 'verified', reason, staff_id: staffId }),
    ])
  } catch (error) {
    if (error instanceof WriteRefusedError) return false
    throw error
  }
  await parts.knowledge.refresh()
  return true
}

async function readForm(context: ConsoleContext, parts: ConsoleParts): Promise<VerifyForm> {
  const [how, typed] = await Promise.all([formText(context, 'cara'), formText(context, 'catatan')])
  const note = typed.trim().slice(0, LONGEST_NOTE)
  const problem = !parts.knowledge.editing
    ? 'off'
    : !VERIFIED_HOW.some((known) => known === how)
      ? 'how'
      : note.length < SHORTEST_NOTE
        ? 'note'
        : null
  return { problem, how, note }
}

/** Of Jakarta. */
export function isoDay(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 10)
}

/** The same day some months on; the last of the month where that month is shorter. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
