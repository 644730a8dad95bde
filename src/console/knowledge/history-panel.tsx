/** What staff changed, newest first. */
import type { FC } from 'hono/jsx'
import { mayActAs } from '../deps.ts'
import { FormToken, Notice } from '../pages/form.tsx'
import type { Frame } from '../pages/frame.tsx'
import { Moment, Tag } from '../pages/parts.tsx'
import type { Undone } from './publish.ts'
import type { Revision } from './revisions.ts'

interface HistoryPanelProps {
  readonly frame: Frame
  readonly revisions: readonly Revision[]
  readonly editing: boolean
  /** Where undoing is posted; null where the newest change cannot be taken back here. */
  readonly undo?: string | undefined
  readonly undoProblem?: Exclude<Undone, 'done'> | null
}

export const HistoryPanel: FC<HistoryPanelProps> = ({ frame, revisions, editing, undo, undoProblem = null }) => {
  const { words, times, viewer } = frame
  const [newest] = revisions
  const mayUndo = editing && viewer !== null && mayActAs(viewer.role, 'caseworker')
  const text = words.knowledge
  return (
    <section class="card" aria-labelledby="riwayat">
      <h2 id="riwayat">{text.history}</h2>
      {editing ? null : <p class="hint">{text.editingOff}</p>}
      {revisions.length === 0 ? (
        <p class="hint">{text.noHistory}</p>
      ) : (
        <ol class="history">
          {revisions.map((revision, i) => (
            <li>
              <p>
                <Tag tone={i === 0 && revision.text !== null ? 'calm' : 'plain'}>{text.revisionKinds[revision.kind]}</Tag>{' '}
                <Moment at={revision.at} times={times} /> · {revision.name ?? words.review.formerStaff}
              </p>
              <p class="hint">{reasonText(frame, revision)}</p>
            </li>
          ))}
        </ol>
      )}
      {undoProblem === null ? null : <Notice kind="wrong">{text.undoProblems[undoProblem]}</Notice>}
      {mayUndo && viewer !== null && undo !== undefined && newest ? (
        <details class="fold" open={undoProblem !== null}>
          <summary>{text.undoLast}</summary>
          <form method="post" action={undo}>
            <FormToken viewer={viewer} />
            <input type="hidden" name="dasar" value={newest.id} />
            <p class="hint">{text.undoHint}</p>
            <div class="field">
              <label for="alasan-batal">{text.reason}</label>
              <input id="alasan-batal" name="alasan" type="text" required maxlength={300} />
            </div>
            <button class="danger" type="submit">
              {text.undo}
            </button>
          </form>
        </details>
      ) : null}
    </section>
  )
}

/** A verification is stored as "how: note". */
function reasonText(frame: Frame, { kind, reason }: Revision): string {
  const at = reason.indexOf(': ')
  if (kind !== 'verified' || at < 0) return reason
  const hows: Readonly<Record<string, string>> = frame.words.knowledge.hows
  return `${hows[reason.slice(0, at)] ?? reason.slice(0, at)}: ${reason.slice(at + 2)}`
}
