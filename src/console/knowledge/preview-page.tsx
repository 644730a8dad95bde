import { diffLines } from 'diff'
import type { FC } from 'hono/jsx'
import type { AnswerKind } from '../../compare-answers.ts'
import type { TrialReport } from '../../knowledge-trial.ts'
import type { Bubble } from '../../message.ts'
import { label } from '../labels.ts'
import { FormToken, Notice } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Bubbles } from './card-page.tsx'
import type { CardForm } from './card-form.ts'

interface PreviewPageProps {
  readonly frame: Frame
  readonly title: string
  readonly address: string
  readonly form: CardForm
  readonly over: string | null
  readonly reason: string
  readonly before: string
  readonly text: string
  readonly trial: TrialReport
  readonly bubbles: readonly Bubble[]
  readonly problem: 'reason' | 'lost' | null
}

const CHANGES_SHOWN = 40

export const PreviewPage: FC<PreviewPageProps> = (props) => {
  const { frame, title, trial, problem } = props
  const text = frame.words.knowledge
  const warnings = trial.problems.filter(({ severity }) => severity === 'warning')
  return (
    <Page frame={frame} title={text.previewTitle(title)} shape="wide">
      <div class="page-head">
        <h1>{text.previewTitle(title)}</h1>
      </div>
      {problem === null ? null : <Notice kind="wrong">{text.previewProblems[problem]}</Notice>}
      <div class="two-sides">
        <div>
          <section class="card" aria-labelledby="beda">
            <h2 id="beda">{text.diffTitle}</h2>
            <Diff frame={frame} before={props.before} now={props.text} />
          </section>
          <section class="card" aria-labelledby="berubah">
            <h2 id="berubah">{text.changedQuestions(trial.changed.length, trial.questions)}</h2>
            {trial.changed.length === 0 ? <p class="hint">{text.noQuestionChanges}</p> : null}
            <ul class="history">
              {trial.changed.slice(0, CHANGES_SHOWN).map(({ text: question, change }) => (
                <li>
                  <p>“{question}”</p>
                  <p class="hint">{change.before === null
                      ? text.otherWords(kindText(frame, change.now))
                      : text.otherAnswer(kindText(frame, change.before), kindText(frame, change.now))}</p>
                </li>
              ))}
            </ul>
            {trial.changed.length > CHANGES_SHOWN ? <p class="hint">{text.andMore(trial.changed.length - CHANGES_SHOWN)}</p> : null}
          </section>
        </div>
        <div>
          <section class="card" aria-labelledby="darurat">
            <h2 id="darurat">{text.emergencyCases}</h2>
            {trial.lost.length === 0 ? (
              <p>{text.noneLost(trial.emergencies)}</p>
            ) : (
              <>
                <p class="problem">{text.someLost(trial.lost.length, trial.emergencies)}</p>
                <ul class="phrasings">
                  {trial.lost.slice(0, CHANGES_SHOWN).map((lost) => (
                    <li>“{lost}”</li>
                  ))}
                </ul>
              </>
            )}
          </section>
          <section class="card" aria-labelledby="dilihat">
            <h2 id="dilihat">{text.asSeen}</h2>
            <Bubbles bubbles={props.bubbles} />
          </section>
          {warnings.length === 0 ? null : (
            <section class="card" aria-labelledby="catatan-periksa">
              <h2 id="catatan-periksa">{text.warnings}</h2>
              <ul class="sources">
                {warnings.map(({ message, advice }) => (
                  <li lang="en">
                    {message}. {advice}.
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Publishing {...props} />
        </div>
      </div>
    </Page>
  )
}

/** All that was typed goes along, so that nothing is lost by going back. */
const Publishing: FC<PreviewPageProps> = ({ frame, address, form, over, reason, trial, problem }) => {
  const { knowledge: text } = frame.words
  const { viewer } = frame
  if (viewer === null) return null
  return (
    <form class="card" method="post" action={`${address}/terbitkan`} aria-labelledby="terbitkan">
      <h2 id="terbitkan">{text.publish}</h2>
      <FormToken viewer={viewer} />
      <input type="hidden" name="dasar" value={over ?? ''} />
      {Object.entries(form).map(([name, value]) => (
        <textarea name={name} hidden>
          {value}
        </textarea>
      ))}
      {trial.lost.length > 0 ? null : (
        <>
          <div class={problem === 'reason' ? 'field field-wrong' : 'field'}>
            <label for="alasan">{text.reason}</label>
            <p class="hint" id="alasan-hint">
              {text.reasonHint}
            </p>
            <input id="alasan" name="alasan" type="text" value={reason} maxlength={300} required aria-describedby="alasan-hint" />
          </div>
          <button class="main" type="submit">
            {text.publishNow}
          </button>{' '}
        </>
      )}
      <button type="submit" name="ubah-lagi" value="1" formaction={`${address}/periksa`} formnovalidate>
        {text.changeFurther}
      </button>
    </form>
  )
}

function kindText({ words }: Frame, { outcome, topic, cards, choices }: AnswerKind): string {
  const named = [...cards, ...choices].join(', ')
  return `${label(words.labels.outcome, outcome)}, ${label(words.labels.topic, topic)}${named === '' ? '' : ` (${named})`}`
}

const CONTEXT_LINES = 2

/** Lines that went and that came, each in words for those who do not see the colour. */
const Diff: FC<{ frame: Frame; before: string; now: string }> = ({ frame, before, now }) => {
  const text = frame.words.knowledge
  const parts = diffLines(before, now)
  return (
    <ol class="diff">
      {parts.map((part, i) => {
        const lines = part.value.replace(/\n$/, '').split('\n')
        if (part.added || part.removed)
          return lines.map((line) => (
            <li class={part.added ? 'diff-come' : 'diff-gone'}>
              <span class="unseen">{part.added ? text.come : text.gone}</span>
              <span aria-hidden="true">{part.added ? '+' : '−'}</span> {line}
            </li>
          ))
        const head = i === 0 ? [] : lines.slice(0, CONTEXT_LINES)
        const tail = i === parts.length - 1 ? [] : lines.slice(Math.max(head.length, lines.length - CONTEXT_LINES))
        const left = lines.length - head.length - tail.length
        return (
          <>
            {head.map((line) => (
              <li>{line}</li>
            ))}
            {left > 0 ? <li class="diff-left">{text.linesLeft(left)}</li> : null}
            {tail.map((line) => (
              <li>{line}</li>
            ))}
          </>
        )
      })}
    </ol>
  )
}
