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
}

export const RevealForm: FC<RevealFormProps> = ({ frame, viewer, action, button, onEmergency, problem }) => {
  const { review, desk } = frame.words
  return (
    <form method="post" action={action}>
      <FormToken viewer={viewer} />
      <p class="hint">{review.revealText}</p>
      <Select
        name="alasan"
        id="alasan-buka"
        label={review.revealReason}
        options={REVEAL_REASONS.map((value) => ({ value, text: review.revealReasons[value] }))}
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
