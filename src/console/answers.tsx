/** Answers that several pages give. */
import type { StaffRole } from '../store/schema.ts'
import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { shownVersion } from './live-updates.ts'
import { ErrorPage, type ErrorView } from './pages/error-page.tsx'
import { frameOf } from './pages/frame.tsx'
import { LiveRegion, versionOf } from './pages/live.tsx'
import type { Words } from './words/words.ts'

const STATUSES = { notFound: 404, forged: 403, broken: 500, large: 413 } as const
export type Failure = keyof typeof STATUSES

export async function failure(context: ConsoleContext, parts: ConsoleParts, kind: Failure): Promise<Response> {
  return errorPage(context, parts, textsOf(context.get('words'), kind), STATUSES[kind])
}

export async function forbidden(context: ConsoleContext, parts: ConsoleParts, needed: StaffRole): Promise<Response> {
  const words = context.get('words')
  const view = { title: words.errors.forbiddenTitle, text: words.errors.forbiddenText(words.labels.role[needed]) }
  return errorPage(context, parts, view, 403)
}

async function errorPage(context: ConsoleContext, parts: ConsoleParts, view: ErrorView, status: 403 | 404 | 413 | 500): Promise<Response> {
  const frame = await frameOf(context, parts)
  return context.html(<ErrorPage frame={frame} view={view} />, status)
}

function textsOf(words: Words, kind: Failure): ErrorView {
  const { errors } = words
  switch (kind) {
    case 'notFound':
      return { title: errors.notFoundTitle, text: errors.notFoundText }
    case 'forged':
      return { title: errors.forgedTitle, text: errors.forgedText }
    case 'broken':
      return { title: errors.brokenTitle, text: errors.brokenText }
    case 'large':
      return { title: errors.largeTitle, text: errors.largeText }
  }
}

/** After a change: the browser asks for `path` anew, so that reloading repeats nothing. */
export function seeOther(context: ConsoleContext, path: string): Response {
  return context.redirect(path, 303)
}

/** Answers a live update: nothing when the page shows this already. */
export function liveAnswer(
  context: ConsoleContext,
  region: { id: string; address: string; html: string; seconds: number },
): Response | Promise<Response> {
  if (shownVersion(context) === versionOf(region.html)) return context.body(null, 204)
  return context.html(<LiveRegion {...region} />)
}

/**
 * One field of a posted form as text; empty when it is missing or a file. A line ends as it was counted when it was typed:
 * browsers send two signs for it, which would make a long text longer than the box allowed.
 */
export async function formText(context: ConsoleContext, name: string): Promise<string> {
  const form = await context.req.parseBody()
  const value = form[name]
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}
