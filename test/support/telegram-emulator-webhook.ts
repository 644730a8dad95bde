/** Pushes updates to the bot's webhook as Telegram does: one at a time for each chat, again until a 2xx. */
import type { EmulatorState, Update } from './telegram-emulator-state.ts'

export interface WebhookPusher {
  stop(): void
}

/**
 * Starts pushing whenever a webhook is set. An update leaves `pending` only on a 2xx. Waits
 * `firstRetryMilliseconds`, doubling up to 60 s, or as long as `Retry-After` says, before an update is tried again.
 */
export function startWebhookPusher(state: EmulatorState, firstRetryMilliseconds: number): WebhookPusher {
  const busyChats = new Set<string>()
  const stopped = new AbortController()

  const pump = () => {
    if (state.webhook.url === '' || stopped.signal.aborted) return
    for (const update of state.pending) {
      if (busyChats.size >= state.webhook.maxConnections) return
      const chat = chatOf(update)
      if (busyChats.has(chat)) continue
      busyChats.add(chat)
      void deliver(update, firstRetryMilliseconds).finally(() => {
        busyChats.delete(chat)
        pump()
      })
    }
  }

  const deliver = async (update: Update, delay: number): Promise<void> => {
    if (stopped.signal.aborted || state.webhook.url === '') return
    const again = await push(state, update, stopped.signal)
    if (again === null) {
      state.pending = state.pending.filter((one) => one !== update)
      return
    }
    await pause(again > 0 ? again : delay, stopped.signal)
    await deliver(update, Math.min(delay * 2, 60_000))
  }

  const unsubscribe = state.onUpdate(pump)
  return {
    stop() {
      unsubscribe()
      stopped.abort()
    },
  }
}

/** Null when taken; else how many milliseconds to wait as told by the receiver (0: it did not say). */
async function push(state: EmulatorState, update: Update, signal: AbortSignal): Promise<number | null> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (state.webhook.secretToken !== null) headers['x-telegram-bot-api-secret-token'] = state.webhook.secretToken
  try {
    const response = await fetch(state.webhook.url, { method: 'POST', headers, body: JSON.stringify(update), signal })
    await response.arrayBuffer()
    if (response.ok) {
      state.webhook.lastErrorMessage = null
      return null
    }
    state.webhook.lastErrorMessage = `Wrong response from the webhook: ${response.status} ${response.statusText}`
    return Number(response.headers.get('retry-after') ?? 0) * 1000
  } catch {
    state.webhook.lastErrorMessage = 'Connection refused'
    return 0
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

interface AboutChat {
  readonly chat?: { readonly id?: number }
  readonly message?: { readonly chat?: { readonly id?: number } }
  readonly from?: { readonly id?: number }
}

function chatOf(update: Update): string {
  const body: AboutChat | undefined = Object.values(update).find((value) => typeof value === 'object' && value !== null)
  return String(body?.chat?.id ?? body?.message?.chat?.id ?? body?.from?.id ?? update.update_id)
}
