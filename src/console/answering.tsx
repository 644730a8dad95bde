/** A member of staff takes a conversation over, writes, and gives it back. */
import { isOnHold } from '../conversation/hold.ts'
import { WriteRefusedError } from '../store/write-refused.ts'
import type { ConversationsTable } from '../store/schema.ts'
import { failure, formText, seeOther } from './answers.tsx'
import type { AuditEntry } from './audit.ts'
import { CLOSE_REASONS, LONGEST_REPLY, SHORTEST_REASON } from './answering-limits.ts'
import { answeringCasesOf, closingCasesOf, takingCasesOf } from './case-changes.ts'
import { isSafeHour } from './contact-plan.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { noteWrite } from './notes.ts'
import { READY_TEXTS } from './ready-texts.ts'
import { closing, handingBack, holding, liftingHold, replying, takingOver } from './reply-writes.ts'
import { transcriptPage, type ComposerProblem } from './transcript.tsx'
import type { Write } from '../store/database.ts'

const LONGEST_REASON = 500

/** `POST /percakapan/:id/ambil`: `dari` names whose it was on the page that was seen. */
export async function takeOver(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const from = (await formText(context, 'dari')) || null
  const entry = { staffId, action: 'taken-over', subject: id, detail: from === null ? {} : { from } } as const
  return change(context, parts, entry, [takingOver(parts, id, staffId, from), ...takingCasesOf(parts, id, staffId)])
}

/** `POST /percakapan/:id/kembalikan` */
export async function handBack(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  return change(context, parts, { staffId, action: 'handed-back', subject: id }, [handingBack(parts, id, staffId)])
}

/** `POST /percakapan/:id/tahan` */
export async function setHold(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  return change(context, parts, { staffId: viewerOf(context).staffId, action: 'hold-set', subject: id }, [holding(parts, id)])
}

/** `POST /percakapan/:id/buka-tahan`: the reason is kept as a note that only staff can read. */
export async function liftHold(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const reason = (await formText(context, 'alasan')).trim()
  if (reason.length < SHORTEST_REASON) return transcriptPage(context, parts, { holdReason: reason, problem: { kind: 'hold-reason' } })
  const { write, noteId } = noteWrite(parts, id, viewer.staffId, reason.slice(0, LONGEST_REASON))
  const entry = { staffId: viewer.staffId, action: 'hold-lifted', subject: id, detail: { note: noteId } } as const
  return change(context, parts, entry, [liftingHold(parts, id, viewer.staffId), write])
}

/** `POST /percakapan/:id/selesai` */
export async function closeConversation(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const conversation = await find(context, parts)
  if (!conversation) return failure(context, parts, 'notFound')
  const [asked, seen] = await Promise.all([formText(context, 'alasan'), formText(context, 'terakhir')])
  const reason = CLOSE_REASONS.find((known) => known === asked)
  if (reason === undefined) return transcriptPage(context, parts, { problem: { kind: 'close-reason' } })
  const entry = { staffId, action: 'conversation-closed', subject: conversation.id, detail: { reason } } as const
  return change(
    context,
    parts,
    entry,
    [closing(parts, conversation, seen || null, staffId), ...closingCasesOf(parts, conversation.id, staffId, reason)],
    '/',
  )
}

/**
 * `POST /percakapan/:id/balas`: sends what was typed, or, with another button of the same form, puts a ready text or a card
 * into it. Whatever happens, what was typed stays in the box.
 */
export async function reply(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const [typed, insert, card, find_, seen, nonce, sure] = await Promise.all(
    ['isi', 'sisip', 'kartu', 'cari-kartu', 'terakhir', 'sekali', 'tetap'].map((name) => formText(context, name)),
  )
  const draft = typed ?? ''
  if (find_ !== '') return transcriptPage(context, parts, { draft, found: parts.findCards(card ?? ''), cardQuery: card ?? '' })
  if (insert !== '') return transcriptPage(context, parts, { draft: withInserted(draft, insertedText(parts, insert ?? '')) })
  const conversation = await find(context, parts)
  if (!conversation) return failure(context, parts, 'notFound')
  const refuse = (problem: ComposerProblem): Promise<Response> => transcriptPage(context, parts, { draft, problem })
  const text = draft.trim()
  if (text === '') return refuse({ kind: 'empty' })
  if (text.length > LONGEST_REPLY) return refuse({ kind: 'long' })
  if (isOnHold(conversation, parts.now())) return refuse({ kind: 'held' })
  if (sure !== '1' && !(await isSafeHour(parts, conversation))) return refuse({ kind: 'hour' })
  if (await wasSent(parts, viewer.staffId, nonce ?? '')) return seeOther(context, `/percakapan/${conversation.id}#akhir`)
  const { writes, row } = await replying(parts, viewer, { conversation, text, seen: seen || null, nonce: nonce || parts.newId() })
  try {
    await parts.audit.record({ staffId: viewer.staffId, action: 'reply-sent', subject: conversation.id }, [
      ...writes,
      ...answeringCasesOf(parts, conversation.id, viewer.staffId),
    ])
  } catch (error) {
    // The same form twice at the same time.
    if (await wasSent(parts, viewer.staffId, nonce ?? '')) return seeOther(context, `/percakapan/${conversation.id}#akhir`)
    if (error instanceof WriteRefusedError) return refuse({ kind: 'changed' })
    throw error
  }
  parts.queueReply(row)
  return seeOther(context, `/percakapan/${conversation.id}#akhir`)
}

function insertedText(parts: ConsoleParts, name: string): string {
  if (name.startsWith('kartu:')) return parts.cardText(name.slice('kartu:'.length)) ?? ''
  return READY_TEXTS.find(({ id }) => id === name)?.text ?? ''
}

function withInserted(draft: string, text: string): string {
  return [draft.trimEnd(), text].filter((part) => part !== '').join('\n\n')
}

async function wasSent(parts: ConsoleParts, staffId: string, nonce: string): Promise<boolean> {
  if (nonce === '') return false
  const row = await parts.store.db
    .selectFrom('outbox')
    .select('id')
    .where('dedupe_key', '=', `staff:${staffId}:${nonce}`)
    .executeTakeFirst()
  return row !== undefined
}

function find(context: ConsoleContext, parts: ConsoleParts): Promise<ConversationsTable | undefined> {
  const id = context.req.param('id') ?? ''
  return parts.store.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Commits the change with its audit row; when somebody was quicker, shows the conversation as it is now. */
async function change(
  context: ConsoleContext,
  parts: ConsoleParts,
  entry: AuditEntry,
  writes: readonly Write[],
  next = `/percakapan/${entry.subject}#akhir`,
): Promise<Response> {
  try {
    await parts.audit.record(entry, writes)
  } catch (error) {
    if (error instanceof WriteRefusedError) return transcriptPage(context, parts, { problem: { kind: 'changed' } })
    throw error
  }
  return seeOther(context, next)
}
