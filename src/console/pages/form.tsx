/** Parts of forms. A field that was refused shows why, keeps what was typed, and is named by its label and its problem. */
import type { Child, FC } from 'hono/jsx'
import type { Viewer } from '../deps.ts'
import { FORM_TOKEN_FIELD } from '../security.ts'

export const FormToken: FC<{ viewer: Viewer }> = ({ viewer }) => <input type="hidden" name={FORM_TOKEN_FIELD} value={viewer.formToken} />

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password' | 'tel'
  readonly value?: string | undefined
  readonly hint?: string | undefined
  readonly problem?: string | undefined
  readonly autocomplete?: string
  readonly maxlength?: number
}

export const Field: FC<FieldProps> = ({ name, label, type = 'text', value, hint, problem, autocomplete = 'off', maxlength }) => {
  const described = [hint ? `${name}-hint` : '', problem ? `${name}-problem` : ''].filter((id) => id !== '').join(' ')
  return (
    <div class={problem ? 'field field-wrong' : 'field'}>
      <label for={name}>{label}</label>
      {hint ? (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      <input
        id={name}
        name={name}
        type={type}
        value={value}
        required
        autocomplete={autocomplete}
        maxlength={maxlength}
        autocapitalize={type === 'text' ? undefined : 'none'}
        spellcheck={false}
        aria-describedby={described === '' ? undefined : described}
        aria-invalid={problem ? 'true' : undefined}
      />
      {problem ? (
        <p class="problem" id={`${name}-problem`}>
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
  readonly label: string
  readonly options: readonly Option[]
  readonly value: string
  /** Text of an empty first entry. */
  readonly any?: string
}

export const Select: FC<SelectProps> = ({ name, label, options, value, any }) => (
  <div class="field">
    <label for={`pilih-${name}`}>{label}</label>
    <select id={`pilih-${name}`} name={name}>
      {any === undefined ? null : <option value="">{any}</option>}
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.text}
        </option>
      ))}
    </select>
  </div>
)

/** A message above a form: what went wrong, or that it worked. */
export const Notice: FC<{ kind: 'wrong' | 'right'; children?: Child }> = ({ kind, children }) => (
  <p class={`notice notice-${kind}`} role={kind === 'wrong' ? 'alert' : 'status'}>
    {children}
  </p>
)
