/** Sending one bubble: its parts in order, each at most once unless nobody can know whether it arrived. */
import { InputFile } from 'grammy'
import { pageFile } from '../page-file.ts'
import type { OutgoingMessage, SendResult } from './channel.ts'
import type { TelegramClient, TelegramFailure } from './telegram-api.ts'
import type { TelegramPart } from './telegram-message.ts'
import { bubbleToParts, messageKey } from './telegram-message.ts'
import { createHalfSent } from './half-sent.ts'
import type { Pace } from './message-pace.ts'
import type { ChannelStatus } from './channel-status.ts'
import { backoff } from './wait.ts'

export interface SendParts {
  readonly client: TelegramClient
  readonly pace: Pace
  readonly status: ChannelStatus
  readonly now: () => number
}

/**
 * `waiting` ends the wait for a place in the pace; `cut` ends a call under way, which then counts as
 * ambiguous.
 */
export type Send = (message: OutgoingMessage, waiting: AbortSignal, cut: AbortSignal) => Promise<SendResult>

export function createTelegramSend(parts: SendParts): Send {
  const { client, pace, status, now } = parts
  const halfSent = createHalfSent()

  const sendPart = async (message: OutgoingMessage, part: TelegramPart, cut: AbortSignal) => {
    const { page } = message.bubble
    // A page that cannot be made is no reason for silence: its text goes.
    const bytes = page === undefined ? null : await pageFile(page).catch(() => null)
    return client.run<{ readonly chat: { readonly id: number }; readonly message_id: number }>(
      (api, signal) =>
        page === undefined || bytes === null
          ? api.sendMessage(message.address, part.text, part.other, signal)
          : api.sendDocument(
              message.address,
              new InputFile(bytes, page.fileName),
              { caption: page.caption, ...(message.safety ? { disable_notification: true } : {}) },
              signal,
            ),
      cut,
    )
  }

  return async (message, waiting, cut) => {
    const all = bubbleToParts(message.bubble, message.safety)
    if (all.length === 0) return { status: 'refused', reason: 'the bubble has no text', blocked: false }
    for (const part of all.slice(halfSent.of(message.id).length)) {
      if (message.safety) pace.count(message.address)
      else await pace.turn(message.address, waiting)
      if (waiting.aborted) return { status: 'unavailable', reason: 'stopped' }
      if (!(await message.stillAllowed())) {
        // What was half sent is not taken up again where it stopped.
        halfSent.forget(message.id)
        return { status: 'withdrawn' }
      }
      const result = await sendPart(message, part, cut)
      if (!result.ok) {
        const outcome = toSendResult(result.failure, message.attempt, status.health().state === 'down')
        if (outcome.status === 'refused') halfSent.forget(message.id)
        return outcome
      }
      halfSent.add(message.id, messageKey(result.value.chat.id, result.value.message_id))
      status.messageOut(now())
    }
    const sent = halfSent.of(message.id)
    halfSent.forget(message.id)
    return { status: 'sent', providerIds: sent }
  }
}

function toSendResult(failure: TelegramFailure, attempt: number, channelDown: boolean): SendResult {
  const { reason } = failure
  switch (failure.kind) {
    case 'flood':
      return { status: 'retry', afterMilliseconds: failure.afterMilliseconds, reason }
    case 'forbidden':
      return { status: 'refused', reason, blocked: true }
    case 'bad-request':
      return { status: 'refused', reason, blocked: false }
    case 'token':
      return { status: 'unavailable', reason }
    case 'not-sent':
      // An outage must not use up the attempts of everybody's replies.
      if (channelDown) return { status: 'unavailable', reason }
      return { status: 'retry', afterMilliseconds: backoff(attempt), reason }
    case 'conflict':
    case 'server':
      return { status: 'retry', afterMilliseconds: backoff(attempt), reason }
    case 'unanswered':
      return { status: 'ambiguous', reason }
  }
}
