import { isOnHold } from '../conversation/hold.ts'
import { isWithin, minuteOfDay } from '../conversation/local-time.ts'
import { failure, formText, liveAnswer, seeOther } from './answers.tsx'
import { openCaseOf } from './cases-query.ts'
import { depositOfConversation } from './deposits-query.ts'
import { mayActAs, viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { isLiveRequest, liveAddress } from './live-updates.ts'
import { frameOf } from './pages/frame.tsx'
import { readContactPlan } from './contact-plan.ts'
import { readRelatives } from './family.ts'
import { readNotes } from './notes.ts'
import { renderMessages } from './pages/messages.tsx'
import { ReadingMark, TranscriptPage } from './pages/transcript-page.tsx'
import { cutAfter, readAssignee, readConversation, readLabels, readMessages } from './transcript-query.ts'

/** What a refused or half-done form says on the conversation's page; what was typed comes back. */
export interface TranscriptForms {
  readonly draft?: string
  readonly problem?: ComposerProblem
  /** Cards found for the message box. */
  readonly found?: readonly { readonly id: string; readonly title: string }[]
  readonly cardQuery?: string
  readonly holdReason?: string
  readonly planProblem?: boolean
  readonly labelProblem?: boolean
  readonly labelTyped?: string
  readonly noteProblem?: boolean
  readonly noteTyped?: string
  readonly revealProblem?: boolean
  readonly pinProblem?: boolean
  readonly depositProblem?: boolean
}

/**
 * `changed`: somebody wrote or took over meanwhile. `hour`: it is no safe hour where the person is. `held`: the
 * conversation is on hold.
 */
export interface ComposerProblem {
  readonly kind: 'empty' | 'long' | 'held' | 'hour' | 'changed' | 'hold-reason' | 'close-reason'
}

/** `GET /percakapan/:id`: one conversation. Each opening is in the audit trail. */
export async function showTranscript(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const id = context.req.param('id') ?? ''
  if (!isLiveRequest(context, parts, viewer)) {
    const known = await parts.store.db.selectFrom('conversations').select('id').where('id', '=', id).executeTakeFirst()
    if (!known) return failure(context, parts, 'notFound')
    const detail: Record<string, boolean> = context.req.query('sebelum') === undefined ? {} : { older: true }
    await parts.audit.record({ staffId: viewer.staffId, action: 'transcript-opened', subject: id, detail })
  }
  return transcriptPage(context, parts, {})
}

/** The page, also as the answer to a form that was refused. */
export async function transcriptPage(context: ConsoleContext, parts: ConsoleParts, forms: TranscriptForms): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const conversation = await readConversation(parts.reader, id)
  if (!conversation) return failure(context, parts, 'notFound')
  const wanted = context.req.query('pesan')
  const before = wanted === undefined ? (context.req.query('sebelum') ?? null) : await cutAfter(parts.reader, id, wanted)
  const [frame, page] = await Promise.all([frameOf(context, parts), readMessages(parts.reader, id, before)])
  const messages = await renderMessages({
    frame,
    conversationId: id,
    country: conversation.country,
    page,
    older: before !== null,
    cards: parts.cards,
  })
  const isPost = context.req.method === 'POST'
  const address = liveAddress(context, parts, `/percakapan/${id}`)
  if (!isPost && isLiveRequest(context, parts, viewerOf(context)))
    return liveAnswer(context, { id: 'pesan', address, html: messages, seconds: 10 })
  const [plan, notes, labels, assignee, openCase, relatives, deposit] = await Promise.all([
    readContactPlan(parts, id),
    readNotes(parts, id),
    readLabels(parts.store.db, id),
    readAssignee(parts.store.db, conversation.assigned_to),
    openCaseOf(parts.store.db, id),
    readRelatives(parts, id),
    mayActAs(viewerOf(context).role, 'caseworker') ? depositOfConversation(parts, id) : null,
  ])
  const refused = Object.keys(forms).some((name) => /problem/i.test(name))
  return context.html(
    <TranscriptPage
      frame={frame}
      conversation={conversation}
      messages={messages}
      liveAddress={address}
      newest={before === null}
      now={parts.now()}
      desk={{
        forms,
        plan,
        notes,
        labels,
        assignee,
        openCase,
        relatives,
        deposit,
        safeHour: plan === null || isWithin(plan, minuteOfDay(parts.now(), conversation.country)),
        onHold: isOnHold(conversation, parts.now()),
        nonce: parts.newId(),
      }}
    />,
    refused ? 422 : 200,
  )
}

/** `POST /percakapan/:id/dibaca`: read up to the moment the page was made, so that what came later stays unread. */
export async function markRead(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const shownAt = Number(await formText(context, 'sampai'))
  const until = Number.isSafeInteger(shownAt) && shownAt > 0 ? Math.min(shownAt, parts.now()) : parts.now()
  return setReadAt(context, parts, until)
}

/** `POST /percakapan/:id/belum-dibaca` */
export async function markUnread(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return setReadAt(context, parts, null)
}

async function setReadAt(context: ConsoleContext, parts: ConsoleParts, at: number | null): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const query = parts.store.db.updateTable('conversations').set({ staff_read_at: at }).where('id', '=', id).compile()
  const [changed] = await parts.store.commit([{ query }])
  if (changed === 0) return failure(context, parts, 'notFound')
  if (context.req.header('hx-request') !== 'true') return seeOther(context, at === null ? '/' : `/percakapan/${id}#akhir`)
  const conversation = await parts.store.db
    .selectFrom('conversations')
    .select(['id', 'last_in_at', 'staff_read_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const frame = await frameOf(context, parts)
  return context.html(<ReadingMark frame={frame} conversation={conversation} automatic={false} now={parts.now()} />)
}
