import type { FC } from 'hono/jsx'
import type { Viewer } from '../deps.ts'
import { FormToken, Notice, Select } from '../pages/form.tsx'
import type { Frame } from '../pages/frame.tsx'
import { REVIEW_MONTHS, VERIFIED_HOW, type VerifyForm } from './verify-form.ts'

interface VerifyPanelProps {
  readonly frame: Frame
  readonly viewer: Viewer
  readonly action: string
  readonly form: VerifyForm
  /** A card is reviewed again at a date; a contact when somebody says that nobody answers. */
  readonly withMonths: boolean
  /** What is said beside the number now, and may be taken away. */
  readonly caution: string | null
}

export const VerifyPanel: FC<VerifyPanelProps> = ({ frame, viewer, action, form, withMonths, caution }) => {
  const text = frame.words.knowledge
  return (
    <section class="card" aria-labelledby="pastikan">
      <h2 id="pastikan">{text.verifyTitle}</h2>
      <p class="hint">{withMonths ? text.verifyCardText : text.verifyContactText}</p>
      {form.problem === null ? null : <Notice kind="wrong">{text.verifyProblems[form.problem]}</Notice>}
      <form method="post" action={action}>
        <FormToken viewer={viewer} />
        <Select
          name="cara"
          label={text.how}
          options={VERIFIED_HOW.map((value) => ({ value, text: text.hows[value] }))}
          value={form.how}
          any={frame.words.desk.choose}
        />
        <div class="field">
          <label for="catatan">{text.howNote}</label>
          <p class="hint" id="catatan-hint">
            {text.howNoteHint}
          </p>
          <input id="catatan" name="catatan" type="text" value={form.note} maxlength={300} required aria-describedby="catatan-hint" />
        </div>
        {withMonths ? (
          <Select
            name="bulan"
            label={text.reviewAgain}
            options={REVIEW_MONTHS.map((months) => ({ value: String(months), text: text.months(months) }))}
            value="6"
          />
        ) : null}
        {caution === null ? null : (
          <label class="tick">
            <input type="checkbox" name="tanpa-peringatan" value="1" />
            {text.withoutCaution(caution)}
          </label>
        )}
        <button class="main" type="submit">
          {text.verifyNow}
        </button>
      </form>
    </section>
  )
}
