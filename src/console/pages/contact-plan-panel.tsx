/** Above the message box: what must be known before a word goes out. */
import type { FC } from 'hono/jsx'
import type { Viewer } from '../deps.ts'
import { CONTACT_WAYS, PHONE_OWNERS, QUIET_AFTER, writeTimeOfDay } from '../contact-plan.ts'
import { countryName } from '../labels.ts'
import type { ConversationView } from '../transcript-query.ts'
import type { Desk } from './desk.tsx'
import { FormToken, Notice, Select } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Icon } from './icons.tsx'

export const ContactPlanPanel: FC<{ frame: Frame; viewer: Viewer; conversation: ConversationView; desk: Desk }> = ({
  frame,
  viewer,
  conversation,
  desk,
}) => {
  const { words, language, times } = frame
  const { plan, forms, safeHour } = desk
  const text = words.plan
  const { country } = conversation
  const local = country === null ? null : times.clockIn(country)
  const facts = [
    plan === null || plan.phone_owner === 'unknown' ? null : text.owners[plan.phone_owner],
    plan === null || plan.way === 'unknown' ? null : text.ways[plan.way],
    plan === null || plan.safe_from === null || plan.safe_until === null
      ? null
      : text.hours(writeTimeOfDay(plan.safe_from), writeTimeOfDay(plan.safe_until)),
    plan === null || plan.quiet_after === null ? null : text.quietFact(plan.quiet_after),
    country === null || local === null ? null : text.nowThere(countryName(country, language), local),
  ].filter((fact) => fact !== null)
  return (
    <div class="plan">
      {safeHour ? null : (
        <p class="standing-line standing-urgent">
          <Icon name="clock" />
          <strong>{text.notNow}</strong>
        </p>
      )}
      <p>
        <strong>{text.title}:</strong> {plan === null ? `${text.nothing} ` : ''}
        {facts.length === 0 ? '' : sentence(facts.join(' · '))}
      </p>
      {plan?.ifOther ? (
        <p>
          {text.ifOther}: <q>{plan.ifOther}</q>
        </p>
      ) : null}
      <details open={forms.planProblem === true}>
        <summary>{text.edit}</summary>
        <form method="post" action={`/percakapan/${conversation.id}/rencana`} class="plan-form">
          <FormToken viewer={viewer} />
          {forms.planProblem ? <Notice kind="wrong">{text.problem}</Notice> : null}
          <Select
            name="hp"
            label={text.owner}
            options={PHONE_OWNERS.map((value) => ({ value, text: text.owners[value] }))}
            value={plan?.phone_owner ?? 'unknown'}
          />
          <Select
            name="cara"
            label={text.way}
            options={CONTACT_WAYS.map((value) => ({ value, text: text.ways[value] }))}
            value={plan?.way ?? 'unknown'}
          />
          <Select
            name="diam"
            label={text.quiet}
            options={QUIET_AFTER.map((minutes) => ({ value: String(minutes), text: text.quietAfter[minutes] }))}
            value={String(plan?.quiet_after ?? 'none')}
          />
          <Short name="mulai" label={text.from} value={timeText(plan?.safe_from ?? null)} />
          <Short name="sampai-jam" label={text.until} value={timeText(plan?.safe_until ?? null)} />
          <div class="field wide-field">
            <label for="orang-lain">{text.ifOther}</label>
            <input id="orang-lain" name="orang-lain" type="text" maxlength={200} autocomplete="off" value={plan?.ifOther ?? ''} />
          </div>
          <button type="submit">{words.account.save}</button>
        </form>
      </details>
    </div>
  )
}

const Short: FC<{ name: string; label: string; value: string }> = ({ name, label, value }) => (
  <div class="field">
    <label for={name}>{label}</label>
    <input id={name} name={name} type="text" inputmode="numeric" placeholder="21:00" maxlength={5} autocomplete="off" value={value} />
  </div>
)

function timeText(minute: number | null): string {
  return minute === null ? '' : writeTimeOfDay(minute)
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
