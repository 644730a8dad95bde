import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { PairingStatus } from '../../channels/whatsapp-web-pairing.ts'
import { mayActAs, type ChannelView } from '../deps.ts'
import { label } from '../labels.ts'
import { Page, type Frame } from './frame.tsx'
import { LiveRegion } from './live.tsx'
import { PairingForms, PairingState } from './pairing.tsx'
import { Empty, Moment } from './parts.tsx'

export type ChannelProblem = 'phone' | 'confirm' | 'failed'

interface ChannelsPageProps {
  readonly frame: Frame
  readonly states: string
  readonly pairing: PairingStatus | null
  readonly problem: ChannelProblem | null
  /** Null after a refused form: its page is not one to ask for again. */
  readonly liveAddress: string | null
}

/** States refresh by themselves; the forms stand outside of what refreshes, so that nothing typed is lost. */
export const ChannelsPage: FC<ChannelsPageProps> = ({ frame, states, pairing, problem, liveAddress }) => {
  const { words, viewer } = frame
  const isAdmin = viewer !== null && mayActAs(viewer.role, 'admin')
  return (
    <Page frame={frame} title={words.channels.title}>
      <div class="page-head">
        <h1>{words.channels.title}</h1>
      </div>
      {liveAddress === null ? (
        <div id="keadaan">{raw(states)}</div>
      ) : (
        <LiveRegion id="keadaan" address={liveAddress} html={states} seconds={3} />
      )}
      {pairing === null ? null : isAdmin && viewer !== null ? (
        <PairingForms frame={frame} viewer={viewer} pairing={pairing} problem={problem} />
      ) : (
        <p class="hint">{words.channels.adminOnly}</p>
      )}
    </Page>
  )
}

/** What refreshes: each channel's state, and the code to scan. */
export const ChannelStates: FC<{ frame: Frame; channels: readonly ChannelView[]; pairing: PairingStatus | null }> = ({
  frame,
  channels,
  pairing,
}) => {
  const { words } = frame
  if (channels.length === 0)
    return (
      <Empty icon="channels" title={words.channels.noneTitle}>
        <p>{words.channels.noneText}</p>
      </Empty>
    )
  return (
    <>
      <ul class="channels">
        {channels.map((channel) => (
          <ChannelCard frame={frame} channel={channel} />
        ))}
      </ul>
      {pairing === null ? null : <PairingState frame={frame} pairing={pairing} />}
    </>
  )
}

const ChannelCard: FC<{ frame: Frame; channel: ChannelView }> = ({ frame, channel }) => {
  const { words, times } = frame
  const { health } = channel
  const moment = (at: number | null) => (at === null ? words.channels.never : <Moment at={at} times={times} />)
  return (
    <li class={`channel channel-${health.state}`}>
      <h2>
        {label(words.labels.channel, channel.name)}
        <span class={`state state-${health.state}`}>{label(words.labels.health, health.state)}</span>
      </h2>
      {health.detail === '' ? null : <p class="channel-detail">{health.detail}</p>}
      <p class="hint">{health.state === 'up' ? words.channels.allWell : words.channels.advice[health.state]}</p>
      <dl>
        <dt>{words.channels.lastIn}</dt>
        <dd>{moment(health.lastMessageInAt)}</dd>
        <dt>{words.channels.lastOut}</dt>
        <dd>{moment(health.lastMessageOutAt)}</dd>
        <dt>{words.channels.queue}</dt>
        <dd>{channel.queue}</dd>
      </dl>
    </li>
  )
}
