/** What staff do with a conversation, under its messages: contact plan, message box, taking over, hold, closing. */
import type { FC } from 'hono/jsx'
import { mayActAs, type Viewer } from '../deps.ts'
import { CLOSE_REASONS, LONGEST_REPLY } from '../answering-limits.ts'
import type { CasesTable } from '../../store/schema.ts'
import type { LinkedRelative } from '../family.ts'
import type { ContactPlan } from '../contact-plan.ts'
import type { SeenDeposit } from '../deposits-query.ts'
import type { Note } from '../notes.ts'
import { READY_TEXTS } from '../ready-texts.ts'
import type { ComposerProblem, TranscriptForms } from '../transcript.tsx'
import type { ConversationView } from '../transcript-query.ts'
import { ContactPlanPanel } from './contact-plan-panel.tsx'
import { Field, FormToken, Notice, Select } from './form.tsx'
import type { Frame } from './frame.tsx'

export interface Desk {
  readonly forms: TranscriptForms
  readonly plan: ContactPlan | null
  readonly notes: readonly Note[]
  readonly labels: readonly string[]
  readonly assignee: { readonly id: string; readonly name: string; readonly alias: string } | null
  /** False when safe hours are known and it is none of them. */
  readonly safeHour: boolean
  readonly onHold: boolean
  readonly openCase: Pick<CasesTable, 'id' | 'number'> | null
  readonly relatives: readonly LinkedRelative[]
  /** Null also for whoever may not open it. */
  readonly deposit: SeenDeposit | null
  readonly nonce: string
}

interface DeskProps {
  readonly frame: Frame
  readonly conversation: ConversationView
  readonly desk: Desk
}

/** What is wrong with a field stands at it; the rest above the forms. */
const AT_FIELD: ReadonlySet<ComposerProblem['kind']> = new Set(['empty', 'long', 'hold-reason', 'close-reason'])

export const DeskPanel: FC<DeskProps> = ({ frame, conversation, desk }) => {
  const { words, viewer } = frame
  if (viewer === null || !mayActAs(viewer.role, 'caseworker')) return null
  const isMine = desk.assignee?.id === viewer.staffId
  const { problem } = desk.forms
  return (
    <section class="desk" id="jawab" aria-labelledby="jawab-judul">
      <h2 id="jawab-judul" class="unseen">
        {words.desk.title}
      </h2>
      {problem === undefined || AT_FIELD.has(problem.kind) ? null : <Notice kind="wrong">{words.desk.problems[problem.kind]}</Notice>}
      <ContactPlanPanel frame={frame} viewer={viewer} conversation={conversation} desk={desk} />
      {isMine ? (
        desk.onHold ? (
          <LiftHold frame={frame} viewer={viewer} conversation={conversation} desk={desk} />
        ) : (
          <MessageBox frame={frame} viewer={viewer} conversation={conversation} desk={desk} />
        )
      ) : (
        <TakeOver frame={frame} viewer={viewer} conversation={conversation} desk={desk} />
      )}
      <div class="desk-foot">
        {isMine ? <PlainForm viewer={viewer} action={`/percakapan/${conversation.id}/kembalikan`} text={words.desk.handBack} /> : null}
        {desk.onHold ? null : <PlainForm viewer={viewer} action={`/percakapan/${conversation.id}/tahan`} text={words.desk.hold} />}
        <Close frame={frame} viewer={viewer} conversation={conversation} desk={desk} />
      </div>
    </section>
  )
}

type PartProps = DeskProps & { readonly viewer: Viewer }

const TakeOver: FC<PartProps> = ({ frame, viewer, conversation, desk }) => {
  const { words, times } = frame
  const { assignee, forms } = desk
  return (
    <form method="post" action={`/percakapan/${conversation.id}/ambil`}>
      <FormToken viewer={viewer} />
      <input type="hidden" name="dari" value={conversation.assigned_to ?? ''} />
      <p class="hint">
        {assignee === null
          ? words.desk.takeOverText
          : words.desk.othersText(assignee.name, conversation.assigned_at === null ? '' : times.moment(conversation.assigned_at))}
      </p>
      {forms.draft ? (
        <div class="field">
          <label for="isi-tersimpan">{words.desk.keptDraft}</label>
          <textarea id="isi-tersimpan" rows={4} readonly>
            {forms.draft}
          </textarea>
        </div>
      ) : null}
      <button class={assignee === null ? 'main' : ''} type="submit">
        {assignee === null ? words.desk.takeOver : words.desk.takeFrom(assignee.name)}
      </button>
    </form>
  )
}

const MessageBox: FC<PartProps> = ({ frame, viewer, conversation, desk }) => {
  const { words, language } = frame
  const { forms, nonce, safeHour } = desk
  const kind = forms.problem?.kind
  const problem = kind === 'empty' || kind === 'long' ? words.desk.problems[kind] : null
  return (
    <form id="form-jawab" method="post" action={`/percakapan/${conversation.id}/balas`}>
      <FormToken viewer={viewer} />
      <input type="hidden" name="sekali" value={nonce} />
      <div class={problem === null ? 'field' : 'field field-wrong'}>
        <label for="isi-pesan">{words.desk.message}</label>
        <p class="hint" id="isi-pesan-hint">
          {words.desk.messageHint(viewer.alias)}
        </p>
        <textarea
          id="isi-pesan"
          name="isi"
          rows={2}
          maxlength={LONGEST_REPLY}
          aria-describedby={problem === null ? 'isi-pesan-hint' : 'isi-pesan-hint isi-pesan-problem'}
          aria-invalid={problem === null ? undefined : 'true'}
        >
          {forms.draft ?? ''}
        </textarea>
        {problem === null ? null : (
          <p class="problem" id="isi-pesan-problem">
            {problem}
          </p>
        )}
      </div>
      {safeHour ? null : (
        <label class="tick">
          <input type="checkbox" name="tetap" value="1" />
          {words.desk.sendAnyway}
        </label>
      )}
      <button class="main" type="submit">
        {words.desk.send}
      </button>
      <details class="inserts" open={forms.found !== undefined}>
        <summary>{words.desk.inserts}</summary>
        <div class="button-row">
          {READY_TEXTS.map(({ id, name }) => (
            <button class="small" type="submit" name="sisip" value={id} formnovalidate>
              {name[language]}
            </button>
          ))}
        </div>
        <label for="kartu-dicari">{words.desk.findCard}</label>
        <div class="search-line">
          <input id="kartu-dicari" name="kartu" type="text" maxlength={80} autocomplete="off" value={forms.cardQuery ?? ''} />
          <button type="submit" name="cari-kartu" value="1" formnovalidate>
            {words.search.button}
          </button>
        </div>
        {forms.found === undefined ? null : forms.found.length === 0 ? (
          <p class="hint">{words.desk.noCard}</p>
        ) : (
          <ul class="found-cards">
            {forms.found.map(({ id, title }) => (
              <li>
                <button class="small" type="submit" name="sisip" value={`kartu:${id}`} formnovalidate>
                  {title}
                </button>
              </li>
            ))}
          </ul>
        )}
      </details>
    </form>
  )
}

const LiftHold: FC<PartProps> = ({ frame, viewer, conversation, desk }) => {
  const { words } = frame
  const { forms } = desk
  return (
    <form method="post" action={`/percakapan/${conversation.id}/buka-tahan`}>
      <FormToken viewer={viewer} />
      <Field
        name="alasan"
        label={words.desk.liftReason}
        hint={words.desk.liftHint}
        value={forms.holdReason}
        problem={forms.problem?.kind === 'hold-reason' ? words.desk.problems['hold-reason'] : undefined}
        maxlength={500}
      />
      <button class="danger" type="submit">
        {words.desk.lift}
      </button>
    </form>
  )
}

const Close: FC<PartProps> = ({ frame, viewer, conversation, desk }) => {
  const { words } = frame
  const isWrong = desk.forms.problem?.kind === 'close-reason'
  return (
    <details class="closing" open={isWrong}>
      <summary>{words.desk.close}</summary>
      <form id="form-selesai" method="post" action={`/percakapan/${conversation.id}/selesai`}>
        <FormToken viewer={viewer} />
        <p class="hint">{words.desk.closeText}</p>
        <Select
          name="alasan"
          label={words.desk.closeReason}
          options={CLOSE_REASONS.map((value) => ({ value, text: words.desk.closeReasons[value] }))}
          value=""
          any={words.desk.choose}
          problem={isWrong ? words.desk.problems['close-reason'] : undefined}
        />
        <button type="submit">{words.desk.closeNow}</button>
      </form>
    </details>
  )
}

const PlainForm: FC<{ viewer: Viewer; action: string; text: string }> = ({ viewer, action, text }) => (
  <form method="post" action={action}>
    <FormToken viewer={viewer} />
    <button type="submit">{text}</button>
  </form>
)
