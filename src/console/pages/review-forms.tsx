/** Small forms of a reviewer: at a reply, at a message, beside the transcript. */
import type { FC } from 'hono/jsx'
import { TOPICS, URGENCIES } from '../../message.ts'
import { MARKS, PIN_PROOFS } from '../answering-limits.ts'
import { mayActAs, type Viewer } from '../deps.ts'
import { label } from '../labels.ts'
import type { ConversationView, MessageView } from '../transcript-query.ts'
import type { Desk } from './desk.tsx'
import { FamilyPanel } from './family-panel.tsx'
import { FormToken, Select, type Option } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Icon } from './icons.tsx'
import { Moment } from './parts.tsx'
import { DepositNote } from './deposit-panel.tsx'
import { RevealForm } from './reveal-form.tsx'

interface ForMessage {
  readonly frame: Frame
  readonly conversationId: string
  readonly message: MessageView
}

/** What reviewers said of a reply, and the form to say it. Kept by the live update, so that nobody loses a half-made choice. */
export const ReplyMarks: FC<ForMessage> = ({ frame, conversationId, message }) => {
  const { words, viewer } = frame
  if (viewer === null) return null
  const own = message.marks.find((mark) => mark.staff_id === viewer.staffId)
  return (
    <>
      {message.marks.map((mark) => (
        <p class={`mark mark-${mark.verdict}`}>
          <Icon name={mark.verdict === 'right' ? 'check' : 'cross'} />
          {words.review.marks[mark.verdict]}
          {mark.topic === null ? '' : `: ${label(words.labels.topic, mark.topic)}`}
          <small>{mark.name ?? ''}</small>
        </p>
      ))}
      {mayActAs(viewer.role, 'reviewer') ? (
        <details class="reason" id={`nilai-${message.id}`} hx-preserve="true">
          <summary>{own ? words.review.markAgain : words.review.mark}</summary>
          <form class="mark-form" method="post" action={`/percakapan/${conversationId}/pesan/${message.id}/nilai`}>
            <FormToken viewer={viewer} />
            <fieldset>
              <legend>{words.review.markQuestion}</legend>
              {MARKS.map((verdict) => (
                <label class="tick">
                  <input type="radio" name="nilai" value={verdict} required checked={own?.verdict === verdict} />
                  {words.review.marks[verdict]}
                </label>
              ))}
            </fieldset>
            <TopicSelect
              frame={frame}
              id={`t-${message.id}`}
              text={words.review.rightTopic}
              value={own?.topic ?? ''}
              any={words.review.onlyIfWrong}
            />
            <button class="small" type="submit">
              {words.account.save}
            </button>
          </form>
        </details>
      ) : null}
    </>
  )
}

/** Makes a case for the evaluation from what a person wrote. */
export const TestCaseForm: FC<ForMessage> = ({ frame, conversationId, message }) => {
  const { words, viewer } = frame
  if (viewer === null || !mayActAs(viewer.role, 'reviewer')) return null
  const urgencies: Option[] = URGENCIES.map((value) => ({ value, text: words.labels.urgency[value] }))
  return (
    <details class="reason" id={`kasus-${message.id}`} hx-preserve="true">
      <summary>{message.isTestCase ? words.review.isTestCase : words.review.makeTestCase}</summary>
      <form class="mark-form" method="post" action={`/percakapan/${conversationId}/pesan/${message.id}/kasus-uji`}>
        <FormToken viewer={viewer} />
        <p class="hint">{words.review.testCaseText}</p>
        <TopicSelect frame={frame} id={`k-${message.id}`} text={words.review.rightTopic} value={message.topic ?? ''} />
        <div class="field">
          <label for={`u-${message.id}`}>{words.inbox.urgency}</label>
          <select id={`u-${message.id}`} name="keadaan">
            {urgencies.map(({ value, text }) => (
              <option value={value} selected={value === (message.urgency ?? 'routine')}>
                {text}
              </option>
            ))}
          </select>
        </div>
        <button class="small" type="submit">
          {words.account.save}
        </button>
      </form>
    </details>
  )
}

const TopicSelect: FC<{ frame: Frame; id: string; text: string; value: string; any?: string }> = ({ frame, id, text, value, any }) => {
  const { topic: labels } = frame.words.labels
  const topics = TOPICS.map((topic) => ({ topic, name: labels[topic] })).toSorted((one, other) => one.name.localeCompare(other.name))
  return (
    <div class="field">
      <label for={id}>{text}</label>
      <select id={id} name="topik">
        {any === undefined ? null : <option value="">{any}</option>}
        {topics.map(({ topic, name }) => (
          <option value={topic} selected={topic === value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}

interface Beside {
  readonly frame: Frame
  readonly conversation: ConversationView
  readonly desk: Desk
}

/** Labels, notes and the person's address, in the column beside the messages. */
export const ReviewColumn: FC<Beside> = (props) => {
  const { viewer } = props.frame
  if (viewer === null) return null
  return (
    <>
      <Labels {...props} viewer={viewer} />
      <Notes {...props} viewer={viewer} />
      <FamilyPanel frame={props.frame} viewer={viewer} conversationId={props.conversation.id} relatives={props.desk.relatives} />
      {mayActAs(viewer.role, 'caseworker') ? <Reveal {...props} viewer={viewer} /> : null}
      <Deposit {...props} viewer={viewer} />
      {mayActAs(viewer.role, 'caseworker') ? <ForgottenPin {...props} viewer={viewer} /> : null}
      {mayActAs(viewer.role, 'caseworker') ? <Restriction {...props} viewer={viewer} /> : null}
    </>
  )
}

/** Who reads the conversation: anybody may narrow that, only the team widens it again. */
const Restriction: FC<Beside & { readonly viewer: Viewer }> = ({ frame, conversation, viewer }) => {
  const text = frame.words.restricted
  const isRestricted = conversation.restricted === 1
  return (
    <section class="beside" id="pembatasan">
      <h3>{text.reviewTitle}</h3>
      <p class="hint">{isRestricted ? text.isRestricted : text.isOpen}</p>
      {isRestricted && !viewer.isOfRestrictedTeam ? null : (
        <form method="post" action={`/percakapan/${conversation.id}/${isRestricted ? 'buka-batas' : 'batasi'}`}>
          <FormToken viewer={viewer} />
          <button class="small" type="submit">
            {isRestricted ? text.lift : text.restrict}
          </button>
        </form>
      )}
    </section>
  )
}

type BesideViewer = Beside & { readonly viewer: Viewer }

const Labels: FC<BesideViewer> = ({ frame, conversation, desk, viewer }) => {
  const { review } = frame.words
  const mayChange = mayActAs(viewer.role, 'reviewer')
  const action = `/percakapan/${conversation.id}/label`
  if (!mayChange && desk.labels.length === 0) return null
  return (
    <section class="beside" id="label">
      <h3>{review.labels}</h3>
      {desk.labels.length === 0 ? null : (
        <ul class="labels">
          {desk.labels.map((name) => (
            <li class="tag">
              {name}
              {mayChange ? (
                <form method="post" action={action}>
                  <FormToken viewer={viewer} />
                  <button class="quiet tiny" type="submit" name="hapus" value={name} aria-label={review.removeLabel(name)}>
                    <Icon name="cross" />
                  </button>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {mayChange ? (
        <form method="post" action={action}>
          <FormToken viewer={viewer} />
          <label for="label-baru" class="unseen">
            {review.newLabel}
          </label>
          <div class="search-line">
            <input
              id="label-baru"
              name="label"
              type="text"
              maxlength={40}
              autocomplete="off"
              placeholder={review.newLabel}
              value={desk.forms.labelTyped ?? ''}
              aria-invalid={desk.forms.labelProblem ? 'true' : undefined}
              aria-describedby={desk.forms.labelProblem ? 'label-problem' : undefined}
            />
            <button class="small" type="submit">
              {review.add}
            </button>
          </div>
          {desk.forms.labelProblem ? (
            <p class="problem" id="label-problem">
              {review.labelProblem}
            </p>
          ) : null}
        </form>
      ) : null}
    </section>
  )
}

const Notes: FC<BesideViewer> = ({ frame, conversation, desk, viewer }) => {
  const { words, times } = frame
  const mayWrite = mayActAs(viewer.role, 'reviewer')
  if (!mayWrite && desk.notes.length === 0) return null
  return (
    <section class="beside" id="catatan">
      <h3>{words.review.notes}</h3>
      {mayWrite ? (
        <form method="post" action={`/percakapan/${conversation.id}/catatan`}>
          <FormToken viewer={viewer} />
          <label for="catatan-baru" class="unseen">
            {words.review.newNote}
          </label>
          <div class={desk.forms.noteProblem ? 'field field-wrong' : 'field'}>
            <textarea
              id="catatan-baru"
              name="catatan"
              rows={2}
              maxlength={4000}
              placeholder={words.review.newNote}
              required
              aria-invalid={desk.forms.noteProblem ? 'true' : undefined}
              aria-describedby={desk.forms.noteProblem ? 'catatan-baru-problem' : undefined}
            >
              {desk.forms.noteTyped ?? ''}
            </textarea>
            {desk.forms.noteProblem ? (
              <p class="problem" id="catatan-baru-problem">
                {words.review.noteProblem}
              </p>
            ) : null}
          </div>
          <button class="small" type="submit">
            {words.account.save}
          </button>
        </form>
      ) : null}
      <ul class="notes">
        {desk.notes.map((note) => (
          <li>
            <p class="said">{note.text}</p>
            <small>
              {note.name ?? words.review.formerStaff} · <Moment at={note.at} times={times} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Reveal: FC<BesideViewer> = ({ frame, conversation, desk, viewer }) => {
  const { review } = frame.words
  const problem = desk.forms.revealProblem === true
  return (
    <section class="beside">
      <details open={problem}>
        <summary>{review.reveal}</summary>
        <RevealForm
          frame={frame}
          viewer={viewer}
          action={`/percakapan/${conversation.id}/buka-alamat`}
          button={review.revealNow}
          onEmergency={conversation.rank === 0 && desk.assignee?.id === viewer.staffId}
          problem={problem}
        />
      </details>
    </section>
  )
}

/** At the open case it opens by the worker's rule; here only for a life at risk. */
const Deposit: FC<BesideViewer> = ({ frame, conversation, desk, viewer }) =>
  desk.deposit === null ? null : (
    <section class="beside">
      <h3>{frame.words.deposits.title}</h3>
      {desk.openCase === null ? null : (
        <p>
          <a href={`/kasus/${desk.openCase.id}`}>{frame.words.deposits.atCase(desk.openCase.number)}</a>
        </p>
      )}
      <DepositNote
        frame={frame}
        viewer={viewer}
        seen={desk.deposit}
        place={`/percakapan/${conversation.id}`}
        onEmergency={conversation.rank === 0 && desk.assignee?.id === viewer.staffId}
        problem={desk.forms.depositProblem === true}
      />
    </section>
  )

const ForgottenPin: FC<BesideViewer> = ({ frame, conversation, desk, viewer }) => {
  const { review } = frame.words
  return (
    <section class="beside">
      <details open={desk.forms.pinProblem === true}>
        <summary>{review.removePin}</summary>
        <form method="post" action={`/percakapan/${conversation.id}/hapus-pin`}>
          <FormToken viewer={viewer} />
          <p class="hint">{review.removePinText}</p>
          {desk.forms.pinProblem ? <p class="problem">{review.pinProblem}</p> : null}
          <Select
            name="cara"
            label={review.pinProof}
            options={PIN_PROOFS.map((value) => ({ value, text: review.pinProofs[value] }))}
            value=""
            any={frame.words.desk.choose}
          />
          <button class="small" type="submit">
            {review.removePinNow}
          </button>
        </form>
      </details>
    </section>
  )
}
