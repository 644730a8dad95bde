/** What delivery tells about itself while it works, for whoever counts it. Names and times only, never a person. */
import type { SendResult } from '../channels/channel.ts'
import type { ChannelName, IncomingContent, Outcome, Urgency } from '../message.ts'
import type { OutboxTable } from '../store/schema.ts'

export type Stage =
  /** From the transport's payload to the commit of a batch. */
  | 'store'
  /** Understanding one message and making its reply. */
  | 'understand'
  /** From the receipt of a message to the commit of its turn. */
  | 'handle'
  /** One attempt at the transport, its pace included. */
  | 'send'

export interface Measure {
  took(stage: Stage, channel: ChannelName, milliseconds: number): void
  /** Redeliveries included. */
  received(channel: ChannelName, kind: IncomingContent['kind'], urgency: Urgency): void
  handled(channel: ChannelName, outcome: Outcome, urgency: Urgency): void
  attempted(channel: ChannelName, kind: OutboxTable['kind'], status: SendResult['status']): void
  /** A reply is with the transport so long after it was made. */
  answered(channel: ChannelName, kind: OutboxTable['kind'], milliseconds: number): void
}

const nothing = (): void => {}

export const NOTHING_MEASURED: Measure = { took: nothing, received: nothing, handled: nothing, attempted: nothing, answered: nothing }
