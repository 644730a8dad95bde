/** The relatives whom this person linked. No names: pseudonyms, and who they said it is. */
import type { FC } from 'hono/jsx'
import { mayActAs, type Viewer } from '../deps.ts'
import type { LinkedRelative } from '../family.ts'
import { FormToken } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Moment } from './parts.tsx'

interface FamilyPanelProps {
  readonly frame: Frame
  readonly viewer: Viewer
  readonly conversationId: string
  readonly relatives: readonly LinkedRelative[]
}

export const FamilyPanel: FC<FamilyPanelProps> = ({ frame, viewer, conversationId, relatives }) => {
  const { words, times } = frame
  if (relatives.length === 0) return null
  return (
    <section class="beside" id="keluarga">
      <h3>{words.family.title}</h3>
      <p class="hint">{words.family.text}</p>
      <ul class="notes">
        {relatives.map(({ id, relative_id, relation, linked_at, case_id, pseudonym }) => (
          <li>
            <a href={`/percakapan/${relative_id}`}>{pseudonym}</a>{' '}
            <small>
              {words.family.relations[relation]}, {words.family.since} <Moment at={linked_at} times={times} />
              {case_id === null ? '' : `, ${words.family.hearsOfCase}`}
            </small>
            {mayActAs(viewer.role, 'caseworker') ? (
              <form method="post" action={`/percakapan/${conversationId}/putus-keluarga`}>
                <FormToken viewer={viewer} />
                <input type="hidden" name="sambungan" value={id} />
                <button class="small" type="submit">
                  {words.family.cut(pseudonym)}
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
