/** Linking WhatsApp to the office's phone. */
import type { FC } from 'hono/jsx'
import type { PairingStatus } from '../../channels/whatsapp-web-pairing.ts'
import { mayActAs, type Viewer } from '../deps.ts'
import { Field, FormToken, Notice } from './form.tsx'
import type { Frame } from './frame.tsx'
import type { ChannelProblem } from './channels-page.tsx'
import { versionOf } from './live.tsx'

/** The state of the link and the code to scan or type. The codes let whoever sees them take over the account: admins only. */
export const PairingState: FC<{ frame: Frame; pairing: PairingStatus }> = ({ frame, pairing }) => {
  const { words, viewer } = frame
  const isAdmin = viewer !== null && mayActAs(viewer.role, 'admin')
  const { state, qr, code } = pairing
  return (
    <section class="pairing" aria-labelledby="menautkan">
      <h2 id="menautkan">{words.channels.pairingTitle}</h2>
      {state === 'paired' ? <p>{words.channels.pairedText}</p> : null}
      {state === 'unpaired' ? <p>{words.channels.unpairedText}</p> : null}
      {state === 'waiting' ? <p>{words.channels.waitingText}</p> : null}
      {isAdmin && state === 'qr' && qr !== undefined ? (
        <div class="qr">
          <img src={`/kanal/whatsapp/qr.svg?v=${versionOf(qr)}`} width={264} height={264} alt={words.channels.qrAlternative} />
          <div>
            <p>{words.channels.qrText}</p>
            <p class="hint">{words.channels.qrChanges}</p>
          </div>
        </div>
      ) : null}
      {isAdmin && state === 'code' && code !== undefined ? (
        <>
          <p>{words.channels.codeText}</p>
          <p class="pairing-code">
            <code>{code}</code>
          </p>
        </>
      ) : null}
    </section>
  )
}

interface PairingFormsProps {
  readonly frame: Frame
  readonly viewer: Viewer
  readonly pairing: PairingStatus
  readonly problem: ChannelProblem | null
}

export const PairingForms: FC<PairingFormsProps> = ({ frame, viewer, pairing, problem }) => {
  const { words } = frame
  if (pairing.state === 'paired')
    return (
      <section class="pairing-forms">
        {problem === 'failed' ? <Notice kind="wrong">{words.channels.failed}</Notice> : null}
        <form method="post" action="/kanal/whatsapp/sambung-ulang">
          <FormToken viewer={viewer} />
          <button type="submit">{words.channels.restart}</button>
        </form>
        <form class="careful" method="post" action="/kanal/whatsapp/lepas">
          <FormToken viewer={viewer} />
          <p>{words.channels.logoutWarning}</p>
          <label class="tick">
            <input type="checkbox" name="mengerti" value="1" aria-describedby={problem === 'confirm' ? 'mengerti-problem' : undefined} />
            {words.channels.logoutConfirm}
          </label>
          {problem === 'confirm' ? (
            <p class="problem" id="mengerti-problem" role="alert">
              {words.channels.confirmProblem}
            </p>
          ) : null}
          <button class="danger" type="submit">
            {words.channels.logout}
          </button>
        </form>
      </section>
    )
  return (
    <section class="pairing-forms">
      {problem === 'failed' ? <Notice kind="wrong">{words.channels.failed}</Notice> : null}
      <form method="post" action="/kanal/whatsapp/tautkan">
        <FormToken viewer={viewer} />
        <button class="main" type="submit">
          {words.channels.startPairing}
        </button>
      </form>
      <form class="card" method="post" action="/kanal/whatsapp/kode">
        <FormToken viewer={viewer} />
        <h2>{words.channels.withCode}</h2>
        <Field
          name="nomor"
          label={words.channels.phone}
          type="tel"
          hint={words.channels.phoneHint}
          problem={problem === 'phone' ? words.channels.phoneProblem : undefined}
          maxlength={24}
        />
        <button type="submit">{words.channels.askCode}</button>
      </form>
    </section>
  )
}
