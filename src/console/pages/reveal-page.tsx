import type { FC } from 'hono/jsx'
import type { ChannelName } from '../../message.ts'
import { label } from '../labels.ts'
import type { Frame } from './frame.tsx'
import { Revealed } from './revealed.tsx'

interface RevealProps {
  readonly frame: Frame
  readonly conversationId: string
  readonly pseudonym: string
  readonly addresses: readonly { readonly channel: ChannelName; readonly text: string }[]
}

export const RevealPage: FC<RevealProps> = ({ frame, conversationId, pseudonym, addresses }) => {
  const { review, labels } = frame.words
  return (
    <Revealed
      frame={frame}
      title={review.reveal}
      heading={review.addressOf(pseudonym)}
      facts={addresses.map(({ channel, text }) => ({ name: label(labels.channel, channel), value: <code>{text}</code> }))}
      back={{ href: `/percakapan/${conversationId}#akhir`, text: review.backToTalk }}
    >
      {addresses.length === 0 ? <p>{review.noAddress}</p> : null}
    </Revealed>
  )
}
