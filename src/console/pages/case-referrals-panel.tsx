import type { FC } from 'hono/jsx'
import { REFERRAL_RESULTS } from '../answering-limits.ts'
import type { CaseReferral } from '../case-work-query.ts'
import { isGiven } from '../consents-query.ts'
import { mayActAs } from '../deps.ts'
import { ConsentBasis } from './case-consents.tsx'
import type { CasePart } from './case-page.tsx'
import { Field, FormToken, Select } from './form.tsx'
import { Tag } from './parts.tsx'

/** Answers that go into a letter only when staff tick them. */
const LEFT_OUT = ['health']

/** To whom the case was forwarded, with the person's consent, what came of it, and the letter. */
export const Referrals: FC<CasePart> = (part) => {
  const { frame, viewer, view } = part
  const text = frame.words.caseWork
  const { referrals } = view.work
  return (
    <section class="card" aria-labelledby="rujukan">
      <h2 id="rujukan">{text.referrals}</h2>
      {referrals.length === 0 ? <p class="hint">{text.noReferrals}</p> : null}
      <ul class="case-items">
        {referrals.map((referral) => (
          <Referral {...part} referral={referral} />
        ))}
      </ul>
      {view.row.closed_at === null && mayActAs(viewer.role, 'caseworker') ? <NewReferral {...part} /> : null}
    </section>
  )
}

const NewReferral: FC<CasePart> = ({ frame, viewer, view: { row, consents, forms } }) => {
  const text = frame.words.caseWork
  const { problem, typed } = forms
  return (
    <details class="fold" open={problem === 'referredTo' || problem === 'consent' || problem === 'consentReason'}>
      <summary>{text.refer}</summary>
      <form method="post" action={`/kasus/${row.id}/rujukan`}>
        <FormToken viewer={viewer} />
        <p class="hint">{text.consentText}</p>
        <ConsentBasis
          frame={frame}
          consents={consents}
          value={typed['dasar'] ?? ''}
          problem={problem === 'consent' ? text.problems.consent : undefined}
        />
        <Field
          name="penerima"
          label={text.recipient}
          hint={text.recipientHint}
          value={typed['penerima']}
          problem={problem === 'referredTo' ? text.problems.recipient : undefined}
          maxlength={200}
          optional
        />
        <Field
          name="sebab"
          label={text.consentReason}
          hint={text.consentReasonHint}
          value={typed['sebab']}
          problem={problem === 'consentReason' ? text.problems.consentReason : undefined}
          maxlength={500}
          optional
        />
        <Field
          name="nomor-rujukan"
          label={text.reference}
          hint={text.referenceHint}
          value={typed['nomor-rujukan']}
          maxlength={200}
          optional
        />
        <button type="submit">{frame.words.account.save}</button>
      </form>
    </details>
  )
}

const Referral: FC<CasePart & { referral: CaseReferral }> = (part) => {
  const { frame, viewer, view, referral } = part
  const { words, times } = frame
  const text = words.caseWork
  return (
    <li class="case-item">
      <p>
        <strong>{referral.recipient}</strong>
        {referral.reference === null ? '' : `, ${text.referenceIs(referral.reference)}`}
      </p>
      <p class="tag-line">
        <Tag tone={referral.consent === 'agreed' ? 'calm' : 'urgent'} icon={referral.consent === 'agreed' ? 'check' : 'danger'}>
          {text.consents[referral.consent]}
        </Tag>
        <Tag>{text.results[referral.result]}</Tag>
      </p>
      {referral.reason === null ? null : <p class="said">{referral.reason}</p>}
      <p class="hint">{text.referredBy(referral.name ?? words.review.formerStaff, times.moment(referral.at))}</p>
      {mayActAs(viewer.role, 'caseworker') ? (
        <>
          <form class="result-line" method="post" action={`/kasus/${view.row.id}/rujukan/${referral.id}/hasil`}>
            <FormToken viewer={viewer} />
            <Select
              name="hasil"
              id={`hasil-${referral.id}`}
              label={text.resultOf(referral.recipient)}
              options={REFERRAL_RESULTS.map((value) => ({ value, text: text.results[value] }))}
              value={referral.result}
            />
            <button class="small" type="submit">
              {words.account.save}
            </button>
          </form>
          <LetterForm {...part} />
        </>
      ) : null}
    </li>
  )
}

const LetterForm: FC<CasePart & { referral: CaseReferral }> = ({ frame, viewer, view, referral }) => {
  const text = frame.words.caseWork
  const shown = view.facts.filter((fact) => fact.shown !== null)
  const hides = view.facts.some((fact) => fact.shown === null)
  const agrees = view.consents.some((one) => one.id === referral.consent_id && isGiven(one))
  return (
    <details class="fold">
      <summary>{text.makeLetter}</summary>
      <form method="post" action={`/kasus/${view.row.id}/rujukan/${referral.id}/surat`}>
        <FormToken viewer={viewer} />
        {shown.length === 0 ? null : (
          <fieldset>
            <legend>{text.letterFacts}</legend>
            <p class="hint">{text.letterFactsHint}</p>
            {shown.map(({ id, question, label }) => (
              <label class="tick">
                <input type="checkbox" name={`fakta-${id}`} value="1" checked={!LEFT_OUT.includes(question)} />
                {label}
              </label>
            ))}
          </fieldset>
        )}
        {hides && agrees ? (
          <>
            <label class="tick">
              <input type="checkbox" name="identitas" value="1" />
              {text.letterIdentity}
            </label>
            <p class="hint">{text.letterIdentityHint}</p>
          </>
        ) : hides ? (
          <p class="hint">{text.letterWithoutIdentity}</p>
        ) : null}
        <button type="submit">{text.openLetter}</button>
      </form>
    </details>
  )
}
