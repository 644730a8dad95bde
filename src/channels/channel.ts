/**
 * What every channel is to the rest: messages come in through `receive`, go out through `send`.
 * Nothing of a transport's own types passes this border.
 */
import type { Bubble, ChannelName, IncomingMessage } from '../message.ts'

/**
 * Resolves once every message of the batch is committed (or was known already); rejects when the
 * commit failed. A channel confirms to its transport only after it resolved, and hands the same batch
 * in again when it rejected: ids make that harmless.
 */
export type Receive = (batch: readonly IncomingMessage[]) => Promise<void>

export interface OutgoingMessage {
  /** Our outbox id. The same on every attempt. */
  readonly id: string
  /** Chosen by the channel's `newProviderId` before the first attempt, so that a resend keeps it; null where the transport gives ids. */
  readonly providerId: string | null
  /** Where to: the first of the person's addresses. */
  readonly address: string
  readonly bubble: Bubble
  /** Silent delivery, no typing, no pace: a first reply in danger. */
  readonly safety: boolean
  /** The platform's window for free text is closed: only a text that it approved beforehand goes, in place of the bubble's. */
  readonly outsideWindow?: boolean
  readonly attempt: number
  /**
   * Asked after every wait (pace, typing) and right before the transport is written to: the person may have asked
   * for silence, or staff taken over, since the message was claimed. On false the channel sends nothing more and
   * answers `withdrawn`. Rejects when it cannot be known.
   */
  readonly stillAllowed: () => Promise<boolean>
}

export type SendResult =
  | { readonly status: 'sent'; readonly providerIds: readonly string[] }
  /** Try again, not before `afterMilliseconds`. */
  | { readonly status: 'retry'; readonly afterMilliseconds: number; readonly reason: string }
  /** The transport may or may not have it (connection broke after the request was written). */
  | { readonly status: 'ambiguous'; readonly reason: string }
  /** Will never work: blocked, chat gone, refused. */
  | { readonly status: 'refused'; readonly reason: string; readonly blocked: boolean }
  /** `stillAllowed` said no: nothing was sent, and what stands against it is looked at anew. */
  | { readonly status: 'withdrawn' }
  /** The channel as a whole is down or stopped; this does not count as an attempt. */
  | { readonly status: 'unavailable'; readonly reason: string }

/** Later word from the transport about something we sent. */
export interface DeliveryReport {
  readonly channel: ChannelName
  readonly providerId: string
  /** Our own id of the message, where the transport gives it back: it tells of a send whose answer was lost. */
  readonly outboxId?: string
  readonly state: 'accepted' | 'delivered' | 'read' | 'refused'
  readonly reason: string | null
}

export interface ChannelHealth {
  readonly state: 'starting' | 'up' | 'degraded' | 'down' | 'stopped'
  /** One sentence for staff: what is wrong and where to look. Empty when all is well. */
  readonly detail: string
  readonly lastMessageInAt: number | null
  readonly lastMessageOutAt: number | null
}

/** Something staff must know about a channel (logged out, restricted, replaced, token wrong). Holds no personal data. */
export interface ChannelEvent {
  readonly channel: ChannelName
  readonly kind: string
  /** In Indonesian, for staff: what happened and what to do next. */
  readonly text: string
}

export interface ChannelContext {
  readonly receive: Receive
  /** Resolves once the report is stored, or is about nothing of ours; rejects when it could not be stored. */
  readonly delivered: (report: DeliveryReport) => Promise<void>
  readonly report: (event: ChannelEvent) => void
  /** Milliseconds since 1970. Injected so that tests set it. */
  readonly now: () => number
}

/** Some platforms let an office write freely only for a time after the person last wrote. */
export interface ReplyWindow {
  readonly milliseconds: number
  /** Whether a text that asks the person to write again was approved and set. */
  readonly canReopen: boolean
}

export interface MediaLimits {
  /** Of the file itself. */
  readonly bytes: number
  /** For each request. */
  readonly milliseconds: number
}

/**
 * `gone`: the transport has it no more. `altered`: it is not what was sent. `handle`: not one of this channel's. Only after
 * `network` is it worth another try.
 */
export type MediaResult =
  | { readonly status: 'ok'; readonly bytes: Uint8Array }
  | { readonly status: 'failed'; readonly reason: 'handle' | 'too-big' | 'gone' | 'network' | 'altered' }

export interface Channel {
  readonly name: ChannelName
  /** Resolves when the channel has been set going; it then runs until `stop`. Throws on a configuration that cannot work. */
  start(context: ChannelContext): Promise<void>
  /** Stops taking in, finishes what is in hand within 5 s, closes. Harmless when called twice. */
  stop(): Promise<void>
  send(message: OutgoingMessage, stop: AbortSignal): Promise<SendResult>
  /** Shows "typing" where the channel can. Never throws. */
  typing(address: string): Promise<void>
  /** Marks as read where the channel can. Never throws. */
  markRead(address: string, externalIds: readonly string[]): Promise<void>
  /** A provider id to persist before the first attempt, or null where the transport gives ids. */
  newProviderId(): string | null
  readonly replyWindow?: ReplyWindow
  /** Whether this channel can write to that address of a person; every address when left out. */
  readonly reaches?: (address: string) => boolean
  /** The transport reports on a send by our own id, at the latest after so many milliseconds: a send in doubt waits that long before it goes again. */
  readonly reportsWithin?: number
  health(): ChannelHealth
  /** What people find us by on this channel, without `@`; null while it is not known. Absent where there is no such name. */
  readonly publicName?: () => string | null
  /**
   * Deletes messages of one chat on both sides, by what names them in the chat. How many it was asked for without a
   * refusal; null when it is to be tried again. Absent where a channel cannot. Never rejects.
   */
  readonly eraseTraces?: (address: string, traces: readonly string[]) => Promise<number | null>
  /** From now on what is written in this chat goes by itself after a day; whether that was taken. Absent where a channel cannot. Never rejects. */
  readonly makeDisappearing?: (address: string) => Promise<boolean>
  /** The file behind the handle of a MediaReference. Never rejects; ends when the channel stops. Absent where a channel cannot. */
  readonly downloadMedia?: (handle: string, limits: MediaLimits) => Promise<MediaResult>
  /** The person was erased: drops what is remembered of that address. Absent where nothing is. */
  readonly personErased?: (address: string) => void
}
