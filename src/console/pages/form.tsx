/** Parts of forms. A field that was refused shows why, keeps what was typed, and is named by its label and its problem. */
import type { Child, FC } from 'hono/jsx'
import type { Viewer } from '../deps.ts'
import { FORM_TOKEN_FIELD } from '../security.ts'

export const FormToken: FC<{ viewer: Viewer }> = ({ viewer }) => <input type="hidden" name={FORM_TOKEN_FIELD} value={viewer.formToken} />

interface FieldProps {
  readonly name: string
  /** Names the field on the page where several forms have one of this name. */
  readonly id?: string
  readonly label: string
  readonly type?: 'text' | 'password' | 'tel' | 'date' | 'datetime-local'
  readonly value?: string | undefined
  readonly hint?: string | undefined
  readonly problem?: string | undefined
  readonly autocomplete?: string
  readonly maxlength?: number
  /** May be left empty. */
  readonly optional?: boolean
}

export const Field: FC<FieldProps> = ({ type = 'text', autocomplete = 'off', optional = false, ...props }) => {
  const { name, id = name, label, value, hint, problem, maxlength } = props
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter((part) => part !== '').join(' ')
  return (
    <div class={problem ? 'field field-wrong' : 'field'}>
      <label for={id}>{label}</label>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <input
        id={id}
        name={name}
        type={type}
        value={value}
        required={!optional}
        autocomplete={autocomplete}
        maxlength={maxlength}
        autocapitalize={type === 'text' ? undefined : 'none'}
        spellcheck={false}
        aria-describedby={described === '' ? undefined : described}
        aria-invalid={problem ? 'true' : undefined}
      />
      {problem ? (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      ) : null}
    </div>
  )
}

export interface Option {
  readonly value: string
  readonly text: string
}

interface SelectProps {
  readonly name: string
  /** As of a field; left out: `pilih-` and the name. */
  readonly id?: string
  readonly label: string
  readonly options: readonly Option[]
  readonly value: string
  /** Text of an empty first entry. */
  readonly any?: string
  readonly problem?: string | undefined
}

export const Select: FC<SelectProps> = ({ name, id = `pilih-${name}`, label, options, value, any, problem }) => (
  <div class={problem ? 'field field-wrong' : 'field'}>
    <label for={id}>{label}</label>
    <select id={id} name={name} aria-describedby={problem ? `${id}-problem` : undefined} aria-invalid={problem ? 'true' : undefined}>
      {any === undefined ? null : <option value="">{any}</option>}
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.text}
        </option>
      ))}
    </select>
    {problem ? (
      <p class="problem" id={`${id}-problem`}>
        {problem}
      </p>
    ) : null}
  </div>
)

/** A message above a form: what went wrong, or that it worked. */
export const Notice: FC<{ kind: 'wrong' | 'right'; children?: Child }> = ({ kind, children }) => (
  <p class={`notice notice-${kind}`} role={kind === 'wrong' ? 'alert' : 'status'}>
    {children}
  </p>
)
