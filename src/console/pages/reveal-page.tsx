import type { FC } from 'hono/jsx'
import type { ChannelName } from '../../message.ts'
import { label } from '../labels.ts'
import { Page, type Frame } from './frame.tsx'

interface RevealProps {
  readonly frame: Frame
  readonly conversationId: string
  readonly pseudonym: string
  readonly addresses: readonly { readonly channel: ChannelName; readonly text: string }[]
}

/** Shown once; going back or reloading asks for a reason again. */
export const RevealPage: FC<RevealProps> = ({ frame, conversationId, pseudonym, addresses }) => {
  const { words } = frame
  return (
    <Page frame={frame} title={words.review.reveal}>
      <div class="page-head">
        <h1>{words.review.addressOf(pseudonym)}</h1>
      </div>
      <div class="card narrow">
        {addresses.length === 0 ? <p>{words.review.noAddress}</p> : null}
        <dl>
          {addresses.map(({ channel, text }) => (
            <>
              <dt>{label(words.labels.channel, channel)}</dt>
              <dd>
                <code>{text}</code>
              </dd>
            </>
          ))}
        </dl>
        <p class="hint after">{words.review.revealNoted}</p>
        <p class="after">
          <a href={`/percakapan/${conversationId}#akhir`}>{words.review.backToTalk}</a>
        </p>
      </div>
    </Page>
  )
}
