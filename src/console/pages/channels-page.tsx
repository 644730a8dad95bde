import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { PairingStatus } from '../../channels/whatsapp-web-pairing.ts'
import { mayActAs, type ChannelView, type ModelView } from '../deps.ts'
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

interface ChannelStatesProps {
  readonly frame: Frame
  readonly channels: readonly ChannelView[]
  readonly model: ModelView | null
  readonly pairing: PairingStatus | null
}

/** What refreshes: each channel's state, the model's, and the code to scan. */
export const ChannelStates: FC<ChannelStatesProps> = ({ frame, channels, model, pairing }) => {
  const { words } = frame
  return (
    <>
      {channels.length === 0 ? (
        <Empty icon="channels" title={words.channels.noneTitle}>
          <p>{words.channels.noneText}</p>
        </Empty>
      ) : null}
      <ul class="channels">
        {channels.map((channel) => (
          <ChannelCard frame={frame} channel={channel} />
        ))}
        {model === null ? null : <ModelCard frame={frame} model={model} />}
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

const ModelCard: FC<{ frame: Frame; model: ModelView }> = ({ frame, model: { name, without } }) => {
  const { words, times } = frame
  const state = without === null ? 'up' : 'degraded'
  return (
    <li class={`channel channel-${state}`}>
      <h2>
        {words.channels.model}
        <span class={`state state-${state}`}>{label(words.labels.health, state)}</span>
      </h2>
      <p class="channel-detail">{name}</p>
      {without === null ? (
        <p class="hint">{words.channels.allWell}</p>
      ) : (
        <p class="hint">
          {words.channels.withoutModel[without.because]} {words.channels.until} <Moment at={without.until} times={times} />.
        </p>
      )}
    </li>
  )
}
