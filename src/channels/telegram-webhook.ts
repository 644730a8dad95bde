/** The webhook: who may call it, and an answer that tells Telegram whether to bring the update again. */
import type { TelegramClient } from './telegram-api.ts'
import type { ChannelStatus } from './channel-status.ts'
import { TROUBLE } from './telegram-status.ts'
import { ALLOWED_UPDATES } from './telegram-update.ts'
import type { Wait } from './wait.ts'
import { backoff } from './wait.ts'
import { parseJson, readLimited, sameSecret } from './webhook-request.ts'

const BODY_LIMIT = 1024 * 1024
/** Told to Telegram when an update could not be stored; it honours up to an hour. */
const RETRY_AFTER_SECONDS = '5'
const CHECK_MILLISECONDS = 300_000
/** Telegram's word for "we could not deliver" counts only while this many wait. */
const PENDING_ALARM = 20

export interface WebhookMode {
  readonly kind: 'webhook'
  /** `https://…` without a trailing slash; Telegram reaches ports 443, 80, 88 and 8443. */
  readonly publicUrl: string
  /** Last segment of the path, at least 16 characters that need no escaping. */
  readonly secretPath: string
  /** 16 to 256 of `A-Z a-z 0-9 _ -`: https://core.telegram.org/bots/api#setwebhook */
  readonly secretToken: string
}

/** Answers 404 and 401 to strangers, 413 and 400 to nonsense, 503 when `takeIn` rejects, 200 after the commit. */
export async function handleWebhook(
  request: Request,
  mode: WebhookMode,
  takeIn: (updates: readonly unknown[]) => Promise<void>,
): Promise<Response> {
  const segment = new URL(request.url).pathname.split('/').at(-1) ?? ''
  if (!sameSecret(segment, mode.secretPath)) return new Response(null, { status: 404 })
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
  const token = request.headers.get('x-telegram-bot-api-secret-token') ?? ''
  if (!sameSecret(token, mode.secretToken)) return new Response(null, { status: 401 })
  const body = await readLimited(request, BODY_LIMIT)
  if (body === null) return new Response(null, { status: 413 })
  const update = parseJson(body.toString('utf8'))
  if (update === undefined) return new Response(null, { status: 400 })
  try {
    await takeIn([update])
    return new Response(null, { status: 200 })
  } catch {
    return unavailable()
  }
}

/** "Not now, bring it again." */
export function unavailable(): Response {
  return new Response(null, { status: 503, headers: { 'retry-after': RETRY_AFTER_SECONDS } })
}

/** What is wrong with the settings, naming the variable; null when they can work. */
export function webhookProblem(mode: WebhookMode): string | null {
  if (!/^https?:\/\/[^/]+(\/.*[^/])?$/.test(mode.publicUrl)) {
    return `PUBLIC_URL is "${mode.publicUrl}"; the Telegram webhook needs https://your.domain without a trailing slash.`
  }
  if (!/^[\w-]{16,}$/.test(mode.secretPath)) return 'The secret path of the Telegram webhook needs 16 or more of A-Z a-z 0-9 _ -.'
  if (!/^[\w-]{16,256}$/.test(mode.secretToken)) {
    return 'The secret token of the Telegram webhook needs 16 to 256 of A-Z a-z 0-9 _ -; without it anybody could post messages.'
  }
  return null
}

export interface WebhookParts {
  readonly client: TelegramClient
  readonly status: ChannelStatus
  readonly wait: Wait
  readonly mode: WebhookMode
}

/** Sets the webhook, then looks every 5 minutes whether it is still ours and reached. Runs until `stop`; never rejects. */
export async function keepWebhook(parts: WebhookParts, stop: AbortSignal): Promise<void> {
  const { client, status, wait, mode } = parts
  const url = `${mode.publicUrl}/telegram/${mode.secretPath}`
  const settings = { secret_token: mode.secretToken, allowed_updates: ALLOWED_UPDATES, max_connections: 10 }
  let failures = 0
  let isSet = false
  while (!stop.aborted) {
    if (!isSet) {
      const result = await client.run((api, signal) => api.setWebhook(url, settings, signal), stop)
      if (!result.ok) {
        failures += 1
        const kind = result.failure.kind
        if (kind === 'token') status.incident('token-refused', 'down', TROUBLE.token)
        else if (kind === 'bad-request') status.incident('webhook-refused', 'down', TROUBLE.webhook)
        else status.trouble('down', TROUBLE.unreachable)
        await wait(result.failure.kind === 'flood' ? result.failure.afterMilliseconds : backoff(failures), stop)
        continue
      }
      failures = 0
      isSet = true
      status.up()
    }
    await wait(CHECK_MILLISECONDS, stop)
    const info = await client.run((api, signal) => api.getWebhookInfo(signal), stop)
    if (stop.aborted) return
    if (!info.ok) {
      status.trouble('degraded', TROUBLE.unreachable)
    } else if (info.value.url !== url) {
      status.incident('webhook-replaced', 'degraded', TROUBLE.replaced)
      isSet = false
    } else if (info.value.last_error_message !== undefined && info.value.pending_update_count >= PENDING_ALARM) {
      status.incident('webhook-unreached', 'degraded', TROUBLE.webhook)
    } else status.up()
  }
}
