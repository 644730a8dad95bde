import type { FC } from 'hono/jsx'
import type { AskAnswer } from '../../ask-session.ts'
import type { Explanation } from '../../assistant.ts'
import type { CardView } from '../deps.ts'
import { countryName, label } from '../labels.ts'
import { FormToken } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Tag } from '../pages/parts.tsx'
import { KnowledgeTabs } from './tabs.tsx'

interface TryOutPageProps {
  readonly frame: Frame
  readonly question: string
  readonly result: { readonly explanation: Explanation; readonly answer: AskAnswer } | null
  readonly cards: (id: string) => CardView | null
  readonly isEmpty?: boolean
}

export const TryOutPage: FC<TryOutPageProps> = (props) => {
  const { frame, question, result, isEmpty = false } = props
  const { words, viewer } = frame
  const text = words.knowledge
  if (viewer === null) return null
  return (
    <Page frame={frame} title={text.tryTitle} shape="wide">
      <div class="page-head">
        <h1>{text.tryTitle}</h1>
      </div>
      <KnowledgeTabs frame={frame} />
      <form class="card try-form" method="post" action="/pengetahuan/coba">
        <FormToken viewer={viewer} />
        <div class={isEmpty ? 'field field-wrong' : 'field'}>
          <label for="pertanyaan">{text.tryLabel}</label>
          <p class="hint" id="pertanyaan-hint">
            {text.tryHint}
          </p>
          <textarea
            id="pertanyaan"
            name="pertanyaan"
            rows={3}
            maxlength={1000}
            required
            aria-describedby={isEmpty ? 'pertanyaan-hint pertanyaan-problem' : 'pertanyaan-hint'}
            aria-invalid={isEmpty ? 'true' : undefined}
          >
            {question}
          </textarea>
          {isEmpty ? (
            <p class="problem" id="pertanyaan-problem">
              {text.tryEmpty}
            </p>
          ) : null}
        </div>
        <button class="main" type="submit">
          {text.tryNow}
        </button>
      </form>
      {result === null ? null : (
        <div class="two-sides">
          <section class="card" aria-labelledby="jawaban">
            <h2 id="jawaban">{text.tryAnswer}</h2>
            <div class="bubbles">
              {result.answer.reply.map((bubble) => (
                <div class="bubble">
                  <p>{bubble}</p>
                </div>
              ))}
            </div>
            {result.answer.choices === undefined ? null : (
              <ol class="choices">
                {result.answer.choices.map((choice) => (
                  <li>{choice}</li>
                ))}
              </ol>
            )}
          </section>
          <Reasoning {...props} result={result} />
        </div>
      )}
    </Page>
  )
}

const Reasoning: FC<TryOutPageProps & { result: NonNullable<TryOutPageProps['result']> }> = ({ frame, result, cards }) => {
  const { words, language } = frame
  const text = words.knowledge
  const { explanation, answer } = result
  const { verdict, routing, normalised } = explanation
  const percent = (share: number): string => words.transcript.score(Math.round(share * 100))
  const facts: readonly (readonly [string, string])[] = [
    [text.normalised, normalised.text],
    [words.inbox.language, label(words.labels.language, explanation.language)],
    [words.inbox.country, explanation.countries.map((code) => countryName(code, language)).join(', ') || words.transcript.unknown],
    [words.inbox.urgency, label(words.labels.urgency, answer.urgency)],
    [words.transcript.rules, verdict.rules.join(', ') || words.transcript.noRules],
    [words.transcript.detector, percent(verdict.score)],
    [words.inbox.outcome, label(words.labels.outcome, answer.outcome)],
    [text.understoodBy, label(text.understoodBys, routing.explain.by)],
    [text.knownShare, percent(routing.explain.knownShare)],
    [text.storedAs, answer.redacted],
  ]
  return (
    <section class="card" aria-labelledby="alasan">
      <h2 id="alasan">
        {text.reasoning} {verdict.danger === null ? null : <Tag tone="danger" icon="danger">{label(words.labels.danger, verdict.danger)}</Tag>}
      </h2>
      <dl>
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <h3>{text.topics}</h3>
      <ol class="scores">
        {routing.topics.map(({ topic, score }) => (
          <li>
            <span>{label(words.labels.topic, topic)}</span> <strong>{percent(score)}</strong>
          </li>
        ))}
      </ol>
      <h3>{text.cardsFound}</h3>
      {routing.explain.search.length === 0 ? <p class="hint">{text.noCardFound}</p> : null}
      <ol class="scores">
        {routing.explain.search.map(({ card, score }) => (
          <li>
            <a href={`/pengetahuan/kartu/${card}`}>{cards(card)?.title ?? card}</a> {answer.cards.includes(card) ? <Tag tone="calm">{text.answered}</Tag> : null}{' '}
            <strong>{score.toFixed(1)}</strong>
          </li>
        ))}
      </ol>
    </section>
  )
}
