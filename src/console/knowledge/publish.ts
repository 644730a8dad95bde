/** The only way by which a changed text comes to be served: tried on the emergency cases first, stored, served at once. */
import type { TrialReport } from '../../knowledge-trial.ts'
import type { KnowledgeProblem } from '../../knowledge/schema.ts'
import { WriteRefusedError } from '../../store/write-refused.ts'
import type { AuditAction } from '../audit.ts'
import { formText } from '../answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from '../deps.ts'
import { revising, revisionsOf, textBefore, type NewRevision } from './revisions.ts'

export interface Publication extends Pick<NewRevision, 'path' | 'text' | 'kind' | 'reason' | 'over' | 'shipped'> {
  readonly action: AuditAction
}

export type Published =
  | { readonly kind: 'published' }
  /** An emergency case would not be recognised or answered with a number any more. */
  | { readonly kind: 'lost'; readonly trial: TrialReport }
  | { readonly kind: 'wrong'; readonly trial: TrialReport }
  /** Somebody else changed the same text meanwhile. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'off' }

export async function publish(context: ConsoleContext, parts: ConsoleParts, publication: Publication): Promise<Published> {
  if (!parts.knowledge.editing) return { kind: 'off' }
  const { staffId } = viewerOf(context)
  const { action, ...revision } = publication
  const trial = await parts.knowledge.tryOut({ path: revision.path, text: revision.text })
  if (trial.lost.length > 0) return { kind: 'lost', trial }
  // Going back is never kept from anybody by what was wrong before.
  if (revision.kind !== 'undone' && errorsOf(trial).length > 0) return { kind: 'wrong', trial }
  try {
    await parts.audit.record({ staffId, action, subject: revision.path }, [revising(parts, { ...revision, staff_id: staffId })])
  } catch (error) {
    if (error instanceof WriteRefusedError) return { kind: 'changed' }
    throw error
  }
  await parts.knowledge.refresh()
  return { kind: 'published' }
}

export type Undone = 'done' | 'reason' | 'changed' | 'off' | 'lost'

const SHORTEST_REASON = 5
const LONGEST_REASON = 300

/** Takes the newest change of a path back, as a change of its own, when the form names it (`dasar`) and gives a reason. */
export async function undoNewest(context: ConsoleContext, parts: ConsoleParts, path: string, shipped: string | null): Promise<Undone> {
  const [newest] = await revisionsOf(parts.store.db, path)
  const [over, typed] = await Promise.all([formText(context, 'dasar'), formText(context, 'alasan')])
  if (newest === undefined || newest.id !== over) return 'changed'
  const reason = typed.trim().slice(0, LONGEST_REASON)
  if (reason.length < SHORTEST_REASON) return 'reason'
  const text = await textBefore(parts.store.db, newest)
  const undo = { path, text, kind: 'undone', reason, over, shipped, action: 'knowledge-undone' } as const
  const { kind } = await publish(context, parts, undo)
  if (kind === 'published') return 'done'
  return kind === 'wrong' ? 'changed' : kind
}

export function errorsOf(trial: TrialReport): readonly KnowledgeProblem[] {
  return trial.problems.filter(({ severity }) => severity === 'error')
}
