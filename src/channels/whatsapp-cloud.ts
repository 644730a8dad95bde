/** WhatsApp through Meta's official Cloud API: a signed webhook in, HTTPS calls out. Nothing is paired. */
import { createChannelStatus, type ChannelStatus } from './channel-status.ts'
import type { Channel, ChannelContext } from './channel.ts'
import { createRunningCalls } from './running-calls.ts'
import { createMessagePace } from './message-pace.ts'
import { waitByTimer, type Wait } from './wait.ts'
import { createCloudClient, type CloudFailure } from './whatsapp-cloud-api.ts'
import { meaningOf, reasonOf } from './whatsapp-cloud-errors.ts'
import { recipient, translateWebhook } from './whatsapp-cloud-message.ts'
import { createCloudSend, type Send } from './whatsapp-cloud-send.ts'
import { TROUBLE } from './whatsapp-cloud-status.ts'
import { handleCloudWebhook, unavailable } from './whatsapp-cloud-webhook.ts'

/** How long start waits for Meta's first word before it goes on in the background. */
const FIRST_CALL_MILLISECONDS = 5000
const CHECK_MILLISECONDS = 300_000
const STOP_MILLISECONDS = 5000
/** Free text may go for so long after the person last wrote: …/whatsapp/messages/send-messages#customer-service-windows. A minute less, for the way there. */
const WINDOW_MILLISECONDS = 24 * 3_600_000 - 60_000
/** By then a status has come for what Meta took. */
const REPORTS_WITHIN = 60_000
/** 80 a second for a number: …/whatsapp/throughput. The gap keeps the order: Meta delivers what comes at once as it likes. */
const PACE = { messagesPerSecond: 60, chatGapMilliseconds: 1000 }
/** What Meta did to the account, of which staff must know at once. */
const RESTRICTIONS: ReadonlySet<string> = new Set(['DISABLED_UPDATE', 'ACCOUNT_RESTRICTION', 'ACCOUNT_VIOLATION', 'ACCOUNT_DELETED'])

export interface WhatsAppCloudOptions {
  readonly phoneNumberId: string
  readonly token: string
  readonly appSecret: string
  readonly verifyToken: string
  /** With the version, without a slash at the end. */
  readonly apiRoot: string
  readonly template: { readonly name: string; readonly language: string } | null
  readonly fetch?: typeof globalThis.fetch
  readonly wait?: Wait
  /** For each call. Default 20,000. */
  readonly callMilliseconds?: number
  /** Takes names and counts only. */
  readonly logger: { warn(fields: object, event: string): void; info(fields: object, event: string): void }
}

export interface WhatsAppCloudChannel extends Channel {
  /** For `GET` and `POST /whatsapp`. Answers 503 while nothing can be stored. */
  webhookHandler(request: Request): Promise<Response>
}

interface Running {
  readonly context: ChannelContext
  readonly status: ChannelStatus
  readonly send: Send
}

export function createWhatsAppCloudChannel(options: WhatsAppCloudOptions): WhatsAppCloudChannel {
  const { phoneNumberId, logger, wait = waitByTimer } = options
  const client = createCloudClient({
    apiRoot: options.apiRoot,
    token: options.token,
    fetch: options.fetch ?? globalThis.fetch,
    deadlineMilliseconds: options.callMilliseconds ?? 20_000,
  })
  const calls = createRunningCalls()
  const { closing, track } = calls
  let running: Running | null = null
  let storeRefused = false

  const takeIn = async (body: unknown): Promise<void> => {
    if (!running) throw new Error('WhatsApp is not set up yet')
    const { context, status } = running
    const receivedAt = context.now()
    const { messages, reports, accountEvents, ignored } = translateWebhook(body, { phoneNumberId, receivedAt })
    // Handed over together, so that they share a commit; answered only when all of it is stored.
    const stored = await Promise.allSettled([
      ...(messages.length > 0 ? [context.receive(messages)] : []),
      ...reports.map((report) => context.delivered(report)),
    ])
    if (messages.length > 0) status.messageIn(receivedAt)
    const failed = stored.find((one) => one.status === 'rejected')
    if (failed) {
      storeRefused = true
      status.incident('store-refused', 'degraded', TROUBLE.store)
      throw new Error('not stored', { cause: failed.reason })
    }
    if (storeRefused) status.up()
    storeRefused = false
    for (const name of accountEvents) {
      logger.warn({ channel: 'whatsapp', name }, 'whatsapp-account-event')
      if (RESTRICTIONS.has(name)) status.incident('whatsapp-restricted', 'degraded', TROUBLE.restricted)
    }
    if (ignored.length > 0) logger.info({ channel: 'whatsapp', kinds: [...new Set(ignored)], count: ignored.length }, 'whatsapp-ignored')
  }

  const ask = (milliseconds?: number) => client.call(`${phoneNumberId}?fields=id`, null, closing, milliseconds)

  const noteCheck = ({ status }: Running, failure: CloudFailure | null): void => {
    if (closing.aborted) return
    if (failure === null) return status.up()
    const meaning = failure.kind === 'answered' ? meaningOf(failure.code, failure.httpStatus) : null
    if (meaning?.kind === 'account') status.incident(`whatsapp-${meaning.trouble}`, 'down', TROUBLE[meaning.trouble])
    else status.trouble('down', TROUBLE.unreachable)
  }

  /** Asks now and then whether Meta still takes our token: nothing else tells while nobody writes. */
  const keepChecking = async (part: Running): Promise<void> => {
    while (!closing.aborted) {
      await wait(part.status.health().state === 'down' ? CHECK_MILLISECONDS / 10 : CHECK_MILLISECONDS, closing)
      if (closing.aborted) return
      const result = await ask()
      noteCheck(part, result.ok ? null : result.failure)
    }
  }

  return {
    name: 'whatsapp',
    replyWindow: { milliseconds: WINDOW_MILLISECONDS, canReopen: options.template !== null },
    reportsWithin: REPORTS_WITHIN,
    reaches: (address) => recipient(address) !== null,

    async start(context) {
      const status = createChannelStatus('whatsapp', context.report, context.now)
      const pace = createMessagePace(PACE, context.now, wait)
      const send = createCloudSend({ client, phoneNumberId, template: options.template, pace, status, now: context.now })
      const first = await ask(FIRST_CALL_MILLISECONDS)
      if (!first.ok && first.failure.kind === 'answered') {
        const { code, httpStatus } = first.failure
        const meaning = meaningOf(code, httpStatus)
        if (meaning.kind === 'refused' || (meaning.kind === 'account' && meaning.trouble !== 'restricted' && meaning.trouble !== 'payment'))
          throw new Error(
            `WhatsApp refuses WHATSAPP_CLOUD_TOKEN for WHATSAPP_CLOUD_PHONE_NUMBER_ID (${reasonOf(code)}). Copy both again from API setup of the Meta app.`,
          )
      }
      running = { context, status, send }
      noteCheck(running, first.ok ? null : first.failure)
      void track(keepChecking(running))
    },

    stop: () => calls.stop(STOP_MILLISECONDS, () => running?.status.stopped()),

    send: (message, stop) => calls.send(running?.send ?? null, message, stop),

    // Comes with the mark of having read: Meta shows typing only for a message.
    async typing() {},

    async markRead(_address, externalIds) {
      const last = externalIds.findLast((id) => !id.includes(':'))
      if (last === undefined) return
      const body = { messaging_product: 'whatsapp', status: 'read', message_id: last, typing_indicator: { type: 'text' } }
      await client.call(`${phoneNumberId}/messages`, body, closing)
    },

    newProviderId: () => null,

    health: () => running?.status.health() ?? { state: 'starting', detail: '', lastMessageInAt: null, lastMessageOutAt: null },

    async webhookHandler(request) {
      if (closing.aborted) return unavailable()
      const { appSecret, verifyToken } = options
      const forged = () => {
        logger.warn({ channel: 'whatsapp' }, 'whatsapp-signature-refused')
        // Anybody can post: staff are told, the channel counts as well as before.
        running?.status.tell('whatsapp-signature', TROUBLE.signature)
      }
      return track(handleCloudWebhook(request, { appSecret, verifyToken, takeIn, forged }))
    },
  }
}
