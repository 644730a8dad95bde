import type { FC } from 'hono/jsx'
import type { Viewer } from '../deps.ts'
import type { OpenSession } from '../sessions.ts'
import { ZONES } from '../times.ts'
import { Field, FormToken, Notice, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Moment } from './parts.tsx'

export interface AccountProblems {
  readonly current?: string
  readonly fresh?: string
}

interface AccountView {
  readonly problems: AccountProblems
  readonly news: string | null
  readonly sessions: readonly OpenSession[]
  /** Hash of the session that asks. */
  readonly thisSession: string
  readonly secondFactor: boolean
}

export const AccountPage: FC<{ frame: Frame; view: AccountView }> = ({ frame, view }) => {
  const { words, viewer } = frame
  const { problems, news } = view
  if (viewer === null) return null
  return (
    <Page frame={frame} title={words.account.title}>
      <div class="page-head">
        <h1>{words.account.title}</h1>
      </div>
      {news === null ? null : <Notice kind="right">{news}</Notice>}
      <div class="columns packed">
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
        <section class="card" aria-labelledby="faktor">
          <h2 id="faktor">{words.factor.title}</h2>
          <p class="hint">{view.secondFactor ? words.factor.isOnShort : words.factor.why}</p>
          <p>
            <a href="/akun/faktor-kedua">{view.secondFactor ? words.factor.manage : words.factor.begin}</a>
          </p>
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
          <ul class="sessions">
            {view.sessions.map((session) => (
              <SessionLine frame={frame} viewer={viewer} session={session} isThis={session.sessionHash === view.thisSession} />
            ))}
          </ul>
          <form method="post" action="/akun/keluar-semua">
            <FormToken viewer={viewer} />
            <button type="submit">{words.account.signOutEverywhere}</button>
          </form>
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
      </div>
    </Page>
  )
}

const SessionLine: FC<{ frame: Frame; viewer: Viewer; session: OpenSession; isThis: boolean }> = ({ frame, viewer, session, isThis }) => {
  const { account } = frame.words
  const device = session.device === '' ? account.unknownDevice : session.device
  return (
    <li>
      <span>
        <strong>{device}</strong>
        <small>
          {account.since} <Moment at={session.createdAt} times={frame.times} />
        </small>
      </span>
      {isThis ? (
        <small>{account.thisDevice}</small>
      ) : (
        <form method="post" action={`/akun/sesi/${session.id}/akhiri`}>
          <FormToken viewer={viewer} />
          <button class="small" type="submit" aria-label={`${account.endSession}: ${device}`}>
            {account.endSession}
          </button>
        </form>
      )}
    </li>
  )
}

/** "Asia/Kuala_Lumpur" as "Kuala Lumpur". */
function zoneName(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
