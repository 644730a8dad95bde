import type { FC } from 'hono/jsx'
import { Field, FormToken } from './form.tsx'
import { Page, type Frame } from './frame.tsx'

interface FactorProblems {
  readonly password?: string
  readonly code?: string
}

export type SecondFactorView =
  | { readonly state: 'off' | 'on'; readonly problems: FactorProblems }
  | {
      readonly state: 'offered'
      readonly problems: FactorProblems
      readonly secret: string
      /** The QR code as a `data:` address. */
      readonly qr: string
    }

export const SecondFactorPage: FC<{ frame: Frame; view: SecondFactorView }> = ({ frame, view }) => {
  const { words, viewer } = frame
  if (viewer === null) return null
  const { factor } = words
  return (
    <Page frame={frame} title={factor.title}>
      <div class="page-head">
        <h1>{factor.title}</h1>
      </div>
      <div class="card narrow">
        {view.state === 'off' ? (
          <form method="post" action="/akun/faktor-kedua/mulai">
            <p>{factor.why}</p>
            <FormToken viewer={viewer} />
            <Password frame={frame} problem={view.problems.password} />
            <button class="main" type="submit">
              {factor.begin}
            </button>
          </form>
        ) : null}
        {view.state === 'offered' ? (
          <form method="post" action="/akun/faktor-kedua/pasang">
            <p>{factor.scan}</p>
            <p class="qr">
              <img src={view.qr} width="220" height="220" alt={factor.qrAlternative} />
            </p>
            <p class="hint">{factor.byHand}</p>
            <p>
              <code class="secret">{(view.secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
            </p>
            <FormToken viewer={viewer} />
            <Field name="kode" label={factor.code} problem={view.problems.code} autocomplete="one-time-code" maxlength={10} />
            <button class="main" type="submit">
              {factor.turnOn}
            </button>
          </form>
        ) : null}
        {view.state === 'on' ? (
          <form method="post" action="/akun/faktor-kedua/lepas">
            <p>{factor.isOn}</p>
            <FormToken viewer={viewer} />
            <Password frame={frame} problem={view.problems.password} />
            <Field
              name="kode"
              label={factor.code}
              hint={words.signIn.codeHint}
              problem={view.problems.code}
              autocomplete="one-time-code"
              maxlength={20}
            />
            <button class="danger" type="submit">
              {factor.turnOff}
            </button>
          </form>
        ) : null}
        <p class="after">
          <a href="/akun">{factor.back}</a>
        </p>
      </div>
    </Page>
  )
}

const Password: FC<{ frame: Frame; problem: string | undefined }> = ({ frame, problem }) => (
  <Field
    name="sandi"
    label={frame.words.account.current}
    type="password"
    problem={problem}
    autocomplete="current-password"
    maxlength={256}
  />
)

/** Shown once, in the answer that turns the second factor on. */
export const RecoveryCodesPage: FC<{ frame: Frame; codes: readonly string[] }> = ({ frame, codes }) => {
  const { factor } = frame.words
  return (
    <Page frame={frame} title={factor.codesTitle}>
      <div class="page-head">
        <h1>{factor.codesTitle}</h1>
      </div>
      <div class="card narrow">
        <p>{factor.codesText}</p>
        <ul class="recovery-codes">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <p class="after">
          <a href="/akun">{factor.codesKept}</a>
        </p>
      </div>
    </Page>
  )
}
