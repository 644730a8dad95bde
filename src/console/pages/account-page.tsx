import type { FC } from 'hono/jsx'
import { ZONES } from '../times.ts'
import { Field, FormToken, Notice, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'

export interface AccountProblems {
  readonly current?: string
  readonly fresh?: string
}

export const AccountPage: FC<{ frame: Frame; problems: AccountProblems; news: string | null }> = ({ frame, problems, news }) => {
  const { words, viewer } = frame
  if (viewer === null) return null
  return (
    <Page frame={frame} title={words.account.title}>
      <div class="page-head">
        <h1>{words.account.title}</h1>
      </div>
      {news === null ? null : <Notice kind="right">{news}</Notice>}
      <div class="columns">
        <section class="card" aria-labelledby="data">
          <h2 id="data">{words.account.profile}</h2>
          <dl>
            <dt>{words.staff.name}</dt>
            <dd>{viewer.name}</dd>
            <dt>{words.staff.alias}</dt>
            <dd>{viewer.alias}</dd>
            <dt>{words.staff.role}</dt>
            <dd>{words.labels.role[viewer.role]}</dd>
          </dl>
        </section>
        <section class="card" aria-labelledby="tampilan">
          <h2 id="tampilan">{words.account.viewTitle}</h2>
          <form method="post" action="/akun/tampilan">
            <FormToken viewer={viewer} />
            <Select
              name="bahasa"
              label={words.account.languageLabel}
              options={[
                { value: 'id', text: 'Bahasa Indonesia' },
                { value: 'en', text: 'English' },
              ]}
              value={frame.language}
            />
            <Select
              name="zona"
              label={words.account.zoneLabel}
              options={ZONES.map((value) => ({ value, text: zoneName(value) }))}
              value={frame.zone}
            />
            <button type="submit">{words.account.save}</button>
          </form>
        </section>
        <section class="card" aria-labelledby="ganti">
          <h2 id="ganti">{words.account.passwordTitle}</h2>
          <form method="post" action="/akun/sandi">
            <FormToken viewer={viewer} />
            <Field
              name="sandi-lama"
              label={words.account.current}
              type="password"
              problem={problems.current}
              autocomplete="current-password"
              maxlength={256}
            />
            <Field
              name="sandi-baru"
              label={words.account.fresh}
              type="password"
              hint={words.link.passwordHint}
              problem={problems.fresh}
              autocomplete="new-password"
              maxlength={256}
            />
            <button type="submit">{words.account.change}</button>
          </form>
        </section>
        <section class="card" aria-labelledby="perangkat">
          <h2 id="perangkat">{words.account.sessionsTitle}</h2>
          <p class="hint">{words.account.sessionsText}</p>
          <form method="post" action="/akun/keluar-semua">
            <FormToken viewer={viewer} />
            <button type="submit">{words.account.signOutEverywhere}</button>
          </form>
        </section>
      </div>
    </Page>
  )
}

/** "Asia/Kuala_Lumpur" as "Kuala Lumpur". */
function zoneName(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
