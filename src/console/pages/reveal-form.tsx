/** Asks for what identifies a person, with a reason: their address, or the names in a case. */
import type { FC } from 'hono/jsx'
import { REVEAL_REASONS } from '../answering-limits.ts'
import type { Viewer } from '../deps.ts'
import { FormToken, Select } from './form.tsx'
import type { Frame } from './frame.tsx'

interface RevealFormProps {
  readonly frame: Frame
  readonly viewer: Viewer
  readonly action: string
  readonly button: string
  /** Whoever is on an emergency must not search for a reason first: it is filled in. */
  readonly onEmergency: boolean
  /** It was sent without a reason. */
  readonly problem: boolean
  /** Left out: all of them. */
  readonly reasons?: readonly (typeof REVEAL_REASONS)[number][]
  /** Of the choice of a reason, where a page has several. */
  readonly id?: string
  /** A hidden field: what of several is asked for. */
  readonly which?: { readonly name: string; readonly value: string }
}

export const RevealForm: FC<RevealFormProps> = (props) => {
  const { frame, viewer, action, button, onEmergency, problem, reasons = REVEAL_REASONS, id = 'alasan-buka', which } = props
  const { review, desk } = frame.words
  return (
    <form method="post" action={action}>
      <FormToken viewer={viewer} />
      {which === undefined ? null : <input type="hidden" name={which.name} value={which.value} />}
      <p class="hint">{review.revealText}</p>
      <Select
        name="alasan"
        id={id}
        label={review.revealReason}
        options={reasons.map((value) => ({ value, text: review.revealReasons[value] }))}
        value={onEmergency ? 'life-at-risk' : ''}
        any={desk.choose}
        problem={problem ? review.revealProblem : undefined}
      />
      <button class="small" type="submit">
        {button}
      </button>
    </form>
  )
}
