import { failure, formText, liveAnswer, rendered, seeOther } from './answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { isLiveRequest, liveAddress } from './live-updates.ts'
import { frameOf } from './pages/frame.tsx'
import { Messages } from './pages/messages.tsx'
import { ReadingMark, TranscriptPage } from './pages/transcript-page.tsx'
import { cutAfter, readConversation, readMessages } from './transcript-query.ts'

/** `GET /percakapan/:id`: one conversation. Each opening is in the audit trail. */
export async function showTranscript(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const conversation = await readConversation(parts.reader, id)
  if (!conversation) return failure(context, parts, 'notFound')
  const wanted = context.req.query('pesan')
  const before = wanted === undefined ? (context.req.query('sebelum') ?? null) : await cutAfter(parts.reader, id, wanted)
  const live = isLiveRequest(context, parts, viewer)
  if (!live) {
    const detail: Record<string, boolean> = before === null ? {} : { older: true }
    await parts.audit.record({ staffId: viewer.staffId, action: 'transcript-opened', subject: id, detail })
  }
  const [frame, page] = await Promise.all([frameOf(context, parts), readMessages(parts.reader, id, before)])
  const messages = await rendered(<Messages frame={frame} conversationId={id} page={page} older={before !== null} cards={parts.cards} />)
  const address = liveAddress(context, parts)
  if (live) return liveAnswer(context, { id: 'pesan', address, html: messages, seconds: 10 })
  return context.html(
    <TranscriptPage
      frame={frame}
      conversation={conversation}
      messages={messages}
      liveAddress={address}
      newest={before === null}
      now={parts.now()}
    />,
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
