/** Telegram as a channel: long polling or webhook in, `sendMessage` out. */
import type { Channel, ChannelContext, MediaLimits, MediaResult } from './channel.ts'
import { createRunningCalls } from './running-calls.ts'
import { createTelegramClient } from './telegram-api.ts'
import { deleteMessages } from './telegram-delete.ts'
import { downloadFile } from './telegram-files.ts'
import type { PressedButton } from './telegram-message.ts'
import { translateUpdate } from './telegram-message.ts'
import { createPace } from './telegram-pace.ts'
import { pollUpdates } from './telegram-poll.ts'
import type { Send } from './telegram-send.ts'
import { createTelegramSend } from './telegram-send.ts'
import type { BotIdentity } from './telegram-setup.ts'
import { introduce, setCommands } from './telegram-setup.ts'
import type { ChannelStatus } from './channel-status.ts'
import { createChannelStatus } from './channel-status.ts'
import { createStaffGroup } from './telegram-staff-group.ts'
import { TROUBLE } from './telegram-status.ts'
import type { Wait } from './wait.ts'
import { waitByTimer } from './wait.ts'
import type { WebhookMode } from './telegram-webhook.ts'
import { handleWebhook, keepWebhook, unavailable, webhookProblem } from './telegram-webhook.ts'

/** How long start waits for Telegram's first word before it goes on in the background. */
const FIRST_CALL_MILLISECONDS = 5000
const STOP_MILLISECONDS = 5000

export interface TelegramOptions {
  readonly token: string
  readonly mode: { readonly kind: 'poll'; readonly pollSeconds?: number } | WebhookMode
  /** Without a trailing slash. Default: Telegram itself. */
  readonly apiRoot?: string
  readonly fetch?: typeof globalThis.fetch
  readonly wait?: Wait
  /** For each call but the long poll. Default 20,000. */
  readonly callMilliseconds?: number
  /** The group where staff are alerted, by chat id; null or left out: none. */
  readonly staffChat?: string | null
  /** Takes names and counts only. */
  readonly logger: { warn(fields: object, event: string): void; info(fields: object, event: string): void }
}

export interface TelegramChannel extends Channel {
  /** For `POST /telegram/<secret>`. Answers 404 when the mode is polling, 503 while nothing can be stored. */
  webhookHandler(request: Request): Promise<Response>
  readonly downloadMedia: (handle: string, limits: MediaLimits) => Promise<MediaResult>
  /** Writes to the staff's group; whether Telegram took it. Never rejects. */
  readonly alertStaff: (text: string, stop: AbortSignal) => Promise<boolean>
}

interface Running {
  readonly context: ChannelContext
  readonly status: ChannelStatus
  readonly send: Send
}

export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, mode, logger, apiRoot = 'https://api.telegram.org' } = options
  const fetch = options.fetch ?? globalThis.fetch
  const wait = options.wait ?? waitByTimer
  const client = createTelegramClient({
    token,
    apiRoot,
    fetch,
    deadlineMilliseconds: options.callMilliseconds ?? 20_000,
  })
  const calls = createRunningCalls()
  const { closing, cut, track } = calls
  const staffGroup = createStaffGroup(client, options.staffChat ?? null, (event) => running?.context.report(event))
  let running: Running | null = null
  let bot: BotIdentity | null = null

  const takeIn = async (updates: readonly unknown[]): Promise<void> => {
    if (!running || !bot) throw new Error('Telegram is not set up yet')
    const { context, status } = running
    const read = { bot, receivedAt: context.now() }
    const translated = updates.filter((update) => !staffGroup.takes(update)).map((update) => translateUpdate(update, read))
    const messages = translated.flatMap((one) => one.messages)
    const ignored = translated.flatMap((one) => one.ignored)
    if (messages.length > 0) {
      try {
        await context.receive(messages)
      } catch (error) {
        status.incident('store-refused', 'degraded', TROUBLE.store)
        throw error
      }
      status.messageIn(read.receivedAt)
    }
    status.up()
    if (ignored.length > 0) logger.info({ channel: 'telegram', kinds: [...new Set(ignored)], count: ignored.length }, 'telegram-ignored')
    for (const press of translated.flatMap((one) => one.pressed)) void track(confirmPress(press))
  }

  /** Stops the button's spinner and takes the answered keyboard away: it cannot be pressed twice, nor read later. */
  const confirmPress = async (press: PressedButton): Promise<void> => {
    await client.run((api, signal) => api.answerCallbackQuery(press.queryId, {}, signal), cut)
    const { chatId, messageId } = press
    if (chatId === null || messageId === null) return
    await client.run((api, signal) => api.editMessageReplyMarkup(chatId, messageId, {}, signal), cut)
  }

  const run = async ({ context, status }: Running, known: BotIdentity | null): Promise<void> => {
    bot = known ?? (await introduce({ client, status, wait }, closing))
    if (!bot) return
    const failed = await setCommands(client, closing)
    if (failed.length > 0) logger.warn({ channel: 'telegram', reasons: failed }, 'telegram-commands-not-set')
    if (mode.kind === 'webhook') return keepWebhook({ client, status, wait, mode }, closing)
    // Pending updates stay: dropping them would lose what was written while we were away.
    await client.run((api, signal) => api.deleteWebhook({}, signal), closing)
    const { pollSeconds = 30 } = mode
    await pollUpdates({ client, status, wait, now: context.now, pollSeconds, takeIn }, closing)
  }

  return {
    name: 'telegram',

    async start(context) {
      const problem = configurationProblem(options)
      if (problem !== null) throw new Error(problem)
      const status = createChannelStatus('telegram', context.report, context.now)
      const send = createTelegramSend({ client, status, now: context.now, pace: createPace(context.now, wait) })
      const first = await client.run((api, signal) => api.getMe(signal), closing, FIRST_CALL_MILLISECONDS)
      if (!first.ok && first.failure.kind === 'token') throw new Error(tokenRefused(first.failure.reason))
      if (!first.ok) status.trouble('down', TROUBLE.unreachable)
      running = { context, status, send }
      const known = first.ok ? { id: first.value.id, username: first.value.username } : null
      void track(run(running, known))
    },

    stop: () => calls.stop(STOP_MILLISECONDS, () => running?.status.stopped()),

    send: (message, stop) => calls.send(running?.send ?? null, message, stop),

    async typing(address) {
      await client.run((api, signal) => api.sendChatAction(address, 'typing', {}, signal), closing)
    },

    publicName: () => bot?.username ?? null,

    // Bots cannot mark as read.
    async markRead() {},

    newProviderId: () => null,

    health: () => running?.status.health() ?? { state: 'starting', detail: '', lastMessageInAt: null, lastMessageOutAt: null },

    async webhookHandler(request) {
      if (mode.kind !== 'webhook') return new Response(null, { status: 404 })
      if (closing.aborted) return unavailable()
      return track(handleWebhook(request, mode, takeIn))
    },

    downloadMedia: (handle, limits) => downloadFile({ client, fetch, apiRoot, token }, handle, limits, closing),

    eraseTraces: (address, traces) => deleteMessages(client, address, traces, cut),

    alertStaff: (text, stop) => staffGroup.alert(text, stop),
  }
}

function configurationProblem({ token, mode }: TelegramOptions): string | null {
  if (!/^\d+:[\w-]+$/.test(token)) {
    return 'TELEGRAM_BOT_TOKEN does not look like a token (digits, a colon, about 35 letters). Copy it from @BotFather: /mybots, then API Token.'
  }
  return mode.kind === 'webhook' ? webhookProblem(mode) : null
}

function tokenRefused(reason: string): string {
  return `Telegram refuses TELEGRAM_BOT_TOKEN (${reason}). Copy the token again from @BotFather: /mybots, then API Token.`
}
