/** Sending one bubble through the Cloud API, and what Meta's answer means for it. */
import { z } from 'zod'
import type { ChannelStatus } from './channel-status.ts'
import type { OutgoingMessage, SendResult } from './channel.ts'
import { createHalfSent } from './half-sent.ts'
import type { Pace } from './message-pace.ts'
import { backoff } from './wait.ts'
import type { CloudClient, CloudFailure } from './whatsapp-cloud-api.ts'
import { meaningOf, reasonOf } from './whatsapp-cloud-errors.ts'
import { bubbleToPayloads, recipient, templatePayload } from './whatsapp-cloud-message.ts'
import { TROUBLE } from './whatsapp-cloud-status.ts'

export interface SendParts {
  readonly client: CloudClient
  readonly phoneNumberId: string
  readonly template: { readonly name: string; readonly language: string } | null
  readonly pace: Pace
  readonly status: ChannelStatus
  readonly now: () => number
}

/** `waiting` ends the wait for a place in the pace; `cut` ends a call under way, which then counts as ambiguous. */
export type Send = (message: OutgoingMessage, waiting: AbortSignal, cut: AbortSignal) => Promise<SendResult>

const accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })

export function createCloudSend(parts: SendParts): Send {
  const { client, template, pace, status, now } = parts
  const halfSent = createHalfSent()

  return async (message, waiting, cut) => {
    const outside = message.outsideWindow === true
    if (outside && template === null) return { status: 'refused', reason: 'window-closed', blocked: false }
    const all = outside && template !== null ? [templatePayload(template)] : bubbleToPayloads(message.bubble)
    if (all.length === 0) return { status: 'refused', reason: 'the bubble has no text', blocked: false }
    const to = recipient(message.address)
    if (!to) return { status: 'refused', reason: 'address', blocked: false }
    for (let part = halfSent.of(message.id).length; part < all.length; part++) {
      if (message.safety) pace.count(message.address)
      else await pace.turn(message.address, waiting)
      if (waiting.aborted) return { status: 'unavailable', reason: 'stopped' }
      if (!(await message.stillAllowed())) {
        // What was half sent is not taken up again where it stopped.
        halfSent.forget(message.id)
        return { status: 'withdrawn' }
      }
      const isLast = part === all.length - 1
      const body = {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        ...to,
        ...all[part],
        // Comes back with each status: the last part's tells that the message arrived.
        ...(isLast ? { biz_opaque_callback_data: message.id } : {}),
      }
      const result = await client.call(`${parts.phoneNumberId}/messages`, body, cut)
      const answer = result.ok ? accepted.safeParse(result.value) : null
      if (!result.ok || !answer?.success) {
        const failure: CloudFailure = result.ok ? { kind: 'unanswered', reason: 'no-id' } : result.failure
        const outcome = outcomeOf(failure, message.attempt)
        if (outcome.status === 'refused') halfSent.forget(message.id)
        return outcome
      }
      halfSent.add(message.id, answer.data.messages[0]!.id)
      status.messageOut(now())
      status.up()
    }
    const sent = halfSent.of(message.id)
    halfSent.forget(message.id)
    return { status: 'sent', providerIds: sent }
  }

  function outcomeOf(failure: CloudFailure, attempt: number): SendResult {
    if (failure.kind === 'unanswered') return { status: 'ambiguous', reason: failure.reason }
    if (failure.kind === 'not-sent') {
      // An outage must not use up the attempts of everybody's replies.
      if (status.health().state === 'down') return { status: 'unavailable', reason: failure.reason }
      return { status: 'retry', afterMilliseconds: backoff(attempt), reason: failure.reason }
    }
    const reason = reasonOf(failure.code)
    const meaning = meaningOf(failure.code, failure.httpStatus)
    switch (meaning.kind) {
      case 'retry':
        return { status: 'retry', afterMilliseconds: Math.max(meaning.afterMilliseconds, backoff(attempt)), reason }
      case 'window':
        return { status: 'refused', reason, blocked: false }
      case 'unreachable':
        return { status: 'refused', reason, blocked: true }
      case 'account':
        status.incident(`whatsapp-${meaning.trouble}`, meaning.trouble === 'restricted' ? 'degraded' : 'down', TROUBLE[meaning.trouble])
        return { status: 'unavailable', reason }
      case 'refused':
        if (failure.code >= 132_000 && failure.code < 133_000) status.incident('whatsapp-template', 'degraded', TROUBLE.template)
        return { status: 'refused', reason, blocked: false }
    }
  }
}
