import type { FC } from 'hono/jsx'
import { confidence } from '../../knowledge/schema.ts'
import { TOPICS } from '../../message.ts'
import { label } from '../labels.ts'
import { FormToken, Notice, Select } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import type { CardField, CardForm, FieldProblems } from './card-form.ts'
import { BackLink } from '../pages/back-link.tsx'

/** `fields`: the schema refuses one. `check`: the check of the knowledge base does. `same`: nothing was changed. */
export type EditProblem = 'fields' | 'check' | 'same' | 'changed' | 'off'

interface EditPageProps {
  readonly frame: Frame
  /** Null for a new card. */
  readonly title: string | null
  readonly address: string
  readonly back: string
  readonly form: CardForm
  readonly over: string
  readonly problem: EditProblem | null
  readonly fields: FieldProblems
  readonly contacts: readonly { readonly id: string; readonly name: string }[]
}

export const EditPage: FC<EditPageProps> = (props) => {
  const { frame, title, address, form, problem } = props
  const { words, viewer } = frame
  const text = words.knowledge
  if (viewer === null) return null
  const heading = title === null ? text.newCard : text.editTitle(title)
  return (
    <Page frame={frame} title={heading}>
      <div class="page-head">
        <BackLink href={props.back} label={text.back} />
        <h1>{heading}</h1>
      </div>
      {problem === null ? null : <Notice kind="wrong">{text.editProblems[problem]}</Notice>}
      <form class="card edit-form" method="post" action={`${address}/periksa`}>
        <FormToken viewer={viewer} />
        <input type="hidden" name="dasar" value={props.over} />
        {title === null ? (
          <>
            <Line {...props} name="id" />
            <Select
              name="topik"
              label={text.fields.topik}
              options={TOPICS.map((value) => ({ value, text: label(words.labels.topic, value) })).toSorted((one, other) =>
                one.text.localeCompare(other.text),
              )}
              value={form.topik}
              any={words.desk.choose}
            />
            <Problems {...props} name="topik" />
          </>
        ) : (
          <>
            <input type="hidden" name="id" value={form.id} />
            <input type="hidden" name="topik" value={form.topik} />
          </>
        )}
        <Line {...props} name="judul" />
        <Area {...props} name="jawaban" rows={9} />
        <Area {...props} name="langkah" rows={6} />
        <Area {...props} name="rincian" rows={5} />
        <Area {...props} name="sumber" rows={3} />
        <Line {...props} name="negara" />
        <Line {...props} name="kontak" />
        <Area {...props} name="lanjutan" rows={3} />
        <Area {...props} name="cara-tanya" rows={12} />
        <div class="edit-dates">
          <Select
            name="kekuatan"
            label={text.fields.kekuatan}
            options={confidence.options.map((value) => ({ value, text: text.confidences[value] }))}
            value={form.kekuatan}
          />
          <Line {...props} name="dicek" type="date" />
          <Line {...props} name="cek-lagi" type="date" />
        </div>
        <p class="hint">{text.checkTakes}</p>
        <button class="main" type="submit">
          {text.checkNow}
        </button>
      </form>
      <details class="fold contact-ids">
        <summary>{text.contactIds}</summary>
        <ul class="sources">
          {props.contacts.map(({ id, name }) => (
            <li>
              <code>{id}</code> {name}
            </li>
          ))}
        </ul>
      </details>
    </Page>
  )
}

type FieldProps = EditPageProps & { readonly name: CardField }

const Line: FC<FieldProps & { readonly type?: 'text' | 'date' }> = ({ type = 'text', ...props }) => (
  <Field {...props}>
    {(attributes) => <input type={type} value={props.form[props.name]} autocomplete="off" spellcheck={false} {...attributes} />}
  </Field>
)

const Area: FC<FieldProps & { readonly rows: number }> = ({ rows, ...props }) => (
  <Field {...props}>
    {(attributes) => (
      <textarea rows={rows} {...attributes}>
        {props.form[props.name]}
      </textarea>
    )}
  </Field>
)

interface Attributes {
  readonly id: string
  readonly name: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': 'true' | undefined
}

const Field = ({ frame, name, fields, children }: FieldProps & { children: (attributes: Attributes) => unknown }) => {
  const text = frame.words.knowledge
  const hint = text.fieldHints[name]
  const isWrong = fields[name] !== undefined
  const described = [hint === '' ? '' : `${name}-hint`, isWrong ? `${name}-problem` : ''].filter((id) => id !== '').join(' ')
  const attributes: Attributes = {
    id: name,
    name,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': isWrong ? 'true' : undefined,
  }
  return (
    <div class={isWrong ? 'field field-wrong' : 'field'}>
      <label for={name}>{text.fields[name]}</label>
      {hint === '' ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {children(attributes)}
      <Problems frame={frame} name={name} fields={fields} />
    </div>
  )
}

/** What is wrong in words for staff; findings of the check are quoted as it gives them. */
const Problems: FC<Pick<FieldProps, 'frame' | 'name' | 'fields'>> = ({ frame, name, fields }) => {
  const found = fields[name]
  if (found === undefined) return null
  return (
    <div class="problem" id={`${name}-problem`}>
      {found.length === 0 ? <p>{frame.words.knowledge.fieldProblems[name]}</p> : found.map((finding) => <p lang="en">{finding}</p>)}
    </div>
  )
}
