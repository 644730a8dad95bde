/** A channel that records what it is given and refuses what no product code should ask of it. */
import type { Channel, ChannelContext, DeliveryReport, MediaResult, OutgoingMessage, SendResult } from '../../src/channels/channel.ts'
import type { ChannelName, IncomingMessage } from '../../src/message.ts'

export interface RecordingChannel extends Channel {
  /** Addresses that wrote; to others nothing may be shown. */
  readonly wrote: Set<string>
  /** Every call of `send`, in order. */
  readonly attempts: readonly OutgoingMessage[]
  /** What reached the person: attempts that were answered with "sent". */
  readonly arrived: readonly OutgoingMessage[]
  readonly seen: readonly { readonly what: 'typing' | 'read'; readonly address: string }[]
  /** What a person sees, bubble by bubble. */
  shown(address: string): string[]
  /** Hands messages in as the transport would; rejects when they could not be stored. */
  receive(...batch: readonly IncomingMessage[]): Promise<void>
  /** What was to be erased, call by call; not on the web. `null` as the answer: to be tried again. */
  readonly erased: { readonly address: string; readonly traces: readonly string[] }[]
  eraseAnswer: number | null | 'all'
  deliver(report: Omit<DeliveryReport, 'channel' | 'reason'>): void
  /** What is behind the handles of photos and voice notes; one that is not here has a broken connection. */
  readonly files: Map<string, MediaResult>
  /** Handles that were asked for, in order. */
  readonly downloads: readonly string[]
  /** How the next sends are answered; by default all arrive. */
  answer(how: ((message: OutgoingMessage) => SendResult | Promise<SendResult>) | null): void
}

/** `wrote`: addresses that wrote to an earlier process. WhatsApp names its messages itself. */
export function recordingChannel(name: ChannelName, wrote: Set<string> = new Set()): RecordingChannel {
  const ownIds = name === 'whatsapp'
  const attempts: OutgoingMessage[] = []
  const arrived: OutgoingMessage[] = []
  const files = new Map<string, MediaResult>()
  const downloads: string[] = []
  const seen: { what: 'typing' | 'read'; address: string }[] = []
  let context: ChannelContext | null = null
  let how: ((message: OutgoingMessage) => SendResult | Promise<SendResult>) | null = null
  let count = 0
  const known = (address: string): void => {
    if (!wrote.has(address)) throw new Error('something was shown to somebody who never wrote')
  }
  const channel: RecordingChannel = {
    name,
    erased: [],
    eraseAnswer: 'all',
    wrote,
    attempts,
    arrived,
    seen,
    files,
    downloads,
    async downloadMedia(handle) {
      downloads.push(handle)
      return files.get(handle) ?? { status: 'failed', reason: 'network' }
    },
    shown: (address) => arrived.filter((message) => message.address === address).map((message) => message.bubble.text),
    async receive(...batch) {
      for (const message of batch) for (const address of message.addresses) wrote.add(address)
      if (!context) throw new Error('the channel was not started')
      await context.receive(batch)
    },
    deliver(report) {
      void context?.delivered({ channel: name, reason: null, ...report })
    },
    answer(next) {
      how = next
    },
    async start(given) {
      context = given
    },
    async stop() {},
    async send(message) {
      known(message.address)
      attempts.push(message)
      const result: SendResult = how ? await how(message) : { status: 'sent', providerIds: [message.providerId ?? `t${++count}`] }
      if (result.status === 'sent') arrived.push(message)
      return result
    },
    async typing(address) {
      known(address)
      seen.push({ what: 'typing', address })
    },
    async markRead(address) {
      known(address)
      seen.push({ what: 'read', address })
    },
    newProviderId: () => (ownIds ? `3EB0${String(++count).padStart(16, '0')}` : null),
    health: () => ({ state: 'up', detail: '', lastMessageInAt: null, lastMessageOutAt: null }),
    ...(name === 'web'
      ? {}
      : {
          async eraseTraces(address, traces) {
            channel.erased.push({ address, traces })
            return channel.eraseAnswer === 'all' ? traces.length : channel.eraseAnswer
          },
        }),
  }
  return channel
}
