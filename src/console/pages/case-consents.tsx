/** To what the person said yes, and the question for another recipient. */
import type { FC } from 'hono/jsx'
import { LONGEST_RECIPIENT, WITHOUT_CONSENT } from '../answering-limits.ts'
import { isGiven, type CaseConsent } from '../consents-query.ts'
import type { Viewer } from '../deps.ts'
import { Field, FormToken, Select } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Fact } from './parts.tsx'

export const CaseConsents: FC<{ frame: Frame; consents: readonly CaseConsent[] }> = ({ frame, consents }) => {
  const { words, times } = frame
  const text = words.consents
  if (consents.length === 0) return null
  return (
    <section aria-labelledby="izin">
      <h2 id="izin">{text.ofCase}</h2>
      <dl class="facts">
        {consents.map((one) => (
          <Fact name={one.recipient ?? text.abouts[one.about]}>
            {one.withdrawn_at === null ? text.states[one.answer ?? 'open'] : text.states.withdrawn},{' '}
            {times.moment(one.withdrawn_at ?? one.answered_at ?? one.asked_at)}
          </Fact>
        ))}
      </dl>
    </section>
  )
}

/** On what a referral rests, which passes the case on. */
interface BasisProps {
  readonly frame: Frame
  readonly consents: readonly CaseConsent[]
  readonly value: string
  readonly problem: string | undefined
}

export const ConsentBasis: FC<BasisProps> = ({ frame, consents, value, problem }) => {
  const { words } = frame
  const text = words.consents
  const given = consents.filter(isGiven)
  return (
    <Select
      name="dasar"
      label={text.basis}
      options={[
        ...given.map(({ id, recipient }) => ({ value: id, text: text.yesFor(recipient ?? '') })),
        { value: WITHOUT_CONSENT, text: text.lifeAtRisk },
      ]}
      value={value}
      any={words.desk.choose}
      problem={problem}
    />
  )
}

export const AskConsent: FC<{ frame: Frame; viewer: Viewer; caseId: string }> = ({ frame, viewer, caseId }) => {
  const text = frame.words.consents
  return (
    <details class="fold">
      <summary>{text.ask}</summary>
      <form method="post" action={`/kasus/${caseId}/minta-izin`}>
        <FormToken viewer={viewer} />
        <Field name="penerima" id="izin-penerima" label={text.recipient} hint={text.askHint} maxlength={LONGEST_RECIPIENT} />
        <button type="submit">{text.askNow}</button>
      </form>
    </details>
  )
}
