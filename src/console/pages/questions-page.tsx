import type { FC } from 'hono/jsx'
import { mayActAs } from '../deps.ts'
import { label } from '../labels.ts'
import type { QuestionGroup } from '../questions-query.ts'
import { Page, type Frame } from './frame.tsx'
import { Empty, Tag } from './parts.tsx'

const EXAMPLES_SHOWN = 4

interface QuestionsProps {
  readonly frame: Frame
  readonly groups: readonly QuestionGroup[]
  /** How many questions were looked at. */
  readonly count: number
}

export const QuestionsPage: FC<QuestionsProps> = ({ frame, groups, count }) => {
  const { words, viewer } = frame
  return (
    <Page frame={frame} title={words.questions.title}>
      <div class="page-head">
        <h1>{words.questions.title}</h1>
        {viewer !== null && mayActAs(viewer.role, 'reviewer') ? (
          <a class="head-link" href="/kasus-uji.jsonl">
            {words.questions.exportCases}
          </a>
        ) : null}
      </div>
      {groups.length === 0 ? (
        <Empty icon="check" title={words.questions.emptyTitle}>
          <p>{words.questions.emptyText}</p>
        </Empty>
      ) : (
        <>
          <p class="intro">
            {words.questions.intro} {words.questions.newest(count)}
          </p>
          <ol class="questions">
            {groups.map((group) => (
              <Group frame={frame} group={group} />
            ))}
          </ol>
        </>
      )}
    </Page>
  )
}

const Group: FC<{ frame: Frame; group: QuestionGroup }> = ({ frame, group }) => {
  const { words, times, viewer } = frame
  const [newest] = group.questions
  if (newest === undefined) return null
  const rest = group.questions.length - EXAMPLES_SHOWN
  return (
    <li class="card">
      <p class="question-head">
        <Tag tone={group.questions.length > 1 ? 'urgent' : 'plain'}>{words.questions.asked(group.questions.length)}</Tag>
        <small>
          {words.questions.last(times.moment(newest.at))}
          {newest.topic === null ? '' : ` · ${words.questions.guess(label(words.labels.topic, newest.topic))}`}
        </small>
      </p>
      <ul>
        {group.questions.slice(0, EXAMPLES_SHOWN).map((question) => (
          <li>
            <a href={`/percakapan/${question.conversation_id}?pesan=${question.id}#m-${question.id}`}>{question.text}</a>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p class="hint">{words.questions.more(rest)}</p> : null}
      {viewer !== null && mayActAs(viewer.role, 'caseworker') ? (
        <p>
          <a href={`/pengetahuan/kartu-baru?pesan=${newest.id}`}>{words.knowledge.draftFrom}</a>
        </p>
      ) : null}
    </li>
  )
}
