/**
 * Photos and voice notes: blurred or silent until somebody asks with a reason, which stands in the audit trail before
 * anything is shown. The file itself comes from an address that serves that member of staff for ten minutes.
 */
import { timingSafeEqual } from 'node:crypto'
import type { MediaPart } from '../store/schema.ts'
import { REVEAL_REASONS } from './answering-limits.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { typed } from './case-answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { readFile, readMedia } from './media-query.ts'
import { frameOf } from './pages/frame.tsx'
import { MediaPage, type MediaForms } from './pages/media-page.tsx'

const OPEN_FOR = 10 * 60_000
const LONGEST_GIST = 1000
/** Nothing in it may run, load or be shown as a page. */
const FILE_POLICY = "default-src 'none'; sandbox"

/** `GET /media/:id` */
export function showMedia(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return mediaPage(context, parts, {})
}

async function mediaPage(context: ConsoleContext, parts: ConsoleParts, forms: MediaForms): Promise<Response> {
  const media = await readMedia(parts.store.db, context.req.param('id') ?? '')
  if (media === null) return failure(context, parts, 'notFound')
  const gist = media.sealed_gist === null ? null : parts.seal.open(media.sealed_gist, gistPlace(media.id))
  return context.html(
    <MediaPage frame={await frameOf(context, parts)} media={media} gist={gist} forms={forms} />,
    forms.problem === undefined ? 200 : 422,
  )
}

/** `GET /media/:id/kabur`: a few blurred pixels. */
export function showPreview(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return sendFile(context, parts, 'preview')
}

/** `POST /media/:id/buka` */
export async function openMedia(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const asked = await formText(context, 'alasan')
  const reason = REVEAL_REASONS.find((known) => known === asked)
  if (reason === undefined) return mediaPage(context, parts, { problem: 'reason' })
  const media = await readMedia(parts.store.db, id)
  if (media === null || media.state !== 'kept') return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId, action: 'media-opened', subject: id, detail: { reason, kind: media.kind } })
  const until = parts.now() + OPEN_FOR
  return mediaPage(context, parts, { opened: `/media/${id}/isi?sampai=${until}&tanda=${sign(parts, id, staffId, until)}` })
}

/** `GET /media/:id/isi`: only with the address that `openMedia` gave to this member of staff. */
export async function sendMedia(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const until = Number(context.req.query('sampai'))
  const expected = Buffer.from(sign(parts, context.req.param('id') ?? '', viewerOf(context).staffId, until))
  const given = Buffer.from(context.req.query('tanda') ?? '')
  const fits = given.length === expected.length && timingSafeEqual(given, expected)
  if (!fits || !Number.isSafeInteger(until) || until < parts.now()) return failure(context, parts, 'notFound')
  return sendFile(context, parts, 'whole')
}

/** `POST /media/:id/tulis`: what is in it, read as the person's own words. */
export async function writeGist(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const text = await typed(context, 'isi', LONGEST_GIST)
  if (text === '') return mediaPage(context, parts, { problem: 'gist' })
  const media = await readMedia(parts.store.db, context.req.param('id') ?? '')
  if (media === null) return failure(context, parts, 'notFound')
  const { id } = media
  // First of all danger in it: what is written down again because the rest failed counts once.
  await parts.takeHeard({ media, text, staffId })
  const sealed = parts.seal.seal(text, gistPlace(id))
  await parts.audit.record({ staffId, action: 'media-gist-written', subject: id }, [
    {
      query: parts.store.db
        .updateTable('media')
        .set({ sealed_gist: sealed, gist_by: staffId, gist_at: parts.now() })
        .where('id', '=', id)
        .compile(),
    },
  ])
  return seeOther(context, `/media/${id}`)
}

/** `POST /media/:id/ambil`: the person said yes to staff, in words that no rule reads. */
export async function allowMedia(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const media = await readMedia(parts.store.db, id)
  if (media === null || media.state !== 'asked' || media.openCase === null) return failure(context, parts, 'notFound')
  const waiting = { state: 'waiting', next_at: parts.now() } as const
  const allowed = parts.store.db.updateTable('media').set(waiting).where('id', '=', id).where('state', '=', 'asked')
  await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'media-allowed', subject: id }, [{ query: allowed.compile() }])
  parts.fetchMedia()
  return seeOther(context, `/media/${id}`)
}

/** `POST /media/:id/hapus` */
export async function deleteMedia(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const media = await readMedia(parts.store.db, id)
  if (media === null) return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'media-deleted', subject: id }, [
    { query: parts.store.db.deleteFrom('media').where('id', '=', id).compile() },
  ])
  return seeOther(context, `/percakapan/${media.conversation_id}`)
}

async function sendFile(context: ConsoleContext, parts: ConsoleParts, part: MediaPart): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const file = await readFile(parts.store.db, id, part)
  if (!file || file.type === null) return failure(context, parts, 'notFound')
  const bytes = parts.seal.openBytes({ keyId: file.key_id, sealed: file.content }, `media_files:${id}:${part}`)
  return context.body(new Uint8Array(bytes), 200, {
    'Content-Type': file.type,
    'Content-Disposition': 'attachment',
    'Content-Security-Policy': FILE_POLICY,
    'Cache-Control': 'no-store',
  })
}

function sign({ seal }: ConsoleParts, id: string, staffId: string, until: number): string {
  return seal.hash(`media:${id}:${staffId}:${until}`)
}

function gistPlace(id: string): string {
  return `media_gist:${id}`
}
