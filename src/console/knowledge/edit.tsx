/** Changing a card in the browser: typed, tried and shown beside what it was, then published with a reason. */
import { parseCard } from '../../knowledge/load.ts'
import type { Card } from '../../knowledge/schema.ts'
import { answerFromCards } from '../../answers/answer.ts'
import type { Bubble } from '../../message.ts'
import { failure, seeOther } from '../answers.tsx'
import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { cardPage } from './card.tsx'
import { byField, CARD_FIELDS, cardOfForm, formOfCard, newCardBase, newCardForm, type CardForm, type FieldProblems } from './card-form.ts'
import { EditPage, type EditProblem } from './edit-page.tsx'
import { PreviewPage } from './preview-page.tsx'
import { errorsOf, publish, undoNewest } from './publish.ts'
import { revisionsOf } from './revisions.ts'
import { isoDay, monthsLater } from './verify.tsx'

const SHORTEST_REASON = 5
const LONGEST_REASON = 300
const LONGEST_FIELD = 12_000

/** The card that is changed; a new one has no file yet. */
interface Target {
  readonly card: Card | null
  /** Where its forms are sent: `…/ubah`, `…/periksa`, `…/terbitkan`. */
  readonly address: string
  /** What the form is laid over; null while a new card has no usable id and topic. */
  readonly base: (form: CardForm) => { readonly path: string; readonly text: string } | null
  /** The text that is served now; null for a new card. */
  readonly current: string | null
  readonly shipped: string | null
  /** Id of the newest revision. */
  readonly over: string | null
}

/** `GET /pengetahuan/kartu/:id/ubah` */
export async function showEdit(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const target = await cardTarget(context, parts)
  if (target === null || target.current === null) return failure(context, parts, 'notFound')
  return editPage(context, parts, target, formOfCard(target.current), {})
}

/** `GET /pengetahuan/kartu-baru`: with `pesan`, from a question that got no good answer. */
export async function showNewCard(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.query('pesan') ?? ''
  const asked = await parts.reader
    .selectFrom('messages as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .select('m.text')
    .where('m.id', '=', id)
    .where('m.direction', '=', 'in')
    .where('c.restricted', '=', 0)
    .executeTakeFirst()
  const today = isoDay(parts.now())
  return editPage(context, parts, newTarget(parts), newCardForm(asked ? [asked.text] : [], today, monthsLater(today, 6)), {})
}

/** `POST /pengetahuan/kartu/:id/periksa`, and for a new card */
export const previewCard = (context: ConsoleContext, parts: ConsoleParts): Promise<Response> => check(context, parts, 'preview')

/** `POST /pengetahuan/kartu/:id/terbitkan`, and for a new card */
export const publishCard = (context: ConsoleContext, parts: ConsoleParts): Promise<Response> => check(context, parts, 'publish')

/** `POST /pengetahuan/kartu/:id/batalkan`: the text before the newest change, as a change of its own. */
export async function undoCard(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const target = await cardTarget(context, parts)
  if (!target?.card) return failure(context, parts, 'notFound')
  const { card, shipped } = target
  const done = await undoNewest(context, parts, card.path, shipped)
  if (done !== 'done') return cardPage(context, parts, card, { undoProblem: done })
  return seeOther(context, parts.knowledge.served().cards.has(card.id) ? `/pengetahuan/kartu/${card.id}` : '/pengetahuan')
}

async function check(context: ConsoleContext, parts: ConsoleParts, step: 'preview' | 'publish'): Promise<Response> {
  const target = await cardTarget(context, parts)
  if (target === null) return failure(context, parts, 'notFound')
  const typed = await context.req.parseBody()
  const form = readForm(typed)
  const again = (problem: EditProblem | null, fields: FieldProblems): Promise<Response> =>
    editPage(context, parts, target, form, { problem, fields })
  if (!parts.knowledge.editing) return again('off', {})
  // "Change further" from the preview.
  if (textOf(typed['ubah-lagi']) === '1') return editPage(context, parts, target, form, {})
  const base = target.base(form)
  const taken = target.card === null && parts.knowledge.served().cards.has(form.id)
  if (base === null || taken) return again('fields', { [taken ? 'id' : newCardBase({ ...form, id: 'x' }) === null ? 'topik' : 'id']: [] })
  const { path } = base
  const { text, wrong } = cardOfForm(form, base.text)
  if (wrong.size > 0) return again('fields', Object.fromEntries([...wrong].map((field) => [field, []])))
  if (text === target.current) return again('same', {})
  const over = textOf(typed['dasar']) === '' ? null : textOf(typed['dasar'])
  const reason = textOf(typed['alasan']).slice(0, LONGEST_REASON)
  const preview = async (trial: Awaited<ReturnType<typeof parts.knowledge.tryOut>>, problem: 'reason' | 'lost' | null): Promise<Response> => {
    const frame = await frameOf(context, parts)
    const page = (
      <PreviewPage
        frame={frame}
        title={form.judul}
        address={target.address}
        form={form}
        over={over}
        reason={reason}
        before={target.current ?? ''}
        text={text}
        trial={trial}
        bubbles={bubblesOf(text, path, parts)}
        problem={problem}
      />
    )
    return context.html(page, problem === null ? 200 : 422)
  }
  if (step === 'preview' || reason.length < SHORTEST_REASON) {
    const trial = await parts.knowledge.tryOut({ path, text })
    const errors = errorsOf(trial)
    if (errors.length > 0) return again('check', byField(errors))
    return preview(trial, trial.lost.length > 0 ? 'lost' : step === 'publish' ? 'reason' : null)
  }
  const done = await publish(context, parts, { path, text, kind: 'edited', reason, over, shipped: target.shipped, action: 'knowledge-edited' })
  switch (done.kind) {
    case 'published':
      return seeOther(context, `/pengetahuan/kartu/${form.id}`)
    case 'lost':
      return preview(done.trial, 'lost')
    case 'wrong':
      return again('check', byField(errorsOf(done.trial)))
    case 'changed':
    case 'off':
      return again(done.kind, {})
  }
}

async function editPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  target: Target,
  form: CardForm,
  refused: { problem?: EditProblem | null; fields?: FieldProblems },
): Promise<Response> {
  const typed = context.req.method === 'POST' ? textOf((await context.req.parseBody())['dasar']) : (target.over ?? '')
  const { contacts } = parts.knowledge.served()
  return context.html(
    <EditPage
      frame={await frameOf(context, parts)}
      title={target.card?.title ?? null}
      address={target.address}
      back={target.card ? `/pengetahuan/kartu/${target.card.id}` : '/pengetahuan'}
      form={form}
      over={typed}
      problem={refused.problem ?? (parts.knowledge.editing ? null : 'off')}
      fields={refused.fields ?? {}}
      contacts={[...contacts.values()].map(({ id, name }) => ({ id, name }))}
    />,
    refused.problem ? 422 : 200,
  )
}

/** What the address names; null for a card that does not exist. */
async function cardTarget(context: ConsoleContext, parts: ConsoleParts): Promise<Target | null> {
  const id = context.req.param('id')
  if (id === undefined) return newTarget(parts)
  const card = parts.knowledge.served().cards.get(id)
  if (!card) return null
  const [newest] = await revisionsOf(parts.store.db, card.path)
  const shipped = parts.knowledge.shippedText(card.path)
  const current = newest?.text ?? shipped
  return {
    card,
    address: `/pengetahuan/kartu/${card.id}`,
    base: (form) => (current === null || form.id !== card.id ? null : { path: card.path, text: current }),
    current,
    shipped,
    over: newest?.id ?? null,
  }
}

function newTarget(parts: ConsoleParts): Target {
  return {
    card: null,
    address: '/pengetahuan/kartu-baru',
    base(form) {
      const text = newCardBase(form)
      const path = `cards/${form.topik}/${form.id}.md`
      return text === null || parts.knowledge.shippedText(path) !== null ? null : { path, text }
    },
    current: null,
    shipped: null,
    over: null,
  }
}

/** As people would read it. */
function bubblesOf(text: string, path: string, parts: ConsoleParts): readonly Bubble[] {
  const card = parseCard(text, path, [])
  const knowledge = parts.knowledge.served()
  if (card === null) return []
  return answerFromCards([card.id], { ...knowledge, cards: new Map([...knowledge.cards, [card.id, card]]) }, parts.now()).bubbles
}

function readForm(typed: Readonly<Record<string, unknown>>): CardForm {
  const fields = [...CARD_FIELDS, 'id', 'topik'].map((name) => [name, textOf(typed[name]).slice(0, LONGEST_FIELD)])
  return Object.fromEntries(fields) as CardForm
}

/** Browsers send line breaks as CR LF. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : ''
}
