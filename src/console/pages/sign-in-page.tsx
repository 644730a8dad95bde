import type { Child, FC } from 'hono/jsx'
import { Field, Notice } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { LanguageLink } from './language-link.tsx'

interface SignInView {
  readonly name: string
  /** Why the last attempt was refused. */
  readonly problem: string | null
  readonly news: string | null
  /** Path to go to afterwards. */
  readonly next: string
}

export const SignInPage: FC<{ frame: Frame; view: SignInView }> = ({ frame, view }) => {
  const { words } = frame
  return (
    <Card frame={frame} title={words.signIn.title}>
      <p class="intro">{words.signIn.intro}</p>
      {view.problem === null ? null : <Notice kind="wrong">{view.problem}</Notice>}
      {view.news === null ? null : <Notice kind="right">{view.news}</Notice>}
      <form method="post" action="/masuk">
        <input type="hidden" name="lanjut" value={view.next} />
        <Field name="nama" label={words.signIn.name} value={view.name} autocomplete="username" maxlength={60} />
        <Field name="sandi" label={words.signIn.password} type="password" autocomplete="current-password" maxlength={256} />
        <button class="main" type="submit">
          {words.signIn.button}
        </button>
      </form>
      <p class="hint">{words.signIn.forgotten}</p>
    </Card>
  )
}

/** The second step: a code from the app, or one of the codes kept for when the phone is gone. */
export const SecondStepPage: FC<{ frame: Frame; view: { ticket: string; next: string; problem: string | null } }> = ({ frame, view }) => {
  const { words } = frame
  return (
    <Card frame={frame} title={words.signIn.codeTitle}>
      <form method="post" action="/masuk/kode">
        <input type="hidden" name="tiket" value={view.ticket} />
        <input type="hidden" name="lanjut" value={view.next} />
        <Field
          name="kode"
          label={words.signIn.code}
          hint={words.signIn.codeHint}
          problem={view.problem ?? undefined}
          autocomplete="one-time-code"
          maxlength={20}
        />
        <button class="main" type="submit">
          {words.signIn.button}
        </button>
      </form>
      <p class="hint">
        <a href="/masuk">{words.signIn.otherAccount}</a>
      </p>
    </Card>
  )
}

export const InsecurePage: FC<{ frame: Frame }> = ({ frame }) => (
  <Card frame={frame} title={frame.words.signIn.insecureTitle}>
    <p>{frame.words.signIn.insecureText}</p>
  </Card>
)

/** One narrow card in the middle of the page, for those who are not signed in. */
export const Card: FC<{ frame: Frame; title: string; children?: Child }> = ({ frame, title, children }) => (
  <Page frame={frame} title={title} shape="plain">
    <div class="card-page">
      <p class="brand">
        <span class="brand-mark" aria-hidden="true">
          TM
        </span>
        <span>
          <strong>{frame.words.product}</strong>
          {frame.operatorName ? <small>{frame.operatorName}</small> : null}
        </span>
      </p>
      <div class="card">
        <h1>{title}</h1>
        {children}
      </div>
      <p class="other-language">
        <LanguageLink frame={frame} />
      </p>
    </div>
  </Page>
)
